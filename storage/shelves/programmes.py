"""The shelf of programmes, their participants, consents and frozen figures."""

from collections.abc import Collection

from sqlalchemy import select

from bot.model import (
    Consent,
    FrozenFigures,
    Participant,
    ParticipantState,
    Programme,
    TopicChange,
)
from storage.shelves.shelf import Shelf, among
from storage.tables import (
    ConsentRow,
    FrozenFiguresRow,
    ParticipantRow,
    ProgrammeRow,
    TopicChangeRow,
    table_of,
)

PROGRAMME = table_of(ProgrammeRow)
PARTICIPANT = table_of(ParticipantRow)
CONSENT = table_of(ConsentRow)
FROZEN = table_of(FrozenFiguresRow)
TOPIC_CHANGE = table_of(TopicChangeRow)


class ProgrammesShelf(Shelf):
    """What runs, and who takes part in it."""

    def programmes_of(self, organisation: int) -> tuple[Programme, ...]:
        """Return an organisation's programmes, the newest first."""
        statement = select(*PROGRAMME.c).where(PROGRAMME.c.organisation == organisation)
        return self._all(Programme, statement.order_by(PROGRAMME.c.id.desc()))

    def participation(self, programme: int, person: int) -> Participant | None:
        """Return a person's participant in a programme."""
        return self._one(
            Participant, PARTICIPANT.c.programme == programme, PARTICIPANT.c.person == person
        )

    def participations(self, person: int) -> tuple[Participant, ...]:
        """Return all of a person's participants, the newest programme first."""
        statement = select(*PARTICIPANT.c).where(PARTICIPANT.c.person == person)
        return self._all(Participant, statement.order_by(PARTICIPANT.c.programme.desc()))

    def participants_of(
        self, programme: int, states: Collection[ParticipantState] = ()
    ) -> tuple[Participant, ...]:
        """Return a programme's participants, by id; only those in `states` where any are given."""
        statement = select(*PARTICIPANT.c).where(
            PARTICIPANT.c.programme == programme, *among(PARTICIPANT.c.state, states)
        )
        return self._all(Participant, statement.order_by(PARTICIPANT.c.id))

    def consents_of(self, programme: int, person: int) -> tuple[Consent, ...]:
        """Return what a person agreed to, the oldest first, withdrawn ones included."""
        statement = select(*CONSENT.c).where(
            CONSENT.c.programme == programme, CONSENT.c.person == person
        )
        return self._all(Consent, statement.order_by(CONSENT.c.given_at, CONSENT.c.id))

    def standing_consents(self, programme: int, purpose: str) -> tuple[Consent, ...]:
        """Return everybody's consents to one purpose that are not withdrawn, by id."""
        statement = select(*CONSENT.c).where(
            CONSENT.c.programme == programme,
            CONSENT.c.purpose == purpose,
            CONSENT.c.withdrawn_at.is_(None),
        )
        return self._all(Consent, statement.order_by(CONSENT.c.id))

    def frozen_figures(self, programme: int) -> tuple[FrozenFigures, ...]:
        """Return a programme's frozen weeks, the oldest first."""
        statement = select(*FROZEN.c).where(FROZEN.c.programme == programme)
        return self._all(FrozenFigures, statement.order_by(FROZEN.c.week))

    def topic_changes(self, programme: int) -> tuple[TopicChange, ...]:
        """Return what HR changed about a programme's topics, the oldest first."""
        statement = select(*TOPIC_CHANGE.c).where(TOPIC_CHANGE.c.programme == programme)
        return self._all(TopicChange, statement.order_by(TOPIC_CHANGE.c.id))
