"""Coaching: short notes for mentors, by what happened, never the same one twice."""

from collections import Counter
from datetime import timedelta

import pytest

from bot.commands import Leave, Pause
from bot.grammar import payload_of
from bot.model import NoticeState
from bot.turn import Turn
from tests.flows.tandems import after_the_hour, become_tandem, notices
from tests.people import Company, catalogue


def notes(company: Company) -> list[str]:
    sent = notices(company, NoticeState.SENT)
    assert {each.person for each in sent if each.kind == "coaching.note"} <= {
        company.asha.person_id
    }
    return [each.once.rpartition(":")[2] for each in sent if each.kind == "coaching.note"]


def live(company: Company, weeks: int, answer: str) -> None:
    for _ in range(weeks):
        after_the_hour(company, company.asha)
        company.bernd.last = None
        company.bernd.presses(f"checkin.asked.{answer}")


def test_a_mentor_who_met_gets_different_notes_every_few_weeks(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    live(company, 11, "yes")
    company.wait(days=10)
    found = notes(company)
    assert found[0] == "first"
    assert "ending" in found
    assert 3 <= len(found) <= 5
    assert set(Counter(found).values()) == {1}


def test_when_hours_fall_through_the_note_speaks_of_that(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    live(company, 5, "no")
    assert "rhythm" in notes(company)


def test_the_note_says_whom_to_ask_and_that_no_answer_is_expected(company: Company) -> None:
    company.changes(contact=company.carla.person_id)
    become_tandem(company, company.asha, company.bernd)
    live(company, 3, "yes")
    company.asha.receives("coaching.ask")
    company.asha.receives("coaching.why")


@pytest.mark.parametrize("gone", [False, True])
def test_who_is_on_a_break_or_gone_gets_none(company: Company, *, gone: bool) -> None:
    become_tandem(company, company.asha, company.bernd)
    live(company, 3, "yes")
    before = notes(company)
    assert before
    goes = Leave(company.asha.participant.id) if gone else Pause("2027-01-15")
    company.asha.forges(payload_of(goes))
    company.wait(days=40)
    assert notes(company) == before


@pytest.mark.parametrize(
    "note", ["first", "listen", "rhythm", "goal", "doing", "halfway", "back", "ending"]
)
def test_each_note_has_its_own_words(company: Company, note: str) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    with company.turn() as store:
        until = company.now + timedelta(days=1)
        turn = Turn(company.now, store, catalogue())
        turn.owe(company.asha.person_id, "coaching.note", pairing.id, until=until, once=note)
    company.settle()
    company.asha.receives(f"coaching.{note}.title")
