"""Turns what the bot says into HTML, everything escaped; knows no core, no store and no server."""

from base64 import b64encode
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zlib import crc32
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from adapters.web.chart import WIDTH, drawing
from adapters.web.company import Colleague
from adapters.web.words import page_words
from bot.model import Language
from bot.said import Bold, File, Form, Link, Mention, Message, Moment, Option, Span, Text

MOST_RADIOS = 7  # more options than these are a list to unfold
LONGEST_CHIP = 34  # letters; an option with more of them needs a line of its own
HUES = 8  # as many as page.css knows
LINK_SCHEMES = ("http", "https", "mailto")


def message(said: Message) -> str:
    """Return a message as a card."""
    return _TEMPLATES.get_template("message.html").render(message=said)


def form(said: Form, language: Language) -> str:
    """Return a form as the content of a dialog; `language` is that of its own small words."""
    return _TEMPLATES.get_template("form.html").render(form=said, words=page_words(language))


def line(content: str, *, mine: bool) -> str:
    """Return the inside of a line of the chat: what was typed, escaped, or a rendered message."""
    return str(Markup("<p>{}</p>").format(_with_breaks(content))) if mine else content


def option(said: Option) -> dict[str, str]:
    """Return an option for a type-ahead list: plain words, which the page shows as text."""
    hint = said.hint.plain if said.hint else ""
    return {"value": said.value, "label": said.label.plain, "hint": hint}


def page(**facts: object) -> str:
    """Return the whole page."""
    return _TEMPLATES.get_template("page.html").render(**facts)


def time_words(at: datetime, zone: str, language: Language) -> str:
    """Return the time of day, for instance 14:05."""
    return format_time(at, "HH:mm", tzinfo=ZoneInfo(zone), locale=language.value)


def day_words(at: datetime, zone: str, language: Language) -> str:
    """Return the day, for instance Mon, 5 January 2026."""
    pattern = page_words(language)["day_pattern"]
    return format_date(at.astimezone(ZoneInfo(zone)), pattern, locale=language.value)


def zone_words(at: datetime, zone: str, language: Language) -> str:
    """Return the short name of the zone at this moment, for instance CET."""
    local = at.astimezone(ZoneInfo(zone))
    named = format_time(local, "z", tzinfo=ZoneInfo(zone), locale=language.value)
    # Where a language has no name of its own for a zone (English: CET), babel says +0100.
    return named if named.isalpha() else local.tzname() or zone


def initials(name: str) -> str:
    """Return the first letters of the first and the last name."""
    names = name.split()
    return "".join(part[0] for part in (names[:1] + names[1:][-1:])).upper() or "?"


def hue(person: Colleague) -> int:
    """Return which of eight colours a person's avatar has; always the same for the same name."""
    return crc32(person.name.encode()) % HUES


def safe_link(url: str) -> str:
    """Return the address if following it is harmless, else an empty str."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() in LINK_SCHEMES:
        return url
    inside = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if inside and not parts.scheme and not parts.netloc else ""


def worded(said: Text) -> Markup:
    """Return a text's words with their marks as HTML."""
    return Markup("").join(_span(span) for span in said.spans)


def _span(span: Span) -> Markup:
    match span:
        case str():
            return _with_breaks(span)
        case Mention(name=name):
            return Markup('<span class="mention">{}</span>').format(name)
        case Moment(at=at, words=words):
            return Markup('<time datetime="{}">{}</time>').format(at.isoformat(), words)
        case Bold(words=words):
            return Markup("<strong>{}</strong>").format(words)
        case Link(words=words, url=url):
            return _link(words, safe_link(url))


def _link(words: str, url: str) -> Markup:
    if not url:
        return escape(words)
    attributes = Markup('href="{}" target="_blank" rel="noopener noreferrer"').format(url)
    return Markup("<a {}>{}</a>").format(attributes, words)


def _with_breaks(words: str) -> Markup:
    return Markup("<br>").join(words.split("\n"))


def _data_url(file: File) -> str:
    """Return a file as an address that holds it: the page has no other place to keep it."""
    return f"data:{file.media_type};base64,{b64encode(file.content).decode()}"


def _size(file: File) -> str:
    """Return how large a file is, in kB, the least one."""
    return f"{max(1, round(len(file.content) / 1000))} kB"


def _kind(said: object) -> str:
    return type(said).__name__.lower()


def _roomy(options: tuple[Option, ...]) -> bool:
    """Tell whether options need a line each: they are long, or explain themselves."""
    return any(each.hint or len(each.label.plain) > LONGEST_CHIP for each in options)


def _environment() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"worded": worded, "kind": _kind, "initials": initials, "hue": hue}
    templates.filters |= {"data_url": _data_url, "size": _size}
    templates.globals |= {
        "drawing": drawing,
        "chart_width": WIDTH,
        "most_radios": MOST_RADIOS,
        "roomy": _roomy,
    }
    return templates


_TEMPLATES = _environment()
