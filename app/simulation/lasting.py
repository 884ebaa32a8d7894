"""Counts again how long people waited, and whether tandems last: by what people did and read."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from fractions import Fraction
from functools import cached_property

from app.simulation.hours import Hour
from app.simulation.tally import Tally, share
from app.simulation.tandems import Tandem, Tandems

# Nobody in a play changes the rhythm of one hour a week: two of its intervals are less than that.
LONG = timedelta(days=21)
ASKED_FIRST = timedelta(days=7)  # only the two know of it for so long
NINETY_DAYS = timedelta(days=90)
SHARES = {"days_median": Fraction(1, 2), "days_p90": Fraction(9, 10)}


class Lasting:
    """What the tandems of a play come to, of those whom the figures may count.

    `completed` tells when each of them had completed the questionnaire; `hours` are those that
    count, whatever became of them.
    """

    def __init__(
        self,
        tandems: Tandems,
        counted: Collection[str],
        completed: Mapping[str, datetime],
        hours: Collection[Hour],
    ) -> None:
        self.tandems = tandems
        self.as_of = tandems.as_of
        self.counted = counted
        self.completed = completed
        self.hours = hours

    def figures(self) -> Iterator[tuple[str, Tally | None]]:
        """Yield each figure by its name in the status, None where there is nobody to count."""
        yield "waiting", self._waiting()
        for key, part in SHARES.items():
            yield key, self._days(part)
        yield "long_apart", self._long_apart()
        yield "retention", self._retention()

    @cached_property
    def _counting(self) -> tuple[Tandem, ...]:
        """The tandems of which both count; of a group those who do with their mentor."""
        return tuple(
            each
            for each in self.tandems.all
            if each.mentor in self.counted and each.came.keys() & set(self.counted)
        )

    @cached_property
    def _of(self) -> Mapping[str, list[Tandem]]:
        """Everybody's tandems that count, the first one first."""
        found: dict[str, list[Tandem]] = {}
        for tandem in self._counting:
            for user in tandem.everybody & set(self.counted):
                found.setdefault(user, []).append(tandem)
        return found

    def _waiting(self) -> Tally | None:
        """Return how many have none; who may just have gone on a break may count or not."""
        alone = [
            self.tandems.rests(user)
            for user in self.completed
            if not any(each.had(user, self.as_of) for each in self._of.get(user, ()))
        ]
        surely, perhaps = alone.count(False), alone.count(None)
        at_most = Tally(surely + perhaps, surely + perhaps)
        return Tally(surely, surely, at_most if perhaps else None) if surely + perhaps else None

    def _days(self, part: Fraction) -> Tally | None:
        """Return after how many whole days this part had found one, None days if not yet.

        Who still waits has waited so long at least, and is taken to find one later as those do who
        have waited as long (Kaplan and Meier 1958).
        """
        waits = []
        for user, since in self.completed.items():
            found = [each.since(user) for each in self._of.get(user, ())]
            until = min(found, default=self.as_of)
            waits.append((max(0, (until - since).days), bool(found)))
        if not waits:
            return None
        waiting = Fraction(1)
        for day in range(max(days for days, _ in waits) + 1):
            still = [found for days, found in waits if days >= day]
            today = [found for days, found in waits if days == day]
            waiting *= 1 - Fraction(sum(today), len(still))
            if waiting <= 1 - part:
                return Tally(day, len(waits))
        return Tally(None, len(waits))

    def _long_apart(self) -> Tally | None:
        """Return how many running tandems have not met for long."""
        surely, perhaps, people = 0, 0, set[str]()
        in_doubt = set[str]()
        for tandem in self._counting:
            here = tandem.everybody & set(self.counted) - tandem.gone.keys()
            runs = self._runs(tandem)
            if runs is False or here == {tandem.mentor}:
                continue
            (people if runs else in_doubt).update(here)
            apart = self._apart(tandem)
            surely += runs is True and apart is True
            perhaps += apart is not False
        if not people | in_doubt:
            return None
        least = Tally(surely, len(people))
        at_most = Tally(perhaps, len(people | in_doubt))
        return Tally(surely, len(people), None if least == at_most else at_most)

    def _runs(self, tandem: Tandem) -> bool | None:
        """Tell whether a tandem meets at present: it is not over, and not on a break."""
        if tandem.ended is not None:
            return False
        mentees = [self.tandems.rests(user) for user in tandem.mentees]
        surest_there = min(mentees, key=(False, None, True).index)
        rests = {self.tandems.rests(tandem.mentor), surest_there}
        if True in rests or tandem.is_over(self.as_of):
            return False
        return None if None in rests or tandem.is_over(self.as_of) is None else True

    def _apart(self, tandem: Tandem) -> bool | None:
        """Tell whether they have not met for long, None where a break may have been in between."""
        met = [
            each.at
            for each in self.hours
            if each.met and each.at and each.people <= tandem.everybody and each.at >= tandem.began
        ]
        sign = max([tandem.began, *met])
        if self.as_of < sign + LONG + ASKED_FIRST:
            return False
        back = self.tandems.rested_until(tandem)
        return None if back and self.as_of < back + LONG + ASKED_FIRST else True

    def _retention(self) -> Tally | None:
        """Return the share of those who were in a tandem 90 days after their first one began."""
        stayed = {
            user: any(each.had(user, day) for each in tandems)
            for user, tandems in self._of.items()
            if (day := min(each.since(user) for each in tandems) + NINETY_DAYS) <= self.as_of
        }
        return share(stayed.values(), stayed)
