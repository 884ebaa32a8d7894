"""The composition root and the command line, the only place where all rooms meet."""
