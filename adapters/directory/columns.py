"""The columns of the people file, one by one: a cell's text becomes a value, and back."""

import re
from collections.abc import Callable
from datetime import time
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeVar

from babel import Locale

from bot.cadence import known_country, known_zone
from bot.cadence.zones import zone_names
from bot.model import Cefr, LanguageSkill, Meeting, Role

LONGEST_NAME = 200  # characters, for names of people, teams, sites and groups
LONGEST_TOPIC = 200  # characters
LONGEST_EMAIL = 254  # characters: RFC 5321, 4.5.3.1.3, without the angle brackets
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 9
LOWEST_WEIGHT, HIGHEST_WEIGHT = 1, 3
MOST_PARTNERS = 20
NAME_EXPECTED = f"at most {LONGEST_NAME} characters"
TOPIC_EXPECTED = "topics like KI:3|Social Media:2, each with 1, 2 or 3 after its last colon"
COUNTRY_EXPECTED = "an ISO 3166 code like DE, or with its region like DE-BY"

Value = TypeVar("Value")
Choice = TypeVar("Choice", bound=StrEnum)


class Unreadable(ValueError):
    """A cell that cannot be read; the message is what is expected in its place."""


def one_line(text: str) -> str:
    """The text without spaces around it, every run of spaces and line ends a single space."""
    return " ".join(text.split())


def parse_name(cell: str) -> str:
    """A name of a person, team, site or group; at most 200 characters."""
    name = one_line(cell)
    if len(name) > LONGEST_NAME:
        raise Unreadable(NAME_EXPECTED)
    return name


@lru_cache(maxsize=65536)
def parse_email(cell: str) -> str:
    """An e-mail address as it is written; upper and lower case mean the same person."""
    email = cell.strip()
    plain = re.fullmatch(r"[^\s@|,;<>\"]+@[^\s@|,;<>\"]+\.[^\s@|,;<>\".]+", email)
    if not plain or len(email) > LONGEST_EMAIL:
        raise Unreadable("an e-mail address like asha.rao@lindenhof.example")
    return email


def parse_emails(cell: str) -> tuple[str, ...]:
    """E-mail addresses joined by "|", each once."""
    try:
        emails = [parse_email(part) for part in cell.split("|") if part.strip()]
    except Unreadable as unreadable:
        raise Unreadable("e-mail addresses joined by |") from unreadable
    once: dict[str, str] = {}
    for email in emails:
        once.setdefault(email.lower(), email)
    return tuple(once.values())


def format_emails(emails: tuple[str, ...]) -> str:
    """The inverse of parse_emails."""
    return "|".join(emails)


@lru_cache(maxsize=1024)
def parse_country(cell: str) -> tuple[str, str]:
    """Country and region: "DE-BY" is ("DE", "BY"), "DE" is ("DE", "")."""
    country, _, region = cell.strip().upper().partition("-")
    if not re.fullmatch(r"[A-Z]{2}", country) or not known_country(country):
        raise Unreadable(COUNTRY_EXPECTED)
    if cell.strip().endswith("-") or (region and not _known_region(country, region)):
        raise Unreadable(f"{country} alone, or with a region whose public holidays are known")
    return country, region


def _known_region(country: str, region: str) -> bool:
    # Holidays are also listed under local names ("Bayern"); a cell holds ISO 3166-2 codes only.
    return bool(re.fullmatch(r"[A-Z0-9]{1,3}", region)) and known_country(country, region)


def format_country(country: str, subdivision: str) -> str:
    """The inverse of parse_country."""
    return f"{country}-{subdivision}" if subdivision else country


@lru_cache(maxsize=4096)
def parse_zone(cell: str) -> str:
    """An IANA time zone, in its official spelling whatever the cell's upper and lower case."""
    name = cell.strip().replace(" ", "_")
    if known_zone(name):
        return name
    spelled = _zones_in_lower_case().get(name.lower())
    if spelled is None:
        raise Unreadable(f"an IANA time zone like Europe/Berlin{_did_you_mean(name.lower())}")
    return spelled


@cache
def _zones_in_lower_case() -> dict[str, str]:
    return {zone.lower(): zone for zone in sorted(zone_names())}


# Ten thousand rows with the same slip ask once: difflib needs milliseconds for 600 names.
@lru_cache(maxsize=4096)
def _did_you_mean(name: str) -> str:
    zones = _zones_in_lower_case()
    cities = {zone.rpartition("/")[2]: zone for zone in zones}
    whole = get_close_matches(name, zones, n=1)
    near = whole or [cities[city] for city in get_close_matches(name, cities, n=1)]
    return f"; did you mean {zones[near[0]]}?" if near else ""


