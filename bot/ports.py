"""What the core needs from outside: a store, messengers and directories, said as protocols.

Long because it is mostly what the store promises: one sentence for each question it answers.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from bot.commands import Chore
from bot.model import (
    Address,
    Asker,
    AuditEntry,
    CheckIn,
    CheckInState,
    Consent,
    Farewell,
    Feedback,
    FrozenFigures,
    Goal,
    GroupProposal,
    Language,
    Notice,
    Organisation,
    PairAnswer,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Person,
    Place,
    Platform,
    Priority,
    Programme,
    Proposal,
    ProposalState,
    Round,
    Suggestion,
    Survey,
    TopicChange,
)
from bot.said import Message, Reply, Report

Found = TypeVar("Found")
Noun = TypeVar(
    "Noun",
    Organisation,
    Person,
    Suggestion,
    Programme,
    Participant,
    Consent,
    Round,
    GroupProposal,
    Proposal,
    Pairing,
    CheckIn,
    Feedback,
    Goal,
    PairAnswer,
    Survey,
    Farewell,
    FrozenFigures,
    TopicChange,
    Notice,
    AuditEntry,
)


class Undeliverable(Exception):
    """A message could not be delivered; `permanent` says that trying again will not help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class Throttled(Exception):
    """The provider surely did not take the message and asks for `seconds` of patience."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"try again in {seconds} s")
        self.seconds = seconds


class InDoubt(Exception):
    """Nobody knows whether the provider took the message: look before sending again."""


class NoLookingUp(Exception):
    """The platform lets nobody look for a message by its key: whether it arrived stays unknown."""


class Conflict(Exception):
    """Two turns met on the same rows and this one was taken back: run it again from the start."""


class OnlyReading(Exception):
    """Something was to be written in a store that was opened for reading only."""


class Messenger(Protocol):
    """Unasked delivery on one platform. Messages arrive worded, in the reader's language."""

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Send a new message marked with our key; return the provider's id of it.

        Raises Undeliverable, Throttled or InDoubt.
        """
        ...

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Replace an earlier message without asking for attention; raises as `send` does."""
        ...

    async def find(self, address: Address, key: str) -> str | None:
        """Return the provider's id of the message with our key, None when it never arrived.

        Raises as `send` does, and NoLookingUp where the platform has no way to tell.
        """
        ...


class Write(Protocol):
    """Makes the content of a file out of what it is to say."""

    def __call__(self, report: Report, language: Language, /) -> bytes:
        """Return the content of a report that is worded in this language.

        Its media type says in which form; raises KeyError for one that nobody writes.
        """
        ...


@dataclass(frozen=True)
class DirectoryEntry:
    """A person as a directory knows her; the manager by e-mail, facts it does not know empty."""

    person: Person
    manager_email: str = ""
    suggestion: Suggestion | None = None
    not_with_emails: tuple[str, ...] = ()
    earlier_partner_emails: tuple[str, ...] = ()


class Directory(Protocol):
    """Where people come from: a file, Slack, Microsoft Graph or an invented company."""

    def entries(self) -> Iterable[DirectoryEntry]:
        """Yield everybody; raises ValueError with all that is wrong when the source is not usable."""
        ...


@dataclass(frozen=True)
class Backlog:
    """What waits to be sent: how many notices are due, since when, and how many are on their way."""

    due: int
    oldest: datetime | None
    sending: int


