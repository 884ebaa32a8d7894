"""Conversations, played by the cast over the real bot and a real store."""
