"""A document is offered in the person's own chat, and laid into her OneDrive when she accepts."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from adapters.teams.files import CONSENT, is_onedrive
from tests.people import Company
from tests.teams.fake import Json
from tests.teams.onedrive import UPLOAD, OneDrive, serving_onedrive
from tests.teams.tenant import Human, Tenant, running


@pytest.fixture
async def beyond(tmp_path: Path) -> AsyncIterator[tuple[OneDrive, aiohttp.TCPConnector]]:
    async with serving_onedrive(tmp_path) as beyond:
        yield beyond


@pytest.fixture
def drive(beyond: tuple[OneDrive, aiohttp.TCPConnector]) -> OneDrive:
    return beyond[0]


@pytest.fixture
async def tenant(
    company: Company, beyond: tuple[OneDrive, aiohttp.TCPConnector]
) -> AsyncIterator[Tenant]:
    async with running(company, connector=beyond[1]) as tenant:
        yield tenant


def offer(person: Human) -> tuple[str, Json]:
    """Return the document that is offered last, and the id of its message."""
    for (place, number), said in reversed(person.teams.messages.items()):
        for each in said.get("attachments") or ():
            if place == person.chat and each["contentType"] == CONSENT:
                return number, each
    raise AssertionError("nothing is offered")


async def accepts(person: Human, url: str = UPLOAD, action: str = "accept") -> int:
    number, shown = offer(person)
    value = {
        "type": "fileUpload",
        "action": action,
        "context": shown["content"]["acceptContext"],
        "uploadInfo": {"name": shown["name"], "uploadUrl": url, "fileType": "json"},
    }
    status, _ = await person.does(
        "invoke", name="fileConsent/invoke", value=value, replyToId=number
    )
    return status


async def test_ones_own_data_goes_to_ones_own_onedrive(bernd: Human, drive: OneDrive) -> None:
    await bernd.types("program meinedaten")
    number, shown = offer(bernd)
    assert await accepts(bernd) == 200
    (sent,) = drive.sent
    size = len(drive.laid[UPLOAD])
    assert sent["Content-Range"] == f"bytes 0-{size - 1}/{size}"
    assert "Authorization" not in sent  # the address alone is what lets us in
    assert shown["content"]["sizeInBytes"] == size
    assert "OneDrive" in bernd.teams.messages[bernd.chat, number]["text"]


async def test_it_tells_how_one_is_reached_on_teams(bernd: Human, drive: OneDrive) -> None:
    await bernd.types("program meinedaten")
    await accepts(bernd)
    told = json.loads(drive.laid[UPLOAD])
    assert told["person"]["email"] == "bernd.vogel@musterwerk.example"
    (reached,) = told["reached_through"]
    assert (reached["conversation"], reached["account"]) == (bernd.chat, bernd.account)
    assert reached["service_url"] == bernd.teams.service_url


async def test_what_onedrive_refuses_is_told(bernd: Human, drive: OneDrive) -> None:
    drive.status = 507
    await bernd.types("program meinedaten")
    number, _ = offer(bernd)
    assert await accepts(bernd) == 200
    assert drive.laid == {}
    assert "noch einmal" in bernd.teams.messages[bernd.chat, number]["text"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/upload",
        "http://musterwerk-my.sharepoint.com/upload",
        "https://sharepoint.com.evil.example/",
        "",
    ],
)
async def test_ones_own_data_goes_nowhere_else(bernd: Human, drive: OneDrive, url: str) -> None:
    await bernd.types("program meinedaten")
    assert await accepts(bernd, url) == 200
    assert drive.laid == {}
    assert not is_onedrive(url)


async def test_a_declined_document_goes_nowhere(bernd: Human, drive: OneDrive) -> None:
    await bernd.types("program meinedaten")
    assert await accepts(bernd, action="decline") == 200
    assert drive.laid == {}


async def test_nobody_gets_anothers_document(bernd: Human, drive: OneDrive) -> None:
    await bernd.types("program meinedaten")
    hana = Human(bernd.tenant, "hana", locale="en-GB")
    number, shown = offer(bernd)
    value = {
        "action": "accept",
        "context": shown["content"]["acceptContext"],
        "uploadInfo": {"name": shown["name"], "uploadUrl": UPLOAD},
    }
    await hana.does("invoke", name="fileConsent/invoke", value=value, replyToId=number)
    assert "bernd.vogel" not in drive.laid.get(UPLOAD, b"").decode()
