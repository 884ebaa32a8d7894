"""Consent: asked first, in versioned words, for each purpose by itself, and as easily withdrawn."""

from collections.abc import Collection
from dataclasses import replace

from bot.commands import Join
from bot.flows.prospects import first_day
from bot.flows.questions.given import Given
from bot.model import Consent, Participant, Person, Programme, Purpose
from bot.said import Aside, Bullets, Form, Mention, Option, Paragraph, SomeOf, Text, text
from bot.turn import Turn

# Whoever changes a word of consent.toml gives it a new version; a test holds the two together.
CONSENT_VERSION = "2026-11.6"
ASK = "purposes"
ASKED_FIRST = (Purpose.MATCHING, Purpose.FIGURES)  # before taking part; NEXT comes at the end


def ask(turn: Turn, programme: Programme, problem: Text | None = None) -> Form:
    """Return the screen that stands before everything else; nothing is ticked beforehand."""
    return Form(
        title=text("consent.title", programme=programme.name),
        request=Join(programme.id),
        intro=(
            Paragraph(text("consent.what")),
            *first_day(turn, programme),
            Bullets(tuple(text(f"consent.{point}") for point in ("used", "partner", "hr", "not"))),
            Paragraph(text("consent.rights", contact=contact_of(turn, programme))),
            Aside(text("consent.version", version=CONSENT_VERSION)),
        ),
        asks=(purposes_ask(ASKED_FIRST, required=True),),
        submit=text("consent.submit"),
        problems={ASK: problem} if problem else {},
    )


def purposes_ask(
    purposes: Collection[Purpose], given: Collection[Purpose] = (), *, required: bool = False
) -> SomeOf:
    """Return the question for these purposes; those in `given` are ticked."""
    return SomeOf(
        ASK,
        text("consent.label"),
        required=required,
        options=tuple(
            Option(each, text(f"consent.{each}"), text(f"consent.{each}_hint")) for each in purposes
        ),
        values=tuple(each for each in purposes if each in given),
    )


def ticked(turn: Turn) -> frozenset[Purpose]:
    """Return the purposes that the submitted form agrees to."""
    return frozenset(map(Purpose, Given(turn).choices(ASK, tuple(Purpose))))


def standing(turn: Turn, participant: Participant) -> tuple[Consent, ...]:
    """Return what a participant agreed to and has not withdrawn."""
    consents = turn.store.consents_of(participant.programme, participant.person)
    return tuple(each for each in consents if each.withdrawn_at is None)


def agreed(turn: Turn, participant: Participant) -> frozenset[Purpose]:
    """Return the purposes that a participant agrees to now."""
    return frozenset(Purpose(each.purpose) for each in standing(turn, participant))


def outdated(turn: Turn, participant: Participant) -> bool:
    """Tell whether somebody agreed to earlier words than today's: she has to be asked again."""
    return any(each.version != CONSENT_VERSION for each in standing(turn, participant))


def renew(turn: Turn, participant: Participant, purposes: Collection[Purpose]) -> None:
    """Keep what somebody agrees to in today's words; what she agreed to before has ended."""
    _change(turn, participant, ())
    settle(turn, participant, purposes)


def settle(turn: Turn, participant: Participant, purposes: Collection[Purpose]) -> None:
    """Keep exactly these purposes: give what is new, withdraw what is gone, leave the rest alone.

    Answers to surveys are for the figures and nothing else: without that purpose they go.
    """
    _change(turn, participant, purposes)
    if Purpose.FIGURES not in purposes:
        for survey in turn.store.surveys_of(participant.id):
            turn.store.remove(survey)


def _change(turn: Turn, participant: Participant, purposes: Collection[Purpose]) -> None:
    now = standing(turn, participant)
    for consent in now:
        if consent.purpose not in purposes:
            turn.store.save(replace(consent, withdrawn_at=turn.now))
            turn.note_down(f"consent.withdrawn.{consent.purpose}", participant.id)
    for purpose in sorted(set(purposes) - {Purpose(each.purpose) for each in now}):
        turn.store.add(
            Consent(
                programme=participant.programme,
                person=participant.person,
                purpose=purpose,
                version=CONSENT_VERSION,
                given_at=turn.now,
            )
        )
        turn.note_down(f"consent.given.{purpose}", participant.id)


def contact_of(turn: Turn, programme: Programme) -> Mention | Text:
    """Return whom to ask about a programme: its first HR lead who is still there, else "HR".

    Never the confidential contact, who is kept for what is wrong between two people.
    """
    person = _first_lead(turn, programme)
    if person is None:
        return text("consent.hr_team")
    return Mention(person.name, turn.store.addresses_of(person.id))


def is_contact(turn: Turn, programme: Programme) -> bool:
    """Tell whether the reader is whom others ask about a programme."""
    if turn.person.id not in programme.hr_leads:
        return False
    first = _first_lead(turn, programme)
    return first is not None and first.id == turn.person.id


def _first_lead(turn: Turn, programme: Programme) -> Person | None:
    found = turn.store.people_by_id(programme.hr_leads)
    there = (found[each] for each in programme.hr_leads if each in found and found[each].employed)
    return next(there, None)
