"""What the web page needs from outside to play a company: its people and a clock that can be moved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model import Language


@dataclass(frozen=True)
class Colleague:
    """Somebody whom a visitor of the page can be. `user` is her id on the page; `job` may be empty."""

    user: str
    name: str
    email: str
    job: str
    site: str
    language: Language
    time_zone: str
    hr_lead: bool = False


class Step(StrEnum):
    """How far the clock is moved at once."""

    EVENT = "event"
    DAY = "day"
    WEEK = "week"


class Company(Protocol):
    """The company that is played. Everything that is not awaited answers quickly, from memory."""

    @property
    def name(self) -> str:
        """The company's name, as shown in the page's head."""
        ...

    @property
    def workspace(self) -> str:
        """The workspace part of everybody's web address."""
        ...

    @property
    def colleagues_answer(self) -> bool:
        """Tell whether colleagues who are not played answer by themselves."""
        ...

    def let_colleagues_answer(self, *, answer: bool) -> None:
        """Let colleagues who are not played answer by themselves, or wait for the visitor."""
        ...

    def people(self) -> Sequence[Colleague]:
        """Return everybody, in the order in which the page offers them."""
        ...

    def first_seats(self) -> tuple[str, str]:
        """Return the users whom the left and the right pane are at first."""
        ...

    def play(self, users: Collection[str]) -> None:
        """Say whom the visitor is now: nobody answers in their place."""
        ...

    def suggestions(self, user: str) -> Sequence[str]:
        """Return commands worth trying for this user, the most useful first."""
        ...

    def set_language(self, user: str, language: Language) -> None:
        """From now on, the bot speaks this language with the user."""
        ...

    def now(self) -> datetime:
        """Return the company's moment, aware, in UTC."""
        ...

    def time_zone(self) -> str:
        """Return the IANA zone in which the page shows the clock."""
        ...

    def week(self) -> tuple[int, int]:
        """Return (this week, of how many) of the programme; this week is 0 before its start."""
        ...

    def next_event(self) -> datetime | None:
        """Return when something happens next, None when nothing waits."""
        ...

    async def advance(self, step: Step) -> None:
        """Move the clock, and return when everything due by then has happened."""
        ...

    async def reset(self) -> None:
        """Forget everything and begin again at the first day."""
        ...
