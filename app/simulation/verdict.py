"""Holds what HR is told against what was counted again from outside, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.simulation.aims import wanted
from app.simulation.play import Play
from app.simulation.published import PublishedHours
from app.simulation.recount import Recount
from app.simulation.tally import Tally
from bot.said import Figure, Message, Table, Text, every

FROZEN_AT = time(6)  # on Mondays, where the programme's weeks begin
WEEK = timedelta(weeks=1)
SETTLING = timedelta(weeks=1)  # a week's hours are published a week after its end
TITLE, OLDER, WANTED = "status.title", "status.value.older", "status.target."
REACHED, PERCENT = "_reached", 100
# How finely each kind of figure is told, in decimals, and under which name it says its value.
NOT_YET = "status.value.days_not_yet"
TOLD = {
    "status.value.share": ("share", 2),
    "status.value.points": ("value", 1),
    "status.value.change": ("value", 1),
    "status.value.score": ("value", 0),
    "status.value.people": ("count", 0),
    "status.value.tandems": ("count", 0),
    "status.value.days": ("count", 0),
    "status.value.days_open": ("count", 0),
    NOT_YET: ("", 0),
}


@dataclass(frozen=True)
class Comparison:
    """One number of the status and the same counted again; `week` is the ISO week it stands for.

    `or_up_to` is the other end, where something may count that cannot be seen from outside. Days
    are None where not enough people have found anybody so far.
    """

    figure: str
    week: str
    told: float | None
    counted: float | None
    or_up_to: float | None = None

    @property
    def agrees(self) -> bool:
        """Whether both are the same number, or the one lies where the other must be."""
        if self.told is None or self.counted is None:
            return self.told is self.counted
        ends = (self.counted, self.counted if self.or_up_to is None else self.or_up_to)
        return min(ends) <= self.told <= max(ends)


class Verdict:
    """What HR was told from week to week, number by number beside what really happened.

    `status` is the last that she was told; all earlier ones stand in the play's chronicle.
    """

    def __init__(self, play: Play, status: Message) -> None:
        self.play = play
        self.status = status

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every number that a status showed and that can be counted from outside, each once."""
        said = [each for at, status in self._statuses() for each in self._of(at, status)]
        return tuple(dict.fromkeys(said))

    @property
    def agrees(self) -> bool:
        """Whether all of it is the same; where nothing can be shown yet, nothing is wrong."""
        return all(each.agrees for each in self.comparisons)

    def _statuses(self) -> Iterator[tuple[datetime, Message]]:
        for event in self.play.chronicle.events:
            if event.title == TITLE and isinstance(event.got, Message):
                yield event.at, event.got
        yield self.play.ends, self.status

    def _of(self, at: datetime, status: Message) -> Iterator[Comparison]:
        frozen = [each for each in self._mondays.values() if self._frozen_after(each) <= at]
        for table in every(Table, status):
            for label, value, people, *beside in table.rows:
                yield from self._row(frozen[-1], label, value, people)
                yield from self._aim(at, frozen[-1], label, value, beside)
        yield from self._weeks(status)

    def _row(self, last: date, label: Text, value: Text, people: Text) -> Iterator[Comparison]:
        value, monday = self._as_of(last, value)
        key = label.key.rpartition(".")[2]
        counted = self._counted(monday).get(key)
        if value.key not in TOLD:
            return
        decimals, week = TOLD[value.key][1], f"{monday:%G-W%V}"
        if counted is None:
            yield Comparison(f"{key}.people", week, _count(people), 0)
            return
        end = counted.at_most
        yield Comparison(
            key,
            week,
            _told(value),
            _rounded(counted.value, decimals),
            None if end is None else _rounded(end.value, decimals),
        )
        end_people = None if end is None else end.people
        yield Comparison(f"{key}.people", week, _count(people), counted.people, end_people)

    def _aim(
        self, at: datetime, last: date, label: Text, value: Text, beside: list[Text]
    ) -> Iterator[Comparison]:
        """Yield what HR wants of a figure, and whether it is said to be reached as it is told."""
        if not beside or not beside[0].key.startswith(WANTED):
            return
        said, key = beside[0], label.key.rpartition(".")[2]
        aim, week = said.values["value"], f"{last:%G-W%V}"
        assert isinstance(aim, float | int)
        wants = wanted(self.play.chronicle, at).get(key)
        in_percent = said.key.startswith(f"{WANTED}share")
        wants = wants / PERCENT if wants is not None and in_percent else wants
        yield Comparison(f"{key}.wanted", week, aim, wants)
        value, monday = self._as_of(last, value)
        counted = self._counted(monday).get(key)
        if value.key in TOLD and counted is not None and wants is not None:
            ends = (counted, counted.at_most or counted)
            decimals = TOLD[value.key][1]
            reached = [float((_rounded(each.value, decimals) or 0) >= wants) for each in ends]
            told = float(said.key.endswith(REACHED))
            yield Comparison(f"{key}.reached", week, told, *reached)

    def _as_of(self, last: date, value: Text) -> tuple[Text, date]:
        """Return a figure as it is told, without the week it stands for, and that week's Monday."""
        if value.key != OLDER:
            return value, last
        inner, week = value.values["value"], value.values["week"]
        assert isinstance(inner, Text)
        assert isinstance(week, Text)
        return inner, self._mondays[_number(week)]

    def _counted(self, monday: date) -> Mapping[str, Tally]:
        """Return the figures counted again as of the freezing of a week; many rows ask for one."""
        if monday not in self._figures:
            figures = dict(self._recounts[monday].figures())
            if monday in self._completion:
                figures["completion"] = self._completion[monday]
            self._figures[monday] = figures
        return self._figures[monday]

    @cached_property
    def _figures(self) -> dict[date, Mapping[str, Tally]]:
        return {}

    @cached_property
    def _recounts(self) -> Mapping[date, Recount]:
        chronicle, mondays = self.play.chronicle, self._mondays.values()
        return {
            each: Recount(chronicle, self._frozen_after(each), self._planned_end)
            for each in mondays
        }

    def _planned_end(self, began: datetime) -> datetime:
        """Return the midnight after the last day of a tandem: it lasts as long as the programme."""
        programme = self.play.programme
        first = max(began.astimezone(self._zone).date(), programme.starts_on)
        over = first + programme.weeks * WEEK
        return datetime.combine(over, time(), self._zone).astimezone(UTC)

    @cached_property
    def _completion(self) -> Mapping[date, Tally]:
        published = PublishedHours(self._recounts, self._week_of, lambda monday: monday - SETTLING)
        return published.completion()

    def _weeks(self, status: Message) -> Iterator[Comparison]:
        for figure in every(Figure, status):
            answered, met = (row.values for row in figure.series)
            for name, planned, happened in zip(figure.categories, answered, met, strict=True):
                if planned is None or happened is None:
                    continue
                monday = self._mondays[_number(name)]
                begins = datetime.combine(monday, time(), self._zone).astimezone(UTC)
                hours = self._recounts[monday + SETTLING].hours_in(begins)
                yield Comparison("hours.answered", f"{monday:%G-W%V}", planned, hours[0])
                yield Comparison("hours.met", f"{monday:%G-W%V}", happened, hours[1])

    @cached_property
    def _mondays(self) -> dict[int, date]:
        """The Mondays of the play by the number of their ISO week, all whose figures are frozen."""
        monday, found = self._week_of(self.play.opening), {}
        while self._frozen_after(monday) <= self.play.ends:
            found[monday.isocalendar().week] = monday
            monday += WEEK
        return found

    def _week_of(self, moment: datetime) -> date:
        day = moment.astimezone(self._zone).date()
        return day - timedelta(days=day.weekday())

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.play.programme.time_zone)

    def _frozen_after(self, monday: date) -> datetime:
        """Return when the figures of the week that begins on this Monday are frozen."""
        return datetime.combine(monday + WEEK, FROZEN_AT, self._zone).astimezone(UTC)


def _told(value: Text) -> float | None:
    if value.key == NOT_YET:
        return None
    told = value.values[TOLD[value.key][0]]
    assert isinstance(told, float | int)
    return told


def _rounded(number: float | None, decimals: int) -> float | None:
    return None if number is None else round(number, decimals)


def _count(people: Text) -> int:
    count = people.values["count"]
    assert isinstance(count, int)
    return count


def _number(week: Text) -> int:
    number = week.values["number"]
    assert isinstance(number, int)
    return number
