"""The story of Asha and Bernd on a real emulator, over HTTP and over Socket Mode: join to feedback."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.heard import Answer
from bot.model import CheckInState
from tests.people import Company
from tests.slack.emulator import BINARY, Emulator
from tests.slack.stage import staged
from tests.slack.workspace import words_of

pytestmark = pytest.mark.skipif(
    not BINARY.is_file(), reason="local-slack is not here: tests/tools/need_emulators"
)
Answers = Mapping[str, Answer]
MENTOR: Answers = {"purposes": ("matching",), "role": "mentor", "offers_more": "Social Media"}
MENTEE: Answers = {"purposes": ("matching",), "role": "mentee", "wants_more": "Social Media"}
SCREENS = 12  # more than the questionnaire has


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_asha_and_bernd_join_meet_and_say_how_it_was(
    company: Company, tmp_path: Path, way: str
) -> None:
    async with staged(company, tmp_path, way) as slack:
        await story(slack, company)


async def story(slack: Emulator, company: Company) -> None:
    """Both join, Hana sends a round, both say yes, they meet, Bernd says how it was."""
    await joins(slack, "UASHA", MENTOR)
    await joins(slack, "UBERND", MENTEE)
    await slack.types("UHANA", "match")
    await slack.presses("UHANA", "match.send:")
    waiting = await slack.presses("UASHA", "proposal.accept:")
    assert "proposal.accept" not in str(waiting["blocks"])  # what was pressed is edited
    await slack.presses("UBERND", "proposal.accept:")
    with company.turn() as store:
        (hour,) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))[:1]
    company.now = hour.starts_at + timedelta(hours=2)
    await slack.presses("UBERND", f"checkin.met:{hour.id}:1")
    thanks = await slack.presses("UBERND", f"feedback.useful:{hour.id}:5")
    assert words_of(thanks)
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    assert feedback is not None
    assert feedback.useful == 5


async def joins(slack: Emulator, user: str, answers: Answers) -> None:
    """Answer the questionnaire in its window, until it closes."""
    slack.view = None
    await slack.types(user, "join")
    for _ in range(SCREENS):
        shown = await slack.window()
        assert shown["callback_id"] in {"form", "waiting"}, shown
        await slack.submits(user, answers)
        if slack.view is None:
            return
    raise AssertionError(f"the questionnaire does not end: {slack.errors} {slack.view}")
