"""Counts the surveys of a play again, from what came onto screens and what was sent in."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.simulation.chronicle import Chronicle
from app.simulation.tally import Tally, mean_of_people, share
from bot import commands
from bot.heard import Answer

TIMES = ("entry", "day30", "end", "later")
ABOUT_THE_TANDEM = ("open", "worth", "both")
LEAST_OF_PROMOTERS, MOST_OF_DETRACTORS = 9, 6
COMPETENCES = {"mentees": "topic.", "mentors": "skill."}


@dataclass
class Questionnaire:
    """A survey that came to somebody, and what she has sent in."""

    user: str
    time: str
    answers: dict[str, int] = field(default_factory=dict)

    def take(self, sent: Mapping[str, Answer]) -> None:
        """Put what was sent in into the place of what was said before; empty means nothing."""
        for key, said in sent.items():
            self.answers.pop(key, None)
            if said:
                self.answers[key] = int(str(said))


class Questioned:
    """What a chronicle says of the surveys up to a moment, of those whom the figures may count."""

    def __init__(self, chronicle: Chronicle, as_of: datetime, counted: Collection[str]) -> None:
        self.chronicle = chronicle
        self.as_of = as_of
        self.counted = counted

    def figures(self) -> Iterator[tuple[str, Tally | None]]:
        """Yield each figure by its name in the status, None where nobody said anything."""
        for time in TIMES:
            asked = self._put(time)
            said = [bool(each.answers) for each in asked]
            yield f"response_{time}", share(said, [each.user for each in asked])
            yield f"satisfaction_{time}", self._mean(time, ("satisfied",))
            yield f"relationship_{time}", self._mean(time, ABOUT_THE_TANDEM)
            ideas = [each for each in asked if "project" in each.answers]
            reached = [bool(each.answers["project"]) for each in ideas]
            yield f"project_{time}", share(reached, [each.user for each in ideas])
        yield "recommend", _mean(map(_score, self._put("end")))
        wishes = self._wishes
        yield "again", share(list(wishes.values()), [user for user, _ in wishes])
        for seat, kind in COMPETENCES.items():
            for time in ("end", "later"):
                yield f"competence_{seat}_{time}", _mean(self._gains(kind, time))
            looking_back = [_gain(each, each, "then.", kind) for each in self._put("end")]
            yield f"looking_back_{seat}", _mean(looking_back)

    @cached_property
    def questionnaires(self) -> Mapping[int, Questionnaire]:
        """Every survey that came onto the screen of somebody who counts, by its number."""
        found: dict[int, Questionnaire] = {}
        for arrival, number in self.chronicle.told("survey", self.as_of):
            time = arrival.message.title.key.removeprefix("survey.").removesuffix(".title")
            if time in TIMES and arrival.user in self.counted:
                found[int(number)] = Questionnaire(arrival.user, time)
        for event in self.chronicle.did(commands.AnswerSurvey, self.as_of):
            assert isinstance(event.asked, commands.AnswerSurvey)
            if event.asked.survey in found:
                found[event.asked.survey].take(event.answers)
        return found

    @cached_property
    def _wishes(self) -> Mapping[tuple[str, int], bool]:
        """Whether each person would take part again, by her last word on each of her tandems."""
        said: dict[tuple[str, int], bool] = {}
        for event in self.chronicle.did(commands.SayNext, self.as_of):
            assert isinstance(event.asked, commands.SayNext)
            if event.user in self.counted:
                said[event.user, event.asked.pairing] = event.asked.next in {"again", "swap"}
        return said

    def _put(self, time: str) -> list[Questionnaire]:
        return self._by_time[time]

    @cached_property
    def _by_time(self) -> Mapping[str, list[Questionnaire]]:
        found: dict[str, list[Questionnaire]] = {time: [] for time in TIMES}
        for each in self.questionnaires.values():
            found[each.time].append(each)
        return found

    def _mean(self, time: str, keys: tuple[str, ...]) -> Tally | None:
        said = {
            (each.user, place): float(each.answers[key])
            for each in self._put(time)
            for place, key in enumerate(keys)
            if key in each.answers
        }
        return mean_of_people(said)

    def _gains(self, kind: str, time: str) -> Iterator[float | None]:
        first = {each.user: each for each in self._put("entry")}
        for last in self._put(time):
            if last.user in first:
                yield _gain(first[last.user], last, "now.", kind)


def _gain(before: Questionnaire, after: Questionnaire, earlier: str, kind: str) -> float | None:
    """Return the mean step in what was rated both times, None where nothing was."""
    steps = [
        points - before.answers[earlier + key.removeprefix("now.")]
        for key, points in after.answers.items()
        if key.startswith(f"now.{kind}") and earlier + key.removeprefix("now.") in before.answers
    ]
    return sum(steps) / len(steps) if steps else None


def _score(survey: Questionnaire) -> float | None:
    likely = survey.answers.get("recommend")
    if likely is None:
        return None
    return 100.0 * ((likely >= LEAST_OF_PROMOTERS) - (likely <= MOST_OF_DETRACTORS))


def _mean(said: Iterator[float | None] | list[float | None]) -> Tally | None:
    """Return the mean over people who said something, one number each."""
    known = [each for each in said if each is not None]
    return Tally(sum(known) / len(known), len(known)) if known else None
