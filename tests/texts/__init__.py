"""The text files of both languages."""
