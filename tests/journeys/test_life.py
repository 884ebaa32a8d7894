"""Whatever people do in whatever order, every promise about them holds after each step.

Long because all that anybody can do stands here, a rule each.
"""

import os
from dataclasses import fields
from datetime import timedelta

from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot import commands
from bot.commands import Request
from bot.grammar import PRESSABLE, payload_of
from bot.model import (
    CheckIn,
    CheckInState,
    Format,
    Goal,
    GroupProposal,
    Pairing,
    Proposal,
    ProposalState,
    Role,
    Round,
)
from tests.journeys.crowd import PLAYERS, TOPICS, Crowd
from tests.journeys.lawful import SECRETS, Law

STEPS, EXAMPLES = int(os.environ.get("LIFE_STEPS", "40")), int(os.environ.get("LIFE_EXAMPLES", "8"))
SENTENCE, REASON = SECRETS
# What a stranger may ask for: her own part, her own language.
HERS = (commands.Join, commands.SpeakLanguage, commands.ChooseProgramme, commands.Forget)
KINDS = tuple(kind for kind in PRESSABLE.values() if kind not in HERS)
OF_AN_HOUR = (
    "checkin.on:{}",
    "checkin.skip:{}",
    "checkin.ask_move:{}",
    "checkin.met:{}:0",
    "checkin.met:{}:1",
    "feedback.useful:{}:2",
    "feedback.useful:{}:5",
    "feedback.exchanged:{}:1",
)
OF_A_GOAL = (
    "goal.agree:{}",
    "goal.move:{}:2",
    "goal.reach:{}:1",
    "goal.reach:{}:0",
    "goal.drop:{}",
)
OF_A_TANDEM = (
    "fit.say:{}:fits",
    "fit.say:{}:unsure",
    "fit.say:{}:not",
    "rhythm.agree:{}:fortnightly",
    "rhythm.agree:{}:weekly",
    "rhythm.keep:{}",
    "ending.next:{}:again",
)
OF_A_GROUP = ("group.accept:{}", "group.accept:{}", "group.decline:{}", "group.ask_decline:{}")
FORMS = ("ready.ask:{}", "goal.ask:{}", "rhythm.ask:{}")
FORGETS, DEPARTS, LEAVES = 9, 10, 11
ROUNDS = ("match", "match.send:{}", "match.discard:{}")

names = strategies.sampled_from(PLAYERS)
numbers = strategies.integers(0, 11)
answers = strategies.sampled_from((True, False, None))
topics = strategies.sampled_from(TOPICS)


