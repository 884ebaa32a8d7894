"""Somebody leaves the company: her part ends, her partner is told and free, nobody writes to her."""

from bot.commands import Depart
from bot.model import PairingState, ParticipantState, Role
from bot.said import Message
from tests.flows.tandems import become_tandem
from tests.people import Company


def test_the_partner_of_somebody_who_left_the_company_is_told_and_free(company: Company) -> None:
    asha, bernd = company.asha, company.bernd
    become_tandem(company, asha, bernd)
    with company.turn() as store:
        store.later(Depart(asha.person_id), company.now)
    company.settle()
    assert not asha.person.employed
    assert asha.participant.state is ParticipantState.LEFT
    bernd.receives("pairing.ended.title")
    with company.turn() as store:
        assert store.pairings_with(bernd.participant.id, (PairingState.ACTIVE,)) == ()


def test_nobody_writes_to_somebody_who_left_the_company(company: Company) -> None:
    asha, bernd = company.asha, company.bernd
    become_tandem(company, asha, bernd)
    before = len(asha.inbox)
    with company.turn() as store:
        store.later(Depart(asha.person_id), company.now)
    company.wait(days=14)
    assert len(asha.inbox) == before
    answer = asha.says("/program")
    assert isinstance(answer, Message)
    asha.sees("refusal.not_employed")


def test_departing_with_an_unfinished_questionnaire_and_twice_does_no_harm(
    company: Company,
) -> None:
    asha = company.asha
    asha.says("/program join")
    asha.fills(purposes=("matching",))
    for _ in range(2):
        with company.turn() as store:
            store.later(Depart(asha.person_id), company.now)
        company.settle()
    assert asha.participant.state is ParticipantState.LEFT


def test_somebody_who_never_took_part_just_leaves(company: Company) -> None:
    carla = company.carla
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    with company.turn() as store:
        store.later(Depart(carla.person_id), company.now)
    company.settle()
    assert not carla.person.employed


def test_the_audit_log_does_not_say_that_she_did_it_herself(company: Company) -> None:
    asha = company.asha
    become_tandem(company, asha, company.bernd)
    before = len(company.audit())
    with company.turn() as store:
        store.later(Depart(asha.person_id), company.now)
    company.settle()
    entries = company.audit()[before:]
    assert ("participant.leave", asha.participant.id) in [entry[1:] for entry in entries]
    assert {actor for actor, *_ in entries} == {None}
