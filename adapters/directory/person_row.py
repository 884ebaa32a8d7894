"""One line of the people file, what can be wrong with it, and the file as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from bot.model import Language, LanguageSkill, Meeting, Person, Role, Suggestion, WorkingHours
from bot.ports import DirectoryEntry

COLUMNS = (
    "email",
    "name",
    "manager_email",
    "team",
    "site",
    "country",
    "time_zone",
    "work_start",
    "work_end",
    "languages",
    "level",
    "role",
    "capacity",
    "offers",
    "wants",
    "meeting",
    "not_with",
    "earlier_partners",
    "competes_in",
)
REQUIRED_COLUMNS = ("email", "name")
DEFAULT_TIME_ZONE = "Europe/Berlin"
DEFAULT_WORK_START, DEFAULT_WORK_END = time(9), time(17)
DEFAULT_CAPACITY = 1  # partners at the same time
SHOWN_VALUE_LENGTH = 60  # characters of a bad value that a message repeats

Topics = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PersonRow:
    """One person of the file, every cell read; a cell that was empty holds its default.

    `country` and `subdivision` come from one column ("DE-BY" is "DE" and "BY"). `offers` and
    `wants` are topics as written, each with its level or priority, 1 to 3. E-mails are spelled as
    in the file's own e-mail column. `line` is where the row begins in the file, 0 outside a file.
    """

    email: str
    name: str
    manager_email: str = ""
    team: str = ""
    site: str = ""
    country: str = ""
    subdivision: str = ""
    time_zone: str = DEFAULT_TIME_ZONE
    work_start: time = DEFAULT_WORK_START
    work_end: time = DEFAULT_WORK_END
    languages: tuple[LanguageSkill, ...] = ()
    level: int | None = None
    role: Role | None = None
    capacity: int = DEFAULT_CAPACITY
    offers: Topics = ()
    wants: Topics = ()
    meeting: Meeting = Meeting.ANY
    not_with: tuple[str, ...] = ()
    earlier_partners: tuple[str, ...] = ()
    competes_in: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be read: line (the first is 1), column, value, and what is expected."""

    line: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        """Return the problem in one line, for a person who has the file open beside it."""
        value = self.value
        if len(value) > SHOWN_VALUE_LENGTH:
            value = value[: SHOWN_VALUE_LENGTH - 1] + "…"
        shown = f'"{value}"' if value.isprintable() else repr(value)
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {shown if value else 'nothing'} found, expected {self.expected}"


@dataclass(frozen=True)
class PeopleFile:
    """What a people file says: the rows without a problem, and every problem, in their order.

    `managers` is the reporting line of everybody whose e-mail could be read, of bad rows too: who
    is left out for one bad cell still stands between her reports and her own manager.
    """

    rows: tuple[PersonRow, ...]
    problems: tuple[Problem, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    managers: Mapping[str, str] = field(default_factory=dict)


def directory_entry(row: PersonRow, organisation: int, language: Language) -> DirectoryEntry:
    """Return the person of a row; `language` is what the bot speaks where her own do not tell."""
    person = Person(
        organisation=organisation,
        email=row.email,
        name=row.name,
        language=_best_spoken(row.languages, language),
        hours=WorkingHours(row.time_zone, row.work_start, row.work_end),
        languages=row.languages,
        country=row.country,
        subdivision=row.subdivision,
        site=row.site,
        team=row.team,
        level=row.level,
        competes_in=row.competes_in,
        in_directory=True,
    )
    return DirectoryEntry(
        person, row.manager_email, _suggestion(row), row.not_with, row.earlier_partners
    )


def _best_spoken(skills: tuple[LanguageSkill, ...], default: Language) -> Language:
    """The better spoken of the bot's languages; the default when she speaks both alike, or none."""
    levels = {skill.code: skill.level.value for skill in skills}
    best = max(levels.get(language.value, "") for language in Language)
    alike = [language for language in Language if levels.get(language.value, "") == best]
    return default if default in alike else alike[0]


def _suggestion(row: PersonRow) -> Suggestion | None:
    """What the row proposes for the questionnaire; None when it says nothing about it."""
    said = row.role or row.offers or row.wants or row.not_with or row.earlier_partners
    if not said and row.meeting is Meeting.ANY and row.capacity == DEFAULT_CAPACITY:
        return None
    return Suggestion(
        person=0,
        role=row.role.value if row.role else "",
        offers=row.offers,
        wants=row.wants,
        meeting=row.meeting.value,
        capacity=row.capacity,
    )
