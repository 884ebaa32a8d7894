"""Public holidays by country and region, with their names in the reader's language."""

import warnings
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from threading import Lock

import holidays

# What the library calls English; every country it translates at all has it.
ENGLISH = "en_US"
# Setting warnings aside is not safe in several threads at once.
ONE_AT_A_TIME = Lock()


@cache
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=True))


@cache
def _regions(country: str) -> frozenset[str]:
    listed = holidays.country_holidays(country)
    return frozenset(listed.subdivisions) | frozenset(listed.subdivisions_aliases)


@cache
def _languages() -> Mapping[str, tuple[str, ...]]:
    return {code: tuple(known) for code, known in holidays.list_localized_countries().items()}


def _region(country: str, subdivision: str) -> str:
    """The region's code within the country: "DE-BY" is written "BY" where holidays are listed."""
    return subdivision.removeprefix(f"{country}-")


def known_country(country: str, subdivision: str = "") -> bool:
    """Whether holidays are known there; "" stands for "not told", which is fine.

    `country` is an ISO 3166-1 code ("DE"), `subdivision` an ISO 3166-2 code with or without
    the country ("BY", "DE-BY") or the region's local name ("Bayern").
    """
    if not country:
        return not subdivision
    if country not in _countries():
        return False
    return not subdivision or _region(country, subdivision) in _regions(country)


def must_be_known(country: str, subdivision: str) -> None:
    """ValueError, naming the value and what is expected, unless it is a known country."""
    if known_country(country, subdivision):
        return
    if not known_country(country) or not country:
        raise ValueError(f"unknown country {country!r}: expected an ISO 3166-1 code such as 'DE'")
    expected = ", ".join(sorted(_regions(country))) or "none"
    raise ValueError(f"unknown subdivision {subdivision!r} of {country}: expected {expected}")


def _best_language(country: str, language: str) -> str | None:
    """The library's name for the wanted language, else English, else None: the country's own."""
    spoken = _languages().get(country, ())
    wanted = language.replace("-", "_")
    alike = [one for one in spoken if one.split("_")[0] == wanted.split("_")[0]]
    return next((one for one in (wanted, *alike, ENGLISH) if one in spoken), None)


@lru_cache(maxsize=4096)
def _year(country: str, subdivision: str, year: int, language: str | None) -> Mapping[date, str]:
    must_be_known(country, subdivision)
    if not country:
        return {}
    region = _region(country, subdivision) or None
    # It warns where movable feasts are not computed so far ahead (India after 2035); the fixed
    # ones are right, and a meeting that far off is planned anew long before.
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = holidays.country_holidays(country, subdiv=region, years=year, language=language)
    # A plain copy: asked for another year the library's own object would quietly grow.
    return dict(found.items())


def is_holiday(day: date, country: str, subdivision: str) -> bool:
    """Whether that day is a public holiday there, substitute days ("observed") included.

    Always False for the country "". ValueError: unknown country or subdivision.
    """
    return day in _year(country, subdivision, day.year, None)


def holiday_name(day: date, country: str, subdivision: str, language: str) -> str | None:
    """The public holiday's name there, None when the day is none.

    In `language` ("de", "en", "en_US") where it is translated, else in English, else in the
    country's own. Several holidays on one day are joined by "; ".
    ValueError: unknown country or subdivision.
    """
    return _year(country, subdivision, day.year, _best_language(country, language)).get(day)
