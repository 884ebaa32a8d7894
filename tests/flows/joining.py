"""How somebody joins: up to the choice of her role, or to the end."""

from bot.model import Round, RoundState
from tests.people import Chat, Company

AGREED = ("matching", "figures")


def joins_as(chat: Chat, role: str) -> None:
    """Consent to everything and choose a role; the next screen is open then."""
    chat.says("/program join")
    chat.fills(purposes=AGREED)
    chat.fills(role=role)


def joins(chat: Chat, role: str = "mentee", topic: str = "social_media") -> None:
    """Answer the whole questionnaire."""
    joins_as(chat, role)
    chat.fills(**{"offers" if role == "mentor" else "wants": (topic,)})
    for _ in range(4):
        chat.fills()
    chat.sees("join.done.title")


def a_round_was_sent(company: Company) -> None:
    """Let everybody who joins from now on be looked for between rounds."""
    with company.turn() as store:
        store.add(Round(company.programme.id, RoundState.SENT, company.hana.person_id, company.now))


def newcomer(company: Company, name: str = "Jonas Lind", **facts: object) -> Chat:
    """Return a colleague who joins after the round, and whatever follows at once."""
    chat = company.hires(name, level=7, team=name, site="Köln", **facts)
    joins(chat)
    company.settle()
    return chat
