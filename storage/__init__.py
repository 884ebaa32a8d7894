"""Tables, the store that maps them to nouns, and their migrations."""
