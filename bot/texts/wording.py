"""At the exit: every Text of a reply is filled in its reader's language and time zone."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import TypeVar, cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from bot.model import Language
from bot.model.made import made
from bot.said import (
    Bold,
    Lines,
    Link,
    Mention,
    Moment,
    MomentStyle,
    Span,
    Spoken,
    Text,
    Value,
    rebuilt,
)
from bot.texts.words import Words

Said = TypeVar("Said")

# A placeholder may name its format: {share:percent}, {mean:1} (decimals).
TOKEN = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\[(?P<label>[^\]]+)\]\((?P<url>[^)\s]+)\)|\{(?P<name>\w+)(?::(?P<format>\w+))?\}"
)

PLACE = "\0"  # stands where an item of a list will be

MOST_TEMPLATES = 5000  # there are about two thousand in both languages
MOST_MOMENTS = 5000  # many meet at the same hour, and read of it more than once
MOST_NUMBERS = 5000  # small whole ones, mostly: of weeks, people, screens

DAYS = {Language.EN: "EEEE, d MMMM", Language.DE: "EEEE, d. MMMM"}
TIMES = {Language.EN: "HH:mm", Language.DE: "HH:mm 'Uhr'"}
DAY_AND_TIME = {
    Language.EN: "EEEE, d MMMM, HH:mm",
    Language.DE: "EEEE, d. MMMM, HH:mm 'Uhr'",
}


@dataclass(frozen=True)
class Audience:
    """Whoever will read: language and IANA zone."""

    language: Language
    time_zone: str


def worded(said: Said, words: Mapping[Language, Words], audience: Audience) -> Said:
    """Return a reply whose texts carry their words; raises KeyError for an unknown text or value."""

    def change(part: object) -> object | None:
        return in_words(part, words, audience) if isinstance(part, Text) else None

    return cast("Said", rebuilt(said, change))


def in_words(part: Text, words: Mapping[Language, Words], audience: Audience) -> Text:
    """Return a text that carries its words; raises KeyError for an unknown text or value."""
    spoken = words[audience.language]
    if not part.values and part.key in spoken.said:
        return spoken.said[part.key]
    said = made(Text, {**vars(part), "spans": _spans(part, spoken, audience)}.items())
    if not part.values:
        spoken.said[part.key] = said
    return said


def drafted(part: object, words: Mapping[Language, Words], audience: Audience) -> Lines | None:
    """Return a question whose draft has become its value, None for what has no draft."""
    if not isinstance(part, Lines) or part.draft is None:
        return None
    return replace(part, value=in_words(part.draft, words, audience).plain, draft=None)


@lru_cache(maxsize=MOST_MOMENTS)
def moment_words(moment: Moment, audience: Audience) -> str:
    """Say a moment in the reader's language and zone."""
    patterns = {
        MomentStyle.DAY: DAYS,
        MomentStyle.TIME: TIMES,
        MomentStyle.DAY_AND_TIME: DAY_AND_TIME,
    }[moment.style]
    local = moment.at.astimezone(ZoneInfo(audience.time_zone))
    return format_datetime(local, patterns[audience.language], locale=audience.language)


def _spans(part: Text, words: Words, audience: Audience) -> tuple[Span, ...]:
    if not part.key:
        return (str(part.values["words"]),)
    group = bool(part.values.get("group"))
    template = words.template(part.key, part.values.get("count"), group=group)
    if not _split(template)[1]:
        return (template,) if template else ()
    return _joined(_filled(template, part, words, audience))


def _filled(template: str, part: Text, words: Words, audience: Audience) -> list[Span]:
    spans: list[Span] = []
    before, tokens = _split(template)
    spans.append(before)
    for token, after in tokens:
        if token["bold"] is not None:
            inner = _filled(token["bold"], part, words, audience)
            spans.append(Bold("".join(map(_plain, inner))))
        elif token["label"] is not None:
            url = "".join(map(_plain, _filled(token["url"], part, words, audience)))
            spans.append(Link(token["label"], url))
        else:
            if token["name"] not in part.values:
                raise KeyError(f"text {part.key!r} misses the value {token['name']!r}")
            value = part.values[token["name"]]
            spans.extend(_said(value, token["format"] or "", words, audience))
        spans.append(after)
    return spans


def languages_by_name(codes: Iterable[str], reader: Language) -> tuple[str, ...]:
    """Return language codes (ISO 639-1) in the order of their names in the reader's language."""
    names = Locale(reader).languages

    def place(code: str) -> str:
        # Decomposed, an "ä" stands beside the "a", as in a German dictionary: DIN 5007-1.
        return unicodedata.normalize("NFD", names.get(code, code)).casefold()

    return tuple(sorted(codes, key=place))


@lru_cache(maxsize=MOST_TEMPLATES)
def _split(template: str) -> tuple[str, tuple[tuple[re.Match[str], str], ...]]:
    """Return the words before a template's first token, and each token with the words after it."""
    tokens = tuple(TOKEN.finditer(template))
    ends = (*(token.start() for token in tokens[1:]), len(template))
    told = [(token, template[token.end() : end]) for token, end in zip(tokens, ends, strict=False)]
    return template[: tokens[0].start()] if tokens else template, tuple(told)


def _said(value: Value, form: str, words: Words, audience: Audience) -> list[Span]:
    match value:
        case Text():
            return list(_spans(value, words, audience))
        case tuple():
            said = [_said(each, "", words, audience) for each in value]
            return _listed(said, audience.language)
        case Spoken(codes=codes):
            locale = Locale(audience.language)
            names = [locale.languages.get(code, code) for code in codes]
            return [format_list(names, locale=locale)]
        case Moment():
            return [replace(value, words=moment_words(value, audience))]
        case Mention() | Link():
            return [value]
        case _:
            return [_number_or_words(value, form, audience.language)]


def _listed(items: list[list[Span]], language: Language) -> list[Span]:
    """Join items as a list ("a, b and c"), each as it is: a mention stays one."""
    if not items:
        return []
    before, *after = format_list([PLACE] * len(items), locale=language).split(PLACE)
    spans: list[Span] = [before]
    for item, between in zip(items, after, strict=True):
        spans += [*item, between]
    return spans


def _number_or_words(value: str | float | date, form: str, language: Language) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        raise TypeError("a datetime is said as a Moment, in the reader's zone")
    if isinstance(value, date):
        return format_date(value, DAYS[language] + " y", locale=language)
    return _number(value, form, language)


@lru_cache(maxsize=MOST_NUMBERS, typed=True)
def _number(value: float, form: str, language: Language) -> str:
    if form == "percent":
        return format_percent(value, locale=language)
    if form.isdigit():
        return format_decimal(value, "#,##0." + "0" * int(form), locale=language)
    return format_decimal(value, locale=language)


def _plain(span: Span) -> str:
    return Text("", spans=(span,)).plain


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Join neighbouring strings and drop empty ones, so that renderers see few spans."""
    joined: list[Span] = []
    for span in spans:
        if span == "":
            continue
        if isinstance(span, str) and joined and isinstance(joined[-1], str):
            joined[-1] += span
        else:
            joined.append(span)
    return tuple(joined)
