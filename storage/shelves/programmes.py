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
from storage.shelves.shelf import Among, Shelf, given
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

PROGRAMMES_OF = (
    select(*PROGRAMME.c).where(given(PROGRAMME.c.organisation)).order_by(PROGRAMME.c.id.desc())
)
PARTICIPATION = select(*PARTICIPANT.c).where(
    given(PARTICIPANT.c.programme), given(PARTICIPANT.c.person)
)
PARTICIPATIONS = (
    select(*PARTICIPANT.c)
    .where(given(PARTICIPANT.c.person))
    .order_by(PARTICIPANT.c.programme.desc())
)
PARTICIPANTS_OF = Among(
    select(*PARTICIPANT.c).where(given(PARTICIPANT.c.programme)).order_by(PARTICIPANT.c.id),
    PARTICIPANT.c.state,
)
CONSENTS_OF = (
    select(*CONSENT.c)
    .where(given(CONSENT.c.programme), given(CONSENT.c.person))
    .order_by(CONSENT.c.given_at, CONSENT.c.id)
)
STANDING_CONSENTS = (
    select(*CONSENT.c)
    .where(given(CONSENT.c.programme), given(CONSENT.c.purpose), CONSENT.c.withdrawn_at.is_(None))
    .order_by(CONSENT.c.id)
)
FROZEN_OF = select(*FROZEN.c).where(given(FROZEN.c.programme)).order_by(FROZEN.c.week)
TOPIC_CHANGES_OF = (
    select(*TOPIC_CHANGE.c).where(given(TOPIC_CHANGE.c.programme)).order_by(TOPIC_CHANGE.c.id)
)


class ProgrammesShelf(Shelf):
    """What runs, and who takes part in it."""

    def programmes_of(self, organisation: int) -> tuple[Programme, ...]:
        """Return an organisation's programmes, the newest first."""
        return self._all(Programme, PROGRAMMES_OF, organisation=organisation)

    def participation(self, programme: int, person: int) -> Participant | None:
        """Return a person's participant in a programme."""
        return self._one(Participant, PARTICIPATION, programme=programme, person=person)

    def participations(self, person: int) -> tuple[Participant, ...]:
        """Return all of a person's participants, the newest programme first."""
        return self._all(Participant, PARTICIPATIONS, person=person)

    def participants_of(
        self, programme: int, states: Collection[ParticipantState] = ()
    ) -> tuple[Participant, ...]:
        """Return a programme's participants, by id; only those in `states` where any are given."""
        return self._all(Participant, PARTICIPANTS_OF(states), programme=programme)

    def consents_of(self, programme: int, person: int) -> tuple[Consent, ...]:
        """Return what a person agreed to, the oldest first, withdrawn ones included."""
        return self._all(Consent, CONSENTS_OF, programme=programme, person=person)

    def standing_consents(self, programme: int, purpose: str) -> tuple[Consent, ...]:
        """Return everybody's consents to one purpose that are not withdrawn, by id."""
        return self._all(Consent, STANDING_CONSENTS, programme=programme, purpose=purpose)

    def frozen_figures(self, programme: int) -> tuple[FrozenFigures, ...]:
        """Return a programme's frozen weeks, the oldest first."""
        return self._all(FrozenFigures, FROZEN_OF, programme=programme)

    def topic_changes(self, programme: int) -> tuple[TopicChange, ...]:
        """Return what HR changed about a programme's topics, the oldest first."""
        return self._all(TopicChange, TOPIC_CHANGES_OF, programme=programme)
