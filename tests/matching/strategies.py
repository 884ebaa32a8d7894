"""Small invented companies for hypothesis: dense with conflicts, so that every rule bites."""

import datetime as dt
from dataclasses import dataclass

from hypothesis import strategies as st

from bot.matching import Entrant, Hours, OrgChart, TopicChoice

TOPICS = (
    "KI",
    "ChatGPT",
    "Instagram",
    "insta",
    "TikTok",
    "Excel",
    "Drachenboot",
    "Drachenbote",
    "🎉",
)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "Mars/Olympus")


@dataclass(frozen=True)
class Company:
    entrants: tuple[Entrant, ...]
    chart: OrgChart


def choices() -> st.SearchStrategy[tuple[TopicChoice, ...]]:
    one = st.builds(TopicChoice, st.sampled_from(TOPICS), st.integers(0, 4))
    return st.lists(one, max_size=3).map(tuple)


def working_hours() -> st.SearchStrategy[Hours | None]:
    times = st.sampled_from([dt.time(0), dt.time(6, 30), dt.time(9), dt.time(14), dt.time(22)])
    days = st.sampled_from([frozenset({0, 1, 2, 3, 4}), frozenset({6}), frozenset[int]()])
    return st.none() | st.builds(Hours, st.sampled_from(ZONES), times, times, days)


def entrant(person: str, everybody: list[str]) -> st.SearchStrategy[Entrant]:
    few = st.sets(st.sampled_from(everybody), max_size=1).map(frozenset)
    level = st.sampled_from(["A2", "B1", "C2", "native", "?"])
    return st.builds(
        Entrant,
        id=st.just(person),
        mentor=st.booleans(),
        mentee=st.booleans(),
        offers=choices(),
        wants=choices(),
        languages=st.dictionaries(st.sampled_from(["de", "en", "de-AT"]), level, max_size=2),
        hours=working_hours(),
        site=st.sampled_from(["", "Kiel", " kiel", "Ulm"]),
        team=st.sampled_from(["", "A", "a", "B", "C", "D"]),
        manager=st.none() | st.sampled_from([*everybody, "boss"]),
        level=st.none() | st.integers(1, 4),
        capacity=st.integers(-1, 3),
        meeting=st.sampled_from(["any", "same_site", "remote"]),
        not_with=few,
        earlier_partners=few,
        competes_in=st.sampled_from(["", "", "bonus"]),
        organisation=st.sampled_from(["", "", "", "Fjord"]),
        paused=st.sampled_from([False, False, False, True]),
    )


@st.composite
def companies(draw: st.DrawFn, most: int = 8) -> Company:
    people = [f"p{number}" for number in range(draw(st.integers(0, most)))]
    entrants = tuple(draw(entrant(person, people)) for person in people)
    managers = st.none() | st.sampled_from([*people, "boss", "owner"])
    chart = draw(st.dictionaries(st.sampled_from([*people, "boss", "owner"]), managers, max_size=4))
    return Company(entrants, OrgChart(chart))


@st.composite
def willing_companies(draw: st.DrawFn) -> Company:
    """Companies where most pairs may meet, so that the assignment has something to decide."""
    offers = st.lists(st.sampled_from(TOPICS[:6]), min_size=1, max_size=2)
    people = []
    for number in range(draw(st.integers(1, 6))):
        texts = draw(offers)
        people.append(
            Entrant(
                id=f"mentor{number}",
                mentor=True,
                offers=tuple(TopicChoice(text, draw(st.integers(1, 3))) for text in texts),
                languages={"de": "C2"},
                hours=Hours("Europe/Berlin", dt.time(9), dt.time(draw(st.integers(10, 17)))),
                team=f"team {number}",
                level=1,
                capacity=draw(st.integers(1, 2)),
            )
        )
    for number in range(draw(st.integers(1, 6))):
        texts = draw(offers)
        people.append(
            Entrant(
                id=f"mentee{number}",
                mentee=True,
                wants=tuple(TopicChoice(text, draw(st.integers(1, 3))) for text in texts),
                languages={"de": draw(st.sampled_from(["B1", "C1"]))},
                hours=Hours("Europe/Berlin", dt.time(9), dt.time(17)),
                team=f"other team {number}",
                level=5,
                not_with=draw(st.sets(st.sampled_from(["mentor0", "mentor1"])).map(frozenset)),
            )
        )
    return Company(tuple(people), OrgChart({}))
