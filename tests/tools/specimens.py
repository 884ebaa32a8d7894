"""What the pictures show: specimens of what is said, with topics by names in the reader's language."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import cast

from bot.model import Language
from bot.said import Reply, Text, Value, rebuilt
from tests.people import catalogue
from tests.said.collection import in_words, kept, named

SPECIMENS = {name: specimen.reply for name, specimen in named(kept())}


def as_read(name: str, language: Language) -> Reply:
    """Return a specimen as somebody reads it in this language.

    A specimen names topics in the language of its dialogue, in which the core did.
    """
    return in_words(cast("Reply", _retold(SPECIMENS[name], language)), language)


def _retold(said: object, language: Language) -> object:
    names = _names(language)

    def change(part: object) -> object | None:
        if not isinstance(part, Text):
            return None
        values = {
            key: names.get(value, value) if isinstance(value, str) else _retold(value, language)
            for key, value in part.values.items()
        }
        return replace(part, values=cast("Mapping[str, Value]", values))

    return rebuilt(said, change)


@cache
def _names(language: Language) -> Mapping[str, str]:
    """Return each topic's name in this language, by its names in every language."""
    topics = catalogue().topics
    return {topic.name(each): topic.name(language) for topic in topics for each in Language}
