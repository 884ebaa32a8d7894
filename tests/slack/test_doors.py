"""What comes in at /slack/events goes through the real Bolt app, and its answer is seen on Slack."""

import pytest

from tests.people import Company
from tests.slack.workspace import Human, Workspace, words_of


async def test_a_command_is_answered_where_only_she_sees_it(asha: Human) -> None:
    status, said = await asha.types("help")
    assert status == 200
    assert said["response_type"] == "ephemeral"
    assert "/program" in words_of(said)
    assert len(asha.slack.responses) == 1
    assert asha.slack.called("chat.postMessage") == []


async def test_joining_opens_a_window_and_every_screen_updates_it(
    asha: Human, company: Company
) -> None:
    await asha.types("join")
    assert len(asha.slack.called("views.open")) == 1
    answer = await asha.submits(purposes=("matching",))
    assert answer["response_action"] == "update"
    assert "1" not in answer["view"]["title"]["text"]
    assert company.asha.participant.state == "answering"


async def test_problems_stand_at_their_field(asha: Human) -> None:
    await asha.types("join")
    answer = await asha.submits(purposes=())
    assert answer["response_action"] == "errors"
    (block,) = answer["errors"]
    assert block.startswith("purposes@")


async def test_words_in_the_conversation_are_answered_there(asha: Human) -> None:
    await asha.writes("help")
    (said,) = asha.slack.inbox("UASHA")
    assert "/program" in words_of(said)


async def test_app_home_shows_where_somebody_stands(asha: Human) -> None:
    home = await asha.opens_home()
    assert home["type"] == "home"
    await asha.presses("Auf Deutsch", {**home, "id": "V"})
    await asha.presses("Wo ich stehe", asha.slack.homes["UASHA"])
    assert "Einstellungen" in words_of(asha.slack.homes["UASHA"])
    await asha.presses("Was ich kann", asha.slack.homes["UASHA"])
    assert "Wo ich stehe" in words_of(asha.slack.homes["UASHA"])


async def test_a_pressed_message_is_edited(workspace: Workspace, asha: Human) -> None:
    await asha.writes("help")
    await asha.writes("leave")
    await asha.writes("hello there")
    said = asha.slack.inbox("UASHA")[0]
    await asha.forges("home", said)
    (changed, *_) = asha.slack.inbox("UASHA")
    assert changed["edited"]
    assert asha.slack.called("chat.update")[0]["ts"] == said["ts"]


@pytest.mark.parametrize(
    "words", ["join", "profile", "pair", "pause", "leave", "status", "nonsense"]
)
async def test_every_word_is_answered(asha: Human, words: str) -> None:
    await asha.types(words)
    assert asha.slack.responses or asha.slack.views or asha.slack.inbox("UASHA")
