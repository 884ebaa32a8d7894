"""One turn: who acts, when, on which open store; the authority on "is this yours?".

Long because that is answered here for every noun, and nowhere else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from bot.commands import Chore
from bot.heard import Answer
from bot.matching import Catalogue, edited
from bot.model import (
    AuditEntry,
    CheckIn,
    GroupProposal,
    Language,
    Notice,
    Pairing,
    Participant,
    ParticipantState,
    Person,
    Priority,
    Programme,
    Proposal,
    Round,
    Survey,
)
from bot.ports import Noun, Store
from bot.said import Mention, Text, Value, text

WORTH_A_WEEK = timedelta(days=7)  # how long most news is worth sending


class NotAllowed(Exception):
    """An expected refusal: the key of the text that says so, politely, and its values."""

    def __init__(self, key: str, **values: Value) -> None:
        super().__init__(key)
        self.text = Text(key, values)


class Gone(LookupError):
    """A noun is not there any more, or not the reader's: what concerned it is moot."""


class Seat(StrEnum):
    """Whose half of a pair somebody is."""

    MENTOR = "mentor"
    MENTEE = "mentee"


@dataclass(frozen=True)
class Half:
    """A pair as one of them sees it: her own seat, and the others, the mentor first.

    `topic` is the name of a group's topic in the reader's language, "" for a tandem.
    """

    seat: Seat
    me: Participant
    others: tuple[Participant, ...]
    topic: str = ""

    @property
    def across(self) -> tuple[Participant, ...]:
        """Return those in the other seat: a mentee's mentor, a mentor's mentees."""
        return self.others if self.seat is Seat.MENTOR else self.others[:1]

    @property
    def in_group(self) -> bool:
        """Tell whether several mentees meet."""
        return bool(self.topic)

    def text(self, key: str, **values: Value) -> Text:
        """Return a text as it reads for a tandem or for a group, which has a {topic} to be called by."""
        if not self.in_group:
            return text(key, **values)
        return text(key, **{"group": True, "topic": self.topic, **values})

    @property
    def ready(self) -> bool:
        """Tell whether the reader has prepared for her seat."""
        return self.seat.value in self.me.ready


