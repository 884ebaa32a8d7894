"""Before the first hour: lessons for each seat, ground rules, and an hour that waits for both."""

from datetime import date, timedelta

import pytest

from bot.cadence import working_day_before
from bot.commands import AskReady, ConfirmCheckIn, SayReady, ShowLesson
from bot.flows.meeting_times import working_time
from bot.grammar import payload_of
from bot.model import CheckInState, NoticeState, Role
from tests.chat import Chat
from tests.flows.tandems import become_tandem, check_ins, coming, kept, notices
from tests.people import Company
from tests.screen import keys_in, plain

POINTS = {"mentor": ("hour", "patience", "inside"), "mentee": ("rules",)}


def new_tandem(company: Company, *ready: str) -> int:
    """Let Asha and Bernd become a tandem; only those named have prepared before."""
    company.asha.takes_part(Role.MENTOR, offers=("social_media",), ready=ready)
    company.bernd.takes_part(Role.MENTEE, wants=("social_media",), ready=ready)
    return become_tandem(company, company.asha, company.bernd).id


def prepares(chat: Chat, seat: str) -> None:
    chat.last = None
    chat.presses("readiness.button.start")
    for _ in range(3):
        chat.presses("readiness.button.next")
    chat.presses("readiness.button.confirm")
    chat.fills(points=POINTS[seat])


def test_each_side_gets_the_lessons_of_its_own_seat(company: Company) -> None:
    new_tandem(company)
    for chat, seat in ((company.asha, "mentor"), (company.bernd, "mentee")):
        assert "checkin.button.on" not in chat.buttons
        chat.presses("readiness.button.start")
        for page in (1, 2, 3):
            chat.sees(f"readiness.{seat}.{page}.title")
            chat.presses("readiness.button.next")
        chat.sees("readiness.rules.inside")
        chat.presses("readiness.button.confirm")
        chat.fills(points=POINTS[seat])
        chat.sees("readiness.done")
        assert chat.participant.ready == (seat,)
        assert "checkin.button.on" in chat.buttons


def test_a_mentor_confirms_all_three_points_or_none(company: Company) -> None:
    pairing = new_tandem(company)
    asha = company.asha
    asha.forges(payload_of(AskReady(pairing)))
    for ticked in ((), ("hour",), ("hour", "patience")):
        asha.fills(points=ticked)
        asha.sees("readiness.missing.mentor")
        assert asha.participant.ready == ()


def test_an_hour_is_confirmed_by_who_is_ready_only(company: Company) -> None:
    new_tandem(company)
    hour = coming(company, company.asha)
    company.asha.forges(payload_of(ConfirmCheckIn(hour.id)))
    company.asha.sees("readiness.mentor.1.title")
    assert kept(company, hour).confirmed == ()


def test_nobody_prepares_in_somebody_elses_tandem(company: Company) -> None:
    pairing = new_tandem(company)
    for forged in (ShowLesson(pairing, 1), AskReady(pairing), SayReady(pairing)):
        company.carla.forges(payload_of(forged))
        company.carla.sees("refusal.not_yours")
    company.asha.forges(payload_of(ShowLesson(pairing, 99)))
    company.asha.sees("refusal.no_longer")


def test_the_first_hour_leaves_time_to_prepare_before_the_day_before(company: Company) -> None:
    told = company.now
    new_tandem(company)
    for chat in (company.asha, company.bernd):
        start = coming(company, chat).starts_at
        assert working_day_before(start, working_time(chat.person)) >= told + timedelta(hours=3)


def test_an_hour_nobody_prepared_for_moves_and_both_are_told_kindly(company: Company) -> None:
    new_tandem(company)
    first = coming(company, company.asha)
    prepares(company.asha, "mentor")
    company.wait_until(first.starts_at - timedelta(hours=1))
    after = kept(company, first)
    assert after.starts_at > first.starts_at or after.state is CheckInState.SKIPPED
    told = company.asha.receives("readiness.moved.ready")
    assert "Bernd Vogel" in plain(told)
    assert after.state is CheckInState.PLANNED or "checkin.coming" in keys_in(told)
    moved = company.bernd.receives("readiness.moved.open")
    assert "readiness.button.start" in [each.label.key for each in moved.buttons]
    company.asha.receives_nothing("checkin.now.title")


def test_it_waits_week_after_week_and_then_begins(company: Company) -> None:
    new_tandem(company)
    company.wait(days=15)
    assert company.now not in {each.starts_at for each in check_ins(company, company.asha)}
    states = {
        each.state for each in check_ins(company, company.asha) if each.starts_at < company.now
    }
    assert states == {CheckInState.SKIPPED}
    prepares(company.asha, "mentor")
    prepares(company.bernd, "mentee")
    hour = coming(company, company.asha)
    company.wait_until(hour.starts_at)
    assert kept(company, hour) == hour
    company.bernd.receives("checkin.now.title")


def test_who_has_prepared_before_is_not_asked_again(company: Company) -> None:
    new_tandem(company, "mentor", "mentee")
    first = coming(company, company.asha)
    assert "readiness.button.start" not in company.asha.buttons
    company.wait_until(first.starts_at)
    company.asha.receives_nothing("readiness.reminder.title")
    company.asha.receives_nothing("readiness.moved.title")


@pytest.mark.parametrize(("prepared", "reminders"), [(True, 0), (False, 1)])
def test_there_is_one_reminder_at_most_and_none_for_who_is_ready(
    company: Company, prepared: bool, reminders: int
) -> None:
    company.changes(starts_on=date(2026, 11, 9))
    new_tandem(company)
    if prepared:
        prepares(company.bernd, "mentee")
    company.wait(days=21)
    sent = notices(company, NoticeState.SENT)
    his = [each for each in sent if each.person == company.bernd.person_id]
    assert [each.kind for each in his].count("readiness.reminder") == reminders


def test_a_pair_that_never_prepares_is_told_in_two_weeks_and_then_asked_what_would_help(
    company: Company,
) -> None:
    new_tandem(company)
    company.wait(days=42)
    for chat in (company.asha, company.bernd):
        told = [each for each in chat.messages if "readiness.moved" in each.title.key]
        assert len(told) <= 4
        assert all(each.title.key != "checkin.skipped.title" for each in chat.messages[-2:])
        chat.receives("care.long.title")
