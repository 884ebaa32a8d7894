"""An invented company whose true topics the matcher never sees; the same seed, the same people."""

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.matching import Entrant, Hours, OrgChart, TopicChoice
from tests.benchmarks.matching.labels import labels, seeded, typed

SITES = {
    "Hamburg": ("Europe/Berlin", "de"),
    "München": ("Europe/Berlin", "de"),
    "Leipzig": ("Europe/Berlin", "de"),
    "Zürich": ("Europe/Zurich", "de"),
    "London": ("Europe/London", "en"),
    "Dublin": ("Europe/Dublin", "en"),
    "New York": ("America/New_York", "en"),
    "Pune": ("Asia/Kolkata", "en"),
    "Lyon": ("Europe/Paris", "fr"),
}
Say = Callable[[str, random.Random], str]  # what somebody types who means a topic
_SPAN = 8  # people for each manager


@dataclass(frozen=True)
class Company:
    """Everybody in a round, and what only the generator knows: topic keys of wants and offers."""

    entrants: tuple[Entrant, ...]
    chart: OrgChart
    wants: Mapping[str, Mapping[str, int]]
    offers: Mapping[str, frozenset[str]]

    def coverage(self, mentor: str, mentee: str) -> float:
        """Share of the mentee's wants, by priority, that the mentor truly offers."""
        wants = self.wants[mentee]
        met = sum(weight for topic, weight in wants.items() if topic in self.offers[mentor])
        return met / sum(wants.values())


def invented(
    *, people: int, mentees: int, mentors: int, seed: int = 20, say: Say = typed
) -> Company:
    """A company of `people`, the first of them at the top; a part of them in the round."""
    chance = seeded(seed)
    managers: dict[str, str | None] = {
        _person(each): _person((each - 1) // _SPAN) if each else None for each in range(people)
    }
    senior = sorted(chance.sample(range(people // 2), mentees))
    junior = sorted(chance.sample(range(people // 2, people), mentors))
    wants = {_person(each): _topics(chance, chance.randint(2, 5)) for each in senior}
    offers = {_person(each): _topics(chance, chance.randint(4, 7)) for each in junior}
    everybody = sorted(wants) + sorted(offers)
    entrants = [
        _entrant(
            each,
            wants.get(_person(each), {}),
            offers.get(_person(each), {}),
            everybody,
            chance,
            say=say,
        )
        for each in (*senior, *junior)
    ]
    return Company(
        tuple(entrants),
        OrgChart(managers),
        wants,
        {who: frozenset(its) for who, its in offers.items()},
    )


def _person(number: int) -> str:
    return f"person{number:06}"


def _topics(chance: random.Random, count: int) -> dict[str, int]:
    """Topics with a weight each; some topics are far more popular than others."""
    keys = list(labels())
    popularity = [1.0 / (rank + 8) for rank in range(len(keys))]
    chosen: dict[str, int] = {}
    while len(chosen) < count:
        chosen.setdefault(chance.choices(keys, popularity)[0], chance.randint(1, 3))
    return chosen


def _entrant(
    number: int,
    wants: Mapping[str, int],
    offers: Mapping[str, int],
    everybody: list[str],
    chance: random.Random,
    *,
    say: Say,
) -> Entrant:
    site = chance.choice(list(SITES))
    zone, language = SITES[site]
    start = chance.choice([7, 8, 9, 9, 10])
    languages = {language: "C2"}
    if language != "en" and chance.random() < 0.8:
        languages["en"] = chance.choice(["B1", "B2", "C1"])
    if language != "de" and chance.random() < 0.3:
        languages["de"] = chance.choice(["A2", "B1", "C1"])
    blocked = frozenset(chance.sample(everybody, 2)) if chance.random() < 0.1 else frozenset()
    return Entrant(
        id=_person(number),
        mentor=bool(offers),
        mentee=bool(wants),
        offers=tuple(TopicChoice(say(topic, chance), level) for topic, level in offers.items()),
        wants=tuple(TopicChoice(say(topic, chance), level) for topic, level in wants.items()),
        languages=languages,
        hours=Hours(zone, dt.time(start), dt.time(start + 8)),
        site=site,
        team=f"team {(number - 1) // _SPAN}",
        level=chance.randint(5, 9) if wants else chance.randint(1, 6),
        capacity=chance.choice([2, 3]) if chance.random() < 0.08 else 1,
        meeting=chance.choice(["any", "any", "any", "remote", "same_site"]),
        not_with=blocked,
        competes_in=f"prize {number % 40}" if chance.random() < 0.05 else "",
    )
