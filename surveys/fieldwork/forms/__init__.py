"""Validation for the pages of sessions, of what is typed in for others, and of devices."""