@dataclass(frozen=True)
class Turn:
    """What a handler works with. `person` is who acts, or who will read, or nobody for a chore.

    `answers` holds the submitted form's answers; None when nothing was submitted. `finding` is what
    a long study found out for a chore beforehand, without holding up anybody. `ours` are the topics
    of the product; `about` is the programme whose topics count, where it is not the person's own.
    """

    now: datetime
    store: Store
    ours: Catalogue
    acting: Person | None = None
    answers: Mapping[str, Answer] | None = None
    language: Language = Language.EN
    finding: object = None
    about: int | None = None

    @property
    def person(self) -> Person:
        """Return who acts; raises LookupError in a chore, where the clock does."""
        if self.acting is None:
            raise LookupError("nobody acts in this turn")
        return self.acting

    @cached_property
    def catalogue(self) -> Catalogue:
        """Return the topics of the programme at hand, read when they are first looked at."""
        if self.about is not None:
            return edited(self.ours, self.store.topic_changes(self.about))
        return topics_for(self.acting, self.store, self.ours) if self.acting else self.ours

    # what is yours

    def my_participant(self, participant_id: int) -> Participant:
        """Return the participant if it is the person's own."""
        participant = self._there(Participant, participant_id)
        if participant.person != self.person.id:
            raise NotAllowed("refusal.not_yours")
        return participant

    def my_current(self) -> Participant:
        """Return the person's participant in the programme that she means, else in the newest.

        One that she has left does not count.
        """
        parts = self.store.participations(self.person.id)
        staying = [each for each in parts if each.state is not ParticipantState.LEFT]
        if not staying:
            raise NotAllowed("refusal.not_taking_part")
        meant = (each for each in staying if each.programme == self.person.programme)
        return next(meant, staying[0])

    def my_proposal(self, proposal_id: int) -> tuple[Proposal, Half]:
        """Return the proposal if it was put to the person, and which half of it she is."""
        proposal = self._there(Proposal, proposal_id)
        half = self._half(proposal)
        if half is None:
            raise NotAllowed("refusal.not_yours")
        return proposal, half

    def my_group(self, group_id: int) -> tuple[GroupProposal, Participant]:
        """Return the group that was put to the person as its mentor, and her part."""
        group = self._there(GroupProposal, group_id)
        return group, self.my_participant(group.mentor)

    def my_pairing(self, pairing_id: int) -> tuple[Pairing, Half]:
        """Return the pairing if the person is half of it and has not left its programme."""
        pairing = self._there(Pairing, pairing_id)
        half = self._half(pairing)
        if half is None:
            raise NotAllowed("refusal.not_yours")
        if half.me.state is ParticipantState.LEFT:
            raise NotAllowed("refusal.no_longer")
        return pairing, half

    def my_check_in(self, check_in_id: int) -> tuple[CheckIn, Pairing, Half]:
        """Return the check-in, and its pairing, if that is the person's; refuses as it does."""
        check_in = self._there(CheckIn, check_in_id)
        pairing, half = self.my_pairing(check_in.pairing)
        return check_in, pairing, half

    def my_survey(self, survey_id: int) -> Survey:
        """Return the survey if it was put to the person."""
        survey = self._there(Survey, survey_id)
        if survey.person != self.person.id:
            raise NotAllowed("refusal.not_yours")
        return survey

    def running_programmes(self) -> list[Programme]:
        """Return the programmes of the person's organisation that are not over, the newest first."""
        programmes = self.store.programmes_of(self.person.organisation)
        return [each for each in programmes if not each.ended(self.now)]

    def hr_programme(self) -> Programme:
        """Return the programme that the person means and leads, else the newest that she leads."""
        programmes = self.store.programmes_of(self.person.organisation)
        led = [each for each in programmes if self.person.id in each.hr_leads]
        if not led:
            raise NotAllowed("refusal.hr_only")
        return next((each for each in led if each.id == self.person.programme), led[0])

    def led(self, programme_id: int) -> Programme:
        """Return the programme if the person is an HR lead of it."""
        programme = self.store.get(Programme, programme_id)
        if programme is None or self.person.id not in programme.hr_leads:
            raise NotAllowed("refusal.hr_only")
        return programme

    def my_round(self, round_id: int) -> tuple[Round, Programme]:
        """Return the round if the person is an HR lead of its programme."""
        found = self.store.get(Round, round_id)
        programme = self.store.get(Programme, found.programme) if found else None
        if found is None or programme is None or self.person.id not in programme.hr_leads:
            raise NotAllowed("refusal.hr_only")
        return found, programme

    def half_of(self, pair: Proposal | Pairing) -> Half:
        """Return which half of a pair the reader is; raises Gone when she is neither (any more)."""
        half = self._half(pair)
        if half is None:
            raise Gone(f"person {self.person.id} is no half of this pair")
        return half

    def within(self, programme: int) -> "Turn":
        """Return this turn with the topics of a programme."""
        return replace(self, about=programme)

    # what a handler looks up and leaves behind

    def known(self, kind: type[Noun], noun_id: int) -> Noun:
        """Return a noun that exists unless it was forgotten meanwhile; raises Gone then."""
        noun = self.store.get(kind, noun_id)
        if noun is None:
            raise Gone(f"{kind.__name__} {noun_id} is gone")
        return noun

    def person_of(self, participant: Participant) -> Person:
        """Return the person behind a participant."""
        return self.known(Person, participant.person)

    def mention(self, participant: Participant) -> Mention:
        """Return a participant by name, natively where the reader's platform can."""
        person = self.person_of(participant)
        return Mention(person.name, self.store.addresses_of(person.id))

    def names(self, participants: Sequence[Participant]) -> Mention | tuple[Mention, ...]:
        """Return participants by name; several are said as a list."""
        named = tuple(map(self.mention, participants))
        return named[0] if len(named) == 1 else named

    def topic_of(self, group: Pairing) -> str:
        """Return the name of a group's topic in the reader's language."""
        known = group.topic in self.catalogue
        return self.catalogue.topic(group.topic).name(self.language) if known else group.topic

    def members(self, pairing: Pairing) -> tuple[Participant, ...]:
        """Return everybody of a pairing, the mentor first."""
        return tuple(self.known(Participant, each) for each in pairing.members)

    def owe(
        self,
        person: int,
        kind: str,
        subject: int,
        *,
        until: datetime,
        due: datetime | None = None,
        at_latest: datetime | None = None,
        once: str = "",
        priority: Priority = Priority.REMINDER,
        edits: bool = False,
    ) -> None:
        """Owe a person a message; the same kind, subject and `once` is owed to her once only.

        It waits for her working hours and for a day on which nothing else reaches her, but no
        longer than `at_latest`.
        """
        self.store.owe(
            Notice(
                person=person,
                kind=kind,
                subject=subject,
                once=f"{kind}:{subject}:{person}:{once}",
                due=due or self.now,
                until=until,
                at_latest=at_latest,
                priority=priority,
                edits=edits,
            )
        )

    def mend(
        self,
        said: Notice,
        kind: str,
        subject: int,
        *,
        until: datetime,
        due: datetime | None = None,
        once: str = "",
    ) -> None:
        """Owe a change of one message that was sent, without a sound; once for the same `once`.

        It comes after the new messages of its moment, so that there are always buttons somewhere.
        """
        self.store.owe(
            Notice(
                person=said.person,
                kind=kind,
                subject=subject,
                once=f"{kind}:{said.id}:{once}",
                due=due or self.now,
                until=until,
                priority=Priority.DIGEST,
                edits=True,
                address=said.address,
                message=said.message,
            )
        )

    def later(self, chore: Chore, due: datetime) -> None:
        """Have the clock do a chore at `due`."""
        self.store.later(chore, due)

    def note_down(self, action: str, subject: int) -> None:
        """Leave a line in the audit log: who did what to which noun, without content."""
        actor = self.acting.id if self.acting else None
        self.store.add(AuditEntry(at=self.now, actor=actor, action=action, subject=subject))

    def _there(self, kind: type[Noun], noun_id: int) -> Noun:
        """Return a noun of which a card speaks; one that was deleted since is open no longer."""
        noun = self.store.get(kind, noun_id)
        if noun is None:
            raise NotAllowed("refusal.no_longer")
        return noun

    def _half(self, pair: Proposal | Pairing) -> Half | None:
        everybody = [self.known(Participant, each) for each in pair.members]
        me = next((each for each in everybody if each.person == self.person.id), None)
        if me is None:
            return None
        seat = Seat.MENTOR if me is everybody[0] else Seat.MENTEE
        topic = self.topic_of(pair) if isinstance(pair, Pairing) and pair.is_group_now else ""
        return Half(seat, me, tuple(each for each in everybody if each is not me), topic)


def topics_for(person: Person, store: Store, ours: Catalogue) -> Catalogue:
    """Return the topics of the programme somebody takes part in, or could; else `ours`."""
    mine = (
        each.programme
        for each in store.participations(person.id)
        if each.state is not ParticipantState.LEFT
    )
    newest = (each.id for each in store.programmes_of(person.organisation))
    programme = next(mine, None) or next(newest, None)
    return edited(ours, store.topic_changes(programme)) if programme else ours