@cache
def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country, roughly the most populous first. Source: zone.tab of the IANA."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in table if not line.startswith("#"))
    return tuple(zone for code, _, zone, *_ in rows if code == country)


@lru_cache(maxsize=4096)
def parse_hour(cell: str) -> time:
    """A local time of day; Excel's 9:00 and 09:00:00 are read as 09:00."""
    found = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])(:00)?", cell.strip())
    if not found:
        raise Unreadable("a time from 00:00 to 23:59 like 09:00")
    return time(int(found[1]), int(found[2]))


def format_hour(hour: time) -> str:
    """The inverse of parse_hour."""
    return hour.strftime("%H:%M")


@cache
def language_codes() -> frozenset[str]:
    """The two-letter codes of languages. Source: ISO 639-1 as listed by the CLDR."""
    codes = map(str, Locale("en").languages)
    return frozenset(code for code in codes if re.fullmatch("[a-z]{2}", code))


@lru_cache(maxsize=4096)
def parse_languages(cell: str) -> tuple[LanguageSkill, ...]:
    """Languages with their level, "de:C2|en:B2"; each language once."""
    parts = [part.strip().partition(":") for part in cell.split("|") if part.strip()]
    codes = [code.strip().lower() for code, _, _ in parts]
    levels = [level.strip().upper() for _, _, level in parts]
    unknown = not language_codes().issuperset(codes) or not set(Cefr).issuperset(levels)
    if unknown or len(set(codes)) < len(codes):
        raise Unreadable(
            "languages like de:C2|en:B2, each once, as ISO 639-1 code and level from A1 to C2"
        )
    return tuple(
        LanguageSkill(code, Cefr(level)) for code, level in zip(codes, levels, strict=True)
    )


def format_languages(skills: tuple[LanguageSkill, ...]) -> str:
    """The inverse of parse_languages."""
    return "|".join(f"{skill.code}:{skill.level}" for skill in skills)


def parse_level(cell: str) -> int | None:
    """A level from 1 (junior) to 9 (board); never None, which stands for an empty cell."""
    return _whole_number(cell, LOWEST_LEVEL, HIGHEST_LEVEL)


def parse_capacity(cell: str) -> int:
    """How many partners at the same time, 0 to 20."""
    return _whole_number(cell, 0, MOST_PARTNERS)


def _whole_number(cell: str, least: int, most: int) -> int:
    text = cell.strip()
    if not re.fullmatch("[0-9]{1,3}", text) or not least <= int(text) <= most:
        raise Unreadable(f"a whole number from {least} to {most}")
    return int(text)


def one_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """A reader of one word out of a closed list, whatever its upper and lower case."""
    words = {choice.value: choice for choice in kind}

    def parse(cell: str) -> Choice:
        word = "_".join(cell.casefold().replace("-", " ").split())
        if word not in words:
            raise Unreadable(" or ".join([", ".join(list(words)[:-1]), list(words)[-1]]))
        return words[word]

    return parse


parse_meeting = one_of(Meeting)
parse_role: Callable[[str], Role | None] = one_of(Role)


def _split(text: str, separator: str) -> list[str]:
    """Cut at every separator that no backslash escapes; escapes stay as they are."""
    pieces = re.findall(rf"(?:\\.|[^\\{separator}]|\\)+|{re.escape(separator)}", text, re.DOTALL)
    parts = [""]
    for piece in pieces:
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


@lru_cache(maxsize=65536)
def parse_topics(cell: str) -> tuple[tuple[str, int], ...]:
    """Topics with their level or priority: "KI:3|Social Media:2".

    The number stands after the last colon. A backslash escapes "|", ":" and itself inside a topic;
    before any other character it is an ordinary one.
    """
    return tuple(_topic(part) for part in _split(cell, "|") if part.strip())


def _topic(part: str) -> tuple[str, int]:
    *texts, weight = _split(part, ":")
    text = one_line(re.sub(r"\\([|:\\])", r"\1", ":".join(texts)))
    if not text:
        raise Unreadable(TOPIC_EXPECTED)
    if len(text) > LONGEST_TOPIC:
        raise Unreadable(f"topics of at most {LONGEST_TOPIC} characters")
    if not re.fullmatch(f"[{LOWEST_WEIGHT}-{HIGHEST_WEIGHT}]", weight.strip()):
        raise Unreadable(f'{TOPIC_EXPECTED}; "{one_line(part)}" is not like that')
    return text, int(weight)


def format_topics(topics: tuple[tuple[str, int], ...]) -> str:
    """The inverse of parse_topics."""
    return "|".join(f"{_escaped(text)}:{weight}" for text, weight in topics)


def _escaped(text: str) -> str:
    return re.sub(r"([|:\\])", r"\\\1", text)
