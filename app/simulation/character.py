"""What an invented employee is like: whether she joins, how soon she answers, what she tends to say."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from bot import commands
from bot.commands import Request
from bot.model import Format, WhatNext
from bot.said import Button, Message

Takes = Callable[[Request], bool]

# Shares of invented employees, chosen so that a programme goes about as reports of real ones say:
# most begin well, about two hours in three take place, some fall silent, a few leave.
JOINS, JOINS_LATER = 0.93, 0.15
LETS_FIGURES_COUNT = 0.97
REMEMBERS_WRONGLY = 0.015
MET = 0.72
USEFUL = (0.02, 0.06, 0.2, 0.42, 0.3)  # how often an hour is rated 1, 2, 3, 4, 5
RATES, SAYS_WHETHER_EXCHANGED, EXCHANGED = 0.85, 0.9, 0.8
ANSWERS_SURVEYS, LEAVES_OUT = 0.7, 0.06
STAYS_IN, COMES_LATER = 0.6, 0.6  # of those who are left
SAYS_WHAT_NEXT, WHAT_NEXT = 0.75, (0.35, 0.35, 0.1, 0.2)  # how often ON, AGAIN, SWAP, STOP
ACCEPTING = (commands.AcceptProposal, commands.AcceptGroup)
DECLINES, DECLINING = 0.9, (commands.DeclineProposal, commands.DeclineGroup)
STAYS_AWAY, COMES_AFTER_ALL = 0.04, 0.1  # each time a mentee of a group sees the button
GOES_ON_AS_TWO, FINDS_IT_DOES_NOT_FIT, FINDS_IT_FITS = 0.7, 0.04, 0.6
PROPOSES_A_GOAL, AGREES_TO_A_GOAL, STRIKES_OUT_A_GOAL = 0.15, 0.85, 0.1
PREPARES, PREPARING = 0.98, (commands.ShowLesson, commands.AskReady)
FALLS_SILENT = 0.06
LOSES_HEART = 0.3  # of those who are asked why they do not meet, each time
NOT_MET = {"care.missed.title", "care.long.title"}
JOINING = timedelta(days=4)
JOINING_LATER = timedelta(weeks=5)
SILENT_WITHIN = timedelta(weeks=8)  # of joining; most do soon, a third before any proposal comes


class Turning(StrEnum):
    """What may happen in a life, each week anew."""

    BREAK = "break"
    LEAVING = "leaving"
    MOVING = "moving"
    LEAVING_THE_COMPANY = "leaving the company"
    LOOKING_AT_GOALS = "looking at goals"


TURNINGS = {
    Turning.BREAK: 0.008,
    Turning.LEAVING: 0.003,
    Turning.MOVING: 0.003,
    Turning.LEAVING_THE_COMPANY: 0.0015,
    Turning.LOOKING_AT_GOALS: 0.04,
}


@dataclass(frozen=True)
class Character:
    """Habits, as shares from 0.0 to 1.0 unless said otherwise.

    `attentive` is how many messages she answers at all, `soon` the time after which she has
    answered half of those. `joins_after` counts from the programme's opening, None means never.
    `wish` is what she would like after a tandem. `silent_after` counts from her joining: from then
    on she never answers anything again; None means that she stays. `format` is whom her programme
    matches.
    """

    attentive: float
    soon: timedelta
    joins_after: timedelta | None
    gives_up: float
    lets_figures_count: bool
    accepts: float
    confirms: float
    skips: float
    moves: float
    wish: WhatNext
    silent_after: timedelta | None
    format: Format

    @classmethod
    def drawn(cls, chance: random.Random, programme_format: Format) -> "Character":
        """Return somebody's habits, drawn once for all."""
        later = chance.random() < JOINS_LATER
        within = JOINING_LATER if later else JOINING
        joins = chance.random() < JOINS
        return cls(
            attentive=chance.betavariate(9, 1.4),
            soon=timedelta(minutes=chance.lognormvariate(4.4, 1.0)),
            joins_after=within * chance.random() if joins else None,
            gives_up=0.006,
            lets_figures_count=chance.random() < LETS_FIGURES_COUNT,
            accepts=chance.betavariate(11, 1),
            confirms=chance.betavariate(6, 2),
            skips=chance.betavariate(1, 30),
            moves=chance.betavariate(1, 20),
            wish=chance.choices(tuple(WhatNext), WHAT_NEXT)[0],
            silent_after=_falls_silent(chance),
            format=programme_format,
        )

    def looks_after(self, chance: random.Random) -> timedelta | None:
        """Return how long a message waits for her, None when she never comes to it."""
        if chance.random() >= self.attentive:
            return None
        return min(self.soon * chance.expovariate(0.69), timedelta(days=6))

    def loses_heart(self, message: Message, chance: random.Random) -> bool:
        """Tell whether she falls silent, too, when she is asked why her tandem does not meet."""
        return message.title.key in NOT_MET and chance.random() < LOSES_HEART

    def turning(self, chance: random.Random) -> Turning | None:
        """Return what a week brings that has nothing to do with any message."""
        dice = chance.random()
        for turning, share in TURNINGS.items():
            dice -= share
            if dice < 0:
                return turning
        return None

    def choice(
        self, buttons: Sequence[Button], met: Callable[[int], bool], chance: random.Random
    ) -> Button | None:
        """Return the button that she presses, None when she leaves the message as it is.

        `met` tells whether the hour of a check-in really took place. Of buttons that no habit knows
        she keeps her hands off, as people do with most buttons.
        """
        for likelihood, takes in self._inclinations(met, chance):
            pressable = [button for button in buttons if takes(button.request)]
            if pressable and chance.random() < likelihood:
                return pressable[0]
        return None

    def _inclinations(
        self, met: Callable[[int], bool], chance: random.Random
    ) -> Sequence[tuple[float, Takes]]:
        """Return what she may do, the first choice first."""
        useful = chance.choices(range(1, 6), USEFUL)[0]
        exchanged = chance.random() < EXCHANGED
        wrong = chance.random() < REMEMBERS_WRONGLY

        def remembers(asked: Request) -> bool:
            return isinstance(asked, commands.SayMet) and asked.met == (
                met(asked.check_in) is not wrong
            )

        return (
            (1.0, lambda asked: isinstance(asked, commands.SendRound)),
            (self.accepts, lambda asked: isinstance(asked, ACCEPTING)),
            (DECLINES, lambda asked: isinstance(asked, DECLINING)),
            (self.skips, lambda asked: isinstance(asked, commands.SkipCheckIn)),
            (STAYS_AWAY, lambda asked: isinstance(asked, commands.StayAway)),
            (COMES_AFTER_ALL, lambda asked: isinstance(asked, commands.ComeAfterAll)),
            (self.moves, lambda asked: isinstance(asked, commands.AskMove)),
            (PREPARES, lambda asked: isinstance(asked, PREPARING)),
            (self.confirms, lambda asked: isinstance(asked, commands.ConfirmCheckIn)),
            (1.0, remembers),
            (RATES, lambda asked: _is_rating(asked, useful)),
            (SAYS_WHETHER_EXCHANGED, lambda asked: _is_exchanged(asked, said=exchanged)),
            (STAYS_IN, lambda asked: isinstance(asked, commands.StayIn)),
            (COMES_LATER, lambda asked: isinstance(asked, commands.ComeLater)),
            (ANSWERS_SURVEYS, lambda asked: isinstance(asked, commands.AnswerSurvey)),
            (SAYS_WHAT_NEXT, lambda asked: _is_wish(asked, self.wish)),
            (PROPOSES_A_GOAL, lambda asked: isinstance(asked, commands.AskGoal)),
            (AGREES_TO_A_GOAL, lambda asked: isinstance(asked, commands.AgreeGoal)),
            (STRIKES_OUT_A_GOAL, lambda asked: isinstance(asked, commands.DropGoal)),
            *(IN_A_GROUP if self.format is Format.GROUP else ()),
        )


def _falls_silent(chance: random.Random) -> timedelta | None:
    return SILENT_WITHIN * chance.random() ** 2 if chance.random() < FALLS_SILENT else None


def _is_rating(asked: Request, useful: int) -> bool:
    return isinstance(asked, commands.RateUseful) and asked.useful == useful


def _is_exchanged(asked: Request, *, said: bool) -> bool:
    return isinstance(asked, commands.SayExchanged) and asked.exchanged == said


def _finds(asked: Request, answer: str) -> bool:
    return isinstance(asked, commands.SayFit) and asked.answer == answer


def _is_wish(asked: Request, wish: WhatNext) -> bool:
    return isinstance(asked, commands.SayNext) and asked.next == wish


# What those of a group are asked and answer besides; in a tandem they keep their hands off it.
IN_A_GROUP: Sequence[tuple[float, Takes]] = (
    (GOES_ON_AS_TWO, lambda asked: isinstance(asked, commands.KeepRhythm)),
    (FINDS_IT_DOES_NOT_FIT, lambda asked: _finds(asked, "not")),
    (FINDS_IT_FITS, lambda asked: _finds(asked, "fits")),
)
