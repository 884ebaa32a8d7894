"""What became of every hour of a play, by what stood on screens and what was pressed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import merge

from app.simulation.chronicle import Arrival, Chronicle, Event
from bot import commands
from bot.said import Text, every

NOW, ASKED = "checkin.now.", ("checkin.asked.", "feedback.first.")  # at the hour, and after it
NOBODY_COMES = frozenset({"checkin.skipped.nobody", "checkin.skipped.nobody_mentor"})
MOVED, SKIPPED = "checkin.moved.mine", "checkin.skipped.title"
TOO_EARLY = "readiness.moved."  # an hour that waits until both are ready
NAMING = frozenset({MOVED, SKIPPED, "checkin.on.title"})  # whose first moment is the hour
ABOUT_HOURS = (
    commands.SayMet,
    commands.RateUseful,
    commands.StayAway,
    commands.ComeAfterAll,
    commands.SkipCheckIn,
    commands.MoveCheckIn,
    commands.ConfirmCheckIn,
)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass
class Hour:
    """What became of one check-in, by the answers of its people; who rates it says that they met.

    `called` were told when it began or asked after it, `away` had said that they cannot come.
    """

    people: set[str] = field(default_factory=set)
    at: datetime | None = None
    told_at: datetime = LONG_AGO
    called: dict[str, datetime] = field(default_factory=dict)  # and of which moment
    away: dict[str, datetime] = field(default_factory=dict)
    moved_at: datetime = LONG_AGO  # what was said of an earlier moment holds for that only
    answers: dict[str, bool] = field(default_factory=dict)
    rated: set[str] = field(default_factory=set)
    asked_anew: bool = False
    met: bool | None = None  # None: nobody knows
    nobody_at: datetime = LONG_AGO
    back_at: datetime = LONG_AGO
    skipped: bool = False

    @property
    def left_out(self) -> bool:
        """Whether one of them left it out, or nobody could come to it."""
        return self.skipped or self.nobody_at > self.back_at

    @property
    def came(self) -> bool:
        """Whether its time came while it was planned."""
        return self.at in self.called.values() and not self.left_out

    @property
    def invited(self) -> set[str]:
        """Whose hour it was: all who were called to it, and of one left out all who knew of it."""
        called = {user for user, moment in self.called.items() if moment == self.at}
        away = {user for user, at in self.away.items() if at >= self.moved_at}
        return (self.people if self.left_out else called | self.answers.keys()) - away

    @property
    def said(self) -> set[str]:
        """Who has said whether they met, as it counts now."""
        return self.answers.keys() | (self.rated if self.met else set())

    def hears(self, arrival: Arrival) -> None:
        """Take a message about it."""
        if arrival.names is not None:
            self._is_at(arrival.names, arrival.at)
            if arrival.message.title.key.startswith((NOW, *ASKED)):
                self.called[arrival.user] = arrival.names
        if arrival.message.title.key.startswith(TOO_EARLY):
            self.moved_at = arrival.at
        if arrival.message.title.key == SKIPPED and _nobody_comes(arrival.message):
            self.nobody_at = arrival.at

    def take(self, event: Event) -> None:
        """Take what somebody did about it."""
        match event.asked:
            case commands.SayMet(met=met):
                self._answered(event.user, met=met)
            case commands.RateUseful():
                self.rated.add(event.user)
            case commands.StayAway():
                self.away[event.user] = event.at
            case commands.ConfirmCheckIn():
                self.away.pop(event.user, None)
            case commands.ComeAfterAll():
                self.away.pop(event.user, None)
                self.back_at = event.at
            case commands.SkipCheckIn():
                self.skipped = True
            case commands.MoveCheckIn() if event.title == MOVED:
                self.away.clear()
                self.skipped, self.back_at = False, event.at
        if event.title in NAMING:
            assert event.names is not None
            self._is_at(event.names, event.at)
        if event.title == SKIPPED and _nobody_comes(event.got):
            self.nobody_at = event.at

    def _is_at(self, moment: datetime, told_at: datetime) -> None:
        if told_at >= self.told_at:
            self.at, self.told_at = moment, told_at

    def _answered(self, user: str, *, met: bool) -> None:
        """The first answer counts; when another one differs all are asked anew, and then once only."""
        self.answers[user] = met
        if len(set(self.answers.values())) == 1:
            self.met = met
            return
        self.met = None
        if not self.asked_anew:
            self.asked_anew = True
            self.answers.clear()


def hours_of(chronicle: Chronicle, as_of: datetime) -> Mapping[int, Hour]:
    """Return every hour that anybody ever hears of, as it stood at a moment.

    What was done at that very moment is in it: what is known of an hour carries no time.
    """
    hours: dict[int, Hour] = {}
    for arrival, subject in chronicle.sorted.told.get("checkin", ()):
        hour = hours.setdefault(int(subject), Hour())
        hour.people.add(arrival.user)
        if arrival.at <= as_of:
            hour.hears(arrival)
    for event in _about_hours(chronicle):
        hour = hours.setdefault(int(getattr(event.asked, "check_in", 0)), Hour())
        hour.people.add(event.user)
        if event.at <= as_of:
            hour.take(event)
    return hours


def _about_hours(chronicle: Chronicle) -> Iterator[Event]:
    done = (chronicle.sorted.done.get(kind, ()) for kind in ABOUT_HOURS)
    return merge(*done, key=lambda event: event.number)


def _nobody_comes(said: object) -> bool:
    return any(part.key in NOBODY_COMES for part in every(Text, said))
