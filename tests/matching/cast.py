"""People for the matcher's tests: everybody fits everybody unless a test says otherwise."""

import datetime as dt
from functools import cache

from bot.matching import Catalogue, Entrant, Hours, OrgChart, TopicChoice

OFFICE = Hours("Europe/Berlin", dt.time(9), dt.time(17))
NOBODY_REPORTS = OrgChart({})


@cache
def catalogue() -> Catalogue:
    return Catalogue.load()


def topics(*texts: str) -> tuple[TopicChoice, ...]:
    return tuple(TopicChoice(text, 2) for text in texts)


def mentor(person: str, *named: str, **facts: object) -> Entrant:
    return _somebody(person, {"mentor": True, "offers": topics(*named), "level": 2, **facts})


def mentee(person: str, *named: str, **facts: object) -> Entrant:
    return _somebody(person, {"mentee": True, "wants": topics(*named), "level": 7, **facts})


def _somebody(person: str, facts: dict[str, object]) -> Entrant:
    usual: dict[str, object] = {
        "languages": {"de": "C1", "en": "B2"},
        "hours": OFFICE,
        "site": "Kiel",
        "team": f"team of {person}",
        "organisation": "Fjord AG",
    }
    return Entrant(id=person, **{**usual, **facts})  # type: ignore[arg-type]
