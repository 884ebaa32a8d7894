"""The profile: everything that was answered, and how it is changed."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.commands import EditProfile
from bot.grammar import payload_of
from bot.model import (
    ParticipantState,
    Proposal,
    ProposalState,
    Purpose,
    Role,
    TopicChoice,
)
from bot.said import Form, Message
from tests.flows.tandems import propose
from tests.people import Chat, Company


def joins(chat: Chat, role: str, **topics: tuple[str, ...]) -> None:
    chat.says("/program join")
    chat.fills(purposes=("matching",))
    chat.fills(role=role)
    for key, chosen in topics.items():
        chat.fills(**{key: chosen})
    while isinstance(chat.last, Form):
        chat.fills()


def purposes(company: Company, chat: Chat) -> set[str]:
    with company.turn() as store:
        consents = store.consents_of(company.programme.id, chat.person_id)
    return {each.purpose for each in consents if each.withdrawn_at is None}


def test_the_profile_shows_what_was_answered(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("/program profile")
    assert isinstance(asha.last, Message)
    asha.reads("Your profile in Reverse Mentoring 2026")
    asha.reads("Artificial intelligence (well)")
    asha.reads("Monday to Friday, 09:00–17:00 (Europe/Berlin)")
    asha.reads("English and German")
    asha.sees("profile.nobody")
    assert "profile.change.wants" not in asha.buttons


def test_a_part_is_changed_in_the_same_screen_and_leads_back(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("/program profile")
    asha.presses("profile.change.hours")
    asha.sees("join.hours.title")
    assert asha.form.step is None
    asha.fills(start="07:00", weekdays=("1", "3"))
    asha.sees("profile.title")
    asha.reads("Tuesday and Thursday, 07:00–17:00")
    assert asha.person.hours.start == time(7)
    assert asha.participant.state is ParticipantState.ACTIVE


def test_problems_keep_the_screen_open_with_what_was_answered(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("profile")
    asha.presses("profile.change.hours")
    asha.fills(start="18:00", end="09:00")
    assert asha.form.problems["end"].key == "join.problem.end_before_start"
    assert getattr(asha.ask("start"), "value", None) == "18:00"
    assert asha.person.hours.start == time(9)


def test_other_topics_are_looked_at_in_detail(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("profile")
    asha.presses("profile.change.offers")
    asha.fills(offers=("ai", "social_media"))
    asha.sees("join.topics.title")
    asha.fills(offers_1_weight="3")
    asha.sees("profile.title")
    assert asha.participant.offers == (
        TopicChoice("Artificial intelligence", "ai", 2),
        TopicChoice("Social media", "social_media", 3),
    )


def test_the_same_topics_lead_straight_back(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("profile")
    asha.presses("profile.change.offers")
    asha.fills()
    asha.sees("profile.title")


def test_a_new_role_asks_for_what_it_needs(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    asha.says("profile")
    asha.presses("profile.change.role")
    asha.fills(role="both")
    asha.sees("join.wants.title")
    asha.fills(wants=("social_media",))
    asha.sees("join.topics.title")
    asha.fills()
    asha.sees("profile.title")
    assert asha.participant.role is Role.BOTH
    assert [each.topic for each in asha.participant.wants] == ["social_media"]


@pytest.mark.parametrize(("role", "state"), [("mentee", "withdrawn"), ("both", "open")])
def test_a_proposal_for_a_seat_that_was_given_up_is_taken_back(
    company: Company, role: str, state: str
) -> None:
    mentor = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    mentee = company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    with company.turn() as store:
        proposal = store.add(
            Proposal(
                programme=company.programme.id,
                mentor=mentor.id,
                mentee=mentee.id,
                score=70,
                reasons=(),
                state=ProposalState.OPEN,
                expires_at=company.now + timedelta(days=7),
            )
        )
    company.asha.says("profile")
    company.asha.presses("profile.change.role")
    company.asha.fills(role=role)
    with company.turn() as store:
        kept = store.get(Proposal, proposal.id)
    assert kept is not None
    assert kept.state == state


def states_of(company: Company, *kept: Proposal) -> list[ProposalState]:
    with company.turn() as store:
        found = [store.get(Proposal, each.id) for each in kept]
    return [each.state for each in found if each is not None]


@pytest.mark.parametrize(
    ("role", "states"),
    [
        ("mentor", [ProposalState.OPEN, ProposalState.WITHDRAWN]),
        ("mentee", [ProposalState.WITHDRAWN, ProposalState.OPEN]),
    ],
)
def test_giving_up_one_seat_leaves_the_other_seats_proposal_alone(
    company: Company, role: str, states: list[ProposalState]
) -> None:
    asha, bernd, dario = company.asha, company.bernd, company.dario
    asha.takes_part(Role.BOTH, offers=("social_media",), wants=("prompting",))
    bernd.takes_part(Role.MENTEE, wants=("social_media",))
    dario.takes_part(Role.MENTOR, offers=("prompting",))
    taught, learned = propose(company, asha, bernd), propose(company, dario, asha)
    asha.forges(payload_of(EditProfile(asha.participant.id, "role")))
    asha.fills(role=role)
    assert states_of(company, taught, learned) == states


def test_naming_somebody_who_is_proposed_takes_the_proposal_back_without_saying_why(
    company: Company,
) -> None:
    asha, bernd, dario = company.asha, company.bernd, company.dario
    asha.takes_part(Role.MENTOR, offers=("social_media",))
    dario.takes_part(Role.MENTOR, offers=("social_media",))
    bernd.takes_part(Role.MENTEE, wants=("social_media",))
    with_asha, with_dario = propose(company, asha, bernd), propose(company, dario, bernd)
    bernd.forges(payload_of(EditProfile(bernd.participant.id, "place")))
    bernd.fills(not_with=(str(asha.person_id),))
    assert states_of(company, with_asha, with_dario) == [
        ProposalState.WITHDRAWN,
        ProposalState.OPEN,
    ]
    company.settle()
    asha.receives("proposal.closed.title")
    asha.last = None
    asha.says("/program")
    asha.sees("home.waiting.title")


def test_whoever_names_somebody_gets_the_next_best_in_her_place(company: Company) -> None:
    asha, bernd, dario = company.asha, company.bernd, company.dario
    asha.takes_part(Role.MENTOR, offers=("social_media",))
    bernd.takes_part(Role.MENTEE, wants=("social_media",))
    propose(company, asha, bernd)
    dario.takes_part(Role.MENTOR, offers=("social_media",))
    bernd.forges(payload_of(EditProfile(bernd.participant.id, "place")))
    bernd.fills(not_with=(str(asha.person_id),))
    company.settle()
    bernd.last = None
    bernd.says("/program")
    bernd.sees("proposal.open.title")
    bernd.reads("Dario Bianchi")


def test_consent_to_figures_is_given_and_withdrawn_with_one_form(company: Company) -> None:
    asha = company.asha
    joins(asha, "mentor", offers=("ai",))
    assert purposes(company, asha) == {Purpose.MATCHING}
    asha.says("profile")
    asha.presses("profile.change.consent")
    asha.fills(purposes=("figures",))
    assert purposes(company, asha) == {Purpose.MATCHING, Purpose.FIGURES}
    asha.presses("profile.change.consent")
    assert getattr(asha.ask("purposes"), "values", None) == ("figures",)
    asha.fills(purposes=())
    assert purposes(company, asha) == {Purpose.MATCHING}
    with company.turn() as store:
        kept = store.consents_of(company.programme.id, asha.person_id)
    assert [each.purpose for each in kept if each.withdrawn_at] == [Purpose.FIGURES]


def test_whoever_has_not_finished_changes_a_part_and_goes_on(company: Company) -> None:
    asha = company.asha
    asha.says("join")
    asha.fills(purposes=("matching",))
    asha.fills(role="mentor")
    asha.says("profile")
    asha.sees("profile.nothing")
    asha.presses("profile.change.hours")
    asha.fills(start="10:00")
    asha.sees("join.offers.title")
    assert asha.person.hours.start == time(10)


def test_nobody_changes_anybody_elses_profile(company: Company) -> None:
    me = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    before = company.asha.participant
    company.carla.forges(f"profile.edit:{me.id}:about", {"sentence": "Fooled you", "goal": ""})
    company.carla.sees("refusal.not_yours")
    company.carla.forges(f"profile.edit:{me.id}:about")
    company.carla.sees("refusal.not_yours")
    company.carla.forges("profile.edit:4711:about")
    company.carla.sees("refusal.no_longer")
    assert company.asha.participant == before


def test_a_part_that_the_role_does_not_have_is_refused(company: Company) -> None:
    me = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    for screen in ("wants", "salary", ""):
        company.asha.forges(f"profile.edit:{me.id}:{screen}")
        company.asha.sees("refusal.no_longer")


def test_whoever_left_or_never_joined_has_no_profile_to_change(company: Company) -> None:
    company.carla.says("profile")
    company.carla.sees("refusal.not_taking_part")
    me = company.asha.takes_part(Role.MENTOR, offers=("ai",))
    with company.turn() as store:
        store.save(replace(me, state=ParticipantState.LEFT))
    company.asha.forges(f"profile.edit:{me.id}:about", {"sentence": "x", "goal": ""})
    company.asha.sees("refusal.no_longer")


def test_the_profile_can_be_read_in_german(company: Company) -> None:
    bernd = company.bernd
    joins(bernd, "mentee", wants=("social_media",))
    bernd.says("/program profil")
    bernd.reads("Soziale Medien (wichtig)")
    bernd.reads("noch nicht beantwortet")


def test_a_limit_over_all_programmes_stands_in_the_profile(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.bernd.says("/program profile")
    company.bernd.sees_not("profile.most")
    with company.turn() as store:
        store.save(replace(company.bernd.person, most_tandems=2))
    company.bernd.says("/program profile")
    company.bernd.sees("profile.most")
