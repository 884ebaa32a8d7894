"""What surrounds the bot's words on Teams, in German and English; what the bot says is in bot/texts."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.model import Language


@cache
def teams_words(language: Language) -> Mapping[str, str]:
    """Return the words around the chat by their keys."""
    return tomllib.loads(
        (Path(__file__).parent / f"{language.value}.toml").read_text(encoding="utf-8")
    )
