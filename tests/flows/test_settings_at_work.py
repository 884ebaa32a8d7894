"""Each setting is looked for where it acts: in new tandems, in matches, in the questionnaire."""

from datetime import timedelta

import pytest

from bot.model import (
    Cadence,
    Cefr,
    LanguageSkill,
    ProposalState,
    Role,
    Round,
    RoundState,
    Weights,
)
from tests.flows.joining import joins_as
from tests.flows.tandems import become_tandem
from tests.people import Company
from tests.screen import keys_in

NOTHING = {"reviews_rounds": False, "reviews_rolling": False}


def two_who_fit(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai_assistants",))
    company.bernd.takes_part(Role.MENTEE, wants=("ai_assistants",))


def newest_round(company: Company) -> Round:
    with company.turn() as store:
        return store.rounds_of(company.programme.id)[0]


def prepares(company: Company) -> None:
    company.hana.says("/program match")
    company.settle()


def degree(company: Company) -> int | None:
    """Return how well the two fit in a fresh draft, None where there is no such pair."""
    prepares(company)
    draft = newest_round(company)
    with company.turn() as store:
        found = [
            each.score for each in store.proposals_in(draft.id) if each.state is ProposalState.DRAFT
        ]
    company.hana.presses("round.review.discard")
    return found[0] if found else None


def test_a_new_tandem_has_the_rhythm_and_the_weeks_of_the_programme(company: Company) -> None:
    company.changes(cadence=Cadence.MONTHLY, weeks=20)
    pairing = become_tandem(company, company.asha, company.bernd)
    assert pairing.hour.cadence is Cadence.MONTHLY
    assert pairing.ends_on == company.programme.starts_on + timedelta(weeks=20, days=-1)


def test_the_least_degree_and_the_weights_decide_who_is_proposed(company: Company) -> None:
    two_who_fit(company)
    usual = degree(company)
    assert usual is not None
    company.changes(weights=Weights(10, 10, 8, 4, 68))
    other = degree(company)
    assert other not in {None, usual}
    company.changes(weights=Weights(), threshold=usual + 1)
    assert degree(company) is None


def test_where_hr_looks_at_nothing_a_round_goes_out_as_soon_as_it_is_solved(
    company: Company,
) -> None:
    company.changes(**NOTHING)
    two_who_fit(company)
    company.hana.says("/program match")
    company.hana.sees("round.solving.goes_out")
    company.settle()
    company.hana.receives("round.sent.title")
    for chat in (company.asha, company.bernd):
        chat.receives("proposal.open.title")
    found = newest_round(company)
    assert found.state is RoundState.SENT
    assert (None, "round.send", found.id) in company.audit()  # by itself, not by Hana


def test_a_round_without_a_pair_waits_for_hr_all_the_same(company: Company) -> None:
    company.changes(**NOTHING, threshold=100)
    two_who_fit(company)
    prepares(company)
    company.hana.receives("round.review.empty")
    assert newest_round(company).state is RoundState.DRAFT


def test_a_draft_in_which_hr_has_changed_something_never_goes_out_by_itself(
    company: Company,
) -> None:
    two_who_fit(company)
    company.emine.takes_part(Role.MENTEE, wants=("ai_assistants",))
    prepares(company)
    company.changes(**NOTHING)
    company.hana.presses("round.review.take_out")
    company.settle()
    assert newest_round(company).state is RoundState.DRAFT
    assert "round.review.title" in keys_in(company.hana.messages[-1])
    company.asha.receives_nothing()


def test_by_default_a_round_waits_for_hr(company: Company) -> None:
    two_who_fit(company)
    prepares(company)
    assert newest_round(company).state is RoundState.DRAFT


@pytest.mark.parametrize(("languages", "together"), [((), True), (("fr",), True), (("it",), False)])
def test_pairs_meet_in_the_languages_of_the_programme(
    company: Company, languages: tuple[str, ...], together: bool
) -> None:
    for chat in (company.asha, company.bernd):
        chat.changes(languages=(LanguageSkill("fr", Cefr.C1),))
    two_who_fit(company)
    company.changes(languages=languages)
    assert (degree(company) is not None) is together


def test_the_questionnaire_offers_the_languages_of_the_programme_and_forgets_no_other(
    company: Company,
) -> None:
    company.changes(languages=("en", "de"))
    asha = company.asha
    asha.changes(languages=(LanguageSkill("fr", Cefr.C1), LanguageSkill("en", Cefr.C2)))
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.fills()
    ask = asha.ask("languages")
    assert [each.value for each in getattr(ask, "options", ())] == ["en", "de"]
    assert getattr(ask, "values", None) == ("en",)
    asha.fills(languages=("fr",))
    assert asha.form.problems.keys() == {"languages"}
    asha.fills(languages=("en", "de"))
    assert {each.code: each.level for each in asha.person.languages} == {
        "en": Cefr.C2,
        "de": Cefr.B2,
        "fr": Cefr.C1,
    }
