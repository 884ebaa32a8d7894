"""The shelf of what is asked together: somebody with her parts, a tandem with its coming hours.

Whoever asks for the one asks for the other next. Each question costs a way to the server and back,
and as much of the processor as a hundred cells more in the row of another.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import accumulate
from typing import Any, cast

from sqlalchemy import Column, and_, func, or_, select

from bot.model import (
    LIVING,
    Address,
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    Participant,
    Person,
    Programme,
    ProposalState,
)
from bot.ports import Noun
from storage.asking import Row
from storage.mapping import shape_of
from storage.shelves.pairings import (
    CHECK_IN,
    HAS_A_SEAT,
    PAIRING,
    PAIRINGS_WITH,
    PLANNED_HOURS,
    PROPOSAL,
    PROPOSALS_WITH,
    PairingsShelf,
)
from storage.shelves.people import (
    ADDRESS,
    AT_ADDRESS,
    PERSON,
    USED_ELSEWHERE,
    WORKSPACE,
    PeopleShelf,
    is_news,
)
from storage.shelves.programmes import (
    PARTICIPANT,
    PARTICIPATIONS,
    PROGRAMME,
    PROGRAMMES_OF,
    ProgrammesShelf,
)
from storage.shelves.shelf import given


class Abreast:
    """Nouns of several kinds that stand side by side at the beginning of a row."""

    def __init__(self, *kinds: type[Any]) -> None:
        shapes = [shape_of(kind) for kind in kinds]
        self.columns: list[Column[Any]] = [column for each in shapes for column in each.table.c]
        ends = list(accumulate([len(each.table.c) for each in shapes], initial=0))
        self.cuts = [(each, slice(*ends[at : at + 2])) for at, each in enumerate(shapes)]
        self.width = ends[-1]


WHO = Abreast(Person, Programme, Participant)
ANY_PART = PARTICIPANT.alias("any_part")
PARTS_EVERYWHERE = select(func.count()).where(ANY_PART.c.person == PERSON.c.id)
IS_ASKED = (
    select(PROPOSAL.c.id)
    .where(
        PROPOSAL.c.state == ProposalState.OPEN,
        or_(PROPOSAL.c.mentor == PARTICIPANT.c.id, PROPOSAL.c.mentee == PARTICIPANT.c.id),
    )
    .exists()
)
FAMILIAR = (
    select(
        *WHO.columns,
        IS_ASKED,
        PARTS_EVERYWHERE.scalar_subquery(),
        ADDRESS.c.used_at,
        USED_ELSEWHERE,
    )
    .select_from(ADDRESS)
    .join(PERSON, PERSON.c.id == ADDRESS.c.person)
    .join(
        WORKSPACE,
        and_(
            WORKSPACE.c.platform == ADDRESS.c.platform,
            WORKSPACE.c.workspace == ADDRESS.c.workspace,
            WORKSPACE.c.organisation == PERSON.c.organisation,
        ),
    )
    .outerjoin(PROGRAMME, PROGRAMME.c.organisation == PERSON.c.organisation)
    .outerjoin(
        PARTICIPANT,
        and_(PARTICIPANT.c.programme == PROGRAMME.c.id, PARTICIPANT.c.person == PERSON.c.id),
    )
    .where(AT_ADDRESS)
    .order_by(PROGRAMME.c.id.desc())
)
TANDEM = Abreast(Pairing, CheckIn)
TANDEMS_WITH = (
    select(*TANDEM.columns)
    .select_from(PAIRING)
    .outerjoin(
        CHECK_IN,
        and_(CHECK_IN.c.pairing == PAIRING.c.id, CHECK_IN.c.state == CheckInState.PLANNED),
    )
    .where(HAS_A_SEAT, PAIRING.c.state.in_(sorted(LIVING)))
    .order_by(PAIRING.c.id.desc(), CHECK_IN.c.week)
)
TAKING_PART = Abreast(Participant, Person)
PARTICIPANT_AND_PERSON = (
    select(
        *TAKING_PART.columns,
        ADDRESS.c.platform,
        ADDRESS.c.workspace,
        ADDRESS.c.user,
        ADDRESS.c.used_at,
    )
    .join(PERSON, PERSON.c.id == PARTICIPANT.c.person)
    .outerjoin(ADDRESS, ADDRESS.c.person == PERSON.c.id)
    .where(given(PARTICIPANT.c.id))
    .order_by(ADDRESS.c.used_at.desc(), ADDRESS.c.id.desc())
)


class TogetherShelf(PeopleShelf, ProgrammesShelf, PairingsShelf):
    """What one question brings along for the next."""

    def familiar(self, address: Address, at: datetime) -> Person | None:
        """Return whoever is reached at this address, where using it now is no news to anybody.

        Her organisation allows the workspace, and she used the address within the day. None says
        nothing. Her parts, the programmes of her organisation, and whether a proposal waits for her,
        are known from then on.
        """
        rows = self._rows(FAMILIAR, vars(address))
        if not rows:
            return None
        *_, everywhere, used_at, elsewhere = rows[0]
        if is_news(at, used_at, elsewhere):
            return None
        people, programmes, parts = zip(*[self._abreast(WHO, row) for row in rows], strict=True)
        person: Person = people[0]
        takes_part = tuple([each for each in parts if each])
        for part, row in zip(parts, rows, strict=True):
            if part and not row[WHO.width]:
                self._answers[PROPOSALS_WITH((ProposalState.OPEN,)), part.id] = ()
        self._answers[PROGRAMMES_OF, person.organisation] = tuple([p for p in programmes if p])
        if len(takes_part) == everywhere:  # else some are in programmes of another organisation
            self._answers[PARTICIPATIONS, person.id] = takes_part
        return person

    def pairings_with(
        self, participant: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return the pairings in which a participant has a seat; the living with planned hours."""
        known = (PAIRINGS_WITH(states), participant)
        if frozenset(states) != frozenset(LIVING) or known in self._answers:
            return super().pairings_with(participant, states)
        found: dict[int, Pairing] = {}
        hours: dict[int, list[CheckIn]] = defaultdict(list)
        for row in self._rows(TANDEMS_WITH, {"participant": participant}):
            pairing, hour = self._abreast(TANDEM, row)
            found[pairing.id] = pairing
            hours[pairing.id] += [hour] if hour else []
        for each, planned in hours.items():
            self._answers[PLANNED_HOURS, each] = tuple(planned)
        self._answers[known] = tuple(found.values())
        return self._answers[known]

    def _sought(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Ask for a noun by its id; a participant's person and her addresses come along."""
        if kind is not Participant:
            return super()._sought(kind, noun_id)
        rows = self._rows(PARTICIPANT_AND_PERSON, {"id": noun_id})
        if not rows:
            return None
        participant, person = self._abreast(TAKING_PART, rows[0])
        places = [row[TAKING_PART.width :] for row in rows]
        used = tuple([(Address(*place), used_at) for *place, used_at in places if used_at])
        self._addresses[person.id] = used
        return cast("Noun", participant)

    def _abreast(self, kinds: Abreast, row: Row) -> list[Any]:
        """Return the nouns at the beginning of a row, None where there is none; remember them."""
        nouns = []
        for shape, cut in kinds.cuts:
            part = row[cut]
            noun = self._nouns.get((shape.noun, part[shape.id_place]))
            if noun is None and part[shape.id_place] is not None:
                noun = self._nouns[shape.noun, part[shape.id_place]] = shape.noun_of(part)
            nouns.append(noun)
        return nouns
