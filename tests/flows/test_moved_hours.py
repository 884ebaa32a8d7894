"""An hour that is moved, left out or put back: who hears of it, when, and in how many messages."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import Week
from bot.model import CheckIn, CheckInState, NoticeState, WorkingHours
from bot.said import OneOf
from tests.flows.tandems import coming, kept, notices
from tests.people import Chat, Company
from tests.screen import plain

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY_NIGHT = datetime(2026, 11, 8, 22, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 9, 8, 30, tzinfo=UTC)


def options(chat: Chat) -> list[datetime]:
    """Return the hours that the open form offers."""
    ask = chat.ask("when")
    assert isinstance(ask, OneOf)
    return [datetime.fromisoformat(each.value) for each in ask.options]


def moves(chat: Chat, check_in: CheckIn, *, nth: int = -1) -> datetime:
    """Move an hour to the nth that the form offers; return that."""
    chat.forges(f"checkin.ask_move:{check_in.id}")
    chosen = options(chat)[nth]
    chat.fills(when=chosen.isoformat())
    return chosen


def test_a_move_offers_only_hours_of_the_same_week_at_which_both_work(
    company: Company, asha: Chat
) -> None:
    check_in = coming(company, asha)
    asha.presses("checkin.button.move")
    found = options(asha)
    assert 1 < len(found) <= 8
    assert check_in.starts_at not in found
    for each in found:
        local = each.astimezone(BERLIN)
        assert str(Week.of(each, "Europe/Berlin")) == check_in.week
        assert local.weekday() < 5
        assert 9 <= local.hour <= 16
        assert each > company.now


def test_a_move_edits_the_partners_card_and_sends_one_new_message(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    check_in = coming(company, asha)
    before = len(bernd.messages)
    asha.presses("checkin.button.move")
    chosen = options(asha)[-1]
    asha.fills(when=chosen.isoformat())
    asha.sees("checkin.moved.mine")
    company.settle()

    moved = kept(company, check_in)
    assert (moved.starts_at, moved.moved, moved.week) == (chosen, 1, check_in.week)
    assert moved.confirmed == (asha.participant.id,)
    assert len(bernd.messages) == before + 1
    local = f"{chosen.astimezone(BERLIN):%H:%M}"
    assert local in plain(bernd.receives("checkin.moved.partner"))
    assert local in plain(bernd.receives("pairing.begun.title"))  # mended without a sound


def test_after_a_move_only_the_new_hour_is_spoken_of(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    check_in = coming(company, asha)
    asha.presses("checkin.button.move")
    asha.fills(when=options(asha)[-1].isoformat())
    moved = kept(company, check_in)
    company.wait_until(moved.starts_at - timedelta(minutes=11))
    for chat in (asha, bernd):
        chat.receives_nothing("checkin.now.title")
        chat.receives_nothing("checkin.asked.first.title")
    company.wait_until(moved.starts_at + timedelta(hours=1))
    for chat in (asha, bernd):
        chat.receives("checkin.now.title")
        chat.receives("checkin.asked.first.title")
    asked = [each for each in notices(company, NoticeState.SENT) if each.subject == moved.id]
    assert len({(each.person, each.kind) for each in asked if not each.edits}) == len(
        [each for each in asked if not each.edits]
    )


def test_moved_away_and_back_the_hour_is_still_reminded_of(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(datetime(2026, 11, 4, 9, tzinfo=UTC))
    check_in = coming(company, asha)
    moves(asha, check_in)
    company.wait(minutes=5)
    asha.forges(f"checkin.ask_move:{check_in.id}")
    back = check_in.starts_at.isoformat()
    asha.forges(f"checkin.move:{check_in.id}", {"when": back})
    assert kept(company, check_in).starts_at == check_in.starts_at

    company.wait_until(check_in.starts_at)
    bernd.receives("checkin.reminder.title")
    bernd.receives("checkin.now.title")


@pytest.mark.parametrize(
    "when",
    [
        "",
        "soon",
        "2026-11-05",
        "2026-11-05T10:00:00",  # no zone
        "2026-11-12T09:00:00+00:00",  # next week
        "2026-11-02T07:00:00+00:00",  # over
        "2026-11-07T09:00:00+00:00",  # Saturday
        "2026-11-05T02:00:00+00:00",  # night
        "2026-11-05T09:07:00+00:00",  # never offered
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_an_hour_that_was_not_offered_is_refused_and_the_form_stays(
    company: Company, asha: Chat, when: str
) -> None:
    check_in = coming(company, asha)
    asha.presses("checkin.button.move")
    asha.fills(when=when)
    assert set(asha.form.problems) == {"when"}
    assert kept(company, check_in) == check_in


def test_when_the_week_has_no_other_hour_the_answer_says_so(company: Company, asha: Chat) -> None:
    check_in = coming(company, asha)
    asha.changes(hours=WorkingHours("Europe/Berlin", time(10), time(11), frozenset({1})))
    asha.presses("checkin.button.move")
    asha.sees("checkin.move.none.title")
    asha.sees("checkin.button.skip")
    assert kept(company, check_in) == check_in


def test_a_move_at_night_lets_the_partner_sleep(company: Company, asha: Chat, bernd: Chat) -> None:
    company.wait_until(SUNDAY_NIGHT)  # Sunday, 23:00 in Berlin
    check_in = coming(company, asha)
    before = len(bernd.messages)
    asha.forges(f"checkin.ask_move:{check_in.id}")
    found = options(asha)
    assert min(found) >= datetime(2026, 11, 9, 9, tzinfo=UTC), "he needs time to read it"
    asha.fills(when=found[-1].isoformat())
    company.wait_until(datetime(2026, 11, 9, 7, 59, tzinfo=UTC))
    assert len(bernd.messages) == before
    company.wait_until(datetime(2026, 11, 9, 8, tzinfo=UTC))
    bernd.receives("checkin.moved.partner")


def test_an_hour_put_back_in_the_evening_of_its_day_lets_the_partner_sleep(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    check_in = coming(company, asha)
    bernd.forges(f"checkin.skip:{check_in.id}")
    evening = check_in.starts_at.replace(hour=21)  # 22:00 in Berlin
    company.wait_until(evening)
    before = len(bernd.messages)
    moves(asha, check_in)
    company.wait_until(evening + timedelta(hours=10, minutes=59))
    assert len(bernd.messages) == before
    company.wait_until(evening + timedelta(hours=11))
    bernd.receives("checkin.moved.partner")


def test_two_moves_before_the_partner_looks_are_one_message(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(SUNDAY_NIGHT)
    check_in = coming(company, asha)
    before = len(bernd.messages)
    for _ in range(2):
        company.wait(minutes=1)
        moves(asha, check_in)
    company.wait_until(MONDAY_MORNING)
    assert len(bernd.messages) == before + 1


def test_what_is_moved_and_then_left_out_at_one_moment_is_told_as_left_out(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(SUNDAY_NIGHT)
    check_in = coming(company, asha)
    moves(asha, check_in)
    asha.forges(f"checkin.skip:{check_in.id}")
    asha.sees("checkin.skipped.mine")
    company.wait_until(MONDAY_MORNING)
    bernd.receives("checkin.skipped.partner")


def test_a_skip_tells_the_partner_kindly_and_nothing_more_is_said(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    check_in = coming(company, asha)
    bernd.last = None
    bernd.presses("checkin.button.skip")
    bernd.sees("checkin.skipped.mine")
    company.settle()

    skipped = kept(company, check_in)
    assert (skipped.state, skipped.skip_reason) == (CheckInState.SKIPPED, "by_mentee")
    assert "Bernd Vogel can't make it" in plain(asha.receives("checkin.skipped.partner"))
    asha.inbox.clear()
    company.wait_until(check_in.starts_at + timedelta(days=1))
    asha.receives_nothing()


@pytest.mark.parametrize("who", ["asha", "bernd"])
def test_a_skipped_hour_can_be_taken_back_by_either(
    company: Company, asha: Chat, bernd: Chat, who: str
) -> None:
    check_in = coming(company, asha)
    asha.forges(f"checkin.skip:{check_in.id}")
    company.wait(hours=2)
    chat: Chat = getattr(company, who)
    chosen = moves(chat, check_in, nth=0)
    company.wait_until(chosen - timedelta(hours=1))

    back = kept(company, check_in)
    assert (back.state, back.starts_at, back.skip_reason) == (CheckInState.PLANNED, chosen, "")
    other = bernd if chat is asha else asha
    other.receives("checkin.moved.partner")
    company.wait_until(chosen + timedelta(days=1, hours=1))  # that day may have had its message
    asha.receives("checkin.asked.first.title")


def test_left_out_and_put_back_at_one_moment_is_no_news(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(SUNDAY_NIGHT)
    check_in = coming(company, asha)
    asha.forges(f"checkin.skip:{check_in.id}")
    asha.forges(f"checkin.move:{check_in.id}", {"when": check_in.starts_at.isoformat()})
    assert kept(company, check_in).state is CheckInState.PLANNED
    company.wait_until(check_in.starts_at)
    told = [each.kind for each in notices(company, NoticeState.SENT) if each.subject == check_in.id]
    assert "checkin.changed" not in told
    bernd.receives("checkin.now.title")


def test_who_is_told_of_a_new_hour_in_the_morning_is_not_reminded_of_it_that_day(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(datetime(2026, 11, 9, 12, tzinfo=UTC))
    check_in = coming(company, asha)
    asha.forges(f"checkin.skip:{check_in.id}")
    company.wait_until(datetime(2026, 11, 10, 22, tzinfo=UTC))
    asha.forges(f"checkin.ask_move:{check_in.id}")
    noon = datetime(2026, 11, 12, 12, tzinfo=UTC)
    asha.fills(when=next(each for each in options(asha) if each > noon).isoformat())
    moved = kept(company, check_in)
    company.wait_until(moved.starts_at - timedelta(hours=1))
    told = [
        each.kind
        for each in notices(company, NoticeState.SENT)
        if each.person == bernd.person_id and each.subject == check_in.id and not each.edits
    ]
    assert told[-1] == "checkin.changed"
    assert told.count("checkin.reminder") == 1  # of the hour that was left out
