"""A mentoring programme, the people who take part in it, and what they agreed to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.model.moves import Moves

SMALLEST_GROUP = 5  # people; product promise: the threshold can be raised, never lowered
PROGRAMME_WEEKS = 12
MEETING_MINUTES = 60
PROPOSAL_DAYS = 7
PROPOSAL_REMINDER_DAYS = 3
REMINDER_DAYS = 1  # working days before a meeting
FEWEST_MENTEES, MOST_MENTEES = 2, 6  # mentees of a group: one is a tandem, more is a workshop


class Cadence(StrEnum):
    """How often a pairing meets."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class Format(StrEnum):
    """Whom a programme matches from now on: pairs, or a mentor with several mentees for one topic."""

    ONE_TO_ONE = "one_to_one"
    GROUP = "group"


class Role(StrEnum):
    """The seat a participant takes: the less senior colleague is the mentor."""

    MENTOR = "mentor"
    MENTEE = "mentee"
    BOTH = "both"

    @property
    def mentors(self) -> bool:
        """Tell whether this role takes a mentor's seat."""
        return self is not Role.MENTEE

    @property
    def learns(self) -> bool:
        """Tell whether this role takes a mentee's seat."""
        return self is not Role.MENTOR


class Meeting(StrEnum):
    """Where somebody prefers to meet; a preference, it excludes nobody."""

    ANY = "any"
    SAME_SITE = "same_site"
    REMOTE = "remote"


@dataclass(frozen=True)
class Weights:
    """What counts how much in the compatibility degree, in points that add up to 100.

    `related_percent` (0 to 49) is what a related topic is worth of a wanted one, and no part of them.
    """

    topics: int = 70
    hours: int = 10
    language: int = 8
    place: int = 4
    distance: int = 8
    related_percent: int = 15


@dataclass(frozen=True)
class Target:
    """What HR wants one figure to reach at least: a share from 0 to 1, points, days or people."""

    figure: str
    value: float


@dataclass(frozen=True)
class Programme:
    """One mentoring programme: goal, dates, cadence, rules, weights, HR leads.

    `threshold` is the least compatibility degree (0 to 100) of a proposal; `hr_leads` and `contact`
    (the confidential contact) are ids of people. `time_zone` (IANA) is where its weeks begin and end.
    `reviews_rounds` lets rounds wait for HR, `reviews_rolling` matches outside of rounds too.
    `languages` (two-letter codes) are those in which pairs may meet: all where none is named.
    `announcement` are HR's own words for it, "" for ours.
    `format` is whom it matches from now on; where that is groups, they begin with `group_least` to
    `group_most` mentees.
    `reminder_days` is how many working days before a meeting people are reminded. `country` and
    `subdivision` say whose public holidays count for people of whom the directory does not tell it.
    """

    organisation: int
    name: str
    starts_on: date
    weeks: int = PROGRAMME_WEEKS
    cadence: Cadence = Cadence.WEEKLY
    goal: str = ""
    threshold: int = 0
    weights: Weights = Weights()
    smallest_group: int = SMALLEST_GROUP
    proposal_days: int = PROPOSAL_DAYS
    hr_leads: tuple[int, ...] = ()
    contact: int | None = None
    time_zone: str = "Europe/Berlin"
    targets: tuple[Target, ...] | None = None
    reviews_rolling: bool = False
    reminder_days: int = REMINDER_DAYS
    country: str = ""
    subdivision: str = ""
    reviews_rounds: bool = True
    languages: tuple[str, ...] = ()
    announcement: str = ""
    format: Format = Format.ONE_TO_ONE
    group_least: int = FEWEST_MENTEES
    group_most: int = MOST_MENTEES
    id: int = 0

    def speaks(self, code: str) -> bool:
        """Tell whether pairs may meet in this language."""
        return not self.languages or code in self.languages

    @property
    def in_groups(self) -> bool:
        """Tell whether groups are what it matches from now on."""
        return self.format is Format.GROUP

    @property
    def ends_before(self) -> date:
        """Return the first day that no longer belongs to the programme."""
        return self.starts_on + timedelta(weeks=self.weeks)

    def ended(self, now: datetime) -> bool:
        """Tell whether its last day is over where its weeks begin and end."""
        return now.astimezone(ZoneInfo(self.time_zone)).date() >= self.ends_before


@dataclass(frozen=True)
class TopicChoice:
    """A topic as somebody wrote it, the catalogue's key for it where it is known, and its weight.

    `weight` is 1 to 3: the self-declared level of a topic offered, the priority of one wanted.
    """

    text: str
    topic: str | None
    weight: int


class ParticipantState(StrEnum):
    """Where a participant stands in a programme."""

    ANSWERING = "answering"
    ACTIVE = "active"
    PAUSED = "paused"
    LEFT = "left"


PARTICIPANT_MOVES = Moves(
    "Participant",
    ParticipantState.ANSWERING,
    {
        ParticipantState.ANSWERING: frozenset({ParticipantState.ACTIVE, ParticipantState.LEFT}),
        ParticipantState.ACTIVE: frozenset({ParticipantState.PAUSED, ParticipantState.LEFT}),
        ParticipantState.PAUSED: frozenset({ParticipantState.ACTIVE, ParticipantState.LEFT}),
        ParticipantState.LEFT: frozenset({ParticipantState.ANSWERING}),
    },
)


@dataclass(frozen=True)
class Participant:
    """A person in a programme: role, topics offered and wanted, and state.

    `capacity` is how many partners somebody would mentor at the same time; `not_with` (people's ids)
    is private. `paused_until` is None for a pause without an end. `joined_at` is the moment of the
    first consent, `completed_at` that of the finished questionnaire. `answered` names the screens of
    the questionnaire that were submitted, so that it goes on at the first one that was not. `ready`
    names the seats ("mentor", "mentee") for which somebody has prepared.
    `unanswered` counts matters in a row about which nothing was heard of her.
    """

    programme: int
    person: int
    state: ParticipantState
    joined_at: datetime
    role: Role | None = None
    offers: tuple[TopicChoice, ...] = ()
    wants: tuple[TopicChoice, ...] = ()
    meeting: Meeting = Meeting.ANY
    capacity: int = 1
    not_with: tuple[int, ...] = ()
    earlier_partners: tuple[int, ...] = ()
    sentence: str = ""
    learning_goal: str = ""
    answered: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    completed_at: datetime | None = None
    paused_until: datetime | None = None
    left_at: datetime | None = None
    unanswered: int = 0
    id: int = 0


class Purpose(StrEnum):
    """What somebody's answers are used for; each is agreed to, and withdrawn, by itself.

    MATCHING is finding and accompanying a partner, without which nobody can take part; FIGURES is
    counting, without a name, in the programme's figures; NEXT is being told once that another
    programme begins.
    """

    MATCHING = "matching"
    FIGURES = "figures"
    NEXT = "next"


@dataclass(frozen=True)
class Consent:
    """That a person agreed to one purpose, in one version of its words, and when she withdrew it."""

    programme: int
    person: int
    purpose: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None = None
    id: int = 0
