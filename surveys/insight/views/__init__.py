"""Staff pages for researchers: what may be read (`reading`), what the answers say (`results`), what was learned
(`findings`)."""
