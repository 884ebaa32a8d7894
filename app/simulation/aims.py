"""Counts again what tandems set out to reach, and reads what HR wants: by what was sent in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from app.simulation.chronicle import Chronicle, Event
from app.simulation.tally import Tally
from app.simulation.tandems import Tandem, Tandems
from bot import commands
from bot.heard import Answer
from bot.said import Button, Message, every

AGREED, NOTED, DROPPED = "goals.agreed.title", "goals.noted.title", "goals.dropped.title"
OF_A_TANDEM = "goals:"
ABOUT_GOALS = (commands.AgreeGoal, commands.ReachGoal, commands.DropGoal)


@dataclass
class Aim:
    """A goal that somebody put to her tandem, as far as its number was ever pressed."""

    pairing: int | None = None
    people: set[str] = field(default_factory=set)
    for_it: set[str] = field(default_factory=set)
    agreed: bool = False
    dropped: bool = False
    reached: bool = False

    def take(self, event: Event) -> None:
        """Take what somebody did about it."""
        self.people.add(event.user)
        for each in every(Button, event.got):
            if isinstance(each.request, commands.ShowGoals):
                self.pairing = each.request.pairing
        if isinstance(event.got, Message) and event.got.about.startswith(OF_A_TANDEM):
            self.pairing = int(event.got.about.removeprefix(OF_A_TANDEM))
        match event.asked:
            case commands.AgreeGoal():
                self.for_it.add(event.user)
                self.agreed = self.agreed or event.title == AGREED
            case commands.ReachGoal(reached=reached):
                self.agreed, self.reached = True, reached
            case commands.DropGoal() if event.title == DROPPED:
                self.dropped = True


class Aims:
    """What a chronicle says of goals up to the moment of its tandems."""

    def __init__(self, chronicle: Chronicle, tandems: Tandems, counted: Collection[str]) -> None:
        self.chronicle = chronicle
        self.tandems = tandems
        self.counted = counted

    def reached(self) -> Tally | None:
        """Return the share of goals that were reached, of those agreed and not struck out.

        A group's goal may have begun to count without a word, as who was still to agree has left or
        is on a break.
        """
        counting = [(aim, tandem) for aim in self._aims.values() if (tandem := self._of(aim))]
        agreed = [each for each in counting if each[0].agreed]
        likely = [each for each in counting if _may_count(*each)]
        seen = self._share(agreed)
        return replace(seen, at_most=self._share([*agreed, *likely])) if seen and likely else seen

    def _share(self, goals: Collection[tuple[Aim, Tandem]]) -> Tally | None:
        if not goals:
            return None
        people = {
            user
            for _, tandem in goals
            for user in (tandem.everybody - tandem.gone.keys()) & set(self.counted)
        }
        return Tally(sum(aim.reached for aim, _ in goals) / len(goals), len(people))

    def _of(self, aim: Aim) -> Tandem | None:
        """Return the tandem of a goal that stands, None where it counts in no figure."""
        tandem = None if aim.pairing is None else self.tandems.of_pairing(aim.pairing, aim.people)
        if aim.dropped or tandem is None or tandem.mentor not in self.counted:
            return None
        return tandem if tandem.came.keys() & set(self.counted) else None

    @cached_property
    def _aims(self) -> Mapping[int, Aim]:
        found: dict[int, Aim] = {}
        for kind in ABOUT_GOALS:
            for event in self.chronicle.did(kind, self.tandems.as_of):
                found.setdefault(_goal_of(event), Aim()).take(event)
        return found


def wanted(chronicle: Chronicle, as_of: datetime) -> Mapping[str, float]:
    """Return what HR wants each figure to reach as she last sent it in: shares in percent."""
    last: Mapping[str, Answer] = {}
    for event in chronicle.did(commands.EditSettings, as_of):
        if isinstance(event.asked, commands.EditSettings) and event.asked.part == "figures":
            last = event.answers or last
    return {key: float(str(said)) for key, said in last.items() if key != "group" and said}


def _goal_of(event: Event) -> int:
    return int(getattr(event.asked, "goal", 0))


def _may_count(aim: Aim, tandem: Tandem) -> bool:
    return not aim.agreed and len(tandem.came) > 1 and bool(aim.for_it)
