"""Pages for everybody (`public`), for the leads (`flags`), and for those who keep the rules (`rules`)."""
