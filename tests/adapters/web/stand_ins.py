"""Stand-ins at the page's ports: a chat in memory, a small company, a bot with sample answers."""
# ruff: noqa: ARG002 - a stand-in takes every argument of its port

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from adapters.web.company import Colleague, Step
from bot.heard import Actor, Heard, Pressed, Submitted, Typed
from bot.model import Language
from bot.said import Message, Note, Option, Paragraph, Reply
from tests.adapters.web import samples
from tests.adapters.web.samples import option, words

START = datetime(2026, 1, 12, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class MemoryLine:
    id: str
    user: str
    mine: bool
    content: str
    sent_at: datetime
    edited_at: datetime | None
    version: int
    key: str


@dataclass
class MemoryChat:
    """A Chat without a database."""

    lines: dict[str, MemoryLine] = field(default_factory=dict)
    changes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def append(
        self, user: str, content: str, at: datetime, *, key: str = "", mine: bool = False
    ) -> str:
        with self.lock:
            known = self.find(user, key) if key else None
            if known is not None:
                return known
            self.changes += 1
            line = MemoryLine(
                str(len(self.lines) + 1), user, mine, content, at, None, self.changes, key
            )
            self.lines[line.id] = line
            return line.id

    def replace(self, message_id: str, content: str, at: datetime) -> None:
        with self.lock:
            self.changes += 1
            line = self.lines[message_id]
            self.lines[message_id] = replace(
                line, content=content, edited_at=at, version=self.changes
            )

    def find(self, user: str, key: str) -> str | None:
        return next((x.id for x in self.lines.values() if (x.user, x.key) == (user, key)), None)

    def history(self, user: str, limit: int = 200) -> Sequence[MemoryLine]:
        return [line for line in list(self.lines.values()) if line.user == user][-limit:]

    def version(self, user: str) -> int:
        return max((line.version for line in self.history(user)), default=0)


PEOPLE = (
    ("asha", "Asha Rao", "Content designer", "Berlin", Language.EN, False),
    ("bernd", "Bernd Krüger", "Head of Logistics", "Hamburg", Language.DE, False),
    ("hana", "Hana Novák", "People & Culture", "Berlin", Language.EN, True),
    ("carla", "Carla Méndez", "Finance analyst", "München", Language.EN, False),
    ("evil", "<img src=x onerror=alert(1)>", "\"'></script>", "&", Language.EN, False),
)


class SampleCompany:
    """A Company of a few people, whose clock moves when told."""

    def __init__(self) -> None:
        self.moment = START
        self.speaks: dict[str, Language] = {}
        self.played: frozenset[str] = frozenset()
        self.colleagues_answer = True
        self.resets = 0

    name = "Musterwerk GmbH"
    workspace = "demo"

    def let_colleagues_answer(self, *, answer: bool) -> None:
        self.colleagues_answer = answer

    def people(self) -> Sequence[Colleague]:
        return [
            Colleague(
                user,
                name,
                f"{user}@example.org",
                job,
                site,
                self.speaks.get(user, language),
                "Europe/Berlin",
                hr,
            )
            for user, name, job, site, language, hr in PEOPLE
        ]

    def first_seats(self) -> tuple[str, str]:
        return "asha", "bernd"

    def play(self, users: Collection[str]) -> None:
        self.played = frozenset(users)

    def suggestions(self, user: str) -> Sequence[str]:
        return ("/program", "/program join", "/program pair", "/program status")

    def set_language(self, user: str, language: Language) -> None:
        self.speaks[user] = language

    def now(self) -> datetime:
        return self.moment

    def time_zone(self) -> str:
        return "Europe/Berlin"

    def week(self) -> tuple[int, int]:
        return min(12, (self.moment - START).days // 7 + 1), 12

    def next_event(self) -> datetime | None:
        return self.moment + timedelta(hours=6) if self.week()[0] < 12 else None

    async def advance(self, step: Step) -> None:
        length = {Step.EVENT: timedelta(hours=6), Step.DAY: timedelta(days=1)}
        self.moment += length.get(step, timedelta(days=7))

    async def reset(self) -> None:
        self.resets += 1
        self.moment = START


class SampleBot:
    """A Listener whose answer to a word or a payload is the sample of that name."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []

    def hear(self, heard: Heard, now: datetime) -> Reply:
        if heard.event and heard.event in {each.event for each in self.heard}:
            return replace(samples.AGENDA, repeated=True)
        self.heard.append(heard)
        match heard:
            case Typed(text=text):
                return self._sample(text.split()[-1])
            case Pressed(payload=payload):
                return self._sample(*payload.split(":"))
            case Submitted(answers=answers):
                if answers.get("more") == "wrong":
                    return replace(samples.FORM, problems={"more": words("That is not a topic.")})
                done = Paragraph(words(f"We noted {len(answers)} answers."))
                return Message(words("Thank you"), (done,))
        raise TypeError

    def _sample(self, name: str, rest: str = "") -> Reply:
        if name == "trouble":
            raise RuntimeError("secret of the house")
        if name == "note":
            return Note(words(rest or "Noted."))
        if name in samples.FORMS:
            return samples.LONG_FORM if rest == "decline" else samples.FORMS[name]
        if name in samples.MESSAGES:
            return samples.MESSAGES[name]
        return Message(words(f"You said {name}, and here it is."))

    def suggest_topics(self, actor: Actor, typed: str) -> tuple[Option, ...]:
        known = ("AI tools", "Agile teams", "Podcasts", "Short videos", "Künstliche Intelligenz")
        found = [name for name in known if typed.lower() in name.lower()]
        return tuple(option(name.lower(), name) for name in found)

    def suggest_people(self, actor: Actor, typed: str) -> tuple[Option, ...]:
        found = [row for row in PEOPLE if typed.lower() in row[1].lower()]
        return tuple(option(row[0], row[1], row[2]) for row in found)
