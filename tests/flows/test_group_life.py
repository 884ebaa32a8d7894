"""A group as its members meet it: an hour for all, one answer for all, and one who leaves."""

from dataclasses import replace
from datetime import date

import pytest

from bot.commands import Leave, SayFit, StayAway
from bot.grammar import payload_of
from bot.model import CheckInState, PairingState
from tests.flows.groups import become_group, begin_group
from tests.flows.tandems import (
    after_the_hour,
    check_ins,
    coming,
    feedback_of,
    kept,
    notices,
    pairing_of,
)
from tests.people import Chat, Company
from tests.screen import plain

SENTENCE = "Danke euch beiden!"


@pytest.fixture
def group(company: Company) -> tuple[Chat, Chat, Chat]:
    """Asha teaches Bernd and Emine; all have prepared."""
    become_group(company, company.asha, company.bernd, company.emine)
    return company.asha, company.bernd, company.emine


def test_everybody_is_told_of_the_one_hour_and_with_whom(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, _, emine = group
    hour = coming(company, asha)
    company.wait_until(hour.starts_at)
    for chat in group:
        assert coming_hours(company, chat) == coming_hours(company, asha)
        chat.receives("agenda.title")
    for chat in group:
        chat.says("/program pair")
        for other in (each for each in group if each is not chat):
            chat.reads(other.person.name)
    company.wait(days=70)
    weeks = [each.week for each in check_ins(company, emine)]
    assert len(weeks) == len(set(weeks)) > 1


def test_what_mentees_wrote_of_themselves_is_for_their_mentor(company: Company) -> None:
    asha, bernd, emine = company.asha, company.bernd, company.emine
    begin_group(company, asha, bernd, emine)
    with company.turn() as store:
        store.save(replace(bernd.participant, sentence="I ask a lot."))
    company.settle()
    assert "Bernd Vogel: “I ask a lot.”" in plain(asha.receives("pairing.begun.sentence"))
    emine.receives("pairing.begun.title")
    emine.receives_nothing("pairing.begun.sentence")


def coming_hours(company: Company, chat: Chat) -> list[date]:
    return [each.starts_at for each in check_ins(company, chat)]


def test_one_answer_suffices_and_another_asks_everybody_once_more(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, bernd, emine = group
    hour = after_the_hour(company, asha)
    bernd.forges(f"checkin.met:{hour.id}:1")
    bernd.sees("feedback.first.title")
    assert kept(company, hour).state is CheckInState.MET
    emine.forges(f"checkin.met:{hour.id}:0")
    emine.sees("checkin.asked.again.title")
    again = kept(company, hour)
    assert (again.state, again.said_met, again.said_missed) == (CheckInState.UNKNOWN, (), ())
    for chat in (bernd, emine, asha):
        chat.forges(f"checkin.met:{hour.id}:1")
    assert kept(company, hour).state is CheckInState.MET
    assert set(kept(company, hour).said_met) == set(pairing_of(company, asha).members)


def test_a_sentence_says_who_reads_it_and_reaches_them_only(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, bernd, emine = group
    hour = after_the_hour(company, asha)
    for payload in ("checkin.met:{}:1", "feedback.useful:{}:5", "feedback.exchanged:{}:1"):
        bernd.forges(payload.format(hour.id))
    bernd.forges(f"feedback.ask_sentence:{hour.id}")
    bernd.reads(asha.person.name)
    assert emine.person.name not in plain(bernd.last)
    bernd.fills(sentence=SENTENCE, reader="partner")
    company.wait(days=4)
    asha.receives("feedback.received.who_sees")
    emine.receives_nothing("feedback.received.title")
    for chat in (company.carla, company.dario, company.hana):
        assert chat.messages == []
    with company.books.read() as store:
        assert len(store.feedback_on(hour.id)) == 1
    assert feedback_of(company, hour, emine) is None


@pytest.mark.parametrize("way", ["leaves", "does not fit", "is forgotten"])
def test_when_one_leaves_the_others_go_on(
    company: Company, group: tuple[Chat, Chat, Chat], way: str
) -> None:
    asha, bernd, emine = group
    pairing, gone = pairing_of(company, asha), emine.participant
    match way:
        case "leaves":
            emine.forges(payload_of(Leave(gone.id)))
        case "does not fit":
            emine.forges(payload_of(SayFit(pairing.id, "not")))
            emine.sees("fit.left.title")
        case _:
            emine.says("/program forget")
            emine.presses("privacy.forget.do")
    company.wait(days=2)
    left = pairing_of(company, asha)
    assert (left.state, left.mentees) == (PairingState.ACTIVE, (bernd.participant.id,))
    for chat in (asha, bernd):
        named = "somebody" if way == "is forgotten" else "title"
        chat.receives(f"pairing.left.{named}")
        chat.receives_nothing("pairing.ended.title")
        chat.receives_nothing("privacy.partner_gone.title")
    hour = after_the_hour(company, asha)
    told = {each.person for each in notices(company) if each.subject == hour.id}
    assert asha.person_id in told
    with company.books.read() as store:
        assert store.pairings_with(gone.id) == ()
    if way != "is forgotten":
        before = len(emine.messages)
        emine.forges(f"checkin.met:{hour.id}:1")
        emine.sees("refusal.not_yours")
        company.settle()
        assert len(emine.messages) == before


def test_the_mentors_sentence_reaches_all_mentees_and_they_know_it(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, bernd, emine = group
    hour = after_the_hour(company, asha)
    for payload in ("checkin.met:{}:1", "feedback.useful:{}:5", "feedback.exchanged:{}:1"):
        asha.forges(payload.format(hour.id))
    asha.forges(f"feedback.ask_sentence:{hour.id}")
    asha.reads("Only Bernd Vogel and Emine Kaya")
    asha.fills(sentence=SENTENCE, reader="partner")
    company.wait(days=4)
    for chat in (bernd, emine):
        chat.receives("feedback.received.all")


def test_a_sentence_arrives_though_its_giver_has_left_the_group(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, bernd, _ = group
    hour = after_the_hour(company, asha)
    for payload in ("checkin.met:{}:1", "feedback.useful:{}:5", "feedback.exchanged:{}:1"):
        bernd.forges(payload.format(hour.id))
    bernd.forges(f"feedback.ask_sentence:{hour.id}")
    bernd.fills(sentence=SENTENCE, reader="partner")
    bernd.forges(payload_of(Leave(bernd.participant.id)))
    company.wait(days=4)
    asha.receives("feedback.received.title")


def test_the_mentor_sees_who_cannot_come_where_she_looks_up_her_group(
    company: Company, group: tuple[Chat, Chat, Chat]
) -> None:
    asha, bernd, emine = group
    bernd.forges(payload_of(StayAway(coming(company, asha).id)))
    asha.says("/program pair")
    asha.sees("checkin.on.cannot")
    asha.reads("Bernd Vogel")
    emine.says("/program pair")
    emine.sees_not("checkin.on.cannot")
