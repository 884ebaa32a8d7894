"""What people type for which topic: written for the measurement, apart from the catalogue."""

import csv
import random
from functools import cache
from pathlib import Path

_FRAMES = (
    *("{}",) * 12, "{} Grundlagen", "{} basics", "{} für Einsteiger", "Einführung in {}", "{} verstehen",
    "{} im Arbeitsalltag", "learning {}", "how to use {}", "{}!", "  {} ",
)  # fmt: skip
_KEYS_NEARBY = "qwertzuiopasdfghjklyxcvbnm"
_LEAST_FOR_A_TYPO = 5


def seeded(seed: int) -> random.Random:
    """Chance that falls alike in every run."""
    return random.Random(seed)  # noqa: S311 - no secret hangs on it


@cache
def labels() -> dict[str, tuple[str, ...]]:
    """Texts by hidden topic."""
    with Path(__file__).with_name("labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["topic"]: tuple(row["labels"].split("|")) for row in csv.DictReader(file)}


def typed(topic: str, chance: random.Random) -> str:
    """One of the topic's labels as somebody may type it: framed, in any case, sometimes mistyped."""
    text = chance.choice(labels()[topic])
    text = chance.choice(_FRAMES).format(text)
    if chance.random() < 0.25:
        text = text.lower()
    if chance.random() < 0.1:
        text = with_slip(text, chance)
    return text


def with_slip(text: str, chance: random.Random) -> str:
    """The text with one letter dropped, doubled, replaced or swapped; short texts stay."""
    if len(text) < _LEAST_FOR_A_TYPO:
        return text
    place = chance.randrange(1, len(text) - 1)
    before, here, after = text[:place], text[place], text[place + 1 :]
    letter = chance.choice(_KEYS_NEARBY)
    changed = (before + after, before + here + text[place:], before + letter + after)
    swapped = before + after[:1] + here + after[1:]
    return chance.choice([*changed, swapped])
