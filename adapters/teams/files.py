"""A document for the reader alone: offered in her own chat, and laid into her OneDrive once she accepts.

Source: learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from adapters.teams.parts import PAYLOAD, Element
from bot.said import File, Message, every

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
# An address in an invoke can be forged: a person's own data goes to her company's OneDrive only.
ONEDRIVE = ".sharepoint.com"


def offers(said: Message, payload: str) -> list[Element]:
    """Return one activity for each file of a message; `payload` asks for that message again."""
    return [_offer(file, payload) for file in every(File, said)]


def wanted(said: Message, name: str) -> File | None:
    """Return the file of a message that was accepted, None where there is none."""
    files = every(File, said)
    return next((each for each in files if each.name == name), files[0] if files else None)


def is_onedrive(url: str) -> bool:
    """Tell whether a file may be laid there."""
    place = urlsplit(url)
    return place.scheme == "https" and str(place.hostname or "").endswith(ONEDRIVE)


def _offer(file: File, payload: str) -> Element:
    context: Mapping[str, str] = {PAYLOAD: payload}
    content = {
        "description": file.name,
        "sizeInBytes": len(file.content),
        "acceptContext": context,
        "declineContext": context,
    }
    shown = {"contentType": CONSENT, "name": file.name, "content": content}
    return {"type": "message", "summary": file.name, "attachments": [shown]}
