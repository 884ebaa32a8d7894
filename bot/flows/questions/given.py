"""A submitted form, read with suspicion: whatever the page sent, the answers fit their questions."""

import re
import unicodedata
from collections.abc import Container
from datetime import time

from bot.said import Text, text
from bot.turn import Turn

TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?")
PERSON = re.compile(r"[0-9]{1,18}")


class Given:
    """The answers of one form. What is wrong with them is collected in `problems`, by the ask's key."""

    def __init__(self, turn: Turn) -> None:
        self._answers = turn.answers or {}
        self.problems: dict[str, Text] = {}

    def problem(self, key: str, what: str, **values: int) -> None:
        """Remember what is wrong with an answer; the first word about it stands."""
        self.problems.setdefault(key, text(f"join.problem.{what}", **values))

    def words(self, key: str, longest: int) -> str:
        """Return typed words on one line each; too many characters are a problem, and are cut."""
        plain = _readable(self._text(key))
        if len(plain) > longest:
            self.problem(key, "too_long", count=longest)
        return plain[:longest]

    def choice(self, key: str, options: Container[str], otherwise: str = "") -> str:
        """Return the chosen option; none, or one that was not offered, is a problem."""
        given = self._text(key)
        if given in options:
            return given
        self.problem(key, "unknown" if given else "choose")
        return otherwise

    def choices(self, key: str, options: Container[str]) -> tuple[str, ...]:
        """Return the chosen options once each; those that were not offered are a problem."""
        given = self._texts(key)
        if any(each not in options for each in given):
            self.problem(key, "unknown")
        return tuple(each for each in dict.fromkeys(given) if each in options)

    def people(self, key: str) -> tuple[int, ...]:
        """Return the chosen people's ids once each; what is no id is a problem."""
        given = self._texts(key)
        if not all(map(PERSON.fullmatch, given)):
            self.problem(key, "unknown")
            return ()
        return tuple(dict.fromkeys(map(int, given)))

    def time(self, key: str, otherwise: time) -> time:
        """Return a time of day; anything but HH:MM is a problem."""
        found = TIME.fullmatch(self._text(key))
        if found is None:
            self.problem(key, "time")
            return otherwise
        return time(int(found[1]), int(found[2]))

    def _text(self, key: str) -> str:
        given = self._answers.get(key, "")
        return given.strip() if isinstance(given, str) else ""

    def _texts(self, key: str) -> tuple[str, ...]:
        given = self._answers.get(key, ())
        if isinstance(given, tuple):
            return tuple(map(str, given))
        return (given,) if isinstance(given, str) and given else ()


def _readable(words: str) -> str:
    """Return words without control and direction characters, runs of blanks made one."""
    kept = "".join(
        letter if letter == "\n" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"} else " "
        for letter in words.replace("\r\n", "\n").replace("\u200d", "")
    )
    return "\n".join(" ".join(line.split()) for line in kept.split("\n")).strip()
