"""What does not fit on one page is turned over, forwards and back."""

from bot.model import Role
from tests.chat import Chat
from tests.people import Company

PAIRS, ALONE = 7, 10  # more than a page of each


def hired(company: Company, number: int, role: Role, topic: str) -> Chat:
    """Take somebody on in a team of her own who takes part."""
    name = f"{'Mira' if role is Role.MENTOR else 'Enno'}{number} Tester"
    level = 2 if role is Role.MENTOR else 7
    chat = company.hires(name, team=f"{role} {number}", level=level)
    topics = (topic,)
    chat.takes_part(
        role,
        offers=topics if role is Role.MENTOR else (),
        wants=topics if role is Role.MENTEE else (),
    )
    return chat


def test_hana_turns_the_pages_of_a_long_draft(company: Company) -> None:
    for number in range(PAIRS):
        hired(company, number, Role.MENTOR, "social_media")
        hired(company, number, Role.MENTEE, "social_media")
    company.hana.says("/program match")
    company.settle()
    company.hana.presses("round.review.next")
    company.hana.sees("round.review.pair")
    company.hana.presses("round.review.previous")
    company.hana.sees("round.review.next")


def test_hana_turns_the_pages_of_those_without_a_partner(company: Company) -> None:
    hired(company, 0, Role.MENTOR, "social_media")
    for number in range(ALONE):
        hired(company, number, Role.MENTEE, "social_media")
    company.hana.says("/program match")
    company.settle()
    company.hana.presses("round.review.unmatched")
    company.hana.presses("round.review.more")
    company.hana.sees("round.unmatched.title")


def test_anybody_turns_the_pages_of_a_large_area(company: Company) -> None:
    company.asha.says("/program topics")
    for area in range(company.asha.buttons.count("topics.area.button")):
        company.asha.presses("topics.area.button", nth=area)
        if "topics.more" in company.asha.buttons:
            break
        company.asha.says("/program topics")
    company.asha.presses("topics.more")
    company.asha.sees("topics.area.title")
