"""One programme, two platforms: Asha mentors on Slack, Bernd learns on Teams, both over HTTP."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.model import Cadence, CheckIn, CheckInState, GoalState, Pairing, PairingState
from tests.journeys.both import Both, both_platforms
from tests.people import Chat, Company

GOAL = "Meinen nächsten Beitrag schreibe ich selbst"
STEP = "Cut a reel and bring it along"


@pytest.fixture
async def both(company: Company) -> AsyncIterator[Both]:
    async with both_platforms(company) as both:
        yield both


def tandem(both: Both) -> Pairing:
    with both.company.turn() as store:
        return store.pairings_of(both.company.programme.id)[-1]


def coming(both: Both) -> CheckIn:
    with both.company.turn() as store:
        planned = store.check_ins_in(both.company.programme.id, (CheckInState.PLANNED,))
    return next(each for each in planned if each.starts_at > both.company.now)


async def test_a_tandem_from_joining_to_its_end(both: Both) -> None:
    await they_become_a_tandem(both)
    await they_get_ready(both)
    await they_agree_on_a_goal(both)
    await they_meet(both)
    await they_miss_two_hours_and_slow_down(both)
    await they_reach_the_end(both)
    both.company.assert_nothing_failed()


async def they_become_a_tandem(both: Both) -> None:
    asha, bernd, hana = both.asha, both.bernd, both.hana
    await asha.joins()
    await bernd.joins()
    assert bernd.human.teams.called("converse") == []
    await hana.types("match")
    await both.settle()
    await hana.presses("match.send:")
    await both.settle()
    bernd.reads("Ein Vorschlag für dich")
    bernd.reads("Asha Rao")  # by name: who is only on Slack cannot be mentioned here
    await bernd.presses("proposal.accept:")
    await asha.presses("proposal.accept:")
    await both.settle()
    bernd.reads("Deine erste Stunde mit")
    asha.reads("Bernd Vogel")


async def they_get_ready(both: Both) -> None:
    """Lessons and ground rules, each in the own seat and language."""
    pairing = tandem(both)
    for person, points in ((both.asha, ("hour", "patience", "inside")), (both.bernd, ("rules",))):
        for page in (1, 2, 3, 4):
            await person.presses(f"ready.lesson:{pairing.id}:{page}")
        await person.presses("ready.ask")
        await person.submits(points=points)
    both.asha.reads("You're ready for")
    both.bernd.reads("Du bist bereit für")


async def they_agree_on_a_goal(both: Both) -> None:
    pairing = tandem(both)
    await both.bernd.types("tandem")
    await both.bernd.presses(f"goal.show:{pairing.id}")
    await both.bernd.presses(f"goal.ask:{pairing.id}")
    await both.bernd.submits(words=GOAL)
    await both.wait(days=1)  # her day has had its message
    both.asha.reads(GOAL)
    await both.asha.presses("goal.agree:")
    with both.company.turn() as store:
        (goal,) = store.goals_of(pairing.id)
    assert (goal.state, goal.words) == (GoalState.AGREED, GOAL)


async def they_meet(both: Both) -> None:
    """Two taps on each platform, whether it fits, and a next step that stands on the next agenda."""
    hour = coming(both)
    await both.wait_until(hour.starts_at + timedelta(hours=2))
    for person, useful in ((both.bernd, 5), (both.asha, 4)):
        await person.presses(f"checkin.met:{hour.id}:1")
        await person.presses(f"feedback.useful:{hour.id}:{useful}")
        await person.presses(f"feedback.exchanged:{hour.id}:1")
        await person.presses(f"fit.say:{tandem(both).id}:fits")
    await both.asha.presses(f"step.ask:{hour.id}")
    await both.asha.submits(step=STEP)
    with both.company.turn() as store:
        told = [store.feedback_by(hour.id, chat.person_id) for chat in people(both)]
    assert [each.useful for each in told if each] == [4, 5]
    await both.wait_until(coming(both).starts_at)
    both.bernd.reads(STEP)


def people(both: Both) -> tuple[Chat, ...]:
    return both.company.asha, both.company.bernd


async def they_miss_two_hours_and_slow_down(both: Both) -> None:
    for _ in range(2):
        hour = coming(both)
        await both.wait_until(hour.starts_at + timedelta(hours=2))
        await both.bernd.presses(f"checkin.met:{hour.id}:0")
    await both.wait(days=4)
    pairing = tandem(both)
    await both.asha.presses(f"rhythm.ask:{pairing.id}")
    await both.asha.submits(rhythm=Cadence.FORTNIGHTLY.value)
    both.asha.reads("Your proposal is with")
    await both.wait(days=3)
    await both.bernd.presses(f"rhythm.agree:{pairing.id}")
    assert tandem(both).hour.cadence is Cadence.FORTNIGHTLY


async def they_reach_the_end(both: Both) -> None:
    await both.wait(weeks=13)
    assert tandem(both).state is PairingState.COMPLETED
