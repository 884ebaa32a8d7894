"""The question for when and in which languages somebody can meet."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import (
    LONGEST_NIGHT_SHIFT,
    MEETING_MINUTES,
    Cefr,
    LanguageSkill,
    Programme,
    WorkingHours,
)
from bot.said import AnyAsk, OneOf, Option, SomeOf, Spoken, TimeOfDay, text, verbatim
from bot.texts import languages_by_name
from bot.turn import Turn

COMMON = ("de", "en")  # stand first: most people here meet in one of them
LANGUAGES = (
    *COMMON, "ar", "cs", "da", "el", "es", "fi", "fr", "hi", "hu", "it", "ja", "nl", "pl", "pt",
    "ro", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip
# Whoever ticks a language can hold a conversation in it. Source: CEFR, B1 is the independent user;
# B2 is "can interact with a degree of fluency and spontaneity".
ENOUGH = (Cefr.B1, Cefr.B2, Cefr.C1, Cefr.C2)
TICKED = Cefr.B2
ZONES = (
    "Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "Europe/Dublin",
    "Europe/Lisbon", "Europe/Madrid", "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam",
    "Europe/Rome", "Europe/Copenhagen", "Europe/Stockholm", "Europe/Oslo", "Europe/Helsinki",
    "Europe/Warsaw", "Europe/Prague", "Europe/Budapest", "Europe/Bucharest", "Europe/Athens",
    "Europe/Kyiv", "Europe/Istanbul", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Toronto", "America/Mexico_City", "America/Sao_Paulo",
    "Africa/Johannesburg", "Africa/Nairobi", "Africa/Lagos", "Asia/Dubai", "Asia/Kolkata",
    "Asia/Singapore", "Asia/Shanghai", "Asia/Tokyo", "Asia/Seoul", "Australia/Sydney",
    "Pacific/Auckland", "UTC",
)  # fmt: skip
WEEK = tuple(map(str, range(7)))
A_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - only to subtract two times of day


def _asks(turn: Turn, draft: Draft) -> tuple[AnyAsk, ...]:
    hours, offered = draft.person.hours, _languages(turn, draft)
    return (
        SomeOf(
            "languages",
            text("join.hours.languages"),
            hint=text("join.hours.languages_hint"),
            options=tuple(
                Option(code, text("join.hours.language", language=Spoken((code,))))
                for code in offered
            ),
            values=_ticked(draft, offered),
        ),
        TimeOfDay("start", text("join.hours.start"), value=f"{hours.start:%H:%M}"),
        TimeOfDay("end", text("join.hours.end"), value=f"{hours.end:%H:%M}"),
        SomeOf(
            "weekdays",
            text("join.hours.weekdays"),
            options=tuple(Option(day, text(f"join.weekday.{day}")) for day in WEEK),
            values=tuple(map(str, sorted(hours.weekdays))),
        ),
        OneOf(
            "zone",
            text("join.hours.zone"),
            options=tuple(Option(zone, verbatim(zone.replace("_", " "))) for zone in _zones(draft)),
            value=hours.time_zone,
        ),
    )


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    offered = _languages(turn, draft)
    spoken = given.choices("languages", offered)
    before = draft.person.hours
    hours = WorkingHours(
        given.choice("zone", _zones(draft), before.time_zone),
        given.time("start", before.start),
        given.time("end", before.end),
        frozenset(map(int, given.choices("weekdays", WEEK))),
    )
    if not spoken:
        given.problem("languages", "no_language")
    if not hours.weekdays:
        given.problem("weekdays", "no_weekday")
    if problem := _wrong_with(hours):
        given.problem("end", problem)
    person = replace(draft.person, languages=_skills(draft, spoken, offered), hours=hours)
    return Taken(replace(draft, person=person), given.problems)


def _wrong_with(hours: WorkingHours) -> str:
    """Return what is wrong with the length of a day or a night shift, "" where nothing is."""
    length = datetime.combine(A_DAY, hours.end) - datetime.combine(A_DAY, hours.start)
    overnight = length + timedelta(days=1)
    if timedelta(0) > length and overnight <= timedelta(hours=LONGEST_NIGHT_SHIFT):
        length = overnight
    if length <= timedelta(0):
        return "end_before_start"
    return "too_short" if length < timedelta(minutes=MEETING_MINUTES) else ""


def languages(turn: Turn) -> tuple[str, ...]:
    """Return every language one may choose: the common ones, then by name as the reader reads it."""
    return tuple(dict.fromkeys((*COMMON, *languages_by_name(LANGUAGES, turn.language))))


def _languages(turn: Turn, draft: Draft) -> tuple[str, ...]:
    """Return the languages to choose from, one's own first: those in which the programme meets."""
    programme = turn.known(Programme, draft.participant.programme)
    own = (each.code for each in draft.person.languages)
    return tuple(filter(programme.speaks, dict.fromkeys((*own, *languages(turn)))))


def _ticked(draft: Draft, offered: tuple[str, ...]) -> tuple[str, ...]:
    """Return the languages that somebody is known to speak well, else the one we speak with her."""
    known = [each.code for each in draft.person.languages if each.level in ENOUGH]
    likely = known or [str(draft.person.language)]
    return tuple(each for each in likely if each in offered)


def _zones(draft: Draft) -> tuple[str, ...]:
    return tuple(dict.fromkeys((draft.person.hours.time_zone, *ZONES)))


def _skills(
    draft: Draft, ticked: tuple[str, ...], offered: tuple[str, ...]
) -> tuple[LanguageSkill, ...]:
    """Return the languages ticked at their known or a usual level, and those not asked about.

    That is what is spoken a little, or in another programme.
    """
    known = {each.code: each for each in draft.person.languages}
    others = [
        each for each in known.values() if each.level not in ENOUGH or each.code not in offered
    ]
    skills = [
        known[code]
        if code in known and known[code].level in ENOUGH
        else LanguageSkill(code, TICKED)
        for code in ticked
    ]
    return (*skills, *(each for each in others if each.code not in ticked))


HOURS = Screen("hours", _asks, _take)
