"""How somebody begins to join, up to the choice of her role."""

from tests.people import Chat

AGREED = ("matching", "figures")


def joins_as(chat: Chat, role: str) -> None:
    """Consent to everything and choose a role; the next screen is open then."""
    chat.says("/program join")
    chat.fills(purposes=AGREED)
    chat.fills(role=role)
