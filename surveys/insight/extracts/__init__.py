"""Closed answers row by row, as files: which columns there are, what is rare in them, and how they are written."""
