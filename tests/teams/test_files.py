"""A document is offered in the person's own chat, and laid into her OneDrive when she accepts."""

import json

import pytest

from adapters.teams.files import CONSENT, is_onedrive
from adapters.teams.messenger import TeamsApi
from tests.teams.fake import Json
from tests.teams.tenant import Human

ONEDRIVE = "https://musterwerk-my.sharepoint.com/personal/bernd/upload"


@pytest.fixture
def laid(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """OneDrive, which is beyond the fake's loopback."""
    laid: dict[str, bytes] = {}

    async def upload(_api: TeamsApi, url: str, content: bytes) -> None:
        laid[url] = content

    monkeypatch.setattr(TeamsApi, "upload", upload)
    return laid


def offer(person: Human) -> tuple[str, Json]:
    """Return the document that is offered last, and the id of its message."""
    for (place, number), said in reversed(person.teams.messages.items()):
        for each in said.get("attachments") or ():
            if place == person.chat and each["contentType"] == CONSENT:
                return number, each
    raise AssertionError("nothing is offered")


async def accepts(person: Human, url: str = ONEDRIVE, action: str = "accept") -> int:
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


async def test_ones_own_data_goes_to_ones_own_onedrive(
    bernd: Human, laid: dict[str, bytes]
) -> None:
    await bernd.types("program meinedaten")
    number, shown = offer(bernd)
    assert shown["content"]["sizeInBytes"] > 0
    assert await accepts(bernd) == 200
    assert "bernd.vogel@musterwerk.example" in json.dumps(json.loads(laid[ONEDRIVE]))
    assert "OneDrive" in bernd.teams.messages[bernd.chat, number]["text"]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/upload",
        "http://musterwerk-my.sharepoint.com/upload",
        "https://sharepoint.com.evil.example/",
        "",
    ],
)
async def test_ones_own_data_goes_nowhere_else(
    bernd: Human, laid: dict[str, bytes], url: str
) -> None:
    await bernd.types("program meinedaten")
    assert await accepts(bernd, url) == 200
    assert laid == {}
    assert not is_onedrive(url)


async def test_a_declined_document_goes_nowhere(bernd: Human, laid: dict[str, bytes]) -> None:
    await bernd.types("program meinedaten")
    assert await accepts(bernd, action="decline") == 200
    assert laid == {}


async def test_nobody_gets_anothers_document(bernd: Human, laid: dict[str, bytes]) -> None:
    await bernd.types("program meinedaten")
    hana = Human(bernd.tenant, "hana", locale="en-GB")
    number, shown = offer(bernd)
    value = {
        "action": "accept",
        "context": shown["content"]["acceptContext"],
        "uploadInfo": {"name": shown["name"], "uploadUrl": ONEDRIVE},
    }
    await hana.does("invoke", name="fileConsent/invoke", value=value, replyToId=number)
    assert "bernd.vogel" not in laid.get(ONEDRIVE, b"").decode()
