"""The shelf of goals, of private answers about a tandem, of surveys and of farewells."""

from sqlalchemy import select

from bot.model import Farewell, Goal, PairAnswer, Survey
from storage.shelves.shelf import Shelf, given
from storage.tables import (
    FarewellRow,
    GoalRow,
    PairAnswerRow,
    PairingRow,
    ParticipantRow,
    SurveyRow,
    table_of,
)

FAREWELL = table_of(FarewellRow)
GOAL = table_of(GoalRow)
PAIR_ANSWER = table_of(PairAnswerRow)
PAIRING = table_of(PairingRow)
PARTICIPANT = table_of(ParticipantRow)
SURVEY = table_of(SurveyRow)


GOALS_OF = select(*GOAL.c).where(given(GOAL.c.pairing)).order_by(GOAL.c.id)
GOALS_IN = (
    select(*GOAL.c)
    .join(PAIRING, GOAL.c.pairing == PAIRING.c.id)
    .where(given(PAIRING.c.programme))
    .order_by(GOAL.c.id)
)
PAIR_ANSWERS = select(*PAIR_ANSWER.c).where(given(PAIR_ANSWER.c.pairing)).order_by(PAIR_ANSWER.c.id)
SURVEYS_OF = select(*SURVEY.c).where(given(SURVEY.c.participant)).order_by(SURVEY.c.id)
SURVEYS_IN = (
    select(*SURVEY.c)
    .join(PARTICIPANT, SURVEY.c.participant == PARTICIPANT.c.id)
    .where(given(PARTICIPANT.c.programme))
    .order_by(SURVEY.c.id)
)
FAREWELLS_OF = select(*FAREWELL.c).where(given(FAREWELL.c.pairing)).order_by(FAREWELL.c.id)
FAREWELLS_IN = (
    select(*FAREWELL.c)
    .join(PAIRING, FAREWELL.c.pairing == PAIRING.c.id)
    .where(given(PAIRING.c.programme))
    .order_by(FAREWELL.c.id)
)


class TandemLifeShelf(Shelf):
    """What two people agree on, and what each says about it."""

    def goals_of(self, pairing: int) -> tuple[Goal, ...]:
        """Return a pairing's goals, by id."""
        return self._all(Goal, GOALS_OF, pairing=pairing)

    def goals_in(self, programme: int) -> tuple[Goal, ...]:
        """Return all goals of a programme's pairings, by id."""
        return self._all(Goal, GOALS_IN, programme=programme)

    def pair_answers(self, pairing: int) -> tuple[PairAnswer, ...]:
        """Return what both said about their tandem, by id."""
        return self._all(PairAnswer, PAIR_ANSWERS, pairing=pairing)

    def surveys_of(self, participant: int) -> tuple[Survey, ...]:
        """Return a participant's surveys, by id."""
        return self._all(Survey, SURVEYS_OF, participant=participant)

    def surveys_in(self, programme: int) -> tuple[Survey, ...]:
        """Return all surveys of a programme, by id."""
        return self._all(Survey, SURVEYS_IN, programme=programme)

    def farewells_of(self, pairing: int) -> tuple[Farewell, ...]:
        """Return what both said at the end of their tandem, by id."""
        return self._all(Farewell, FAREWELLS_OF, pairing=pairing)

    def farewells_in(self, programme: int) -> tuple[Farewell, ...]:
        """Return all farewells of a programme's pairings, by id."""
        return self._all(Farewell, FAREWELLS_IN, programme=programme)
