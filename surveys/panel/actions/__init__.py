"""Verbs of the panel, by topic: joining, one's own place, planning waves, inviting, answering."""
