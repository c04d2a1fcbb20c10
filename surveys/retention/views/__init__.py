"""The office's page about keeping (`keeping`), and copies of what is held of a person (`copies`)."""