class Store(Protocol):
    """Everything one turn reads and writes; one transaction, kept only when the turn ends well."""

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return the noun with this id, None when there is none."""
        ...

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and return it with its id."""
        ...

    def save(self, noun: Noun) -> Noun:
        """Keep the changed noun and return it; raises LookupError when its id is unknown."""
        ...

    def remove(self, noun: Noun) -> None:
        """Forget a noun that nothing refers to; one that is gone already stays gone."""
        ...

    def erase(self, person: int, at: datetime) -> None:
        """Delete everything about a person, and write down that it was done.

        A number without a name stays, for what still refers to it.
        """
        ...

    def erase_proposal(self, proposal: int) -> None:
        """Delete a proposal and everything that came of it: tandem, check-ins, feedback."""
        ...

    def erase_pairing(self, pairing: int) -> None:
        """Delete a pairing and everything that came of it: check-ins, feedback."""
        ...

    def remember_partners(self, organisation: int, one: int, other: int) -> None:
        """Keep that two people were together, so that nobody can read who: as keyed hashes."""
        ...

    def earlier_partners(self, organisation: int) -> Mapping[int, frozenset[int]]:
        """Return of whom it is remembered so that they were together, both ways round."""
        ...

    def forget_sentences(self, programme: int, before: datetime, *, over: bool) -> None:
        """Empty the sentences of tandems and parts that ended before; of all parts when it is over."""
        ...

    def empty_rounds(self, programme: int) -> None:
        """Forget who had no partner in a programme's rounds, and which pairs HR tried."""
        ...

    # people and addresses

    def organisations(self) -> tuple[Organisation, ...]:
        """Return every organisation, by id."""
        ...

    def organisation_of(self, platform: Platform, workspace: str) -> Organisation | None:
        """Return the organisation that allowed this workspace or tenant, None for strangers."""
        ...

    def allow(self, organisation: int, platform: Platform, workspace: str) -> None:
        """Let a workspace or tenant talk to the bot for this organisation."""
        ...

    def person_at(self, address: Address) -> Person | None:
        """Return whoever is reached at this address."""
        ...

    def familiar(self, address: Address, at: datetime) -> Person | None:
        """Return whoever is reached at this address, where using it now is no news to anybody.

        Her organisation allows the workspace, and she used the address within the day. None says
        nothing: ask again, and `link`.
        """
        ...

    def person_by_email(self, organisation: int, email: str) -> Person | None:
        """Return the person with this work e-mail, whatever its case."""
        ...

    def link(self, person: int, address: Address, used_at: datetime) -> None:
        """Remember that this address is the person's, and when she used it last."""
        ...

    def addresses_of(self, person: int) -> tuple[Address, ...]:
        """Return a person's addresses, the one used last first."""
        ...

    def addresses_used(self, person: int) -> tuple[tuple[Address, datetime], ...]:
        """Return a person's addresses and when each was used last, the latest first."""
        ...

    def reached_through(self, person: int) -> tuple[Mapping[str, object], ...]:
        """Return what platforms keep beside a person's addresses in order to reach her."""
        ...

    def people_of(self, organisation: int) -> tuple[Person, ...]:
        """Return everybody of an organisation who is employed, by id."""
        ...

    def people_by_id(self, ids: Collection[int]) -> Mapping[int, Person]:
        """Return these people by their ids."""
        ...

    def people_named(self, organisation: int, words: str, limit: int) -> tuple[Person, ...]:
        """Return employed people whose name or e-mail has a part that begins with these words."""
        ...

    def suggestion_for(self, person: int) -> Suggestion | None:
        """Return what an import proposes for somebody's questionnaire."""
        ...

    # programmes and participants

    def programmes_of(self, organisation: int) -> tuple[Programme, ...]:
        """Return an organisation's programmes, the newest first."""
        ...

    def participation(self, programme: int, person: int) -> Participant | None:
        """Return a person's participant in a programme."""
        ...

    def participations(self, person: int) -> tuple[Participant, ...]:
        """Return all of a person's participants, the newest programme first."""
        ...

    def participants_of(
        self, programme: int, states: Collection[ParticipantState] = ()
    ) -> tuple[Participant, ...]:
        """Return a programme's participants, by id; only those in `states` where any are given."""
        ...

    def consents_of(self, programme: int, person: int) -> tuple[Consent, ...]:
        """Return what a person agreed to, the oldest first, withdrawn ones included."""
        ...

    def standing_consents(self, programme: int, purpose: str) -> tuple[Consent, ...]:
        """Return everybody's consents to one purpose that are not withdrawn, by id."""
        ...

    def topic_changes(self, programme: int) -> tuple[TopicChange, ...]:
        """Return what HR changed about a programme's topics, the oldest first."""
        ...

    # rounds, proposals, pairings, check-ins

    def draft_round(self, programme: int) -> Round | None:
        """Return the round that is under review, at most one a programme."""
        ...

    def rounds_of(self, programme: int) -> tuple[Round, ...]:
        """Return a programme's rounds, the newest first."""
        ...

    def proposals_in(self, round_id: int) -> tuple[Proposal, ...]:
        """Return a round's proposals, the highest degree first."""
        ...

    def proposals_for(self, group: int) -> tuple[Proposal, ...]:
        """Return the proposals of a group to its mentees, the highest degree first."""
        ...

    def group_proposals_of(self, programme: int) -> tuple[GroupProposal, ...]:
        """Return all groups of a programme that were put to people, or drafted, by id."""
        ...

    def proposals_of(
        self, programme: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a programme's proposals, by id."""
        ...

    def proposals_with(
        self, participant: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a participant's proposals in either seat, the newest first."""
        ...

    def pairings_of(
        self, programme: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return a programme's pairings, by id."""
        ...

    def pairings_with(
        self, participant: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return the pairings in which a participant has a seat, the newest first."""
        ...

    def check_ins_of(self, pairing: int) -> tuple[CheckIn, ...]:
        """Return a pairing's check-ins in the order of their weeks."""
        ...

    def planned_hours(self, pairing: int) -> tuple[CheckIn, ...]:
        """Return a pairing's check-ins that are still planned, in the order of their weeks."""
        ...

    def check_ins_in(
        self, programme: int, states: Collection[CheckInState] = ()
    ) -> tuple[CheckIn, ...]:
        """Return all check-ins of a programme, by id."""
        ...

    def feedback_by(self, check_in: int, person: int) -> Feedback | None:
        """Return what a person answered about a check-in."""
        ...

    def feedback_on(self, check_in: int) -> tuple[Feedback, ...]:
        """Return everybody's answers about a check-in."""
        ...

    def feedback_in(self, programme: int) -> tuple[Feedback, ...]:
        """Return all feedback of a programme, by id."""
        ...

    def goals_of(self, pairing: int) -> tuple[Goal, ...]:
        """Return a pairing's goals, by id."""
        ...

    def goals_in(self, programme: int) -> tuple[Goal, ...]:
        """Return all goals of a programme's pairings, by id."""
        ...

    def pair_answers(self, pairing: int) -> tuple[PairAnswer, ...]:
        """Return what both said about their tandem, by id."""
        ...

    def surveys_of(self, participant: int) -> tuple[Survey, ...]:
        """Return a participant's surveys, by id."""
        ...

    def surveys_in(self, programme: int) -> tuple[Survey, ...]:
        """Return all surveys of a programme, by id."""
        ...

    def farewells_of(self, pairing: int) -> tuple[Farewell, ...]:
        """Return what both said at the end of their tandem, by id."""
        ...

    def farewells_in(self, programme: int) -> tuple[Farewell, ...]:
        """Return all farewells of a programme's pairings, by id."""
        ...

    def frozen_figures(self, programme: int) -> tuple[FrozenFigures, ...]:
        """Return a programme's frozen weeks, the oldest first."""
        ...

    # what is owed and what is due

    def owe(self, notice: Notice) -> None:
        """Keep a notice unless its `once` is kept already."""
        ...

    def no_longer_owe(self, kind: str, subject: int, person: int | None = None) -> None:
        """Expire the notices of this kind and subject that were not yet sent."""
        ...

    def said_about(self, person: int, about: str) -> Notice | None:
        """Return the newest message sent to a person about a matter, edits left out."""
        ...

    def said_all_about(self, person: int, about: str) -> tuple[Notice, ...]:
        """Return all messages sent to a person about a matter, the newest first, edits left out."""
        ...

    def notices_to(self, person: int) -> tuple[Notice, ...]:
        """Return everything that was ever owed to a person and is still kept, by id."""
        ...

    def asking(self, person: int, since: datetime) -> tuple[Notice, ...]:
        """Return what has asked for a person's attention since, or is going to; edits left out."""
        ...

    def unreached(self, programme: int) -> tuple[Notice, ...]:
        """Return the last try to reach each who takes part and was not reached, the newest first."""
        ...

    def audit_of(self, person: int) -> tuple[AuditEntry, ...]:
        """Return what a person did, the oldest first."""
        ...

    def later(self, chore: Chore, due: datetime) -> None:
        """Do this chore at `due`; one that waits for the same noun already is moved there."""
        ...

    def never_mind(self, chore: Chore) -> None:
        """Forget a chore that waits."""
        ...

    def take(self, chore: Chore, now: datetime) -> bool:
        """Tick a chore off; False when it is not due (any more), because it was moved or done."""
        ...

    def heard_before(self, event: str, at: datetime) -> bool:
        """Remember an event that came in; tell whether it had come before."""
        ...

    def keep_answer(self, event: str, person: int, reply: Reply) -> None:
        """Keep what a person was answered to an event, for as long as it may come again soon."""
        ...

    def answer_to(self, event: str, person: int) -> Reply | None:
        """Return what this person was answered to an event, None when nobody knows any more."""
        ...


class AlreadyAnnounced(Exception):
    """Whoever carries deliveries knows of one of these already, and took none of them."""


class Deliveries(Protocol):
    """Whoever carries deliveries beside the clock; told in the transaction that owes them.

    It is told that something is due, never what to do about it: a notice is claimed, sent and
    ticked off by its row alone. `transaction` is the open connection of the database's driver.
    """

    def announce(self, notices: Sequence[Notice], transaction: object) -> None:
        """Tell, if the transaction is kept, that those of these that are due are due.

        Raises AlreadyAnnounced, and leaves what it has written to be taken back.
        """
        ...


class Books(Protocol):
    """The company's books: opens one transaction at a time, and knows what is due."""

    def turn(self) -> AbstractContextManager[Store]:
        """Open the store for one turn; an exception takes everything back.

        Raises Conflict when another turn got in the way, at any moment up to its end.
        """
        ...

    def read(self) -> AbstractContextManager[Store]:
        """Open the store for reading only: cheaper, never waits for a writer.

        Raises OnlyReading for whatever would write, and Conflict when the database went away.
        """
        ...

    def glance(self) -> AbstractContextManager[Store]:
        """Open the store for a few questions, each of which sees its own moment; raises as `read`."""
        ...

    def read_together(
        self, works: Sequence[Callable[[Store], Found]]
    ) -> Sequence[Found | Exception]:
        """Let many read one moment side by side; what several want to know is asked once for all.

        Returns what each found out, or what went wrong with it. Raises as `read` does.
        """
        ...

    def due_chores(self, now: datetime, limit: int) -> Sequence[tuple[str, int, datetime]]:
        """Return chores that are due as (name, subject, due), the oldest first."""
        ...

    def put_off(self, name: str, subject: int, until: datetime) -> None:
        """Move a chore that failed out of the way of the others."""
        ...

    def claim(
        self,
        now: datetime,
        leased_until: datetime,
        limit: int,
        least: Priority = Priority.DIGEST,
        doubts: bool = True,  # noqa: FBT001, FBT002 passed on to another thread by its place
    ) -> Sequence[Notice]:
        """Take notices that are due for sending, or whose lease ran out, the most urgent first.

        Those less urgent than `least` are left to others, and those in doubt without `doubts`.

        Ready notices beyond their worth are expired on the way. Each is returned in the state it
        was in before, so that SENDING means doubt: somebody held it and never came back; `attempts`
        and `leased_until` are already this claim's.
        """
        ...

    def claim_for(
        self,
        person: int,
        now: datetime,
        leased_until: datetime,
        limit: int,
        doubts: bool = True,  # noqa: FBT001, FBT002 passed on to another thread by its place
    ) -> Sequence[Notice]:
        """Take one person's notices as `claim` takes everybody's, beside those who `remind`."""
        ...

    def remind(self, now: datetime, leased_until: datetime, limit: int) -> None:
        """Announce what is due and known to nobody, until `limit` wait; expire as `claim` does."""
        ...

    def settle_all(self, notices: Sequence[Notice]) -> Sequence[bool]:
        """Keep what became of claimed notices; False where another one has settled it meanwhile."""
        ...

    def take_paces(self, askers: Sequence[Asker]) -> Sequence[Place]:
        """Let all these stand in line, and return how long each has to wait: nothing means now."""
        ...

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Let nothing go to the address's workspace or tenant until then: it asked for patience."""
        ...

    def take_tick(self, name: str, at: datetime) -> bool:
        """Take a tick; False when another process has taken this one or a later one."""
        ...

    def forget_spent(self, now: datetime) -> int:
        """Delete lines that are empty, events that come no more, and what was kept long enough.

        What was answered to an event goes earlier. Returns how many rows went.
        """
        ...

    def backlog(self, now: datetime) -> Backlog:
        """Return what waits to be sent."""
        ...

    def next_due(self) -> datetime | None:
        """Return when the next chore or notice is due."""
        ...
