"""The web chat: what it reads, renders and serves."""
