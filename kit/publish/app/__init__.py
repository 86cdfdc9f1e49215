"""Serve the lessons with Voilà."""
