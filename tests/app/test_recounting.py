"""What is counted again from a play's log: who waits, who has met, who stayed, and what ran out."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from app.simulation.aims import Aims, wanted
from app.simulation.chronicle import Arrival, Change, Chronicle
from app.simulation.hours import Hour, hours_of
from app.simulation.lasting import Lasting
from app.simulation.proposed import Proposed
from app.simulation.recount import Recount
from app.simulation.tally import Tally
from app.simulation.tandems import Tandems
from bot import commands
from bot.commands import Request
from bot.heard import Answer
from bot.model import Address, Platform
from bot.said import Button, Mention, Message, Moment, Paragraph, text

BEGAN = datetime(2026, 9, 14, 8, tzinfo=UTC)
UNTIL = BEGAN + timedelta(days=7)


def after(days: float) -> datetime:
    return BEGAN + timedelta(days=days)


def says(
    title: str, about: str = "", *parts: Paragraph, buttons: tuple[Button, ...] = ()
) -> Message:
    return Message(text(title), parts, buttons, about)


def over(began: datetime) -> datetime:
    return began + timedelta(weeks=12)


class Log:
    """A chronicle that is written line by line."""

    def __init__(self) -> None:
        self.chronicle = Chronicle()
        self.proposals = 0
        self.users: set[str] = set()

    def hears(self, at: datetime, user: str, message: Message) -> None:
        self.chronicle.arrivals.append(Arrival(at, user, message))

    def does(
        self,
        at: datetime,
        user: str,
        asked: Request,
        title: str,
        answers: Mapping[str, Answer] = MappingProxyType({}),
        **more: object,
    ) -> None:
        said = says(title, **more)  # type: ignore[arg-type]
        self.chronicle.note(at, user, asked, dict(answers), said)

    def proposal(self, mentor: str, mentee: str) -> int:
        """Put a match to both."""
        self.proposals += 1
        self.users |= {mentor, mentee}
        for user, seat, other in ((mentor, "mentor", mentee), (mentee, "mentee", mentor)):
            named = Mention(other, (Address(Platform.WEB, "local", other),))
            half = Paragraph(text(f"proposal.open.{seat}", partner=named))
            until = Paragraph(text("proposal.open.private", until=Moment(UNTIL)))
            about = f"proposal:{self.proposals}"
            self.hears(after(-1), user, says("proposal.open.title", about, half, until))
        return self.proposals

    def tandem(self, mentor: str, mentee: str, at: datetime = BEGAN) -> None:
        """Let both say yes."""
        accepted = commands.AcceptProposal(self.proposal(mentor, mentee))
        self.does(at, mentor, accepted, "proposal.waiting.title")
        self.does(at, mentee, accepted, "proposal.accepted.title")

    def figures(self, at: datetime, *hours: Hour) -> dict[str, Tally | None]:
        tandems = Tandems(self.chronicle, at, Proposed(self.chronicle, at), over)
        completed = dict.fromkeys(self.users, after(-10))
        return dict(Lasting(tandems, self.users, completed, hours).figures())


def test_who_has_a_tandem_waits_no_longer_and_half_had_one_after_so_many_days() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.users |= {"carla", "hana"}
    figures = log.figures(after(3))
    assert figures["waiting"] == Tally(2, 2)
    assert figures["days_median"] == Tally(10, 4)
    assert figures["days_p90"] == Tally(None, 4)


def test_a_break_that_nobody_asked_for_may_have_begun_before_it_was_told() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.users.add("carla")
    log.hears(after(9), "carla", says("resting.told.title", "participant:3"))
    assert log.figures(after(3))["waiting"] == Tally(1, 1)
    assert log.figures(after(8))["waiting"] == Tally(0, 0, Tally(1, 1))
    assert log.figures(after(9))["waiting"] is None
    log.does(after(12), "carla", commands.StayIn(3), "home.title")
    assert log.figures(after(12))["waiting"] == Tally(1, 1)


def test_whoever_was_silent_when_all_ended_may_be_on_a_break_of_which_nobody_told_her() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.tandem("carla", "dario", at=after(7))
    for user in ("asha", "bernd"):
        log.hears(after(84), user, says("ending.title", "ending:1"))
    log.does(after(69), "carla", commands.SayMet(1, met=True), "feedback.first.title")
    log.does(after(85), "dario", commands.Leave(4), "participation.left.title")
    log.users.discard("dario")
    assert log.figures(after(86))["waiting"] == Tally(0, 0, Tally(1, 1))
    log.does(after(75), "carla", commands.SayMet(2, met=True), "feedback.first.title")
    assert log.figures(after(86))["waiting"] == Tally(1, 1)


def test_a_break_until_a_day_is_over_then_though_nobody_says_so_when_the_programme_is() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.users.add("carla")
    until = {"until": "2026-10-05"}
    log.does(after(9), "carla", commands.PausePart(3), "home.paused.title", answers=until)
    assert log.figures(after(19))["waiting"] is None
    assert log.figures(after(21))["waiting"] == Tally(0, 0, Tally(1, 1))
    assert log.figures(after(27))["waiting"] == Tally(1, 1)


@pytest.mark.parametrize(("day", "long"), [(27, 0), (28, 1)])
def test_a_tandem_is_long_apart_after_three_weeks_and_one_in_which_it_was_asked(
    day: int, long: int
) -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.tandem("carla", "david")
    met = Hour(people={"carla", "david"}, at=after(3), met=True)
    assert log.figures(after(day), met)["long_apart"] == Tally(long, 4)


def test_after_a_break_it_cannot_be_seen_whether_a_tandem_is_long_apart() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.does(after(5), "asha", commands.Pause("2026-09-30"), "home.paused.title")
    assert log.figures(after(10))["long_apart"] is None
    log.does(after(20), "asha", commands.Resume(), "home.title")
    assert log.figures(after(40))["long_apart"] == Tally(0, 2, Tally(1, 2))
    assert log.figures(after(48))["long_apart"] == Tally(1, 2)


def test_a_tandem_that_ended_as_planned_is_not_long_apart() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.hears(after(86), "asha", says("ending.quiet_title", "ending:1"))
    log.tandem("carla", "david")
    assert log.figures(after(83))["long_apart"] == Tally(2, 4)
    assert log.figures(after(85))["long_apart"] == Tally(0, 0, Tally(2, 4))
    assert log.figures(after(86))["long_apart"] == Tally(0, 0, Tally(1, 2))
    assert log.figures(after(92))["long_apart"] is None


def test_who_parted_and_found_nobody_is_not_there_after_90_days() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.tandem("carla", "david")
    log.does(after(1), "asha", commands.ShowLesson(1, 1), "readiness.mentor.1.title")
    log.does(after(30), "bernd", commands.SayFit(1, "not"), "fit.parted.title")
    assert log.figures(after(89))["retention"] is None
    assert log.figures(after(90))["retention"] == Tally(0.5, 4)
    log.tandem("hana", "bernd", after(60))
    assert log.figures(after(90))["retention"] == Tally(3 / 4, 4)


def test_who_could_not_come_may_say_that_she_comes_or_hear_of_another_hour() -> None:
    log, at = Log(), Moment(after(2))
    for user in ("asha", "bernd", "carla", "david"):
        asked = text("checkin.asked.first.title", when=at)
        log.hears(after(2.1), user, Message(asked, about="checkin:1"))
    log.does(after(1), "bernd", commands.StayAway(1), "checkin.card.title")
    log.does(after(1), "carla", commands.StayAway(1), "checkin.card.title")
    on = Message(text("checkin.on.title", when=at))
    log.chronicle.note(after(1.5), "carla", commands.ConfirmCheckIn(1), {}, on)
    assert hours_of(log.chronicle, after(3))[1].invited == {"asha", "carla", "david"}
    moved = Message(text("readiness.moved.title", when=at), about="checkin:1")
    log.chronicle.arrivals.insert(0, Arrival(after(1.2), "asha", moved))
    assert hours_of(log.chronicle, after(3))[1].invited == {"asha", "bernd", "carla", "david"}


def test_a_proposal_has_run_out_when_one_of_two_let_its_time_pass() -> None:
    log = Log()
    silent, withdrawn = log.proposal("asha", "bernd"), log.proposal("carla", "david")
    answered = commands.AcceptProposal(silent)
    log.does(after(1), "asha", answered, "proposal.waiting.title")
    for number, at in ((withdrawn, after(2)), (silent, UNTIL)):
        closed = says("proposal.closed.title", f"proposal:{number}")
        log.chronicle.changes.append(Change(at, "asha", closed))
    proposed = Proposed(log.chronicle, after(20))
    assert proposed.expired == {silent}
    assert Proposed(log.chronicle, after(6)).expired == frozenset()


def test_a_no_to_a_group_of_which_nobody_else_read_is_counted_as_far_as_it_may_be() -> None:
    log, until = Log(), Paragraph(text("forming.open.no_names_yet", until=Moment(UNTIL)))
    agreed: dict[str, Answer] = {"purposes": ("matching", "figures")}
    log.chronicle.note(after(-9), "asha", commands.Join(), agreed, says("join.role.title"))
    several = Paragraph(text("forming.open.mentor", count=4))
    log.hears(after(1), "asha", says("forming.open.title_mentor", "group:1", several, until))
    log.does(after(2), "asha", commands.DeclineGroup(1), "proposal.declined.title")
    figures = Recount(log.chronicle, after(3)).figures()
    assert figures["expired"] == Tally(0, 0, Tally(0, 5))
    assert "acceptance" not in figures


def test_goals_count_from_when_both_agreed_and_not_once_struck_out() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.does(after(1), "asha", commands.ProposeGoal(1), "goals.show.title")
    shown = (Button(text("goals.button.show"), commands.ShowGoals(1)),)
    for goal in (1, 2, 3):
        agreed = commands.AgreeGoal(goal)
        log.does(after(2), "bernd", agreed, "goals.agreed.title", buttons=shown)
    log.does(after(5), "asha", commands.ReachGoal(1, reached=True), "goals.show.title")
    log.does(after(6), "asha", commands.DropGoal(3), "goals.dropped.title", buttons=shown)

    def reached(at: datetime) -> Tally | None:
        tandems = Tandems(log.chronicle, at, Proposed(log.chronicle, at), over)
        return Aims(log.chronicle, tandems, log.users).reached()

    assert reached(after(2)) is None
    assert reached(after(4)) == Tally(0, 2)
    assert reached(after(7)) == Tally(0.5, 2)


def test_a_goal_is_of_the_tandem_of_who_agreed_where_a_mentor_has_two() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    log.tandem("asha", "carla")
    shown = (Button(text("goals.button.show"), commands.ShowGoals(2)),)
    log.does(after(1), "asha", commands.ProposeGoal(2), "goals.show.title")
    log.does(after(2), "carla", commands.AgreeGoal(1), "goals.agreed.title", buttons=shown)
    log.does(after(2), "bernd", commands.ProposeGoal(1), "goals.show.title")
    tandems = Tandems(log.chronicle, after(3), Proposed(log.chronicle, after(3)), over)
    assert Aims(log.chronicle, tandems, {"asha", "carla"}).reached() == Tally(0, 2)
    assert Aims(log.chronicle, tandems, {"asha", "bernd"}).reached() is None


def test_an_hour_of_which_only_one_knows_and_who_left_it_out_counts_for_both() -> None:
    log = Log()
    log.tandem("asha", "bernd")
    skipped = Message(text("checkin.skipped.title", at=Moment(after(1))), about="checkin:1")
    log.chronicle.note(after(0.5), "bernd", commands.SkipCheckIn(1), {}, skipped)
    recount = Recount(log.chronicle, after(30), over)
    recount.counted = frozenset(log.users)
    assert recount.hours.keys() == {1}


def test_what_hr_wants_is_what_she_sent_in_last() -> None:
    log = Log()
    edit = commands.EditSettings(1, "figures")
    for day, aim in ((1, "60"), (3, "75")):
        answers: dict[str, Answer] = {"group": "5", "completion": aim, "goals": ""}
        log.chronicle.note(after(day), "hana", edit, answers, says("settings.title"))
    assert wanted(log.chronicle, after(2)) == {"completion": 60}
    assert wanted(log.chronicle, after(4)) == {"completion": 75}
