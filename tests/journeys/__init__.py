"""Whole stories, told in dialogue over the real bot and a real store."""
