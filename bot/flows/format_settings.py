"""What HR sets about the format: tandems or groups, and how many mentees a group begins with."""

from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.setting_fields import Taken, line, number
from bot.model import FEWEST_MENTEES, MOST_MENTEES, Format, Programme
from bot.said import AnyAsk, OneOf, Option, text
from bot.turn import Turn

MENTEES = (FEWEST_MENTEES, MOST_MENTEES)


def asks(_turn: Turn, programme: Programme) -> tuple[AnyAsk, ...]:
    """Return the questions, beginning with what is set."""
    return (
        OneOf(
            "format",
            text("settings.ask.format"),
            options=tuple(Option(each, text(f"settings.format.{each}")) for each in Format),
            value=programme.format,
        ),
        line("least", programme.group_least, text("settings.format.least_hint")),
        line("most", programme.group_most, text("settings.format.most_hint")),
    )


def take(turn: Turn, programme: Programme) -> Taken:
    """Return the programme as the answers would have it."""
    given = Given(turn)
    return Taken(taken(given, programme), given.problems)


def taken(given: Given, programme: Programme) -> Programme:
    """Return a programme with the format that was given; sizes count where groups are wanted."""
    wanted = replace(
        programme, format=Format(given.choice("format", tuple(Format), programme.format))
    )
    if not wanted.in_groups:
        return wanted
    least = number(given, "least", programme.group_least, MENTEES)
    most = number(given, "most", programme.group_most, MENTEES)
    if "most" not in given.problems and most < least:
        given.problems.setdefault("most", text("settings.problem.fewer_than_least", least=least))
        return wanted
    return replace(wanted, group_least=least, group_most=most)
