"""Organisations, the people in them, and the addresses under which they can be reached."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

WEEKDAYS = frozenset({0, 1, 2, 3, 4})  # Monday = 0


class Platform(StrEnum):
    """A chat tool in which people meet the bot; WEB is the local try-out page."""

    SLACK = "slack"
    TEAMS = "teams"
    WEB = "web"


class Language(StrEnum):
    """A language that the bot speaks."""

    EN = "en"
    DE = "de"


class Cefr(StrEnum):
    """How well a language is spoken. Source: Common European Framework of Reference, A1 to C2."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"


@dataclass(frozen=True)
class LanguageSkill:
    """A language by its ISO 639-1 code, and how well it is spoken."""

    code: str
    level: Cefr


@dataclass(frozen=True)
class Address:
    """Where a person can be reached: a user in one Slack workspace, Teams tenant or web page."""

    platform: Platform
    workspace: str
    user: str


@dataclass(frozen=True)
class Organisation:
    """Who runs a programme; owns the workspaces and tenants that may talk to the bot."""

    name: str
    mail_domains: tuple[str, ...] = ()
    id: int = 0


LONGEST_NIGHT_SHIFT = 12  # hours; what is longer is rather two times in the wrong order


@dataclass(frozen=True)
class WorkingHours:
    """When a person works: local wall time in her own IANA zone, on these weekdays (Monday = 0).

    An `end` before the `start` is on the next day.
    """

    time_zone: str
    start: time = time(9)
    end: time = time(17)
    weekdays: frozenset[int] = WEEKDAYS


@dataclass(frozen=True)
class Person:
    """An employee: one person, however many addresses, joined by work e-mail.

    `level` is 1 (junior) to 9 (board) and None where the directory does not say; `manager` is the
    id of another person. Both, like `team` and `site`, come from a directory and never from guessing.
    `in_directory` is False for somebody who wrote to the bot but stands in no directory yet.
    `most_tandems` is how many she wants at the same time in all programmes together, None for no
    limit of her own. `programme` is the one that her words are about where there are several.
    """

    organisation: int
    email: str
    name: str
    language: Language
    hours: WorkingHours
    languages: tuple[LanguageSkill, ...] = ()
    country: str = ""
    subdivision: str = ""
    site: str = ""
    team: str = ""
    level: int | None = None
    manager: int | None = None
    competes_in: str = ""
    in_directory: bool = False
    employed: bool = True
    most_tandems: int | None = None
    programme: int | None = None
    id: int = 0


@dataclass(frozen=True)
class Suggestion:
    """What an import proposes for somebody's questionnaire; counts for nothing before consent."""

    person: int
    role: str = ""
    offers: tuple[tuple[str, int], ...] = ()
    wants: tuple[tuple[str, int], ...] = ()
    meeting: str = ""
    capacity: int | None = None
    not_with: tuple[int, ...] = ()
    earlier_partners: tuple[int, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class AuditEntry:
    """Who did what to which noun, and when; without content."""

    at: datetime
    actor: int | None
    action: str
    subject: int
    id: int = 0
