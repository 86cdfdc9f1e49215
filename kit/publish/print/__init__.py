"""Print what a class holds in its hands."""
