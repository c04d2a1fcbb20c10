"""Staff pages for fieldwork, and the pages of a device that is handed round."""
