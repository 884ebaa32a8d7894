"""Who comes into a group later is none of its earlier hours; who waits for one is told so once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import AcceptGroup, AcceptProposal, LookAfter, SayFit, SayMet, SeekPartner
from bot.flows import group_entering
from bot.grammar import payload_of
from bot.model import CheckIn, Pairing, Role
from bot.turn import Turn
from tests.flows.forming import (
    Cast,
    groups_of,
    in_groups,
    newest,
    put_to,
    running_group,
    says_no,
    sent,
)
from tests.flows.joining import newcomer
from tests.flows.tandems import coming
from tests.people import Chat, Company, catalogue
from tests.screen import keys_in


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company, most=4)


@pytest.fixture
def running(company: Company, cast: Cast) -> Pairing:
    """Asha's group of three."""
    return running_group(company, cast)


def enters(company: Company, chat: Chat) -> None:
    """Let Asha and a newcomer say yes to the place that was proposed last."""
    put = newest(company)
    company.asha.forges(payload_of(AcceptGroup(put.id)))
    chat.forges(payload_of(AcceptProposal(put_to(company, chat, put))))
    chat.sees("forming.accepted.title")


def test_whoever_enters_is_not_asked_about_hours_before_she_came(
    company: Company, cast: Cast, running: Pairing
) -> None:
    jonas = newcomer(company)
    hour = coming(company, cast[0])
    company.wait_until(hour.starts_at + timedelta(minutes=70))
    enters(company, jonas)
    jonas.says("/program pair")
    assert "pairing.open_question" not in keys_in(jonas.last)
    jonas.forges(payload_of(SayMet(hour.id, met=True)))
    jonas.sees("refusal.no_longer")
    with company.books.read() as store:
        kept_hour = store.get(CheckIn, hour.id)
    assert kept_hour is not None
    assert kept_hour.absent == (jonas.participant.id,)


def test_whoever_comes_back_was_there_until_she_left(
    company: Company, cast: Cast, running: Pairing
) -> None:
    ines = cast[3]
    first = coming(company, ines)
    company.wait_until(first.starts_at + timedelta(minutes=70))
    ines.forges(payload_of(SayFit(running.id, "not")))
    (group,) = groups_of(company)
    assert ines.participant.id not in group.mentees
    company.wait(days=8)
    with company.turn() as store:
        turn = Turn(company.now, store, catalogue())
        group_entering.enter(turn, group, (ines.participant.id,))
    with company.books.read() as store:
        was_there = {
            each.id: ines.participant.id not in each.absent
            for each in store.check_ins_of(running.id)
            if each.starts_at <= company.now
        }
    assert was_there[first.id]
    assert list(was_there.values()).count(False) == len(was_there) - 1 >= 1


def test_whoever_enters_after_two_misses_is_not_asked_why(
    company: Company, cast: Cast, running: Pairing
) -> None:
    asha, bernd, emine, ines = cast
    for chat in (asha, bernd, emine, ines):  # who has not prepared would move the first hour
        with company.turn() as store:
            store.save(replace(chat.participant, ready=("mentor", "mentee")))
    jonas = newcomer(company)
    for _ in range(2):
        hour = coming(company, asha)
        company.wait_until(hour.starts_at + timedelta(minutes=70))
        bernd.forges(payload_of(SayMet(hour.id, met=False)))
    with company.turn() as store:
        turn = Turn(company.now, store, catalogue())
        group_entering.enter(turn, groups_of(company)[0], (jonas.participant.id,))
        store.later(LookAfter(running.id), company.now)
    company.wait(days=4)
    asha.receives("care.missed.title")
    jonas.receives_nothing("care.missed.title")


def waiting_words(chat: Chat) -> int:
    """Return how often somebody was told that she is on the short list."""
    return sum("rolling.waiting.title" in keys_in(each) for each in chat.messages)


def looks_again(company: Company, chat: Chat, *, days: int) -> None:
    """Let the bot look for somebody who is free, and some days go by."""
    with company.turn() as store:
        store.later(SeekPartner(chat.participant.id), company.now)
    company.wait(days=days)


def test_whoever_waits_on_is_told_once(company: Company, cast: Cast) -> None:
    bernd = cast[1]
    company.changes(group_least=5, group_most=6)
    for _ in range(3):
        looks_again(company, bernd, days=4)
    assert waiting_words(bernd) == 1


def test_whoever_waits_after_another_proposal_is_told_anew(company: Company, cast: Cast) -> None:
    bernd = cast[1]
    company.changes(group_least=5, group_most=6)
    looks_again(company, bernd, days=4)
    company.changes(group_least=2)
    group = sent(company)
    company.wait(days=1)
    says_no(company, bernd, group)
    company.wait(days=4)
    assert waiting_words(bernd) == 2


def test_whoever_is_asked_meanwhile_does_not_read_that_she_waits(
    company: Company, cast: Cast
) -> None:
    jonas = company.hires("Jonas Lind", level=5, team="Jonas", site="Köln")
    jonas.takes_part(Role.BOTH, wants=("social_media",), offers=("agile",))
    sent(company)
    looks_again(company, jonas, days=2)
    jonas.receives("forming.open.mentee")
    assert waiting_words(jonas) == 0
