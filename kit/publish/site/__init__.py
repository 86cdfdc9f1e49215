"""Build the web site, whose pages need nothing else."""
