"""Counts again the hours of the weeks that may be published, Monday by Monday (docs/figures.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.simulation.hours import Hour
from app.simulation.recount import Recount
from app.simulation.tally import Tally

GROUP = 5  # people: what a figure needs at least, which nobody raises in a play
FEWEST_TOGETHER = 3  # tandems or groups


@dataclass
class Together:
    """Hours of which somebody said whether they took place, and who would stand behind them."""

    recount: Recount
    hours: Sequence[Hour]

    @property
    def people(self) -> set[str]:
        """Everybody whose hours these were."""
        return {user for each in self.hours for user in each.invited & self.recount.counted}

    @property
    def met(self) -> int:
        """How many took place."""
        return sum(bool(each.met) for each in self.hours)

    @property
    def is_enough(self) -> bool:
        """Whether a group of people in several tandems or groups stands behind them."""
        several = {self.recount.tandems.at(each.people, each.at) for each in self.hours}
        return len(self.people) >= GROUP and len(several) >= FEWEST_TOGETHER

    @property
    def may_be_shown(self) -> bool:
        """Whether enough met, and nobody or enough did not."""
        met, missed = (
            Together(self.recount, [each for each in self.hours if each.met is said])
            for said in (True, False)
        )
        return met.is_enough and (not missed.hours or missed.is_enough)


class PublishedHours:
    """The weeks as HR was told them up to each freezing, the first one first.

    `freezings` are the Mondays after which figures were frozen with their moments; `week_of` tells
    the Monday of the week of a moment; `settled` up to which Monday's week hours count then.
    """

    def __init__(
        self,
        freezings: Mapping[date, Recount],
        week_of: Callable[[datetime], date],
        settled: Callable[[date], date],
    ) -> None:
        self.freezings = freezings
        self.week_of = week_of
        self.settled = settled

    def completion(self) -> Mapping[date, Tally]:
        """Return the share of hours that took place over the published weeks, after each freezing."""
        return dict(self._completion())

    def _completion(self) -> Iterator[tuple[date, Tally]]:
        told: list[tuple[int, int]] = []
        through, looked = date.min, date.min
        for frozen, recount in self.freezings.items():
            known = self._by_week(recount, self.settled(frozen))
            waiting: list[Hour] = []
            since_look: list[Hour] = []
            for week, hours in known.items():
                if week <= through:
                    continue
                waiting += hours
                if week <= looked:
                    continue
                since_look += hours
                if not Together(recount, since_look).is_enough:
                    continue
                since_look, looked = [], week
                pool = Together(recount, waiting)
                if pool.may_be_shown:
                    told.append((len(waiting), pool.met))
                    through, waiting = week, []
            if told:
                hours = [each for week in known if week <= through for each in known[week]]
                share = sum(met for _, met in told) / sum(planned for planned, _ in told)
                yield frozen, Tally(share, len(Together(recount, hours).people))

    def _by_week(self, recount: Recount, last: date) -> Mapping[date, list[Hour]]:
        """Return the hours of each week that had any, those with an answer, the first week first."""
        found: dict[date, list[Hour]] = {}
        for hour in recount.hours.values():
            if hour.at and hour.at <= recount.as_of and self.week_of(hour.at) <= last:
                week = found.setdefault(self.week_of(hour.at), [])
                if hour.met is not None:
                    week.append(hour)
        return dict(sorted(found.items()))
