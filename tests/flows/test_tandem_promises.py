"""Whatever two people, a third one and the clock do, the promises about the weekly hour hold."""

import tempfile
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from hypothesis import settings, strategies
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.cadence import Week, next_working_moment
from bot.flows.meeting_times import working_time
from bot.model import (
    CHECK_IN_MOVES,
    PAIRING_MOVES,
    CheckIn,
    CheckInState,
    Feedback,
    Notice,
    NoticeState,
    Pairing,
    PairingState,
    ParticipantState,
    WorkingHours,
)
from bot.said import Form, OneOf
from tests.flows.tandems import become_tandem, notices
from tests.moves import reachable
from tests.people import Chat, Company

TWO_TANDEMS = ("asha", "bernd", "emine")
# Said at a moment of the programme's choosing, and so in the reader's working hours only.
IN_WORKING_HOURS = {
    "checkin.reminder",
    "checkin.asked",
    "checkin.asked_again",
    "feedback.sentence",
    "pairing.suspended",
    "pairing.resumed",
}
ONCE_AN_HOUR = {"checkin.reminder", "checkin.now", "checkin.asked"}
PRESSES = (
    "checkin.on:{}",
    "checkin.skip:{}",
    "checkin.ask_move:{}",
    "checkin.met:{}:0",
    "checkin.met:{}:1",
    "feedback.useful:{}:1",
    "feedback.useful:{}:5",
    "feedback.exchanged:{}:1",
)
FORGED_HOURS = (
    "",
    "2026-11-05T09:00:00+00:00",
    "2026-11-12T09:00:00+00:00",
    "2026-11-05T09:07:00Z",
)

members = strategies.sampled_from(TWO_TANDEMS)
numbers = strategies.integers(0, 11)
Kept = tuple[tuple[Pairing, ...], tuple[CheckIn, ...], tuple[Feedback, ...]]