class Life(RuleBasedStateMachine):
    """Seven people in a programme, an HR lead, a stranger, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.crowd = Crowd()
        self.company = self.crowd.company
        self.law = Law(self.crowd)

    def teardown(self) -> None:
        self.crowd.close()

    @initialize(
        begun=strategies.sampled_from((5, 4, 3, 2, 1, 0)), form=strategies.sampled_from(Format)
    )
    def some_have_joined(self, begun: int, form: Format) -> None:
        """Begin before anything, with all joined, a round sent, tandems, ready, having met."""
        self.company.changes(format=form)
        if begun:
            for name in PLAYERS:
                mentors = name in {"asha", "dario", "jonas"}
                role = Role.MENTOR if mentors else Role.MENTEE
                self.crowd.joins(name, role, TOPICS[0], "2")
        steps = (
            self.hr_sends_a_round,
            self.everybody_accepts,
            self.everybody_gets_ready,
            self.everybody_meets,
        )
        for step in steps[: max(begun - 1, 0)]:
            step()

    # the way in, and out

    @rule(name=names, role=strategies.sampled_from(Role), topic=topics, places=numbers)
    def joins(self, name: str, role: Role, topic: str, places: int) -> None:
        self.crowd.joins(name, role, topic, str(1 + places % 3))

    @rule(name=names, other=names, role=strategies.sampled_from(Role), places=numbers)
    def edits_the_profile(self, name: str, other: str, role: Role, places: int) -> None:
        part = self.crowd.part_of(name)
        if part is None:
            return
        if places % 2:
            self.crowd.opens(name, f"profile.edit:{part.id}:role", role=role.value)
            return
        blocked = (str(self.crowd.chat(other).person_id), str(self.company.carla.person_id))
        place = f"profile.edit:{part.id}:place"
        self.crowd.opens(name, place, capacity=str(1 + places % 3), not_with=blocked)

    @rule(name=names, days=strategies.sampled_from((0, 2, 9, 30)))
    def takes_a_break(self, name: str, days: int) -> None:
        until = (self.company.now + timedelta(days=days)).date().isoformat() if days else ""
        self.crowd.chat(name).forges(payload_of(commands.Pause(until)))

    @rule(name=names)
    def comes_back(self, name: str) -> None:
        self.crowd.chat(name).says("/program resume")

    @rule(name=names, number=numbers)
    def goes(self, name: str, number: int) -> None:
        """Leave, be forgotten, or leave the company: rarely, so that there is a life before."""
        part, person = self.crowd.part_of(name), self.crowd.person_of(name)
        if number == FORGETS and person:
            self.crowd.chat(name).forges(payload_of(commands.Forget(person.id)))
        elif number == DEPARTS:
            self.crowd.departs(name)
        elif number == LEAVES and part:
            self.crowd.chat(name).forges(payload_of(commands.Leave(part.id)))

    # rounds and proposals

    @rule(press=strategies.sampled_from(ROUNDS))
    def hr_works_at_a_round(self, press: str) -> None:
        drafted = self.crowd.nth(Round, 0)
        self.company.hana.forges(press.format(drafted.id if drafted else 1))

    @rule()
    def hr_sends_a_round(self) -> None:
        self.company.hana.says("/program match")
        self.company.settle()
        self.hr_works_at_a_round("match.send:{}")

    @rule()
    def everybody_accepts(self) -> None:
        for group in self.crowd.kept(GroupProposal):
            self.answers_for_a_group("group.accept:{}", group)
        for each in self.crowd.kept(Proposal):
            for who in (0, 1):
                if each.state is ProposalState.OPEN:
                    self.crowd.chat(self.crowd.one_of(each, who)).forges(
                        f"proposal.accept:{each.id}"
                    )

    @rule(who=numbers, number=numbers)
    def accepts(self, who: int, number: int) -> None:
        if proposal := self.crowd.nth(Proposal, number):
            name = self.crowd.one_of(proposal, who)
            self.crowd.chat(name).forges(f"proposal.accept:{proposal.id}")

    @rule(who=numbers, number=numbers)
    def declines(self, who: int, number: int) -> None:
        if proposal := self.crowd.nth(Proposal, number):
            name = self.crowd.one_of(proposal, who)
            self.crowd.chat(name).forges(f"proposal.decline:{proposal.id}")
            reason = REASON.format(name)
            self.crowd.opens(name, f"proposal.ask_decline:{proposal.id}", more=reason)

    @rule(press=strategies.sampled_from(OF_A_GROUP), number=numbers)
    def a_mentor_answers_for_a_group(self, press: str, number: int) -> None:
        if group := self.crowd.nth(GroupProposal, number):
            self.answers_for_a_group(press, group)

    def answers_for_a_group(self, press: str, group: GroupProposal) -> None:
        for name in PLAYERS:
            part = self.crowd.part_of(name)
            if part is not None and part.id == group.mentor:
                self.crowd.chat(name).forges(press.format(group.id))

    @rule(form=strategies.sampled_from(Format), least=numbers, room=numbers)
    def hr_changes_the_format(self, form: Format, least: int, room: int) -> None:
        edit = f"settings.edit:{self.company.programme.id}:format"
        sizes = {"least": str(2 + least % 2), "most": str(3 + room % 3)}
        self.crowd.opens("hana", edit, format=form.value, **sizes)

    @rule(threshold=strategies.sampled_from(("0", "40", "90")), group=numbers, rhythm=numbers)
    def hr_changes_settings(self, threshold: str, group: int, rhythm: int) -> None:
        edit = f"settings.edit:{self.company.programme.id}"
        self.crowd.opens("hana", f"{edit}:matching", threshold=threshold)
        self.crowd.opens("hana", f"{edit}:figures", group=str(5 + group))
        cadence = ("weekly", "fortnightly", "monthly")[rhythm % 3]
        self.crowd.opens("hana", f"{edit}:rhythm", cadence=cadence)

    # a tandem's life

    @rule()
    def everybody_gets_ready(self) -> None:
        for number in range(len(self.crowd.kept(Pairing))):
            for who in (0, 1):
                self.fills_in("ready.ask:{}", who, number)

    @rule()
    def everybody_meets(self) -> None:
        """The next hour of each tandem takes place; they rate it, and write what stays private."""
        for number in range(len(self.crowd.kept(Pairing))):
            self.the_next_hour_comes_and_goes((True, None), mentor_first=bool(number % 2))
            self.writes_a_private_sentence(number % 2, 0)
            self.fills_in("goal.ask:{}", number % 2, number)

    @rule(press=strategies.sampled_from(FORMS), who=numbers, number=numbers)
    def fills_in(self, press: str, who: int, number: int) -> None:
        if pairing := self.crowd.nth(Pairing, number):
            name = self.crowd.one_of(pairing, who)
            self.crowd.chat(name).forges(press.format(pairing.id))
            self.crowd.fills_anyhow(name, number)

    @rule(press=strategies.sampled_from(OF_AN_HOUR), who=numbers, number=numbers)
    def says_something_of_an_hour(self, press: str, who: int, number: int) -> None:
        if hour := self.crowd.nth(CheckIn, number):
            name = self.crowd.one_of(self.pairing(hour.pairing), who)
            self.crowd.chat(name).forges(press.format(hour.id))
            self.crowd.fills_anyhow(name, number)

    @rule(who=numbers, number=numbers)
    def writes_a_private_sentence(self, who: int, number: int) -> None:
        if hour := self.crowd.nth(CheckIn, number):
            name = self.crowd.one_of(self.pairing(hour.pairing), who)
            self.crowd.chat(name).forges(f"feedback.useful:{hour.id}:4")
            sentence = {"sentence": SENTENCE.format(name), "reader": "nobody"}
            self.crowd.opens(name, f"feedback.ask_sentence:{hour.id}", **sentence)

    @rule(press=strategies.sampled_from(OF_A_GOAL), who=numbers, number=numbers)
    def works_at_a_goal(self, press: str, who: int, number: int) -> None:
        if goal := self.crowd.nth(Goal, number):
            name = self.crowd.one_of(self.pairing(goal.pairing), who)
            self.crowd.chat(name).forges(press.format(goal.id))

    @rule(press=strategies.sampled_from(OF_A_TANDEM), who=numbers, number=numbers)
    def says_something_of_a_tandem(self, press: str, who: int, number: int) -> None:
        if pairing := self.crowd.nth(Pairing, number):
            name = self.crowd.one_of(pairing, who)
            self.crowd.chat(name).forges(press.format(pairing.id))

    @rule(name=names, number=strategies.integers(0, 60))
    def presses_something(self, name: str, number: int) -> None:
        self.crowd.presses_something(name, number)

    # the clock, and a stranger

    @rule(hours=strategies.sampled_from((1, 5, 24, 72, 168, 500)))
    def time_passes(self, hours: int) -> None:
        self.company.wait(hours=hours)

    @rule(answers=strategies.tuples(answers, answers), mentor_first=strategies.booleans())
    def the_next_hour_comes_and_goes(
        self, answers: tuple[bool | None, bool | None], mentor_first: bool
    ) -> None:
        """Both, one or nobody says whether they met, and they may disagree."""
        planned = [each for each in self.crowd.kept(CheckIn) if self.is_ahead(each)]
        if not planned:
            return
        hour = min(planned, key=lambda each: each.starts_at)
        self.company.wait_until(hour.starts_at + timedelta(hours=1))
        for who, met in zip((int(mentor_first), int(not mentor_first)), answers, strict=True):
            if met is not None:
                name = self.crowd.one_of(self.pairing(hour.pairing), who)
                self.crowd.chat(name).forges(f"checkin.met:{hour.id}:{int(met)}")

    @rule(kind=strategies.sampled_from(KINDS), data=strategies.data())
    def a_stranger_forges(self, kind: type[Request], data: strategies.DataObject) -> None:
        payload = payload_of(kind(**{each.name: _some(each.type, data) for each in fields(kind)}))
        before = self.crowd.protected()
        self.company.carla.forges(payload)
        submitted = {"more": "x", "words": "x", "sentence": "x", "reader": "nobody"}
        self.company.carla.forges(payload, {**submitted, "threshold": "9", "purposes": "matching"})
        assert self.crowd.protected() == before, payload

    def is_ahead(self, hour: CheckIn) -> bool:
        return hour.state is CheckInState.PLANNED and hour.starts_at > self.company.now

    def pairing(self, number: int) -> Pairing:
        return next(each for each in self.crowd.kept(Pairing) if each.id == number)

    # what holds

    @invariant()
    def every_promise_holds(self) -> None:
        self.law.holds()


def _some(kind: object, data: strategies.DataObject) -> object:
    small = {int: strategies.integers(0, 12), bool: strategies.booleans()}
    words = strategies.sampled_from(("", "role", "place", "matching", "not", "weekly", "stop"))
    return data.draw(small.get(kind, words))  # type: ignore[call-overload]


Life.TestCase.settings = settings(max_examples=EXAMPLES, stateful_step_count=STEPS)
TestLife = Life.TestCase
