"""The whole story: join, match, a no and the next best, an hour a week, a move, a pause, figures.

Asha and Dario know things, Bernd and Emine want to learn them; Asha and Dario read English, Bernd
and Emine German. Hana leads the programme. Carla takes part in nothing.
"""

from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from bot.commands import AcceptProposal, ConfirmCheckIn, Pause, SayMet, ShowProfile
from bot.grammar import payload_of
from bot.heard import Answer
from bot.model import (
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    ParticipantState,
    Proposal,
    ProposalState,
)
from bot.said import Button, OneOf, every, is_repetition
from tests.chat import Chat
from tests.flows.tandems import both_are_there
from tests.journeys.looking_back import (
    they_look_back_and_ahead,
    three_months_later_one_last_survey,
)
from tests.people import Company
from tests.screen import plain

Kept = TypeVar("Kept", Proposal, CheckIn)
AGREED = ("matching", "figures")


def joins(chat: Chat, word: str, role: str, topics: tuple[str, ...], own_words: str) -> None:
    """Answer the questionnaire as somebody in a hurry does: the topics, and otherwise as it is."""
    asked = "offers" if role == "mentor" else "wants"
    chat.says(f"/program {word}")
    chat.sees("consent.title")
    chat.fills(purposes=AGREED)
    chat.fills(role=role)
    named: dict[str, Answer] = {asked: topics, f"{asked}_more": own_words}
    chat.fills(**named)
    for _ in range(4):
        chat.fills()
    chat.sees("join.done.title")
    assert chat.participant.state is ParticipantState.ACTIVE


def everybody_joins(company: Company) -> None:
    joins(company.asha, "join", "mentor", ("ai_assistants",), "social media")
    joins(company.dario, "sign up", "mentor", ("social_media",), "")
    joins(company.bernd, "mitmachen", "mentee", ("social_media",), "KI")
    joins(company.emine, "anmelden", "mentee", ("ai_assistants",), "")


def sends_a_round(company: Company) -> None:
    company.hana.says("/program match")
    company.hana.sees("round.solving.title")
    company.settle()
    company.hana.receives("round.review.pair")
    company.hana.presses("round.review.send")
    company.hana.sees("round.sent.title")
    company.settle()


def partner_of(company: Company, chat: Chat) -> Chat:
    """Return whom an open proposal would bring together with somebody."""
    with company.turn() as store:
        (proposal,) = store.proposals_with(chat.participant.id, (ProposalState.OPEN,))
    cast = (company.asha, company.bernd, company.dario, company.emine)
    ids = {proposal.mentor, proposal.mentee} - {chat.participant.id}
    return next(each for each in cast if each.participant.id in ids)


def tandem_of(company: Company, chat: Chat) -> Pairing:
    with company.turn() as store:
        (pairing,) = store.pairings_with(chat.participant.id, (PairingState.ACTIVE,))
    return pairing


def hours_of(company: Company, pairing: Pairing) -> tuple[CheckIn, ...]:
    with company.turn() as store:
        return store.check_ins_of(pairing.id)


def tandems(company: Company) -> dict[int, PairingState]:
    with company.turn() as store:
        return {each.id: each.state for each in store.pairings_of(company.programme.id)}


def kept(company: Company, noun: Kept) -> Kept:
    with company.turn() as store:
        found = store.get(type(noun), noun.id)
    assert found is not None
    return found


def at_most_one_hour_a_week(company: Company) -> None:
    with company.turn() as store:
        hours = store.check_ins_in(company.programme.id)
    assert len(hours) == len({(each.pairing, each.week) for each in hours})


def test_the_whole_story(company: Company) -> None:
    everybody_joins(company)
    company.carla.says("/program")
    company.carla.sees("home.outside.title")
    sends_a_round(company)
    mentor = bernd_says_no_and_gets_the_next_best(company)
    pairing = both_say_yes(company, mentor)
    both_get_ready(mentor, company.bernd)
    hour = bernd_moves_the_first_hour(company, mentor, pairing)
    they_meet_and_say_how_it_was(company, mentor, hour)
    nobody_answers_in_their_place(company, mentor, hour)
    bernd_takes_a_break(company, mentor)
    a_reminder_comes_the_working_day_before(company, mentor, pairing)
    the_programme_ends(company, mentor, pairing)
    they_look_back_and_ahead(company, mentor)
    three_months_later_one_last_survey(company, mentor)
    company.carla.receives_nothing()


