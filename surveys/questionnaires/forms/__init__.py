"""What the people who write surveys type: plain fields and plain rows."""
