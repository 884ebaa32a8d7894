"""Where the words of the consent have changed, people are asked again before anything new is kept."""

from dataclasses import replace

import pytest

from bot.flows import consent
from bot.model import Participant
from tests.flows.joining import joins_as
from tests.people import Company


@pytest.fixture
def earlier(company: Company) -> Participant:
    """Bernd answers the questionnaire, and agreed to words of long ago."""
    joins_as(company.bernd, "mentee")
    with company.turn() as store:
        for each in store.consents_of(company.programme.id, company.bernd.person_id):
            store.save(replace(each, version="2020-01"))
    return company.bernd.participant


def standing(company: Company) -> dict[str, str]:
    with company.turn() as store:
        kept = store.consents_of(company.programme.id, company.bernd.person_id)
    return {each.purpose: each.version for each in kept if each.withdrawn_at is None}


def test_nothing_new_is_kept_before_she_agrees_to_todays_words(
    company: Company, earlier: Participant
) -> None:
    company.bernd.forges(f"join.answer:{earlier.id}:wants", {"wants": ("ai",)})
    company.bernd.sees("consent.title")
    assert company.bernd.participant == earlier
    company.bernd.fills(purposes=("matching",))
    assert standing(company) == {"matching": consent.CONSENT_VERSION}
    company.bernd.fills(wants=("ai",))
    assert company.bernd.participant.wants


def test_who_does_not_agree_can_look_leave_and_be_forgotten(
    company: Company, earlier: Participant
) -> None:
    company.bernd.says("/program join")
    company.bernd.fills(purposes=("figures",))
    assert company.bernd.form.problems
    assert standing(company) == {"matching": "2020-01", "figures": "2020-01"}
    for words, key in (
        ("mydata", "privacy.mine.title"),
        ("forget", "privacy.forget.title"),
        ("leave", "participation.leave.title"),
    ):
        company.bernd.says(f"/program {words}")
        company.bernd.sees(key)


def test_who_agreed_to_todays_words_is_asked_nothing(company: Company) -> None:
    joins_as(company.bernd, "mentee")
    company.bernd.sees_not("consent.title")
