"""Colleagues who answer by themselves, so that a programme of sixty can be lived by two."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from adapters.web import read, render
from adapters.web.chat import Chat
from adapters.web.company import Colleague
from bot import commands
from bot.core import Bot
from bot.heard import Answer, Pressed, Submitted
from bot.model import Address
from bot.ports import Messenger
from bot.said import (
    Button,
    Form,
    Message,
    SomeOf,
    buttons_of,
)

# How likely an invented colleague takes each kind of answer. Buttons that stand nowhere here she
# leaves alone, as people do with most buttons.
ACCEPTS, DECLINES = 0.88, 0.08
CONFIRMS, SKIPS = 0.72, 0.015
SAYS_WHETHER_MET, MET = 0.95, 0.68
RATES, USEFUL = 0.88, (0.02, 0.06, 0.2, 0.42, 0.3)  # how often an hour is rated 1, 2, 3, 4, 5
SAYS_WHETHER_EXCHANGED, EXCHANGED = 0.9, 0.8
PREPARES = 0.97
MOST_TAPS = 6  # in one sitting: three lessons, the ground rules, what is confirmed, and one more
YES = (commands.AcceptProposal, commands.AcceptGroup)
NO = (commands.DeclineProposal, commands.DeclineGroup)
GOES_ON = (commands.SayMet, commands.RateUseful, commands.ShowLesson, commands.AskReady)


@dataclass(frozen=True)
class Received:
    """A message that reached a colleague, and its id in her conversation."""

    user: str
    message: Message
    line: str


class Overheard:
    """The page's messenger; what it delivers is also handed to the colleagues who answer."""

    def __init__(self, messenger: Messenger) -> None:
        self.messenger = messenger
        self.received: deque[Received] = deque()

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Deliver, and remember it for whoever answers by herself."""
        line = await self.messenger.send(address, message, key)
        self.received.append(Received(address.user, message, line))
        return line

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Change an earlier message; nobody answers an edit."""
        await self.messenger.update(address, provider_id, message)

    async def find(self, address: Address, key: str) -> str | None:
        """Look for an earlier message."""
        return await self.messenger.find(address, key)


class Colleagues:
    """Presses buttons in the place of everybody whom the visitor does not play; seeded."""

    def __init__(
        self, bot: Bot, chat: Chat, workspace: str, who: Callable[[str], Colleague], seed: int
    ) -> None:
        self.bot = bot
        self.chat = chat
        self.workspace = workspace
        self.who = who
        self.seed = seed

    async def answer(
        self, received: deque[Received], played: Collection[str], now: datetime
    ) -> int:
        """Answer what has arrived for those who are not played; return how many messages it was."""
        answered = 0
        while received:
            each = received.popleft()
            if each.user not in played:
                answered += await asyncio.to_thread(self._answer, each, now)
        return answered

    def _answer(self, received: Received, now: datetime) -> bool:
        chance = random.Random(f"{self.seed}:{received.user}:{received.line}")  # noqa: S311 play, not secrecy
        actor = read.actor(self.who(received.user), self.workspace)
        message = received.message
        for tap in range(MOST_TAPS):
            button = choice(message, chance)
            if button is None:
                return tap > 0
            reply = self.bot.hear(Pressed(actor, button.payload), now)
            if isinstance(reply, Form):
                reply = self.bot.hear(Submitted(actor, reply.payload, _everything(reply)), now)
            if not isinstance(reply, Message):
                return True
            message = reply
            self.chat.replace(received.line, render.message(message), now)
            if not isinstance(button.request, GOES_ON):
                break
        return True


def choice(message: Message, chance: random.Random) -> Button | None:
    """Return the button that an invented colleague presses, None when she leaves it."""
    for likelihood, takes in _inclinations(chance):
        pressable = [button for button in buttons_of(message) if takes(button.request)]
        if pressable and chance.random() < likelihood:
            return pressable[0]
    return None


def _everything(form: Form) -> dict[str, Answer]:
    """Return a form's answers with everything ticked that can be."""
    return {
        ask.key: tuple(option.value for option in ask.options)
        for ask in form.asks
        if isinstance(ask, SomeOf)
    }


def _inclinations(
    chance: random.Random,
) -> Iterator[tuple[float, Callable[[commands.Request], bool]]]:
    """Yield what she may do, the first choice first."""
    met, exchanged = chance.random() < MET, chance.random() < EXCHANGED
    useful = chance.choices(range(1, 6), USEFUL)[0]
    yield ACCEPTS, lambda asked: isinstance(asked, YES)
    yield DECLINES / (1 - ACCEPTS), lambda asked: isinstance(asked, NO)
    preparing = (commands.ShowLesson, commands.AskReady)
    yield PREPARES, lambda asked: isinstance(asked, preparing)
    yield CONFIRMS, lambda asked: isinstance(asked, commands.ConfirmCheckIn)
    yield SKIPS / (1 - CONFIRMS), lambda asked: isinstance(asked, commands.SkipCheckIn)
    yield SAYS_WHETHER_MET, lambda asked: isinstance(asked, commands.SayMet) and asked.met == met
    yield RATES, lambda asked: isinstance(asked, commands.RateUseful) and asked.useful == useful
    yield (
        SAYS_WHETHER_EXCHANGED,
        lambda asked: isinstance(asked, commands.SayExchanged) and asked.exchanged == exchanged,
    )
