"""Pages of the panel: joining, a member's own place, invitations, and the desk."""
