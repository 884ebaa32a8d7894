"""What is owed goes out on Teams once; what goes wrong becomes patience, a doubt, or a reason."""

import asyncio

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import answering
from adapters.teams.answering import pause_after
from adapters.teams.api import Refused
from bot.model import Address, Language, Platform
from bot.ports import InDoubt, NoLookingUp, Throttled, Undeliverable
from bot.said import Message, Text
from tests.musterwerk import TEAMS
from tests.teams.fake import Trouble, refused
from tests.teams.tenant import Human, Tenant

HELLO = Message(Text("", {}, ("Hallo",)), language=Language.DE)


@pytest.fixture
async def address(bernd: Human) -> Address:
    """Bernd's address, after he and the bot have met."""
    await bernd.types("help")
    return Address(Platform.TEAMS, TEAMS, bernd.id)


async def test_a_message_arrives_in_the_chat_that_is_known(
    tenant: Tenant, bernd: Human, address: Address
) -> None:
    number = await tenant.connected.messenger.send(address, HELLO, "key")
    assert bernd.cards[-1] == (number, bernd.card)
    assert tenant.teams.called("converse") == []
    await tenant.connected.messenger.update(address, number, HELLO)
    assert tenant.teams.updates == [(bernd.chat, number)]


async def test_the_services_address_is_renewed_on_every_turn(
    tenant: Tenant, bernd: Human, address: Address
) -> None:
    tenant.teams.troubles["send"] = [refused(403, "MessageWritesBlocked")]
    with pytest.raises(Undeliverable):
        await tenant.connected.messenger.send(address, HELLO, "key")
    references = tenant.connected.messenger.references
    known = references.find(TEAMS, bernd.id)
    assert known is not None
    assert not known.reachable
    await bernd.types("help")
    known = references.find(TEAMS, bernd.id)
    assert known is not None
    assert (known.reachable, known.service_url) == (True, tenant.teams.service_url)


@pytest.mark.parametrize(
    ("trouble", "seconds"),
    [
        (refused(429, "TooManyRequests", **{"Retry-After": "7"}), 7),
        (refused(429, "TooManyRequests"), 10),
        (refused(412, "PreconditionFailed"), 10),
        (refused(502, "BadGateway", **{"Retry-After": "3"}), 3),
        (refused(504, "GatewayTimeout", **{"Retry-After": "4"}), 4),
    ],
)
async def test_patience_is_asked_for_in_seconds(
    tenant: Tenant, address: Address, trouble: Trouble, seconds: float
) -> None:
    tenant.teams.troubles["send"] = [trouble]
    with pytest.raises(Throttled) as refusal:
        await tenant.connected.messenger.send(address, HELLO, "key")
    assert refusal.value.seconds == seconds


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_what_broke_on_their_side_is_a_doubt(
    tenant: Tenant, address: Address, status: int
) -> None:
    tenant.teams.troubles["send"] = [refused(status, "ServiceError")]
    with pytest.raises(InDoubt):
        await tenant.connected.messenger.send(address, HELLO, "key")
    tenant.teams.troubles["update"] = [refused(status, "ServiceError")]
    with pytest.raises(Undeliverable) as passing:
        await tenant.connected.messenger.update(address, "1:1", HELLO)
    assert not passing.value.permanent


async def test_a_lost_answer_is_a_doubt(tenant: Tenant, address: Address) -> None:
    def lost() -> web.StreamResponse:
        raise ConnectionResetError

    tenant.teams.troubles["send"] = [lost]
    with pytest.raises(InDoubt):
        await tenant.connected.messenger.send(address, HELLO, "key")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "MessageWritesBlocked"),
        (403, "BotNotInConversationRoster"),
        (403, "BotDisabledByAdmin"),
        (404, "ConversationNotFound"),
    ],
)
async def test_what_trying_again_does_not_mend_has_a_reason(
    tenant: Tenant, address: Address, status: int, code: str
) -> None:
    tenant.teams.troubles["send"] = [refused(status, code)]
    with pytest.raises(Undeliverable) as refusal:
        await tenant.connected.messenger.send(address, HELLO, "key")
    assert refusal.value.permanent
    assert code not in refusal.value.reason


async def test_a_message_that_is_too_large_is_not_tried_again(
    tenant: Tenant, address: Address
) -> None:
    tenant.teams.troubles["send"] = [refused(413, "MessageSizeTooBig")]
    with pytest.raises(Undeliverable) as refusal:
        await tenant.connected.messenger.send(address, HELLO, "key")
    assert refusal.value.permanent


async def test_who_never_met_the_bot_may_do_so_later(tenant: Tenant) -> None:
    nobody = Address(Platform.TEAMS, TEAMS, "aad-nobody")
    with pytest.raises(Undeliverable) as refusal:
        await tenant.connected.messenger.send(nobody, HELLO, "key")
    assert not refusal.value.permanent


async def test_teams_lets_nobody_look(tenant: Tenant, address: Address) -> None:
    with pytest.raises(NoLookingUp):
        await tenant.connected.messenger.find(address, "key")


async def test_a_slow_sign_in_holds_up_nobody_else(tenant: Tenant, bernd: Human) -> None:
    tenant.teams.token_seconds = 0.3
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beating = asyncio.create_task(beat())
    await bernd.types("help")
    beating.cancel()
    assert beats > 10
    assert tenant.teams.tokens == 1


async def test_without_a_token_the_notice_waits(tenant: Tenant, bernd: Human) -> None:
    tenant.teams.expires_in = 1  # so that every message asks for a token
    await bernd.types("help")
    wrong = {"error": "invalid_client", "error_description": "AADSTS7000215"}
    tenant.teams.troubles["token"] = [lambda: web.json_response(wrong, status=401)]
    address = Address(Platform.TEAMS, TEAMS, bernd.id)
    with pytest.raises(Undeliverable) as refusal:
        await tenant.connected.messenger.send(address, HELLO, "key")
    assert not refusal.value.permanent


async def test_an_answer_that_teams_puts_off_arrives_a_little_later(
    tenant: Tenant, bernd: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PAUSES_SECONDS", (0.01, 0.01))
    tenant.teams.troubles["send"] = [
        refused(429, "TooManyRequests"),
        refused(412, "PreconditionFailed"),
    ]
    await bernd.types("help")
    assert len(bernd.cards) == 1


@given(st.floats(0, 4), st.floats(0.01, 2), st.floats(0, 1), st.floats(0, 1))
def test_nobody_waits_less_than_asked_for_nor_just_as_long_as_another(
    asked: float, pause: float, one: float, other: float
) -> None:
    refusal = Refused("TooManyRequests", 429, asked)
    waits = [pause_after(refusal, pause, chance) for chance in (one, other)]
    assert min(waits) >= (asked or pause / 2)
    assert max(waits) <= asked + pause * 1.5
    assert (waits[0] < waits[1]) == (one < other) or waits[0] == pytest.approx(waits[1])
