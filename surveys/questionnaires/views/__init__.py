"""Staff pages about surveys: which there are, how they are written, checked, compared and published."""
