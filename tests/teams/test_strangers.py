"""Who is let in and who is not: forgers, strangers, guests, and people who leave."""

import json
import time
from collections.abc import AsyncIterator

import pytest

from bot.model import Address, Platform
from tests.people import Company
from tests.teams.tenant import Human, Tenant

HOUR = 3600


def past(seconds: int) -> dict[str, object]:
    now = int(time.time())
    return {"nbf": now - seconds - HOUR, "exp": now - seconds}


@pytest.mark.parametrize(
    "claims",
    [
        past(2 * HOUR),
        {"aud": "somebody-elses-bot"},
        {"iss": "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"},
        {"iss": None},
        {"serviceurl": "https://elsewhere.example/"},
        {"nbf": int(time.time()) + HOUR},
    ],
)
async def test_a_token_that_is_not_for_us_is_unauthorised(
    bernd: Human, claims: dict[str, object]
) -> None:
    token = bernd.teams.signed("", **claims)
    status, _ = await bernd.sends(bernd.activity("message", text="help"), token=token)
    assert status == 401
    assert bernd.cards == []


@pytest.mark.parametrize("token", ["garbage", "a.b.c", "", "x" * 4_000])
async def test_a_token_that_is_none_is_unauthorised(bernd: Human, token: str) -> None:
    status, _ = await bernd.sends(bernd.activity("message", text="help"), token=token)
    assert status == 401


async def test_a_token_with_another_signature_is_unauthorised(bernd: Human) -> None:
    head, body, _signature = bernd.teams.signed().split(".")
    _head, _body, other = bernd.teams.signed(jti="another").split(".")
    activity = bernd.activity("message", text="help")
    status, _ = await bernd.sends(activity, token=f"{head}.{body}.{other}")
    assert status == 401


@pytest.mark.parametrize(
    "facts",
    [
        {"channelData": {"tenant": {"id": "foreign"}}, "conversation": {"id": "a:1"}},
        {"channelData": {"tenant": {"id": "foreign"}}},  # the conversation names ours
        {"channelData": {}, "conversation": {"id": "a:1"}},
        {"channelId": "emulator"},
        {"channelId": "directline"},
    ],
)
async def test_a_good_token_of_a_stranger_is_forbidden(
    bernd: Human, facts: dict[str, object]
) -> None:
    status, _ = await bernd.does("message", **{"text": "help", **facts})
    # The keys vouch for Teams alone: another channel's token is none.
    assert status == (403 if facts.get("channelId", "msteams") == "msteams" else 401)
    assert bernd.teams.messages == {}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"type": 1}',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"type": "message"}',
        b'{"type": "message", "serviceUrl": "http://elsewhere.example/"}',
        b'{"type": "message", "serviceUrl": "https://x/", "attachments": 7}',
    ],
)
async def test_what_is_no_activity_is_a_bad_request(tenant: Tenant, raw: bytes) -> None:
    assert (await tenant.send(None, raw=raw))[0] in {400, 401}
    if b"https://x/" not in raw:
        assert (await tenant.send(None, raw=raw))[0] == 400


async def test_other_methods_are_not_allowed(tenant: Tenant) -> None:
    assert tenant.client is not None
    for method in ("GET", "PUT", "DELETE"):
        async with tenant.client.request(method, "/api/messages") as answer:
            assert answer.status == 405


async def test_a_request_that_is_too_large_is_not_read(bernd: Human, tenant: Tenant) -> None:
    body = bernd.activity("message", text="x" * 300_000)
    assert (await tenant.send(body))[0] == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 1024

    assert (await tenant.send(None, raw=endless()))[0] == 413


@pytest.mark.parametrize(
    "facts",
    [
        {"userRole": "guest"},
        {"userRole": "anonymous"},
        {"tenantId": "another-tenant"},
        {"userPrincipalName": "dora_partner.example#EXT#@musterwerk.example"},
    ],
)
async def test_guests_are_told_so_and_become_nobody(
    tenant: Tenant, company: Company, facts: dict[str, object]
) -> None:
    guest = tenant.teams.members["29:carla"] | facts
    tenant.teams.members["29:carla"] = guest
    carla = Human(tenant, "carla", locale="en-GB")
    await carla.types("join")
    assert "form" not in json.dumps(carla.card).casefold()
    assert carla.inputs == {}


async def test_an_email_counts_only_from_the_roster(tenant: Tenant, company: Company) -> None:
    dora = Human(tenant, "dora", locale="en-GB")
    await dora.types(
        "join",
        **{
            "from": {
                "id": "29:dora",
                "aadObjectId": "aad-dora",
                "email": "hana.weiss@musterwerk.example",
                "name": "Hana Weiss",
            }
        },
    )
    assert dora.inputs == {}
    with company.turn() as store:
        assert store.person_at(Address(Platform.TEAMS, "musterwerk-tenant", "aad-dora")) is None


async def test_the_presser_is_whoever_sent_it_and_not_the_cards_data(
    bernd: Human, company: Company
) -> None:
    await bernd.types("program")
    forged = {"from": {"aadObjectId": "aad-hana"}, "aadObjectId": "aad-hana", "user": "aad-hana"}
    _status, told = await bernd.forges("match", **forged)
    assert told["type"].endswith("activity.message") or "HR" in json.dumps(told)
    with company.turn() as store:
        assert store.draft_round(company.programme.id) is None


@pytest.mark.parametrize(
    "chore", ["round.solve:1", "proposal.expire:1", "person.depart:1", "depart:1"]
)
async def test_a_chore_in_a_button_does_nothing(bernd: Human, company: Company, chore: str) -> None:
    await bernd.types("program")
    _status, told = await bernd.forges(chore)
    assert told["type"] == "application/vnd.microsoft.activity.message"
    assert company.bernd.person.employed


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kehrwert": 7},
        {"kehrwert": None, "asked": "everything"},
        {"kehrwert": "join:1", "asked": ["several:purposes"] * 500},
        {"kehrwert": "join:1", "asked": [1, None, {}]},
        {"kehrwert": "join:1", "asked": ["several:purposes"], "several:purposes": {"a": 1}},
        {"kehrwert": "x" * 100_000},
        {"kehrwert": "join:1\x00", "asked": ["one:\ud800"]},
    ],
)
async def test_forged_data_of_any_shape_is_answered_politely(
    bernd: Human, company: Company, data: dict[str, object]
) -> None:
    value = {"action": {"type": "Action.Execute", "verb": "press", "data": data}}
    status, told = await bernd.does("invoke", name="adaptiveCard/action", value=value)
    assert status == 200
    assert told["statusCode"] == 200
    company.assert_nothing_failed()