def bernd_says_no_and_gets_the_next_best(company: Company) -> Chat:
    """Nobody learns that it was he, and everybody left gets the next best at once."""
    bernd, first = company.bernd, partner_of(company, company.bernd)
    assert "Ein Vorschlag für dich" in plain(bernd.receives("proposal.open.title"))
    assert "A partner for you" in plain(first.receives("proposal.open.title"))
    first.presses("proposal.accept")
    bernd.presses("proposal.decline")
    bernd.sees("proposal.declined.title")
    company.settle()
    first.receives("proposal.closed.title")
    company.emine.presses("proposal.decline")
    company.settle()
    second = partner_of(company, bernd)
    assert second is not first
    company.wait(days=1)  # a day has one message
    company.hana.receives_nothing("proposal.declined.title")
    return second


def both_say_yes(company: Company, mentor: Chat) -> Pairing:
    """They are a tandem, and their first hour stands in the same moment."""
    company.bernd.presses("proposal.accept")
    company.bernd.sees("proposal.waiting.title")
    mentor.presses("proposal.accept")
    mentor.sees("proposal.accepted.title")
    company.settle()
    assert "Deine erste Stunde mit" in plain(company.bernd.receives("pairing.begun.title"))
    assert "Your first hour with" in plain(mentor.receives("pairing.begun.title"))
    return tandem_of(company, company.bernd)


def both_get_ready(mentor: Chat, mentee: Chat) -> None:
    """Three short lessons and the ground rules, each for one's own seat; then the hour stands."""
    for chat, points in ((mentor, ("hour", "patience", "inside")), (mentee, ("rules",))):
        chat.last = None
        chat.presses("readiness.button.start")
        for _ in range(3):
            chat.presses("readiness.button.next")
        chat.sees("readiness.rules.title")
        chat.presses("readiness.button.confirm")
        chat.fills(points=points)
        chat.sees("readiness.done")


