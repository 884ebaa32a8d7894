"""The hour of a group: the mentor moves it for all, a mentee stays away, nobody holds it up."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.commands import (
    AskMove,
    ComeAfterAll,
    ConfirmCheckIn,
    Leave,
    MoveCheckIn,
    RateUseful,
    SayMet,
    SayReady,
    ShowLesson,
    SkipCheckIn,
    StayAway,
)
from bot.flows import meeting_news, meeting_plan, new_hours, readiness
from bot.flows.meeting_times import tandem_of
from bot.grammar import payload_of
from bot.model import CheckIn, CheckInState, Language, WorkingHours
from bot.turn import Turn
from tests.flows.groups import become_group
from tests.flows.tandems import check_ins, coming, kept, notices, pairing_of
from tests.people import Chat, Company, catalogue
from tests.screen import WORDS, keys_in, plain

A_MINUTE = timedelta(minutes=1)
ABOUT_THE_HOUR = frozenset(meeting_plan.KINDS) - {meeting_news.CARD, meeting_news.CHANGED}


@pytest.fixture
def group(company: Company) -> Company:
    """Asha teaches Bernd and Emine; all have prepared."""
    become_group(company, company.asha, company.bernd, company.emine)
    return company


def stays_away(chat: Chat, hour: CheckIn) -> None:
    chat.forges(payload_of(StayAway(hour.id)))


def told_of(company: Company, chat: Chat, hour: CheckIn) -> set[str]:
    """Return in which kinds of messages somebody was told of an hour that was ahead."""
    return {
        each.kind
        for each in notices(company)
        if each.person == chat.person_id
        and each.subject == hour.id
        and each.kind in ABOUT_THE_HOUR
        and each.state == "sent"
    }


def test_whoever_stays_away_hears_no_more_of_the_hour_and_the_others_meet(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    bernd.receives("pairing.begun.title")
    bernd.presses("checkin.button.away")
    bernd.sees("checkin.on.away")
    assert kept(group, hour).absent == (bernd.participant.id,)
    group.wait_until(hour.starts_at + timedelta(days=2))
    assert told_of(group, bernd, hour) == set()
    assert told_of(group, emine, hour) >= {"checkin.now", "checkin.asked"}
    asked = emine.receives("checkin.asked.first.title")
    assert "checkin.button.away" not in keys_in(asked)
    asha.forges(payload_of(SayMet(hour.id, met=True)))
    assert kept(group, hour).state is CheckInState.MET
    bernd.forges(payload_of(SayMet(hour.id, met=False)))
    bernd.sees("refusal.no_longer")
    bernd.forges(payload_of(RateUseful(hour.id, 5)))
    bernd.sees("refusal.no_longer")
    bernd.says("/program pair")
    bernd.sees_not("pairing.open_question")


def test_the_mentor_sees_who_cannot_come_and_a_mentee_who_does(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    asha.forges(payload_of(ConfirmCheckIn(hour.id)))
    stays_away(bernd, hour)
    group.wait_until(hour.starts_at - A_MINUTE)
    told = asha.receives("checkin.on.cannot")
    assert (told.title.key, "Bernd Vogel" in plain(told)) == ("checkin.now.title", True)
    assert "checkin.on.cannot" not in keys_in(emine.receives("checkin.now.title"))
    emine.forges(payload_of(ConfirmCheckIn(hour.id)))
    emine.sees("checkin.on.some")
    emine.reads("Asha Rao")
    emine.sees_not("checkin.on.cannot")


def test_the_mentor_of_three_reads_before_the_hour_who_comes(company: Company) -> None:
    asha, bernd, emine, dario = company.asha, company.bernd, company.emine, company.dario
    become_group(company, asha, bernd, emine, dario)
    company.wait_until(coming(company, asha).starts_at + timedelta(days=2))
    hour = coming(company, asha)
    bernd.forges(payload_of(ConfirmCheckIn(hour.id)))
    stays_away(emine, hour)
    company.wait_until(hour.starts_at - timedelta(hours=2))
    told = asha.receives("checkin.reminder.title")
    assert {"checkin.on.nobody", "checkin.on.some", "checkin.on.cannot"} <= set(keys_in(told))
    assert "checkin.on.cannot" not in keys_in(dario.receives("checkin.reminder.title"))


def test_it_can_be_taken_back_until_the_hour_and_is_reminded_of_again(group: Company) -> None:
    asha, bernd = group.asha, group.bernd
    hour = coming(group, asha)
    stays_away(bernd, hour)
    group.wait(minutes=1)
    bernd.presses("checkin.button.back")
    bernd.sees("checkin.on.nobody")
    assert kept(group, hour).absent == ()
    group.wait_until(hour.starts_at + timedelta(hours=2))
    assert told_of(group, bernd, hour) >= {"checkin.now", "checkin.asked"}
    later = coming(group, asha)
    stays_away(bernd, later)
    bernd.forges(payload_of(ConfirmCheckIn(later.id)))
    bernd.sees("checkin.on.title")
    assert kept(group, later).absent == ()
    assert bernd.participant.id in kept(group, later).confirmed
    stays_away(bernd, later)
    group.wait_until(later.starts_at + A_MINUTE)
    bernd.forges(payload_of(ComeAfterAll(later.id)))
    bernd.sees("refusal.no_longer")


def test_an_hour_that_no_mentee_can_come_to_is_left_out_and_all_know(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    stays_away(bernd, hour)
    assert kept(group, hour).state is CheckInState.PLANNED
    stays_away(emine, hour)
    emine.sees("checkin.skipped.nobody")
    assert kept(group, hour).state is CheckInState.SKIPPED
    group.wait_until(hour.starts_at - timedelta(hours=1))
    asha.receives("checkin.skipped.nobody_mentor")
    bernd.receives("checkin.skipped.nobody")
    emine.presses("checkin.button.back")
    emine.sees("checkin.card.title")
    revived = kept(group, hour)
    assert (revived.state, revived.absent) == (CheckInState.PLANNED, (bernd.participant.id,))
    group.wait_until(hour.starts_at - A_MINUTE)
    asha.receives("checkin.revived.title")
    asha.receives("checkin.now.title")


def test_who_never_heard_that_nobody_could_come_hears_of_no_revival(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    group.wait_until(hour.starts_at - timedelta(days=1, hours=1))
    group.now = group.now.replace(hour=5)  # the reminder of that day is still to come
    stays_away(bernd, hour)
    stays_away(emine, hour)
    emine.presses("checkin.button.back")
    assert kept(group, hour).state is CheckInState.PLANNED
    group.wait_until(hour.starts_at - A_MINUTE)
    told = told_of(group, asha, hour)
    assert told == {"checkin.reminder", "checkin.now"}


def test_the_mentor_finds_another_hour_where_nobody_could_come(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    for chat in (bernd, emine):
        stays_away(chat, hour)
    asha.forges(payload_of(AskMove(hour.id)))
    chosen = asha.ask("when").options[-1].value  # type: ignore[union-attr]
    asha.fills(when=chosen)
    moved = kept(group, hour)
    assert (moved.state, moved.absent) == (CheckInState.PLANNED, ())
    group.wait_until(moved.starts_at - A_MINUTE)
    for chat in (bernd, emine):
        chat.receives("checkin.now.title")


def test_only_the_mentor_moves_or_skips_the_hour_of_a_group(group: Company) -> None:
    asha, bernd, emine, carla = group.asha, group.bernd, group.emine, group.carla
    hour = coming(group, asha)
    for asked in (AskMove(hour.id), MoveCheckIn(hour.id), SkipCheckIn(hour.id)):
        bernd.forges(payload_of(asked))
        bernd.sees("refusal.mentor_only")
    for outsider, refusal in ((asha, "no_longer"), (carla, "not_yours")):
        stays_away(outsider, hour)
        outsider.sees(f"refusal.{refusal}")
    assert kept(group, hour) == hour
    asha.forges(payload_of(SkipCheckIn(hour.id)))
    asha.sees("checkin.skipped.mine")
    group.wait_until(hour.starts_at - timedelta(hours=1))
    for chat in (bernd, emine):
        told = chat.receives("checkin.skipped.partner")
        assert "checkin.button.take_back" not in keys_in(told)


def test_a_tandem_has_nobody_who_stays_away(company: Company) -> None:
    become_group(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    stays_away(company.bernd, hour)
    company.bernd.sees("refusal.no_longer")
    company.bernd.forges(payload_of(SkipCheckIn(hour.id)))
    company.bernd.sees("checkin.skipped.mine")


def test_a_mentee_who_has_not_prepared_does_not_hold_up_the_group(company: Company) -> None:
    asha, bernd, emine = company.asha, company.bernd, company.emine
    become_group(company, asha, bernd, emine, ready=())
    hour = coming(company, asha)
    prepared = SayReady(pairing_of(company, asha).id)
    asha.forges(payload_of(prepared), {"points": ("hour", "patience", "inside")})
    asha.sees("readiness.done")
    company.wait_until(hour.starts_at + A_MINUTE)
    assert kept(company, hour) == hour
    assert bernd.participant.ready == ()
    bernd.receives("checkin.now.title")
    emine.forges(payload_of(ShowLesson(pairing_of(company, asha).id, 4)))
    emine.sees("readiness.rules.title")


def test_a_mentee_is_reminded_to_prepare_though_her_hour_stands(company: Company) -> None:
    asha, bernd = company.asha, company.bernd
    begun = become_group(company, asha, bernd, company.emine, ready=())
    first = coming(company, asha)
    with company.turn() as store:
        store.save(replace(asha.participant, ready=("mentor",)))
        store.save(replace(first, starts_at=first.starts_at + timedelta(days=7)))
        turn = Turn(company.now, store, catalogue())
        readiness.remind_in_time(turn, tandem_of(turn, begun), coming(company, asha))
    company.wait_until(coming(company, asha).starts_at)
    bernd.receives("readiness.reminder.stays")
    asha.receives_nothing("readiness.reminder.title")


def test_a_mentor_who_has_not_prepared_moves_the_first_hour(company: Company) -> None:
    become_group(company, company.asha, company.bernd, company.emine, ready=())
    hour = coming(company, company.asha)
    company.wait_until(hour.starts_at)
    assert kept(company, hour) != hour
    company.asha.receives("readiness.moved.open")
    company.emine.receives("readiness.moved.open")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("seat", ["mentor", "mentee"])
def test_the_agenda_of_a_group_fills_its_hour(language: Language, seat: str) -> None:
    words = WORDS[language].templates
    parts = ("topic", "practice", "next_step")
    for first in ("first", "round", "round_step"):
        told = [words[f"agenda.together.{seat}.{part}"] for part in (first, *parts)]
        assert sum(int(re.findall(r"\d+", each)[0]) for each in told) == 60


def test_each_reads_the_agenda_of_her_seat(group: Company) -> None:
    hour = coming(group, group.asha)
    group.wait_until(hour.starts_at)
    group.asha.receives("agenda.together.mentor.first")
    group.emine.receives("agenda.together.mentee.first")
    assert len({each.week for each in check_ins(group, group.asha)}) >= 1
    assert pairing_of(group, group.asha).is_group_now


def test_who_is_left_with_the_mentor_can_still_come_after_all(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    for chat in (bernd, emine):
        stays_away(chat, hour)
    emine.forges(payload_of(Leave(emine.participant.id)))
    group.wait(minutes=1)
    bernd.forges(payload_of(ComeAfterAll(hour.id)))
    bernd.sees("checkin.card.title")
    group.wait_until(hour.starts_at - A_MINUTE)
    assert "Bernd Vogel" in plain(asha.receives("checkin.revived.title"))


def test_when_the_week_has_no_other_hour_for_all_the_answer_says_so(group: Company) -> None:
    hour = coming(group, group.asha)
    group.asha.changes(hours=WorkingHours("Europe/Berlin", time(10), time(11), frozenset({1})))
    group.asha.forges(payload_of(AskMove(hour.id)))
    group.asha.sees("checkin.move.none.title")


def test_an_hour_that_suits_one_of_them_no_longer_is_renewed_for_all(group: Company) -> None:
    afternoons = WorkingHours("Europe/Berlin", time(13), time(18), frozenset(range(5)))
    group.bernd.changes(hours=afternoons)
    with group.turn() as store:
        turn = Turn(group.now, store, catalogue())
        new_hours.hours_changed(turn, group.bernd.participant)
    group.wait(days=2)
    assert pairing_of(group, group.asha).hour.at >= time(13)
    for chat in (group.asha, group.bernd, group.emine):
        chat.receives("pairing.new_hour.title")
