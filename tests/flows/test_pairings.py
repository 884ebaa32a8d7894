"""A tandem begins, is shown, rests, comes back, is completed or ends early."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model import (
    Cadence,
    CheckInState,
    NoticeState,
    PairingState,
    Role,
    WorkingHours,
)
from tests.flows.pairs import proposed
from tests.flows.tandems import (
    TOPIC,
    after_the_hour,
    become_tandem,
    both_are_there,
    check_ins,
    coming,
    notices,
    pairing_of,
)
from tests.people import Company
from tests.screen import plain

BERLIN = ZoneInfo("Europe/Berlin")


def test_two_who_said_yes_are_told_of_each_other_and_of_their_first_hour(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)

    hers = plain(company.asha.receives("pairing.begun.title"))
    his = plain(company.bernd.receives("pairing.begun.title"))

    assert "Bernd Vogel" in hers
    assert "Tuesday, 3 November, 10:00" in hers
    assert "Social media" in hers
    assert "Asha Rao" in his
    assert "Dienstag, 3. November, 10:00 Uhr" in his
    assert "Soziale Medien" in his


def test_a_yes_at_night_wakes_nobody_but_answers_who_is_awake(company: Company) -> None:
    company.now = datetime(2026, 11, 3, 21, tzinfo=UTC)
    become_tandem(company, company.asha, company.bernd)
    company.bernd.receives("pairing.begun.title")  # his was the second yes, just now
    company.asha.receives_nothing("pairing.begun.title")

    company.wait_until(datetime(2026, 11, 4, 8, tzinfo=UTC))

    company.asha.receives("pairing.begun.title")


def test_pair_shows_the_partner_the_hours_and_the_confidential_contact(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    after_the_hour(company, company.asha)
    company.asha.presses("checkin.asked.yes")

    company.asha.says("/program pair")

    for words in ("Bernd Vogel", "Social media", "1 meeting", "Hana Weiss", "Every Tuesday, 10:00"):
        company.asha.reads(words)
    company.asha.sees("checkin.button.move")


def test_pair_shows_several_tandems_one_after_the_other(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    become_tandem(company, company.asha, company.emine)
    company.asha.says("/program pair")
    company.asha.reads("Your 2 tandems")
    company.asha.reads("Bernd Vogel")
    company.asha.reads("Emine Kaya")


def test_pair_asks_about_an_hour_that_nobody_has_answered(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    check_in = after_the_hour(company, company.asha)
    company.bernd.says("/program tandem")
    company.bernd.sees("pairing.open_question")
    company.bernd.presses("checkin.asked.yes")
    assert check_ins(company, company.asha)[0].id == check_in.id
    assert check_ins(company, company.asha)[0].state is CheckInState.MET


def test_who_has_no_tandem_is_told_what_comes(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    company.asha.says("/program pair")
    company.asha.sees("pairing.none.title")
    company.asha.sees("home.waiting.round")


def test_who_has_no_tandem_once_the_programme_is_over_is_promised_none(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    company.wait(weeks=13)
    company.asha.says("/program pair")
    company.asha.sees("pairing.none.title")
    company.asha.sees("home.over.body")


def test_whoever_has_a_proposal_to_answer_is_led_to_it(company: Company) -> None:
    proposed(company, mentor_accepted=True)
    company.bernd.says("/program tandem")
    company.bernd.sees("pairing.proposed.title")
    company.bernd.presses("pairing.proposed.show")
    company.bernd.sees("proposal.open.title")
    company.asha.says("/program pair")
    company.asha.sees("pairing.answered.title")


def test_an_outsider_has_no_tandem_to_see(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.carla.says("/program pair")
    company.carla.sees("refusal.not_taking_part")


def test_a_break_takes_the_weeks_out_and_tells_the_partner_but_not_why(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.bernd.says("/program pause 2026-11-30")
    company.settle()

    assert pairing_of(company, company.asha).state is PairingState.SUSPENDED
    assert {each.skip_reason for each in check_ins(company, company.asha)} == {"pause"}
    told = plain(company.asha.receives("pairing.suspended.title"))
    assert "Bernd Vogel" in told
    assert "30" not in told
    company.asha.says("/program pair")
    company.asha.sees("pairing.on_a_break")

    company.asha.inbox.clear()
    company.bernd.inbox.clear()
    company.wait_until(datetime(2026, 11, 29, 12, tzinfo=UTC))
    company.asha.receives_nothing()
    company.bernd.receives_nothing()


@pytest.mark.parametrize("words", ["/program pause", "/program leave"])
def test_whoever_goes_is_not_asked_about_the_hour_before(company: Company, words: str) -> None:
    company.bernd.changes(hours=WorkingHours("Europe/Berlin", time(9, 30), time(10, 30)))
    become_tandem(company, company.asha, company.bernd)
    after_the_hour(company, company.asha)
    company.asha.receives("checkin.asked.first.title")
    company.bernd.says(words)
    if words.endswith("pause"):
        company.bernd.fills()
    else:
        company.bernd.presses("participation.leave.do")
    company.bernd.inbox.clear()
    company.wait(days=6)
    company.bernd.receives_nothing()


def test_whoever_is_on_a_break_at_the_end_is_left_in_peace(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    both_are_there(company, company.now + timedelta(weeks=10))
    company.bernd.says("/program pause")
    company.bernd.fills()
    company.bernd.inbox.clear()
    company.wait(weeks=4)
    assert pairing_of(company, company.asha).state is PairingState.COMPLETED
    company.asha.receives("ending.quiet_title")
    company.bernd.receives_nothing()


def test_after_the_break_both_go_on_where_they_stopped(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.bernd.says("/program pause 2026-11-16")
    company.wait_until(datetime(2026, 11, 16, 9, tzinfo=UTC))

    assert pairing_of(company, company.asha).state is PairingState.ACTIVE
    company.asha.receives("pairing.resumed.title")
    assert coming(company, company.asha).week == "2026-W47"
    weeks = [each.week for each in check_ins(company, company.asha)]
    assert weeks == sorted(set(weeks))
    company.wait(days=1)
    company.bernd.receives("checkin.now.title")


def test_a_short_break_gives_the_week_back_that_it_took(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    taken = check_ins(company, company.asha)[1]
    company.bernd.says("/program pause")
    company.bernd.fills()
    assert check_ins(company, company.asha)[1].skip_reason == "pause"
    company.wait(days=2)
    company.bernd.says("/program resume")

    back = coming(company, company.bernd)
    assert back.id == taken.id
    assert back.state is CheckInState.PLANNED
    company.wait_until(back.starts_at)
    company.bernd.receives("checkin.reminder.title")
    company.bernd.receives("checkin.now.title")


def test_a_tandem_goes_on_only_when_neither_is_on_a_break(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for chat in (company.asha, company.bernd):
        chat.says("/program pause")
        chat.fills()
    company.asha.says("/program resume")
    assert pairing_of(company, company.asha).state is PairingState.SUSPENDED
    company.bernd.says("/program resume")
    assert pairing_of(company, company.asha).state is PairingState.ACTIVE


def test_who_leaves_frees_the_partner_who_hears_it_kindly(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.asha.says("/program leave")
    company.asha.presses("participation.leave.do")
    company.settle()

    pairing = pairing_of(company, company.asha)
    assert pairing.state is PairingState.ENDED
    assert pairing.ended_at == company.now
    company.bernd.receives("pairing.ended.title")
    assert {each.state for each in check_ins(company, company.asha)} == {CheckInState.SKIPPED}
    company.bernd.inbox.clear()
    company.wait(weeks=2)
    company.bernd.receives_nothing("checkin.reminder.title")
    company.bernd.receives_nothing("checkin.asked.first.title")


def test_old_buttons_of_an_ended_tandem_change_nothing(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.asha.says("/program leave")
    company.asha.presses("participation.leave.do")
    before = check_ins(company, company.bernd)
    for payload in ("checkin.on", "checkin.ask_move", "checkin.skip", "checkin.move"):
        company.bernd.forges(f"{payload}:{before[0].id}")
        company.bernd.sees("refusal.no_longer")
    assert check_ins(company, company.bernd) == before


@pytest.mark.parametrize(
    ("cadence", "most"), [(Cadence.WEEKLY, 12), (Cadence.FORTNIGHTLY, 6), (Cadence.MONTHLY, 4)]
)
def test_a_tandem_meets_as_often_as_its_programme_says_and_is_thanked(
    company: Company, cadence: Cadence, most: int
) -> None:
    company.changes(cadence=cadence)
    pairing = become_tandem(company, company.asha, company.bernd)
    both_are_there(company, datetime(2027, 2, 1, 12, tzinfo=UTC))

    found = check_ins(company, company.asha)
    assert most - 1 <= len(found) <= most
    assert len({each.week for each in found}) == len(found)
    assert all(each.starts_at.date() <= pairing.ends_on for each in found)
    ended = pairing_of(company, company.asha)
    assert ended.state is PairingState.COMPLETED
    assert ended.ended_at is not None
    company.asha.receives("ending.quiet_title")
    company.bernd.receives("ending.quiet_title")

    company.asha.inbox.clear()
    company.wait(weeks=4)
    company.asha.receives_nothing()
    assert check_ins(company, company.asha) == found


def test_the_thanks_say_how_often_they_met(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for _ in range(2):
        after_the_hour(company, company.bernd)
        company.bernd.presses("checkin.asked.yes")
    both_are_there(company, datetime(2027, 2, 1, 12, tzinfo=UTC))
    assert "You met 2 times" in plain(company.asha.receives("ending.title"))
    assert "2-mal getroffen" in plain(company.bernd.receives("ending.title"))


def test_nothing_is_owed_twice(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait(weeks=3)
    sent = [(each.person, each.kind, each.subject) for each in notices(company, NoticeState.SENT)]
    assert len(sent) == len(set(sent))
