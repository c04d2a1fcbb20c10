"""Pages of the person (`private`, `asking`) and of the people who answer (`desk`)."""
