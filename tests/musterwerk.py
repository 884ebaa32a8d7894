"""Musterwerk: the invented organisation of the cast, its directory and its first programme."""

from dataclasses import replace
from datetime import date, time
from functools import cache

from bot.matching import Catalogue
from bot.model import (
    Cefr,
    Language,
    LanguageSkill,
    Organisation,
    Person,
    Platform,
    Programme,
    WorkingHours,
)
from bot.ports import Store

SLACK = "T0MUSTERWERK"
TEAMS = "musterwerk-tenant"
MAIL = "musterwerk.example"
HOME = {"bernd": (Platform.TEAMS, TEAMS), "emine": (Platform.TEAMS, TEAMS)}


def colleague(organisation: int, name: str) -> Person:
    """Return somebody of the directory with the facts that most have."""
    return Person(
        organisation=organisation,
        email=f"{name.casefold().replace(' ', '.')}@{MAIL}",
        name=name,
        language=Language.EN,
        hours=WorkingHours("Europe/Berlin", time(9), time(17)),
        languages=(LanguageSkill("en", Cefr.C1), LanguageSkill("de", Cefr.C1)),
        country="DE",
        site="Berlin",
        level=3,
        in_directory=True,
    )


def employ_everybody(store: Store, organisation: Organisation) -> dict[str, Person]:
    """Put everybody into the directory; nobody of the cast reports to another one of it."""

    def employ(name: str, **facts: object) -> Person:
        person = colleague(organisation.id, name)
        return store.add(replace(person, **facts))  # type: ignore[arg-type]

    greta = employ("Greta Board", level=9, team="Board")
    milan = employ("Milan Lead", level=6, team="Product", manager=greta.id)
    nora = employ("Nora Lead", level=6, team="Platform", manager=greta.id)
    german = {"language": Language.DE}
    return {
        "asha": employ("Asha Rao", level=2, team="Product", manager=milan.id),
        "bernd": employ(
            "Bernd Vogel", level=7, team="Sales", site="Munich", manager=greta.id, **german
        ),
        "carla": employ("Carla Conti", level=4, team="Legal", manager=greta.id),
        "hana": employ("Hana Weiss", level=5, team="People", manager=greta.id),
        "dario": employ("Dario Bianchi", level=3, team="Platform", manager=nora.id),
        "emine": employ("Emine Kaya", level=7, team="Finance", manager=greta.id, **german),
    }


def first_programme(organisation: Organisation, hana: Person) -> Programme:
    """Return the programme that Hana leads, beginning with the first Monday."""
    return Programme(
        organisation=organisation.id,
        name="Reverse Mentoring 2026",
        starts_on=date(2026, 11, 2),
        hr_leads=(hana.id,),
        contact=hana.id,
    )


@cache
def catalogue() -> Catalogue:
    """Return the product's own topics, read once."""
    return Catalogue.load()
