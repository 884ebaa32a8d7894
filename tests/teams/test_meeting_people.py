"""Where the bot meets people: for oneself, in a group, in a channel; private things stay so."""

from typing import Any

import pytest

from bot.model import Address, Platform
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.fake import Json, refused
from tests.teams.tenant import BOT, Human, Tenant, shown

MENTION = {"type": "mention", "text": "<at>Kehrwert</at>", "mentioned": {"id": BOT}}
GROUP = "19:group@thread.v2"


def installing(person: Human) -> Json:
    return person.activity("installationUpdate", action="add")


def added(person: Human) -> Json:
    return person.activity("conversationUpdate", membersAdded=[{"id": BOT}, {"id": "29:x"}])


async def test_whoever_adds_the_bot_is_welcomed_once(bernd: Human) -> None:
    for activity in (installing(bernd), added(bernd), installing(bernd), added(bernd)):
        assert (await bernd.sends(activity))[0] == 200
    assert len(bernd.cards) == 1
    bernd.reads("Mitmachen")


async def test_removing_and_adding_again_repeats_no_welcome(
    bernd: Human, tenant: Tenant, company: Company
) -> None:
    await bernd.sends(installing(bernd))
    await bernd.does("installationUpdate", action="remove")
    known = tenant.connected.messenger.references.find(TEAMS, bernd.id)
    assert known is not None
    assert not known.reachable
    await bernd.sends(installing(bernd))
    assert len(bernd.cards) == 1
    known = tenant.connected.messenger.references.find(TEAMS, bernd.id)
    assert known is not None
    assert known.reachable


async def test_a_welcomed_person_can_be_written_to(bernd: Human, company: Company) -> None:
    await bernd.sends(installing(bernd))
    with company.turn() as store:
        (first, *_) = store.addresses_of(company.bernd.person_id)
    assert first == Address(Platform.TEAMS, TEAMS, bernd.id)


def in_group(kind: str = "groupChat") -> dict[str, Any]:
    return {"conversation": {"id": GROUP, "conversationType": kind, "tenantId": TEAMS}}


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_what_is_asked_in_a_group_is_answered_privately(
    bernd: Human, tenant: Tenant, kind: str
) -> None:
    await bernd.types("<at>Kehrwert</at> program", entities=[MENTION], **in_group(kind))
    (public,) = tenant.teams.inbox(GROUP)
    assert not public.get("attachments")
    assert "eigenen Chat" in public["text"]
    assert "Mitmachen" in shown(bernd.card)


@pytest.mark.parametrize("kind", ["groupChat", "channel"])
async def test_hana_announces_where_she_names_the_bot(
    hana: Human, tenant: Tenant, kind: str
) -> None:
    await hana.types("<at>Kehrwert</at> announce here", entities=[MENTION], **in_group(kind))
    (public,) = tenant.teams.inbox(GROUP)
    assert "join:" in str(public["attachments"])


async def test_who_presses_an_announcement_is_asked_in_her_own_chat(
    hana: Human, bernd: Human, tenant: Tenant
) -> None:
    await hana.types("<at>Kehrwert</at> announce here", entities=[MENTION], **in_group())
    (public,) = tenant.teams.inbox(GROUP)
    action = {"type": "Action.Execute", "verb": "press", "data": {"kehrwert": "join:1"}}
    _, told = await bernd.does(
        "invoke",
        name="adaptiveCard/action",
        replyToId="post",
        value={"action": action},
        **in_group(),
    )
    assert "eigenen Chat" in told["value"]
    assert "purposes" in str(bernd.card)
    assert tenant.teams.inbox(GROUP) == [public]
    assert tenant.teams.called("update") == []


async def test_the_private_chat_is_begun_once(bernd: Human, tenant: Tenant) -> None:
    for _ in range(3):
        await bernd.types("<at>Kehrwert</at> help", entities=[MENTION], **in_group())
    assert len(tenant.teams.called("converse")) == 1
    assert len(bernd.cards) == 3


async def test_who_cannot_be_written_to_is_told_how(bernd: Human, tenant: Tenant) -> None:
    tenant.teams.troubles["converse"] = [refused(403, "BotNotInConversationRoster")]
    await bernd.types("<at>Kehrwert</at> program", entities=[MENTION], **in_group())
    (public,) = tenant.teams.inbox(GROUP)
    assert "App" in public["text"]
    assert bernd.cards == []


async def test_what_others_say_in_a_group_is_not_heard(bernd: Human, tenant: Tenant) -> None:
    await bernd.types("program status", **in_group())
    other = {"type": "mention", "text": "<at>Emine</at>", "mentioned": {"id": "29:emine"}}
    await bernd.types("<at>Emine</at> program status", entities=[other], **in_group())
    assert tenant.teams.messages == {}


async def test_a_slash_command_in_a_group_is_meant_for_the_bot(
    bernd: Human, tenant: Tenant
) -> None:
    await bernd.types("/program help", **in_group())
    assert len(bernd.cards) == 1


async def test_an_install_in_a_group_says_nothing(bernd: Human, tenant: Tenant) -> None:
    await bernd.does("installationUpdate", action="add", **in_group())
    await bernd.does("conversationUpdate", membersAdded=[{"id": BOT}], **in_group())
    assert tenant.teams.messages == {}


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "event", "something.new"])
async def test_what_needs_no_answer_gets_none(bernd: Human, kind: str) -> None:
    status, _ = await bernd.does(kind)
    assert (status, bernd.cards) == (200, [])


async def test_another_bot_is_nobody(bernd: Human) -> None:
    sender = {"id": "28:another", "name": "Another"}
    status, _ = await bernd.types("program", **{"from": sender})
    assert (status, bernd.cards) == (200, [])


async def test_an_invoke_that_is_not_ours_is_not_implemented(bernd: Human) -> None:
    status, _ = await bernd.does("invoke", name="task/fetch", value={})
    assert status == 501


async def test_forgetting_leaves_no_way_to_write(
    bernd: Human, tenant: Tenant, company: Company
) -> None:
    await bernd.types("program vergessen")
    await bernd.presses("forget:")
    assert tenant.connected.messenger.references.find(TEAMS, bernd.id) is None
