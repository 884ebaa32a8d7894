"""The commands that have more than one line to them."""
