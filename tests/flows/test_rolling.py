"""Who joins after the first round gets the next good partner: at once, from a list, or after HR."""

from datetime import timedelta

from bot.model import ProposalState, Role
from tests.flows.joining import a_round_was_sent, joins
from tests.people import Chat, Company


def opened(company: Company, chat: Chat) -> int:
    with company.turn() as store:
        return len(store.proposals_with(chat.participant.id, (ProposalState.OPEN,)))


def another_mentee(company: Company, name: str) -> Chat:
    """Return one more colleague who waits for a mentor."""
    chat = company.hires(name, level=7, team=name)
    chat.takes_part(Role.MENTEE, wants=("social_media",))
    return chat


def test_before_the_first_round_everybody_waits_for_it(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    joins(company.bernd, "mentee")
    company.wait(days=1)
    assert opened(company, company.bernd) == 0


def test_who_joins_later_gets_the_next_good_partner_at_once(company: Company) -> None:
    a_round_was_sent(company)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    joins(company.bernd, "mentee")
    company.settle()
    company.bernd.receives("proposal.open.title")
    company.asha.receives("proposal.open.title")


def test_where_mentors_are_scarce_a_list_is_solved_for_all(company: Company) -> None:
    a_round_was_sent(company)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    another_mentee(company, "Frida Falk")
    joins(company.bernd, "mentee")
    company.settle()
    assert opened(company, company.asha) == 0
    company.bernd.receives("rolling.waiting.scarce")
    company.wait(days=2)
    assert opened(company, company.asha) == 1


def test_a_list_that_grows_is_not_put_off(company: Company) -> None:
    a_round_was_sent(company)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    another_mentee(company, "Frida Falk")
    joins(company.bernd, "mentee")
    company.wait(hours=20)
    joins(company.emine, "mentee")
    company.wait_until(company.now + timedelta(hours=5))  # Tuesday, nine in the morning, is over
    assert opened(company, company.asha) == 1


def test_where_hr_looks_first_a_draft_waits_for_her(company: Company) -> None:
    company.changes(reviews_rolling=True)
    a_round_was_sent(company)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    joins(company.bernd, "mentee")
    company.settle()
    company.bernd.receives("rolling.waiting.review")
    company.wait(days=2)
    assert opened(company, company.bernd) == 0
    company.hana.receives("round.review.title")
    company.hana.presses("round.review.send")
    company.settle()
    company.bernd.receives("proposal.open.title")


def test_hr_is_not_asked_to_look_at_a_draft_of_nobody(company: Company) -> None:
    company.changes(reviews_rolling=True)
    a_round_was_sent(company)
    joins(company.bernd, "mentee")
    company.wait(days=3)
    company.bernd.receives("rolling.waiting.review")
    company.hana.receives_nothing("round.review.title")


def test_whoever_has_a_partner_meanwhile_is_not_told_to_wait(company: Company) -> None:
    company.changes(reviews_rolling=True)
    a_round_was_sent(company)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    joins(company.bernd, "mentee")
    company.bernd.says("/program leave")
    company.bernd.presses("participation.leave.do")
    company.wait(days=2)
    company.bernd.receives_nothing("rolling.waiting.title")
