"""All words that the core says, in German and English; they are filled once, at the exit."""

from bot.texts.own_words import FIXED, Complaint, laid_over, longest, own_templates
from bot.texts.wording import Audience, drafted, in_words, languages_by_name, worded
from bot.texts.words import Words, load_words, text_files

__all__ = [
    "FIXED",
    "Audience",
    "Complaint",
    "Words",
    "drafted",
    "in_words",
    "laid_over",
    "languages_by_name",
    "load_words",
    "longest",
    "own_templates",
    "text_files",
    "worded",
]
