"""People who let themselves be counted, tandems that meet to their end, and surveys put to them."""

from datetime import timedelta

from bot.commands import SayMet
from bot.flows import consent
from bot.grammar import payload_of
from bot.model import Consent, Survey, SurveyTime
from bot.said import Form
from tests.flows.joining import joins_as
from tests.flows.tandems import after_the_hour, become_tandem, both_are_there, pairing_of
from tests.people import Chat, Company


def agrees(company: Company, *chats: Chat) -> None:
    """Let people agree to both purposes."""
    with company.turn() as store:
        for chat in chats:
            for purpose in consent.ASKED_FIRST:
                store.add(
                    Consent(
                        company.programme.id,
                        chat.person_id,
                        purpose,
                        consent.CONSENT_VERSION,
                        company.now,
                    )
                )


def counted_tandem(company: Company) -> None:
    """Make a tandem of Asha and Bernd, who agree to be counted."""
    become_tandem(company, company.asha, company.bernd)
    agrees(company, company.asha, company.bernd)


def meet(company: Company, weeks: int) -> None:
    """Let Asha and Bernd meet for some weeks; he says so."""
    for _ in range(weeks):
        check_in = after_the_hour(company, company.asha)
        company.bernd.forges(payload_of(SayMet(check_in.id, met=True)))


def to_the_end(company: Company) -> None:
    """Let time pass until the tandem of Asha and Bernd is over and both have heard so."""
    ends_on = pairing_of(company, company.asha).ends_on
    both_are_there(company, company.now + (ends_on - company.now.date()) + timedelta(days=2))


def surveys(company: Company, chat: Chat) -> dict[SurveyTime, Survey]:
    """Return the surveys put to somebody, by their time."""
    with company.books.read() as store:
        return {each.time: each for each in store.surveys_of(chat.participant.id)}


def finishes_joining(chat: Chat, role: str, topics: tuple[str, ...]) -> None:
    """Answer the whole questionnaire, with these topics."""
    joins_as(chat, role)
    chat.fills(**{"offers" if role == "mentor" else "wants": topics})
    for _ in range(4):
        chat.fills()
    chat.sees("join.done.title")


def opens(chat: Chat, title: str) -> Form:
    """Open the survey of the newest message with this title."""
    chat.receives(title)
    chat.last = None
    chat.presses("survey.button.start")
    return chat.form
