"""The home page: the same on the web site, in the app and in Binder."""