def bernd_moves_the_first_hour(company: Company, mentor: Chat, pairing: Pairing) -> CheckIn:
    """The hour keeps its week and its identity; the mentor is told and is on."""
    hour = hours_of(company, pairing)[0]
    assert hour.state is CheckInState.PLANNED
    company.bernd.presses("checkin.button.move")
    (times,) = company.bernd.form.asks
    assert isinstance(times, OneOf)
    company.bernd.fills(**{times.key: times.options[len(times.options) // 2].value})
    company.bernd.sees("checkin.moved.mine")
    company.wait(days=1)
    mentor.receives("checkin.moved.partner")
    mentor.presses("checkin.button.on")
    moved = hours_of(company, pairing)[0]
    assert (moved.id, moved.week, moved.moved) == (hour.id, hour.week, 1)
    at_most_one_hour_a_week(company)
    return moved


def they_meet_and_say_how_it_was(company: Company, mentor: Chat, hour: CheckIn) -> None:
    """One answer suffices; two taps and a sentence for the partner."""
    bernd = company.bernd
    company.wait_until(hour.starts_at + timedelta(hours=2))
    bernd.presses("checkin.asked.yes")
    bernd.presses("feedback.useful.5")
    bernd.presses("feedback.second.yes.mentee")
    bernd.sees("feedback.thanks.title")
    bernd.presses("feedback.thanks.add")
    bernd.fills(sentence="Endlich verstehe ich Reels!", reader="partner")
    company.wait(days=1)
    assert "Endlich verstehe ich Reels!" in plain(mentor.receives("feedback.received.title"))
    assert kept(company, hour).state is CheckInState.MET


def nobody_answers_in_their_place(company: Company, mentor: Chat, hour: CheckIn) -> None:
    """Whatever a stranger's client sends, nothing changes and the answer is polite."""
    other = company.asha if mentor is not company.asha else company.dario
    before = kept(company, hour)
    for stranger in (company.carla, company.hana, other):
        for forged in (SayMet(hour.id, met=False), ConfirmCheckIn(hour.id)):
            stranger.forges(payload_of(forged))
            stranger.sees("refusal.not_yours")
    assert kept(company, hour) == before


def bernd_takes_a_break(company: Company, mentor: Chat) -> None:
    """The mentor is told that, not why; afterwards they go on."""
    back = company.now + timedelta(days=16)
    company.bernd.says(f"/program pause bis {back:%d.%m.%Y}")
    company.wait(days=1)
    mentor.receives("pairing.suspended.title")
    company.wait_until(back + timedelta(days=2))
    assert company.bernd.participant.state is ParticipantState.ACTIVE
    mentor.receives("pairing.resumed.title")
    at_most_one_hour_a_week(company)


def a_reminder_comes_the_working_day_before(
    company: Company, mentor: Chat, pairing: Pairing
) -> None:
    """Both are reminded of a later hour, each in their own language, with an agenda."""
    coming = [each for each in hours_of(company, pairing) if each.starts_at > company.now][-1]
    company.wait_until(coming.starts_at - timedelta(hours=2))
    assert "Bald mit" in plain(company.bernd.receives("checkin.reminder.title"))
    assert "Coming up" in plain(mentor.receives("checkin.reminder.title"))


def the_programme_ends(company: Company, mentor: Chat, pairing: Pairing) -> None:
    """Kindly for the two; Hana sees no figure of so few."""
    over = datetime.combine(pairing.ends_on, time(12), UTC) + timedelta(days=2)
    both_are_there(company, over, mentor, company.bernd)
    assert tandems(company) == {pairing.id: PairingState.COMPLETED}
    for each in (company.bernd, mentor):
        each.receives("ending.title")
    company.hana.says("/program status")
    company.hana.sees("status.value.too_few")
    at_most_one_hour_a_week(company)


def test_an_old_button_changes_nothing_however_often_it_is_pressed(company: Company) -> None:
    everybody_joins(company)
    sends_a_round(company)
    with company.turn() as store:
        (proposal,) = store.proposals_with(company.bernd.participant.id, (ProposalState.OPEN,))
    company.bernd.presses("proposal.decline")
    before = kept(company, proposal)
    for _ in range(3):
        company.bernd.forges(payload_of(AcceptProposal(proposal.id)))
        company.bernd.sees("refusal.no_longer")
    assert kept(company, proposal) == before


def test_the_same_click_heard_twice_counts_once_and_is_answered_alike(company: Company) -> None:
    everybody_joins(company)
    sends_a_round(company)
    with company.turn() as store:
        (proposal,) = store.proposals_with(company.bernd.participant.id, (ProposalState.OPEN,))
    accept = payload_of(AcceptProposal(proposal.id))
    first = company.bernd.forges(accept, event="click-1")
    again = company.bernd.forges(accept, event="click-1")
    assert not is_repetition(first)
    assert is_repetition(again)
    assert plain(again) == plain(first)
    assert every(Button, again) == every(Button, first)
    assert kept(company, proposal).state is ProposalState.OPEN


def test_a_repeated_event_tells_nobody_else_what_was_answered(company: Company) -> None:
    everybody_joins(company)
    company.bernd.forges(payload_of(ShowProfile()), event="click-1")
    company.asha.forges(payload_of(ShowProfile()), event="click-1")
    company.asha.sees("refusal.already_done")


def test_a_click_that_comes_again_a_day_late_is_not_answered_with_yesterday(
    company: Company,
) -> None:
    everybody_joins(company)
    company.bernd.forges(payload_of(Pause("2026-12-01")), event="click-1")
    company.bernd.says("/program resume")
    company.wait(days=1)
    company.books.forget_spent(company.now)
    company.bernd.forges(payload_of(Pause("2026-12-01")), event="click-1")
    company.bernd.sees("refusal.already_done")
    assert company.bernd.participant.state is ParticipantState.ACTIVE
