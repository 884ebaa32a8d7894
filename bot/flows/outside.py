"""Home for somebody to whom nothing goes on: what she could join, what she left, what is over."""

from collections.abc import Sequence

from bot.commands import Join, ShowHelp
from bot.flows import consent
from bot.flows.prospects import first_day
from bot.model import Participant, Programme
from bot.said import HOME, Button, Message, Paragraph, Part, Weight, text
from bot.turn import Turn


def home_of(turn: Turn, staying: Sequence[Participant]) -> Message:
    """Speak of what is open to her; else of what she has left, and else of what is over."""
    opened = open_to(turn)
    if opened:
        return _outside(turn, opened)
    left = _left_behind(turn)
    if left is not None:
        return _left(left)
    if staying:
        return _over(turn, turn.known(Programme, staying[0].programme))
    programmes = turn.store.programmes_of(turn.person.organisation)
    return _nothing_open("between" if programmes else "none")


def in_one_line(turn: Turn) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """Return what somebody who leads reads of a part of her own, where she has none."""
    opened, left = open_to(turn), _left_behind(turn)
    if opened:
        line = text("home.hr.outside", programme=opened[0].name)
        join = Button(text("home.button.join"), _joining(opened))
        return (Paragraph(line),), (join, help_button())
    if left is None:
        return (), (help_button(),)
    line = text("home.hr.left", programme=left.name)
    join = Button(text("home.button.join_again"), Join(left.id))
    return (Paragraph(line),), (join, help_button())


def open_to(turn: Turn) -> tuple[Programme, ...]:
    """Return the programmes that she could join for the first time, the newest first."""
    running, mine = turn.running_programmes(), turn.person.id
    return tuple(each for each in running if turn.store.participation(each.id, mine) is None)


def who_to_ask(turn: Turn, programme: Programme) -> tuple[Paragraph, ...]:
    """Return whom to ask about a programme, nobody where that is the reader herself."""
    if consent.is_contact(turn, programme):
        return ()
    return (Paragraph(text("home.contact", contact=consent.contact_of(turn, programme))),)


def help_button() -> Button:
    """Return the button to what the bot can do."""
    return Button(text("home.button.help"), ShowHelp())


def _left_behind(turn: Turn) -> Programme | None:
    """Return the newest programme that goes on without her."""
    return next(iter(turn.running_programmes()), None)


def _joining(opened: Sequence[Programme]) -> Join:
    """Return how to join: the only one that is open, else whichever she chooses when asked."""
    return Join(opened[0].id) if len(opened) == 1 else Join()


def _outside(turn: Turn, opened: Sequence[Programme]) -> Message:
    newest = opened[0]
    group = newest.in_groups
    others = tuple(text("which.choice", programme=each.name) for each in opened[1:])
    also = (Paragraph(text("home.outside.also", programmes=others)),) if others else ()
    return Message(
        text("home.outside.title"),
        (
            Paragraph(text("home.outside.body", group=group, programme=newest.name)),
            *first_day(turn, newest),
            *also,
            Paragraph(text("home.outside.how", group=group)),
            *who_to_ask(turn, newest),
        ),
        (Button(text("home.button.join"), _joining(opened), Weight.PRIMARY), help_button()),
        HOME,
    )


def _left(programme: Programme) -> Message:
    join = Button(text("home.button.join_again"), Join(programme.id), Weight.PRIMARY)
    return Message(
        text("home.left.title", programme=programme.name),
        (Paragraph(text("home.left.body")),),
        (join, help_button()),
        HOME,
    )


def _over(turn: Turn, programme: Programme) -> Message:
    return Message(
        text("home.over.title", programme=programme.name),
        (Paragraph(text("home.over.body")), *who_to_ask(turn, programme)),
        (help_button(),),
        HOME,
    )


def _nothing_open(why: str) -> Message:
    return Message(
        text(f"home.{why}.title"),
        (Paragraph(text(f"home.{why}.body")),),
        (help_button(),),
        HOME,
    )
