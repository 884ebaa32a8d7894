"""The shelves of the store: what one transaction reads and writes, one file per group of nouns."""
