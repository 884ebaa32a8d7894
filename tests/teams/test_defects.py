"""The ten defects of the SDK's last release: each shown where that is cheap, and each survived."""

import asyncio
from unittest.mock import Mock

import pytest
from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.integration.aiohttp import (
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
)
from botbuilder.schema import Activity, AdaptiveCardInvokeResponse
from botframework.connector.auth.jwt_token_extractor import _OpenIdMetadata

from adapters.teams.api import Refused, Spot
from adapters.teams.messenger import TeamsApi
from bot.model import Address, Platform
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.fake import published, refused
from tests.teams.tenant import BOT, Human, Tenant


class Anybody:
    """Settings with which the SDK takes everybody."""

    APP_ID = ""
    APP_PASSWORD = ""


async def test_1_an_invoke_is_answered_with_a_card_and_not_with_500(bernd: Human) -> None:
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(Anybody))

    class Bot:
        async def on_turn(self, context: TurnContext) -> None:
            answer = InvokeResponse(status=200, body={"statusCode": 200})
            await context.send_activity(Activity(type="invokeResponse", value=answer))

    request = Mock(method="POST", headers={"Content-Type": "application/json"})

    async def body() -> object:
        return bernd.activity("invoke", name="adaptiveCard/action", value={})

    request.json = body
    with pytest.raises((TypeError, AttributeError)):
        await adapter.process(request, Bot())
    await bernd.types("program")
    status, told = await bernd.presses("help")
    assert (status, told["statusCode"]) == (200, 200)


async def test_2_the_tenant_is_read_from_the_wire(bernd: Human, company: Company) -> None:
    body = bernd.activity("message", text="help")
    assert Activity().deserialize(body).conversation.tenant_id is None
    await bernd.types("help")
    with company.turn() as store:
        assert store.person_at(Address(Platform.TEAMS, TEAMS, bernd.id)) is not None


async def test_3_a_toast_is_a_plain_sentence(bernd: Human) -> None:
    told = AdaptiveCardInvokeResponse(status_code=200, type="message", value="words").serialize
    with pytest.raises(Exception, match="str"):
        told()
    await bernd.types("program")
    _status, answer = await bernd.forges("proposal.accept:99")
    assert isinstance(answer["value"], str)


async def test_4_a_storm_of_refusals_is_waited_out(
    bernd: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.answering.PAUSES_SECONDS", (0.01, 0.01))
    storm = [refused(429, "TooManyRequests"), refused(412, "PreconditionFailed")]
    bernd.teams.troubles["send"] = storm
    await bernd.types("help")
    assert len(bernd.cards) == 1
    assert len(bernd.teams.called("send")) == 3


async def test_5_many_messages_take_one_token_and_few_connections(tenant: Tenant) -> None:
    api = tenant.connected.messenger.api
    tenant.teams.token_seconds, tenant.teams.send_seconds = 0.05, 0.02
    spot = Spot(tenant.teams.service_url, "a:29:bernd")
    wave = [api.send(spot, {"text": str(number)}) for number in range(100)]
    sent = await asyncio.gather(*wave)
    opened = len(tenant.teams.connections)
    again = [await api.send(spot, {"text": "again"}) for _ in range(20)]
    assert len({*sent, *again}) == 120
    assert tenant.teams.tokens == 1
    assert len(tenant.teams.connections) == opened  # those that stood were used again


@pytest.mark.parametrize(
    ("token", "raw", "status"),
    [("garbage", None, 401), ("", None, 401), (None, b"{", 400)],
)
async def test_6_what_is_wrong_gets_its_own_status(
    tenant: Tenant, bernd: Human, token: str | None, raw: bytes | None, status: int
) -> None:
    body = bernd.activity("message", text="help")
    assert (await tenant.send(body, token=token, raw=raw))[0] == status


async def test_7_a_new_signing_key_is_fetched_when_it_is_first_seen(
    bernd: Human, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = _OpenIdMetadata("https://keys.example/")
    theirs.keys = [published("key-1")]
    with pytest.raises(IndexError):
        theirs._find("key-2")  # noqa: SLF001 the SDK's own fault, shown
    await bernd.types("help")
    bernd.teams.keys.append("key-2")
    monkeypatch.setattr("adapters.teams.keys.LOOK_AGAIN_SECONDS", 0.0)
    assert (await bernd.types("help"))[0] == 200
    assert bernd.teams.looks == 2


async def test_7_a_forger_cannot_make_us_look_all_the_time(bernd: Human) -> None:
    await bernd.types("help")
    for number in range(5):
        token = bernd.teams.signed(f"forged-{number}")
        status, _ = await bernd.sends(bernd.activity("message", text="help"), token=token)
        assert status == 401
    assert bernd.teams.looks == 1


async def test_7_without_any_key_nobody_is_called_a_forger(bernd: Human) -> None:
    def down() -> web.Response:
        return web.Response(status=503)

    bernd.teams.troubles["keys"] = [down] * 2
    assert (await bernd.types("help"))[0] == 503
    assert (await bernd.types("help"))[0] in {200, 503}


async def test_8_a_good_token_of_another_tenant_is_refused(bernd: Human) -> None:
    foreign = {"tenant": {"id": "somebody-elses-tenant"}}
    conversation = {"id": bernd.chat, "conversationType": "personal"}
    status, _ = await bernd.does(
        "message", text="help", channelData=foreign, conversation=conversation
    )
    assert (status, bernd.cards) == (403, [])


async def test_9_an_activity_that_comes_three_times_is_answered_once(bernd: Human) -> None:
    twice = bernd.activity("message", text="mitmachen")
    for _ in range(3):
        assert (await bernd.sends(twice))[0] == 200
    assert len(bernd.cards) == 1


async def test_10_neither_a_missing_text_nor_a_reply_gets_in_the_way(bernd: Human) -> None:
    body = bernd.activity("message", text=None, value={"kehrwert": "help"})
    mention = {"type": "mention", "text": "<at>Kehrwert</at>", "mentioned": {"id": BOT}}
    with pytest.raises((TypeError, AttributeError)):
        TurnContext.remove_recipient_mention(
            Activity().deserialize({**body, "entities": [mention]})
        )
    assert (await bernd.sends(body))[0] == 200
    sent = bernd.teams.called("send")
    assert sent
    assert all("replyToId" not in each for each in sent)


async def test_the_error_page_of_a_gateway_keeps_its_status(tenant: Tenant) -> None:
    def page() -> web.Response:
        return web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html")

    tenant.teams.troubles["send"] = [page]
    api: TeamsApi = tenant.connected.messenger.api  # type: ignore[assignment]
    with pytest.raises(Refused) as refusal:
        await api.send(Spot(tenant.teams.service_url, "a:1"), {"text": "hello"})
    assert refusal.value.status == 502