class Weeks(RuleBasedStateMachine):
    """Asha mentors Bernd and Emine; Carla presses what is not hers; time goes by in leaps."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.company = Company(Path(self.folder.name))
        # The end of her hours is often the end of the meeting: half an hour off, and far away.
        self.company.emine.changes(hours=WorkingHours("Asia/Kolkata"), country="IN")
        become_tandem(self.company, self.company.asha, self.company.bernd)
        become_tandem(self.company, self.company.asha, self.company.emine)
        self.before = self.kept()

    def teardown(self) -> None:
        self.company.close()
        self.folder.cleanup()

    # what happens

    @rule(hours=strategies.sampled_from((1, 5, 14, 24, 40, 72, 168, 400)))
    def time_passes(self, hours: int) -> None:
        self.company.wait(hours=hours)

    @rule(name=members, press=strategies.sampled_from(PRESSES), number=numbers)
    def one_of_them_presses(self, name: str, press: str, number: int) -> None:
        self.chat(name).forges(press.format(self.nth(number).id))

    @rule(name=members, number=numbers, choice=numbers)
    def one_of_them_moves(self, name: str, number: int, choice: int) -> None:
        chat = self.chat(name)
        if isinstance(chat.forges(f"checkin.ask_move:{self.nth(number).id}"), Form):
            ask = chat.ask("when")
            assert isinstance(ask, OneOf)
            chat.fills(when=ask.options[choice % len(ask.options)].value)

    @rule(name=members, number=numbers, when=strategies.sampled_from(FORGED_HOURS))
    def one_of_them_forges_an_hour(self, name: str, number: int, when: str) -> None:
        self.chat(name).forges(f"checkin.move:{self.nth(number).id}", {"when": when})

    @rule(name=members, number=numbers, reader=strategies.sampled_from(("partner", "nobody")))
    def one_of_them_writes_a_sentence(self, name: str, number: int, reader: str) -> None:
        answers = {"sentence": f"words {number}", "reader": reader}
        self.chat(name).forges(f"feedback.sentence:{self.nth(number).id}", dict(answers))

    @rule(name=members)
    def one_of_them_takes_a_break(self, name: str) -> None:
        self.chat(name).forges("pause:")

    @rule(name=members)
    def one_of_them_comes_back(self, name: str) -> None:
        self.chat(name).says("/program resume")

    @rule(press=strategies.sampled_from(PRESSES), number=numbers)
    def a_stranger_presses(self, press: str, number: int) -> None:
        kept = self.kept()
        self.company.carla.forges(press.format(self.nth(number).id))
        self.company.carla.sees("refusal.not_yours")
        assert self.kept() == kept

    # what holds

    @invariant()
    def every_step_is_an_allowed_one(self) -> None:
        pairings, check_ins, _ = self.before
        earlier_pairings = {each.id: each.state for each in pairings}
        earlier_hours = {each.id: each.state for each in check_ins}
        self.before = pairings, check_ins, _ = self.kept()
        for pairing in pairings:
            origin = earlier_pairings[pairing.id]
            assert pairing.state in reachable(PAIRING_MOVES, origin)
        for check_in in check_ins:
            origin_of_hour = earlier_hours.get(check_in.id, CheckInState.PLANNED)
            assert check_in.state in reachable(CHECK_IN_MOVES, origin_of_hour)

    @invariant()
    def a_week_has_one_hour_at_most_and_it_lies_in_its_week(self) -> None:
        pairings, check_ins, _ = self.kept()
        zones = {each.id: each.hour.time_zone for each in pairings}
        weeks = Counter((each.pairing, each.week) for each in check_ins)
        assert all(count == 1 for count in weeks.values())
        for each in check_ins:
            assert str(Week.of(each.starts_at, zones[each.pairing])) == each.week

    @invariant()
    def only_a_living_tandem_has_hours_ahead_and_asha_is_never_in_two_at_once(self) -> None:
        pairings, check_ins, _ = self.kept()
        ahead = [each for each in check_ins if self.is_ahead(each)]
        active = {each.id for each in pairings if each.state is PairingState.ACTIVE}
        assert {each.pairing for each in ahead} <= active
        starts = sorted(each.starts_at for each in ahead)
        gaps = (later - earlier for earlier, later in pairwise(starts))
        assert all(gap.total_seconds() >= 3600 for gap in gaps)

    @invariant()
    def nobody_on_a_break_has_an_active_tandem(self) -> None:
        resting = {
            chat.participant.id
            for chat in map(self.chat, TWO_TANDEMS)
            if chat.participant.state is ParticipantState.PAUSED
        }
        for pairing in self.kept()[0]:
            at_rest = bool({*pairing.members} & resting)
            if pairing.state in {PairingState.ACTIVE, PairingState.SUSPENDED}:
                assert (pairing.state is PairingState.SUSPENDED) is at_rest

    @invariant()
    def nothing_is_said_twice(self) -> None:
        sent = notices(self.company, NoticeState.SENT)
        said = Counter(
            (each.person, each.kind, each.subject, hour_of(each))
            for each in sent
            if each.kind in ONCE_AN_HOUR
        )
        assert not [matter for matter, count in said.items() if count > 1]
        waiting = Counter(
            (each.person, each.kind, each.subject)
            for each in notices(self.company, NoticeState.READY)
            if not each.edits
        )
        assert not [matter for matter, count in waiting.items() if count > 1]

    @invariant()
    def nobody_is_disturbed_outside_working_hours(self) -> None:
        with self.company.books.read() as store:
            people = store.people_of(self.company.organisation.id)
        working = {each.id: working_time(each) for each in people}
        for each in notices(self.company, NoticeState.SENT, NoticeState.READY):
            if each.kind in IN_WORKING_HOURS:
                assert next_working_moment(each.due, working[each.person]) == each.due

    # what there is

    def chat(self, name: str) -> Chat:
        chat = getattr(self.company, name)
        assert isinstance(chat, Chat)
        return chat

    def nth(self, number: int) -> CheckIn:
        """Return one of the newest check-ins of both tandems, around the one that is next."""
        newest = sorted(self.kept()[1], key=lambda each: each.starts_at)[-8:]
        return newest[number % len(newest)]

    def is_ahead(self, check_in: CheckIn) -> bool:
        return check_in.state is CheckInState.PLANNED and check_in.starts_at > self.company.now

    def kept(self) -> Kept:
        programme = self.company.programme.id
        with self.company.books.read() as store:
            return (
                store.pairings_of(programme),
                store.check_ins_in(programme),
                store.feedback_in(programme),
            )


def hour_of(notice: Notice) -> datetime:
    """Return the beginning of the hour of which a notice speaks."""
    written = notice.once.split(":", 3)[3].split(" ")[0]
    return datetime.fromisoformat(written).astimezone(UTC)


Weeks.TestCase.settings = settings(max_examples=10, stateful_step_count=30)
TestTheWeeklyHour = Weeks.TestCase
