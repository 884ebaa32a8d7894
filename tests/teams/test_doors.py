"""Everyday life on Teams: words, buttons and forms, in the bot's own chat with somebody."""

import pytest

from tests.people import Company
from tests.teams.tenant import Human, Tenant, everything, options, shown


async def test_a_typed_command_is_answered_by_a_card(bernd: Human) -> None:
    status, _ = await bernd.types("program help")
    assert status == 200
    (said,) = bernd.teams.inbox(bernd.chat)
    assert "/program" in shown(bernd.card)
    assert said["summary"].startswith(bernd.card["body"][0]["text"])
    assert "replyToId" not in said


@pytest.mark.parametrize(
    "words",
    [
        "program hilfe",
        "/program hilfe",
        "<at>Kehrwert</at> program hilfe",
        "<at>Kehrwert</at>&nbsp;Program\u00a0HILFE\n",
        "ｐｒｏｇｒａｍ　ｈｉｌｆｅ",
        "hilfe",
    ],
)
async def test_all_spellings_of_a_command_are_the_same(bernd: Human, words: str) -> None:
    mention = {
        "type": "mention",
        "text": "<at>Kehrwert</at>",
        "mentioned": {"id": "28:bot-app", "name": "Kehrwert"},
    }
    await bernd.types(words, entities=[mention])
    assert "/program tandem" in shown(bernd.card)


async def test_the_questionnaire_stays_in_one_card(bernd: Human, company: Company) -> None:
    await bernd.types("mitmachen")
    await bernd.submits(purposes=("matching", "figures"))
    await bernd.submits(role="mentee")
    assert company.bernd.participant.state == "answering"
    assert len(bernd.cards) == 1
    assert "wants" in bernd.inputs


async def test_what_is_pressed_changes_at_once_and_everywhere(bernd: Human) -> None:
    await bernd.types("program")
    status, told = await bernd.presses("help")
    assert status == 200
    assert (told["statusCode"], told["type"]) == (200, "application/vnd.microsoft.card.adaptive")
    assert told["value"] == bernd.card
    assert len(bernd.teams.updates) == 1


async def test_problems_stand_above_their_question(bernd: Human) -> None:
    await bernd.types("mitmachen")
    await bernd.submits(purposes=())
    elements = everything(bernd.card)
    above = [each for each in elements if each.get("color") == "Attention"]
    assert len(above) == 1
    place = elements.index(above[0])
    assert elements[place + 1]["id"] == "several:purposes"


async def test_a_refusal_is_a_toast_and_leaves_the_card(bernd: Human) -> None:
    await bernd.types("program")
    before = bernd.card
    status, told = await bernd.forges("proposal.accept:99")
    assert status == 200
    assert told["type"] == "application/vnd.microsoft.activity.message"
    assert isinstance(told["value"], str)
    assert told["value"]
    assert bernd.card == before
    assert bernd.teams.updates == []


async def test_topics_are_found_while_typing(bernd: Human) -> None:
    value = {"queryText": "social", "queryOptions": {"skip": 0, "top": 15}, "dataset": "topics"}
    status, told = await bernd.does("invoke", name="application/search", value=value)
    assert status == 200
    assert told["type"] == "application/vnd.microsoft.search.searchResponse"
    assert "social_media" in [each["value"] for each in told["value"]["results"]]


async def test_several_topics_are_kept_apart(bernd: Human, company: Company) -> None:
    await bernd.types("mitmachen")
    await bernd.submits(purposes=("matching",))
    await bernd.submits(role="mentee")
    await bernd.submits(wants=("social_media", "ai_assistants"), wants_more="Agiles, auch klein")
    await bernd.presses("Zurück")
    assert {"social_media", "ai_assistants"} <= set(options(bernd.inputs["wants"]))


async def test_a_client_without_universal_actions_submits_the_same(bernd: Human) -> None:
    await bernd.types("program")
    number, _card = bernd.cards[-1]
    await bernd.does("message", text=None, value={"kehrwert": "help"}, replyToId=number)
    assert "/program tandem" in shown(bernd.card)
    assert len(bernd.cards) == 1


async def test_cancelling_a_form_leads_back_to_where_she_stands(bernd: Human) -> None:
    await bernd.types("mitmachen")
    await bernd.presses("Abbrechen")
    assert bernd.inputs == {}
    assert len(bernd.cards) == 1


async def test_a_destroying_button_asks_once_more_in_the_card(
    bernd: Human, company: Company
) -> None:
    await bernd.types("mitmachen")
    await bernd.submits(purposes=("matching",))
    await bernd.types("verlassen")
    kinds = [each.get("type") for each in everything(bernd.card)]
    assert "Action.Execute" in kinds


@pytest.mark.parametrize(
    "words", ["join", "profile", "pair", "pause", "leave", "status", "nonsense", "topics"]
)
async def test_every_word_is_answered(hana: Human, tenant: Tenant, words: str) -> None:
    assert (await hana.types(words))[0] == 200
    assert tenant.teams.inbox(hana.chat)
