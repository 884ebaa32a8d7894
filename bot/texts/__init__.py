"""All words that the core says, in German and English; they are filled once, at the exit."""

from bot.texts.wording import Audience, drafted, in_words, worded
from bot.texts.words import Words, load_words

__all__ = ["Audience", "Words", "drafted", "in_words", "load_words", "worded"]
