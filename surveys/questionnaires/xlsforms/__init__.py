"""Surveys as XLSForms: the spreadsheets in which ODK, KoboToolbox and others keep theirs. In and out."""
