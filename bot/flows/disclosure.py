"""What is kept about somebody, as plain JSON: whole nouns, the other side's privacy left out.

Every field of every noun about people has its row here, in TOLD or in OTHERWISE; a test holds that.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from bot.flows import answers
from bot.model import (
    AuditEntry,
    CheckIn,
    Consent,
    Farewell,
    Feedback,
    Goal,
    GroupProposal,
    GroupProposalState,
    Notice,
    Organisation,
    PairAnswer,
    Pairing,
    Participant,
    Person,
    Programme,
    Proposal,
    ProposalState,
    Reader,
    Suggestion,
    Survey,
    Unmatched,
)
from bot.turn import Half, Seat, Turn

Json = dict[str, object]

TOLD: Mapping[type[Any], tuple[str, ...]] = MappingProxyType(
    {
        Person: (
            *("email", "name", "language", "hours", "languages", "country", "subdivision", "site"),
            *("team", "level", "competes_in", "in_directory", "employed", "most_tandems"),
        ),
        Suggestion: ("role", "offers", "wants", "meeting", "capacity"),
        Participant: (
            *("state", "joined_at", "role", "offers", "wants", "meeting", "capacity", "sentence"),
            *("learning_goal", "answered", "ready", "completed_at", "paused_until", "left_at"),
            "unanswered",
        ),
        Consent: ("purpose", "version", "given_at", "withdrawn_at"),
        Unmatched: ("seat", "reason", "advice"),
        GroupProposal: ("topic", "least", "most", "reasons", "sent_at", "expires_at"),
        Proposal: ("score", "reasons", "sent_at", "expires_at"),
        Pairing: ("state", "hour", "started_at", "ends_on", "ended_at", "topic"),
        CheckIn: ("week", "starts_at", "state", "moved", "skip_reason", "asked_again", "next_step"),
        Goal: ("words", "state", "proposed_at", "progress", "agreed_at", "reached_at"),
        PairAnswer: ("question", "answer", "given_at"),
        Survey: ("time", "asked_at", "reminded_at", "given_at", "answers"),
        Farewell: ("given_at", "next", "takeaway"),
        Feedback: ("useful", "given_at", "exchanged", "sentence", "sentence_for"),
        Notice: ("kind", "about", "due", "until", "state", "edits", "address", "settled_at"),
        AuditEntry: ("at", "action"),
    }
)
# Told in other words below, or not: because it is another person's, or a number of ours.
OTHERWISE: Mapping[type[Any], tuple[str, ...]] = MappingProxyType(
    {
        Person: ("id", "organisation", "manager", "programme"),
        Suggestion: ("id", "person", "not_with", "earlier_partners"),
        Participant: ("id", "programme", "person", "not_with", "earlier_partners"),
        Consent: ("id", "programme", "person"),
        Unmatched: ("participant",),
        GroupProposal: ("id", "programme", "mentor", "state", "pairing", "round", "closed_at"),
        Proposal: (
            *("id", "programme", "mentor", "mentee", "round", "group", "state", "closed_at"),
            *("mentor_accepted", "mentee_accepted", "declined_by", "decline_reason"),
        ),
        Pairing: ("id", "programme", "proposal", "mentor", "mentees", "left"),
        CheckIn: ("id", "pairing", "confirmed", "absent", "said_met", "said_missed"),
        Feedback: ("id", "check_in", "person"),
        Goal: ("id", "pairing", "proposed_by", "agreed_by"),
        PairAnswer: ("id", "pairing", "person"),
        Survey: ("id", "participant", "person"),
        Farewell: ("id", "pairing", "person"),
        Notice: (
            *("id", "person", "subject", "once", "priority", "attempts", "leased_until", "doubted"),
            *("at_latest", "not_before", "slot", "refusals", "message", "reason"),
        ),
        AuditEntry: ("id", "actor", "subject"),
    }
)
CLOSED = "no longer open"  # whoever said no, who did not answer and who was withdrawn look the same
LEFT_OUT = (
    "what others answered, and whether it was they who said no",
    "who would rather not be matched with you",
    "sentences that their giver keeps to herself",
    "pairs in a draft that HR has not sent",
    "how the delivery of a message was tried, which says nothing about you",
)


def disclosed(turn: Turn) -> Json:
    """Return everything that is kept about the person who asks."""
    person, store = turn.person, turn.store
    suggestion = store.suggestion_for(person.id)
    parts = store.participations(person.id)
    return {
        "made_at": _plain(turn.now),
        "person": {
            **_of(person),
            "organisation": turn.known(Organisation, person.organisation).name,
            "manager": _names(turn, [person.manager] if person.manager else []),
        },
        "addresses": [
            {**_fields(address), "used_at": _plain(used_at)}
            for address, used_at in store.addresses_used(person.id)
        ],
        "reached_through": [
            {name: _plain(value) for name, value in each.items()}
            for each in store.reached_through(person.id)
        ],
        "proposed_by_the_directory": _suggestion(turn, suggestion) if suggestion else None,
        "leads": [each.name for each in _programmes(turn) if person.id in each.hr_leads],
        "confidential_contact_of": [
            each.name for each in _programmes(turn) if person.id == each.contact
        ],
        "programmes": [_part(turn, each) for each in parts],
        "messages": [_of(each) for each in store.notices_to(person.id)],
        "what_you_did": [_of(each) for each in store.audit_of(person.id)],
        "left_out": list(LEFT_OUT),
    }


def _part(turn: Turn, part: Participant) -> Json:
    """Return what is kept of somebody's part in one programme."""
    store = turn.store
    return {
        "programme": turn.known(Programme, part.programme).name,
        **_of(part),
        "not_with": _names(turn, part.not_with),
        "earlier_partners": _names(turn, part.earlier_partners),
        "consents": [_of(each) for each in store.consents_of(part.programme, part.person)],
        "rounds_without_a_partner": [
            {"on": _plain(found.sent_at), **_of(each)}
            for found in store.rounds_of(part.programme)
            for each in found.unmatched
            if each.participant == part.id and found.sent_at is not None
        ],
        "proposals": [
            _proposal(turn, each)
            for each in store.proposals_with(part.id)
            if each.sent_at is not None and (each.group is None or each.mentee == part.id)
        ],
        "proposed_groups": [
            _group(turn, each)
            for each in store.group_proposals_of(part.programme)
            if each.sent_at is not None and each.mentor == part.id
        ],
        "surveys": [_of(each) for each in store.surveys_of(part.id)],
        "tandems": [_pairing(turn, each) for each in store.pairings_with(part.id)],
        "groups_you_left": [
            {"topic": each.topic, "began": _plain(each.started_at), "left": _plain(gone.at)}
            for each in store.pairings_of(part.programme)
            for gone in each.left
            if gone.mentee == part.id
        ],
    }


