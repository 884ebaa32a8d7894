"""An invented employee at her screen: reads what came, presses, types and fills in forms."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.simulation.character import LEAVES_OUT, Character, Turning
from app.simulation.chronicle import Arrival, Change, Chronicle
from bot.commands import (
    AskPause,
    EditProfile,
    EditSettings,
    Join,
    Leave,
    ReachGoal,
    Request,
    ShowGoals,
)
from bot.core import Bot
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.model import BEFORE, TODAY, Purpose
from bot.said import (
    AnyAsk,
    Button,
    Form,
    Line,
    Lines,
    Message,
    OneOf,
    Reply,
    Scale,
    SomeOf,
    buttons_of,
    filled_in,
)

MOST_TAPS = 24  # in one sitting: the questionnaire is the longest
BREAK = (timedelta(days=7), timedelta(days=21))
MOVES_TO = ("Europe/London", "Europe/Lisbon", "Europe/Warsaw", "Asia/Kolkata", "America/New_York")
SENTENCES = {"de": "Das hat mir geholfen, danke!", "en": "That helped me, thank you!"}


@dataclass
class Employee:
    """One person of the company. `met` tells whether an hour took place, the same for both."""

    bot: Bot
    chronicle: Chronicle
    actor: Actor
    character: Character
    seed: str
    met: Callable[[int], bool]
    employed: bool = True
    silent: bool = False  # she reads nothing any more, and nobody hears of her
    inbox: dict[str, Message] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    rated: set[str] = field(default_factory=set)  # what she has said how well she can do it
    sittings: int = 0

    @property
    def user(self) -> str:
        """Who she is on the platform."""
        return self.actor.address.user

    def receives(self, message: Message, now: datetime) -> str:
        """Take a message that came unasked, and return its id in her conversation."""
        line = f"{self.user}-{len(self.inbox)}"
        self.inbox[line] = message
        self.chronicle.arrivals.append(Arrival(now, self.user, message))
        if self.character.loses_heart(message, self._chance(f"hears {line}")):
            self.silent = True
        return line

    def sees_changed(self, line: str, message: Message, now: datetime) -> None:
        """Have another message where one stood, without being told."""
        self.inbox[line] = message
        self.chronicle.changes.append(Change(now, self.user, message))

    def looks_after(self, line: str) -> timedelta | None:
        """Return how long the message waits for her, None when she never comes to it."""
        if self.silent:
            return None
        return self.character.looks_after(self._chance(f"looks {line}"))

    def looks(self, line: str, now: datetime) -> None:
        """Look at a message as it stands now, and answer as she is inclined to."""
        chance = self._begin()
        button = None if self.silent else self._choice(self.inbox[line], chance)
        if button is not None:
            self._goes_on(self._press(button, now), chance, now, line=line)

    def types(self, words: str, now: datetime) -> None:
        """Type words, and go on with what they lead to."""
        chance = self._begin()
        self._goes_on(self._hear(Typed(self.actor, words), None, {}, now), chance, now)

    def falls_silent(self, _now: datetime) -> None:
        """Answer nothing any more."""
        self.silent = True

    def lives(self, turning: Turning, now: datetime) -> None:
        """Let life have its way, as far as the bot hears of it from her."""
        chance = self._begin()
        if self.silent:
            return
        if turning is Turning.BREAK:
            back = now.date() + timedelta(days=chance.randint(BREAK[0].days, BREAK[1].days))
            self._carry_out("/program pause", AskPause, {"until": back.isoformat()}, now)
        elif turning is Turning.LEAVING:
            self._carry_out("/program leave", Leave, {}, now)
        elif turning is Turning.MOVING:
            zone = chance.choice(MOVES_TO)
            self.actor = replace(self.actor, time_zone=zone)
            self._carry_out("/program profile", EditProfile, {"zone": zone}, now)
        elif turning is Turning.LOOKING_AT_GOALS:
            self._goes_through("/program pair", (ShowGoals, ReachGoal), now)

    def wants(self, reached: Mapping[str, Answer], now: datetime) -> None:
        """Say what the figures shall reach, as the one who leads the programme."""
        self._carry_out("/program settings", EditSettings, reached, now)

    def _goes_through(self, words: str, wanted: Sequence[type[Request]], now: datetime) -> None:
        """Type words and press one button after the other, as far as there are such buttons."""
        reply = self._hear(Typed(self.actor, words), None, {}, now)
        for each in wanted:
            offered = buttons_of(reply) if isinstance(reply, Message) else ()
            button = next((one for one in offered if isinstance(one.request, each)), None)
            if button is None:
                return
            reply = self._press(button, now)

    def _carry_out(
        self, words: str, wanted: type[Request], wishes: Mapping[str, Answer], now: datetime
    ) -> None:
        """Type words, press the button that leads on, and fill in the form with her wishes."""
        chance = self._begin()
        reply = self._hear(Typed(self.actor, words), None, {}, now)
        if isinstance(reply, Message):
            buttons = [each for each in buttons_of(reply) if _leads(each.request, wanted, wishes)]
            if not buttons:
                return
            reply = self._press(buttons[0], now)
        if isinstance(reply, Form) and wishes.keys() <= {ask.key for ask in reply.asks}:
            self._submit(reply, self._filled(reply, wishes, chance), now)

    def _goes_on(self, reply: Reply, chance: random.Random, now: datetime, line: str = "") -> None:
        """Follow what she got, until nothing is left that she wants to answer."""
        for _ in range(MOST_TAPS):
            if isinstance(reply, Form):
                if reply.problems or chance.random() < self.character.gives_up:
                    return
                reply = self._submit(reply, self._filled(reply, {}, chance), now)
                continue
            if not isinstance(reply, Message):
                return
            if line:
                self.inbox[line] = reply
            button = self._choice(reply, chance)
            if button is None or not line:
                return
            reply = self._press(button, now)

    def _choice(self, message: Message, chance: random.Random) -> Button | None:
        fresh = [each for each in buttons_of(message) if each.payload not in self.answered]
        return self.character.choice(fresh, self.met, chance)

    def _press(self, button: Button, now: datetime) -> Reply:
        self.answered.add(button.payload)
        return self._hear(Pressed(self.actor, button.payload), button.request, {}, now)

    def _submit(self, form: Form, answers: dict[str, Answer], now: datetime) -> Reply:
        return self._hear(Submitted(self.actor, form.payload, answers), form.request, answers, now)

    def _hear(
        self, heard: Heard, asked: Request | None, answers: dict[str, Answer], now: datetime
    ) -> Reply:
        got = self.bot.hear(heard, now)
        self.chronicle.note(now, self.user, asked, answers, got)
        return got

    def _filled(
        self, form: Form, wishes: Mapping[str, Answer], chance: random.Random
    ) -> dict[str, Answer]:
        answers = {ask.key: self._answer(ask, chance) for ask in form.asks}
        if isinstance(form.request, Join) and not self.character.lets_figures_count:
            answers["purposes"] = (Purpose.MATCHING,)
        return {**answers, **wishes}

    def _answer(self, ask: AnyAsk, chance: random.Random) -> Answer:
        """Return what is filled in already, else what somebody in a hurry would say."""
        filled = filled_in(ask)
        left_out = isinstance(ask, Scale | OneOf) and not ask.required
        if filled or (left_out and chance.random() < LEAVES_OUT):
            return filled
        match ask:
            case OneOf(options=options) if options:
                return chance.choice(options).value
            case SomeOf(options=options) if ask.required:
                return tuple(option.value for option in options)
            case Scale():
                return str(self._points(ask, chance))
            case Line() | Lines() if ask.required:
                return SENTENCES[self.actor.language]
        return filled

    def _points(self, ask: Scale, chance: random.Random) -> int:
        """Return where she stands: in what she learns low at first and looking back, else high."""
        middle = (ask.low + ask.high) // 2
        first = ask.key.startswith(TODAY) and ask.key not in self.rated
        self.rated.add(ask.key)
        if first or ask.key.startswith(BEFORE):
            return chance.randint(ask.low, middle)
        return chance.randint(middle, ask.high)

    def _begin(self) -> random.Random:
        self.sittings += 1
        return self._chance(f"sits {self.sittings}")

    def _chance(self, occasion: str) -> random.Random:
        return random.Random(f"{self.seed}:{self.user}:{occasion}")  # noqa: S311 play, not secrecy


def _leads(request: Request, wanted: type[Request], wishes: Mapping[str, Answer]) -> bool:
    if not isinstance(request, wanted):
        return False
    if isinstance(request, EditSettings):
        return request.part == "figures"
    return not isinstance(request, EditProfile) or ("zone" in wishes) == (request.screen == "hours")
