"""One group, two platforms: Asha teaches on Slack, Bernd and Emine learn on Teams, over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model import CheckIn, CheckInState, GoalState, Pairing, PairingState
from tests.flows.groups import begin_group
from tests.journeys.both import AtSlack, AtTeams, Both, both_platforms
from tests.people import Company

GOAL = "Jede*r schreibt einen Beitrag"
STEP = "Ein Reel schneiden und mitbringen"
SENTENCE = "Genau mein Tempo"
LEARNT = "Questions make me prepare better"


@pytest.fixture
async def both(company: Company) -> AsyncIterator[Both]:
    async with both_platforms(company) as both:
        yield both


def group(both: Both) -> Pairing:
    with both.company.turn() as store:
        return store.pairings_of(both.company.programme.id)[-1]


def coming(both: Both) -> CheckIn:
    with both.company.turn() as store:
        planned = store.check_ins_in(both.company.programme.id, (CheckInState.PLANNED,))
    return next(each for each in planned if each.starts_at > both.company.now)


def kept(both: Both, hour: CheckIn) -> CheckIn:
    with both.company.turn() as store:
        found = store.get(CheckIn, hour.id)
    assert found is not None
    return found


async def test_a_group_from_its_first_hour_to_its_farewell(both: Both) -> None:
    await they_hear_of_their_group(both)
    await they_get_ready(both)
    await they_agree_on_a_goal(both)
    await one_stays_away_and_the_others_meet(both)
    await one_rests_and_comes_back(both)
    await they_part(both)
    both.company.assert_nothing_failed()


async def they_hear_of_their_group(both: Both) -> None:
    company = both.company
    for person in (both.asha, both.bernd, both.emine):
        await person.types("hilfe")
    begin_group(company, company.asha, company.bernd, company.emine)
    await both.settle()
    both.asha.reads("Bernd Vogel and Emine Kaya are looking forward")
    for person in (both.bernd, both.emine):
        person.reads("Die erste Stunde eurer Gruppe")
        person.reads("nimmt sich eine Stunde für eure Fragen")
    await both.bernd.types("gruppe")
    both.bernd.reads("Deine Gruppe")


async def they_get_ready(both: Both) -> None:
    """Only the mentor's preparation is waited for; Emine takes her time."""
    pairing = group(both)
    people: tuple[tuple[AtSlack | AtTeams, tuple[str, ...]], ...] = (
        (both.asha, ("hour", "patience", "inside")),
        (both.bernd, ("rules",)),
    )
    for person, points in people:
        for page in (1, 2, 3, 4):
            await person.presses(f"ready.lesson:{pairing.id}:{page}")
        await person.presses("ready.ask")
        await person.submits(points=points)
    both.asha.reads("You're ready for your group")
    both.bernd.reads("Du bist bereit für deine Gruppe")


async def they_agree_on_a_goal(both: Both) -> None:
    pairing = group(both)
    await both.bernd.types("gruppe")
    await both.bernd.presses(f"goal.show:{pairing.id}")
    await both.bernd.presses(f"goal.ask:{pairing.id}")
    await both.bernd.submits(words=GOAL)
    both.bernd.reads("1 von 3")
    await both.wait(days=1)
    await both.emine.presses("goal.agree:")
    both.emine.reads("Du bist dafür")
    await both.asha.presses("goal.agree:")
    both.asha.reads("Agreed!")
    with both.company.turn() as store:
        (goal,) = store.goals_of(pairing.id)
    assert goal.state is GoalState.AGREED


async def one_stays_away_and_the_others_meet(both: Both) -> None:
    hour = coming(both)
    await both.emine.presses(f"checkin.away:{hour.id}")
    both.emine.reads("Deine Gruppe trifft sich trotzdem")
    await both.wait_until(hour.starts_at)
    both.asha.reads("Can't come this time: Emine Kaya")
    await both.wait_until(hour.starts_at + timedelta(hours=2))
    await both.bernd.presses(f"checkin.met:{hour.id}:1")
    assert kept(both, hour).state is CheckInState.MET
    await both.bernd.presses(f"feedback.useful:{hour.id}:5")
    await both.bernd.presses(f"feedback.exchanged:{hour.id}:1")
    both.bernd.reads("Passt die Gruppe für dich?")
    await both.bernd.presses(f"fit.say:{group(both).id}:fits")
    await both.bernd.presses(f"step.ask:{hour.id}")
    await both.bernd.submits(step=STEP)
    await both.bernd.presses(f"feedback.ask_sentence:{hour.id}")
    both.bernd.reads("Nur Asha Rao")
    await both.bernd.submits(sentence=SENTENCE, reader="partner")
    await both.wait_until(coming(both).starts_at)
    both.asha.reads(SENTENCE)
    for person in (both.asha, both.bernd, both.emine):
        person.reads(STEP)


async def one_rests_and_comes_back(both: Both) -> None:
    await both.emine.types("pause")
    both.emine.reads("Deine Gruppe trifft sich weiter")
    await both.emine.submits()
    hour = coming(both)
    await both.wait_until(hour.starts_at + timedelta(hours=2))
    both.asha.reads("is taking a break")
    await both.asha.presses(f"checkin.met:{hour.id}:1")
    await both.emine.types("weiter")
    await both.wait_until(coming(both).starts_at)
    both.asha.reads("is back in your group")
    assert group(both).state is PairingState.ACTIVE


async def they_part(both: Both) -> None:
    """Each looks in now and then until the last week is over; then they say goodbye."""
    while group(both).state is not PairingState.COMPLETED:
        await both.wait(days=4)
        for person in (both.asha, both.bernd, both.emine):
            await person.types("hilfe")
    await both.wait(days=5)
    pairing = group(both)
    both.bernd.reads("Eure Gruppe ist abgeschlossen")
    await both.asha.presses(f"ending.ask_takeaway:{pairing.id}")
    await both.asha.submits(takeaway=LEARNT)
    await both.bernd.presses(f"ending.next:{pairing.id}:on")
    await both.asha.presses(f"ending.next:{pairing.id}:on")
    await both.wait(days=4)
    for person in (both.bernd, both.emine):
        person.reads(LEARNT)
    both.bernd.reads("Weiter treffen möchten sich auch")
