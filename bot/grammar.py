"""Words and buttons become Requests; the only home of command words."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from types import MappingProxyType
from urllib.parse import quote, unquote

from bot import commands
from bot.commands import Request
from bot.heard import Answer, Heard, Pressed, Submitted, Typed
from bot.model import Language

LONGEST_TEXT = 400  # characters; nobody types a longer command
LONGEST_WORD = 60  # characters of something unknown that are said back
LONGEST_PAYLOAD = (
    1900  # characters; Slack allows 2000 in a button: docs.slack.dev block kit reference
)


class NotARequest(ValueError):
    """A payload that no button of ours carries: forged, cut off, or of a later version."""


@dataclass(frozen=True)
class Command:
    """A word behind /program: its spellings by language, the first of each shown in help."""

    key: str
    spellings: Mapping[Language, tuple[str, ...]]
    request: Callable[[str], Request]
    for_hr: bool = False

    def shown(self, language: Language) -> str:
        """Return the word as help and menus show it."""
        return self.spellings[language][0]


def _plainly(kind: type[Request]) -> Callable[[str], Request]:
    return lambda _rest: kind()


def _command(
    key: str,
    request: Callable[[str], Request],
    english: str,
    german: str,
    *,
    for_hr: bool = False,
) -> Command:
    spellings = {
        Language.EN: tuple(english.split("|")),
        Language.DE: tuple(german.split("|")),
    }
    return Command(key, MappingProxyType(spellings), request, for_hr)


def _pause(rest: str) -> Request:
    day = day_in(rest)
    if day is not None:
        return commands.Pause(until=day.isoformat())
    return commands.AskPause()


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    dict.fromkeys(("de", "ger", "deutsch", "german"), Language.DE)
    | dict.fromkeys(("en", "eng", "englisch", "english"), Language.EN)
)


def _language(rest: str) -> Request:
    """Ask for the first language that is named; what is none stays as it was typed."""
    named = (LANGUAGES[word] for word in re.findall(r"\w+", rest) if word in LANGUAGES)
    return commands.SpeakLanguage(next(named, rest[:LONGEST_WORD]))


HERE = frozenset(("here", "hier"))


def _announce(rest: str) -> Request:
    """Post the announcement where somebody says so, else show it."""
    words = set(re.findall(r"\w+", rest))
    return commands.PostAnnouncement() if words & HERE else commands.ShowAnnouncement()


FORMS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("pdf",), "pdf")
    | dict.fromkeys(("xlsx", "excel", "xls"), "xlsx")
    | dict.fromkeys(("csv",), "csv")
)


def _export(rest: str) -> Request:
    """Ask for the first form that is named, else which there are."""
    named = (FORMS[word] for word in re.findall(r"\w+", rest) if word in FORMS)
    return commands.ExportFigures(form=next(named, ""))


def _topics(rest: str) -> Request:
    return commands.ShowTopics(query=rest[:60])


COMMANDS = (
    _command("join", _plainly(commands.Join), "join|sign up|start", "mitmachen|beitreten|anmelden"),
    _command(
        "pair",
        _plainly(commands.ShowPair),
        "pair|partner|group",
        "tandem|gruppe|partner|partnerin",
    ),
    _command("profile", _plainly(commands.ShowProfile), "profile|edit", "profil|bearbeiten"),
    _command("pause", _pause, "pause|break", "pause|pausieren"),
    _command("resume", _plainly(commands.Resume), "resume|continue|back", "weiter|fortsetzen"),
    _command(
        "leave", _plainly(commands.AskLeave), "leave|quit|exit", "verlassen|austreten|abmelden"
    ),
    _command(
        "mydata", _plainly(commands.ShowMyData), "mydata|my data", "meinedaten|meine daten|auskunft"
    ),
    _command(
        "forget", _plainly(commands.AskForget), "forget|forget me|erase|delete", "vergessen|löschen"
    ),
    _command("which", _plainly(commands.AskProgramme), "which", "welches"),
    _command("topics", _topics, "topics|topic", "themen|thema"),
    _command("language", _language, "language|lang", "sprache"),
    _command("help", _plainly(commands.ShowHelp), "help|?", "hilfe"),
    _command("status", _plainly(commands.ShowStatus), "status", "status|stand", for_hr=True),
    _command("export", _export, "export", "export|exportieren", for_hr=True),
    _command(
        "announce",
        _announce,
        "announce|announcement",
        "ankündigen|ankündigung",
        for_hr=True,
    ),
    _command(
        "undelivered",
        _plainly(commands.ShowUndelivered),
        "undelivered|unreachable",
        "nichtzugestellt|nicht zugestellt|unerreichbar",
        for_hr=True,
    ),
    _command("settings", _plainly(commands.ShowSettings), "settings", "einstellungen", for_hr=True),
    _command(
        "create",
        _plainly(commands.CreateProgramme),
        "create|new",
        "anlegen|neu|neues programm",
        for_hr=True,
    ),
    _command(
        "match", _plainly(commands.PrepareRound), "match|round", "zuordnen|runde", for_hr=True
    ),
)

PRESSABLE: Mapping[str, type[Request]] = MappingProxyType(
    {
        kind.name: kind
        for kind in vars(commands).values()
        if isinstance(kind, type) and issubclass(kind, Request) and kind is not Request
    }
)

PROGRAM = re.compile(r"^/?(programm?e?|kehrwert)\b\s*", re.IGNORECASE)
MENTION = re.compile(r"<at>.*?</at>|<@[A-Z0-9]+(\|[^>]*)?>")
GREETING = re.compile(
    r"(hallo|hello|hi|hey|hej|moin|servus|grüezi|grüss (dich|gott)|guten (tag|morgen|abend)|"
    r"good (morning|afternoon|evening))\b[\s,!.]*"
)
NEAR = 0.72  # difflib ratio; "jion" is 0.75 from "join", "stats" 0.91 from "status"


def request_in(typed: str) -> Request:
    """Return what somebody asks by typing, in either language, whatever the case or the politeness.

    Nothing but the command word, or a greeting, asks for home; an unknown word becomes
    NotUnderstood, as it was typed, with the nearest known one.
    """
    words = _folded(typed)
    greeting = GREETING.match(words)
    asked_for = words[greeting.end() :] if greeting else words
    if not asked_for:
        return commands.ShowHome()
    for spelling, command in _by_spelling():
        if asked_for == spelling or asked_for.startswith(spelling + " "):
            return command.request(asked_for[len(spelling) :].strip())
    first, *more = asked_for.split()
    if greeting and not more:  # "hello bot"
        return commands.ShowHome()
    known = [spelling for spelling, _ in _by_spelling()]
    near = difflib.get_close_matches(first, known, n=1, cutoff=NEAR)
    return commands.NotUnderstood(_plain(typed)[:LONGEST_WORD], near[0] if near else "")


def asked(heard: Heard) -> tuple[Request, Mapping[str, Answer] | None]:
    """Return what is asked, and the answers of a form; raises NotARequest for what is not ours."""
    match heard:
        case Typed(text=words):
            return request_in(words), None
        case Pressed(payload=payload):
            return request_from(payload), None
        case Submitted(payload=payload, answers=answers):
            return request_from(payload), answers
    raise TypeError(f"nobody hears a {type(heard).__name__}")


def payload_of(request: Request) -> str:
    """Return a request as a button carries it, `name:argument:argument`.

    Raises ValueError when it is longer than platforms can carry.
    """
    arguments = [_written(value) for value in vars(request).values()]
    payload = ":".join([request.name, *arguments])
    if len(payload) > LONGEST_PAYLOAD:
        raise ValueError(f"the payload of {request.name} is {len(payload)} characters long")
    return payload


def request_from(payload: str) -> Request:
    """Return the request that a button carried; raises NotARequest for anything that is not ours.

    Only requests decode, never a chore. Who may do it is decided by the turn, not here.
    """
    name, *arguments = payload[: LONGEST_PAYLOAD + 1].split(":")
    kind = PRESSABLE.get(name)
    if kind is None or len(arguments) != len(fields(kind)):
        raise NotARequest(f"no button carries {name[:40]!r} with {len(arguments)} arguments")
    return kind(
        **{
            each.name: _read(each.type, value)
            for each, value in zip(fields(kind), arguments, strict=True)
        }
    )


def day_in(words: str) -> date | None:
    """Return the first day in words such as "until 2026-12-01", "bis 1.12.2026", None without one."""
    found = re.search(r"(\d{4})-(\d{1,2})-(\d{1,2})", words)
    if found:
        return _day(*map(int, found.groups()))
    found = re.search(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", words)
    if found:
        day, month, year = map(int, found.groups())
        return _day(year, month, day)
    return None


def _plain(typed: str) -> str:
    """Return the words behind the command word and the bot's own name, as they were typed."""
    words = " ".join(MENTION.sub(" ", typed[:LONGEST_TEXT]).split())
    return PROGRAM.sub("", words, count=1)


def _folded(typed: str) -> str:
    words = _plain(unicodedata.normalize("NFKC", typed[:LONGEST_TEXT])).casefold()
    return words.lstrip("/").rstrip("!.").strip()


def _by_spelling() -> Iterator[tuple[str, Command]]:
    for command in COMMANDS:
        for spellings in command.spellings.values():
            for spelling in spellings:
                yield spelling, command


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else "0"
    return quote(str(value), safe=" ,.-+/")


def _read(kind: object, value: str) -> int | bool | str:
    if kind is bool:
        if value not in {"0", "1"}:
            raise NotARequest(f"{value[:40]!r} is neither 0 nor 1")
        return value == "1"
    if kind is int:
        # Ids are never longer; int() would also take "１２" or "1_2".
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise NotARequest(f"{value[:40]!r} is no number")
        return int(value)
    return unquote(value)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
