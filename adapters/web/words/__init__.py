"""What the page itself says, in German and English; what the bot says stands in bot/texts."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.model import Language


@cache
def page_words(language: Language) -> Mapping[str, str]:
    """Return the page's words by their keys."""
    return tomllib.loads(
        (Path(__file__).parent / f"{language.value}.toml").read_text(encoding="utf-8")
    )