def _proposal(turn: Turn, proposal: Proposal) -> Json:
    half = turn.half_of(proposal)
    mentor = half.seat is Seat.MENTOR
    standing = proposal.state in {ProposalState.OPEN, ProposalState.ACCEPTED}
    mine = proposal.declined_by == half.me.id
    return {
        **_with(turn, half),
        **_of(proposal),
        "state": proposal.state.value if standing else CLOSED,
        "your_answer": proposal.mentor_accepted if mentor else proposal.mentee_accepted,
        "you_said_no": mine,
        "your_reason": proposal.decline_reason if mine else "",
    }


def _group(turn: Turn, group: GroupProposal) -> Json:
    """Return a group that was put to its mentor; not who else was asked, nor who said no."""
    put = turn.store.proposals_for(group.id)
    standing = group.state in {GroupProposalState.OPEN, GroupProposalState.BEGUN}
    mine = [each for each in put if each.declined_by == group.mentor]
    return {
        **_of(group),
        "state": group.state.value if standing else CLOSED,
        "your_answer": next((each.mentor_accepted for each in put if each.mentor_accepted), None),
        "you_said_no": bool(mine),
        "your_reason": next((each.decline_reason for each in mine if each.decline_reason), ""),
    }


def _pairing(turn: Turn, pairing: Pairing) -> Json:
    half = turn.half_of(pairing)
    check_ins = turn.store.check_ins_of(pairing.id)
    farewells = turn.store.farewells_of(pairing.id)
    return {
        **_with(turn, half),
        **_of(pairing),
        "goals": [
            {
                **_of(each),
                "you_proposed_it": each.proposed_by == half.me.id,
                "you_agreed": half.me.id in each.agreed_by,
            }
            for each in turn.store.goals_of(pairing.id)
        ],
        "what_you_said_about_it": [
            _of(each)
            for each in turn.store.pair_answers(pairing.id)
            if each.person == half.me.person
        ],
        "your_farewell": [_of(each) for each in farewells if each.person == half.me.person],
        "partners_takeaway": [
            each.takeaway for each in farewells if each.person != half.me.person and each.takeaway
        ],
        "meetings": [_check_in(turn, half, each) for each in check_ins],
    }


def _check_in(turn: Turn, half: Half, check_in: CheckIn) -> Json:
    given = turn.store.feedback_on(check_in.id)
    across = {each.person for each in half.across}
    return {
        **_of(check_in),
        "you_confirmed": answers.confirmed(check_in, half),
        "you_said_you_cannot_come": half.me.id in check_in.absent,
        "you_said_met": answers.met(check_in, half)[0],
        "your_feedback": [_of(each) for each in given if each.person == half.me.person],
        "for_you": [
            each.sentence
            for each in given
            if each.person in across and each.sentence_for is Reader.PARTNER
        ],
    }


def _suggestion(turn: Turn, suggestion: Suggestion) -> Json:
    return {
        **_of(suggestion),
        "not_with": _names(turn, suggestion.not_with),
        "earlier_partners": _names(turn, suggestion.earlier_partners),
    }


def _with(turn: Turn, half: Half) -> Json:
    names = [turn.person_of(each).name for each in half.others]
    return {"you_are": half.seat.value, "with": ", ".join(names)}


def _programmes(turn: Turn) -> tuple[Programme, ...]:
    return turn.store.programmes_of(turn.person.organisation)


def _names(turn: Turn, people: Iterable[int]) -> list[str]:
    found = turn.store.people_by_id(tuple(people))
    return [each.name for each in found.values()]


def _of(noun: object) -> Json:
    """Return the fields of a noun that are told."""
    return {name: _plain(getattr(noun, name)) for name in TOLD[type(noun)]}


def _fields(noun: Any) -> Json:
    return {each.name: _plain(getattr(noun, each.name)) for each in fields(noun)}


def _plain(value: object) -> object:
    """Return a value as JSON knows it."""
    if is_dataclass(value):
        return _fields(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value
