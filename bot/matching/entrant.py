"""One person as the matcher sees her: facts that may decide a match, and nothing else."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

NOBODY: frozenset[str] = frozenset()
NO_LANGUAGES: Mapping[str, str] = MappingProxyType({})
MONDAY_TO_FRIDAY = frozenset({0, 1, 2, 3, 4})
LOWEST_WEIGHT, HIGHEST_WEIGHT = 1, 3


class Seat(StrEnum):
    """The two seats of a pair; in reverse mentoring the mentor is the less senior one."""

    MENTOR = "mentor"
    MENTEE = "mentee"


@dataclass(frozen=True, slots=True)  # tens of thousands are walked through for one newcomer
class TopicChoice:
    """A topic somebody offers or wants; weight is her level in it, or its priority, 1 to 3."""

    text: str
    weight: int = 2

    @property
    def strength(self) -> int:
        """The weight, held to 1..3 whatever a file may say."""
        if LOWEST_WEIGHT <= self.weight <= HIGHEST_WEIGHT:
            return self.weight
        return LOWEST_WEIGHT if self.weight < LOWEST_WEIGHT else HIGHEST_WEIGHT


@dataclass(frozen=True)
class Hours:
    """Regular working hours in the person's own zone; an end before the start crosses midnight."""

    time_zone: str
    start: dt.time
    end: dt.time
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY


@dataclass(frozen=True, slots=True)
class Entrant:
    """One person in a round. `id` is stable, because ties are broken by it."""

    id: str
    mentor: bool = False
    mentee: bool = False
    offers: tuple[TopicChoice, ...] = ()
    wants: tuple[TopicChoice, ...] = ()
    languages: Mapping[str, str] = field(default_factory=lambda: NO_LANGUAGES)
    hours: Hours | None = None
    site: str = ""
    team: str = ""
    manager: str | None = None
    level: int | None = None
    capacity: int = 1
    meeting: str = "any"
    not_with: frozenset[str] = NOBODY
    earlier_partners: frozenset[str] = NOBODY
    competes_in: str = ""
    organisation: str = ""
    paused: bool = False


@dataclass(frozen=True)
class OrgChart:
    """Who reports to whom: id to the manager's id for everybody in the directory."""

    managers: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """What a programme demands of every pair before any score is looked at."""

    common_minutes: int = 60
    language_level: str = "B1"
    across_organisations: bool = False
    # The Mondays of the programme's real weeks. Empty: every week of a whole sample year, so that
    # no change to summer time is overlooked and the same people always give the same answer.
    weeks: tuple[dt.date, ...] = ()
