"""What each survey asks: at most twelve items, a few on a screen, each of which may stay empty.

Sources: one item for satisfaction (Wanous, Reichers and Hudy, J. Appl. Psychol. 82, 1997);
likelihood to recommend from 0 to 10 (Reichheld, Harvard Business Review 81(12), 2003); competence
before, after and looking back to the beginning, because people see where they began differently
once they know more (retrospective pre-test: Howard, Evaluation Review 4, 1980); openness, use and
balance of the relationship in our own words, after what Allen and Eby (J. Management 29, 2003) and
research on mutuality ask about. Questions name what they are about instead of asking for agreement
(Saris et al., Survey Research Methods 4, 2010).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.model import (
    BEFORE,
    LEAST_LIKELY,
    LEAST_POINTS,
    MOST_LIKELY,
    MOST_POINTS,
    PROJECT,
    RECOMMEND,
    RELATIONSHIP,
    SATISFIED,
    SKILL,
    TODAY,
    TOPIC,
    Participant,
    Survey,
    SurveyTime,
)
from bot.said import AnyAsk, OneOf, Option, Scale, Text, text, verbatim
from bot.turn import Turn

MOST_ITEMS = 12
MOST_COMPETENCES = 3
SKILLS = ("showing", "speaking")  # of those who teach
YES, NO = 1, 0


@dataclass(frozen=True)
class Item:
    """One question: a whole number from `low` to `high`, whose ends have names."""

    key: str
    label: Text
    low_label: Text
    high_label: Text
    low: int = LEAST_POINTS
    high: int = MOST_POINTS

    def ask(self, value: int | None, who_sees: Text) -> AnyAsk:
        """Return the question as a form asks it, filled in with an earlier answer."""
        if self.high - self.low > YES:
            return Scale(
                self.key,
                self.label,
                hint=who_sees,
                required=False,
                low=self.low,
                high=self.high,
                low_label=self.low_label,
                high_label=self.high_label,
                value=value,
            )
        options = (Option(str(YES), self.high_label), Option(str(NO), self.low_label))
        chosen = "" if value is None else str(value)
        return OneOf(
            self.key, self.label, hint=who_sees, required=False, options=options, value=chosen
        )


@dataclass(frozen=True)
class Page:
    """The items of one screen, by the key of the screen."""

    key: str
    items: tuple[Item, ...]


def pages(turn: Turn, participant: Participant, survey: Survey) -> tuple[Page, ...]:
    """Return the screens of somebody's survey; none is empty."""
    known = competences(turn, participant, survey)
    today = tuple(_competence(turn, TODAY, each) for each in known)
    both = tuple(_competence(turn, when, each) for each in known for when in (TODAY, BEFORE))
    tandem = (_satisfied(), *(_relationship(each) for each in RELATIONSHIP))
    found = {
        SurveyTime.ENTRY: (Page("competence", today),),
        SurveyTime.DAY30: (Page("tandem", tandem),),
        SurveyTime.END: (
            Page("tandem", tandem),
            Page("competence", both),
            Page("beyond", (_project(), _recommend())),
        ),
        SurveyTime.LATER: (
            Page("competence", today),
            Page("beyond", (_satisfied(), _project())),
        ),
    }[survey.time]
    return tuple(each for each in found if each.items)


def competences(turn: Turn, participant: Participant, survey: Survey) -> tuple[str, ...]:
    """Return what somebody rates herself in: what she rated before, then what she takes part for.

    Who learns rates the catalogue's topics that she wants most, who only teaches two skills.
    """
    earlier = [
        key.removeprefix(TODAY)
        for each in turn.store.surveys_of(participant.id)
        if each.asked_at < survey.asked_at
        for key in each.answers
        if key.startswith(TODAY)
    ]
    found = dict.fromkeys((*earlier, *_taking_part_for(participant)))
    return tuple(each for each in found if _known(turn, each))[:MOST_COMPETENCES]


def _taking_part_for(participant: Participant) -> Iterator[str]:
    learns = participant.role is not None and participant.role.learns
    if not learns:
        yield from (f"{SKILL}{each}" for each in SKILLS)
        return
    for choice in sorted(participant.wants, key=lambda each: -each.weight):
        if choice.topic is not None:
            yield f"{TOPIC}{choice.topic}"


def _known(turn: Turn, competence: str) -> bool:
    """Tell whether a competence still has a name: HR may have merged its topic into another."""
    if competence.startswith(TOPIC):
        return competence.removeprefix(TOPIC) in turn.catalogue
    return competence.removeprefix(SKILL) in SKILLS


def _competence(turn: Turn, when: str, competence: str) -> Item:
    kind = "topic" if competence.startswith(TOPIC) else "skill"
    what = _name(turn, competence)
    label = text("survey.today.label" if when == TODAY else "survey.back.label", what=what)
    low, high = text(f"survey.{kind}.low"), text(f"survey.{kind}.high")
    return Item(f"{when}{competence}", label, low, high)


def _name(turn: Turn, competence: str) -> Text:
    if competence.startswith(SKILL):
        return text(f"survey.skill.{competence.removeprefix(SKILL)}")
    return verbatim(turn.catalogue.topic(competence.removeprefix(TOPIC)).name(turn.language))


def _satisfied() -> Item:
    low, high = text("survey.satisfied.low"), text("survey.satisfied.high")
    return Item(SATISFIED, text("survey.satisfied.label"), low, high)


def _relationship(key: str) -> Item:
    low, high = text(f"survey.{key}.low"), text(f"survey.{key}.high")
    return Item(key, text(f"survey.{key}.label"), low, high)


def _project() -> Item:
    label = text("survey.project.label")
    return Item(PROJECT, label, text("survey.project.no"), text("survey.project.yes"), NO, YES)


def _recommend() -> Item:
    low, high = text("survey.recommend.low"), text("survey.recommend.high")
    label = text("survey.recommend.label")
    return Item(RECOMMEND, label, low, high, LEAST_LIKELY, MOST_LIKELY)
