"""Holds what HR is told against what was counted again from outside, figure by figure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from app.simulation.play import Play
from app.simulation.recount import Recount
from app.simulation.tally import Tally
from bot.said import Figure, Message, Table, Text, every

FROZEN_AT = time(6)  # on Mondays, where the programme's weeks begin
WEEK = timedelta(weeks=1)
SETTLING = timedelta(weeks=1)  # a week's hours are published a week after its end
SHARE, POINTS, OLDER = "status.value.share", "status.value.points", "status.value.older"
CHANGE, SCORE = "status.value.change", "status.value.score"
DECIMALS = {SHARE: 2, POINTS: 1, CHANGE: 1, SCORE: 0}


@dataclass(frozen=True)
class Comparison:
    """One number of the status and the same counted again; `week` is the ISO week it stands for.

    `or_up_to` is the other end, where something may count that cannot be seen from outside.
    """

    figure: str
    week: str
    told: float
    counted: float
    or_up_to: float | None = None

    @property
    def agrees(self) -> bool:
        """Whether both are the same number, or the one lies where the other must be."""
        ends = (self.counted, self.counted if self.or_up_to is None else self.or_up_to)
        return min(ends) <= self.told <= max(ends)


class Verdict:
    """What HR was told at the end of a play, number by number beside what really happened."""

    def __init__(self, play: Play, status: Message) -> None:
        self.play = play
        self.status = status

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every number that the status shows and that can be counted from outside."""
        rows = [row for table in every(Table, self.status) for row in table.rows]
        found = [each for label, value, people in rows for each in self._row(label, value, people)]
        return (*found, *self._weeks())

    @property
    def agrees(self) -> bool:
        """Whether all of it is the same; where nothing can be shown yet, nothing is wrong."""
        return all(each.agrees for each in self.comparisons)

    def _row(self, label: Text, value: Text, people: Text) -> Iterator[Comparison]:
        monday = max(self._mondays.values()) - WEEK
        if value.key == OLDER:
            inner, week = value.values["value"], value.values["week"]
            assert isinstance(inner, Text)
            assert isinstance(week, Text)
            value, monday = inner, self._mondays[_number(week)]
        key = label.key.rpartition(".")[2]
        counted = self._counted(monday).get(key)
        if value.key not in DECIMALS or counted is None:
            return
        told = value.values["share" if value.key == SHARE else "value"]
        assert isinstance(told, float | int)
        decimals, week = DECIMALS[value.key], f"{monday:%G-W%V}"
        end = counted.at_most
        end_value = None if end is None else round(end.value, decimals)
        yield Comparison(key, week, told, round(counted.value, decimals), end_value)
        count = people.values["count"]
        assert isinstance(count, int)
        end_people = None if end is None else end.people
        yield Comparison(f"{key}.people", week, count, counted.people, end_people)

    def _counted(self, monday: date) -> Mapping[str, Tally]:
        """Return the figures counted again as of the freezing of a week; many rows ask for one."""
        if monday not in self._recounts:
            recount = Recount(self.play.chronicle, self._frozen_after(monday))
            self._recounts[monday] = recount.figures()
        return self._recounts[monday]

    @cached_property
    def _recounts(self) -> dict[date, Mapping[str, Tally]]:
        return {}

    def _weeks(self) -> Iterator[Comparison]:
        for figure in every(Figure, self.status):
            answered, met = (row.values for row in figure.series)
            for name, planned, happened in zip(figure.categories, answered, met, strict=True):
                if planned is None or happened is None:
                    continue
                monday = self._mondays[_number(name)]
                recount = Recount(self.play.chronicle, self._frozen_after(monday + SETTLING))
                begins = datetime.combine(monday, time(), self._zone).astimezone(UTC)
                hours = recount.hours_in(begins)
                yield Comparison("hours.answered", f"{monday:%G-W%V}", planned, hours[0])
                yield Comparison("hours.met", f"{monday:%G-W%V}", happened, hours[1])

    @cached_property
    def _mondays(self) -> dict[int, date]:
        """The Mondays of the play by the number of their ISO week."""
        first = self.play.opening.astimezone(self._zone).date()
        monday, found = first - timedelta(days=first.weekday()), {}
        while self._frozen_after(monday - WEEK) <= self.play.ends:
            found[monday.isocalendar().week] = monday
            monday += WEEK
        return found

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.play.programme.time_zone)

    def _frozen_after(self, monday: date) -> datetime:
        """Return when the figures of the week that begins on this Monday are frozen."""
        return datetime.combine(monday + WEEK, FROZEN_AT, self._zone).astimezone(UTC)


def _number(week: Text) -> int:
    number = week.values["number"]
    assert isinstance(number, int)
    return number
