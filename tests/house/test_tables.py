"""The tables of the conversations hold: everything that can be asked, owed or due has its row."""

import inspect
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from bot import commands
from bot.commands import Chore, Request
from bot.flows import CHORES, HANDLERS, NOTICES, STUDIES
from bot.model import Notice
from bot.said import Form, Message, Note
from bot.turn import Turn
from tests.house.forms_in_code import Openers, submitted_in
from tests.house.owed_in_code import owed_in, planned_in
from tests.house.tree import Source, by_name, sources

FLOWS = sources("bot/flows")
ANYWHERE = [each for each in sources("adapters", "bot", "app") if each.path != "bot/turn.py"]


def kinds_of(base: type[Any]) -> set[type[Any]]:
    """Return what can be asked (Request) or is due (Chore): every subclass in bot/commands.py."""
    return {
        kind
        for kind in vars(commands).values()
        if isinstance(kind, type) and issubclass(kind, base) and kind is not base
    }


def misfits(table: Mapping[type[Any], Callable[..., Any]], answers: Iterable[object]) -> list[str]:
    """Return the rows whose function takes anything but (Turn, key), or answers anything else."""
    return [
        complaint
        for key, function in table.items()
        for complaint in _misfits(function, key, set(answers))
    ]


def _misfits(function: Callable[..., Any], subject: object, answers: set[object]) -> list[str]:
    hints = get_type_hints(function)
    given = set(_parts(hints.pop("return", type(None))))
    taken = [hints.get(name) for name in inspect.signature(function).parameters]
    name = f"{function.__module__}.{function.__name__}"
    complaints = []
    if taken != [Turn, subject]:
        complaints.append(f"{name} takes {taken}, its row says {subject}")
    if not given <= answers:
        complaints.append(f"{name} answers {given - answers}")
    return complaints


def _parts(hint: object) -> tuple[object, ...]:
    """Return the members of a union, or what is no union by itself."""
    return get_args(hint) if get_origin(hint) in {types.UnionType, Union} else (hint,)


def untruthful(
    handlers: Mapping[type[Request], Callable[..., Any]], modules: list[Source]
) -> list[str]:
    """Return the requests whose `opens_form` is not what their handlers' code does.

    One that opens a form must be able to answer with one. One that does not may only show a form
    again that was sent with it.
    """
    sent = submitted_in(modules)
    complaints = []
    for request, handler in handlers.items():
        opens = Openers(by_name(modules)).opens(handler.__module__, handler.__name__)
        if request.opens_form and not opens:
            complaints.append(f"{request.__name__} says that it opens a form and never does")
        if opens and not request.opens_form and request.__name__ not in sent:
            complaints.append(f"{request.__name__} opens a form and does not say so")
    return complaints


def test_everything_that_can_be_asked_has_its_handler() -> None:
    assert HANDLERS.keys() == kinds_of(Request)


def test_everything_that_can_be_due_has_its_row_and_is_planned_somewhere() -> None:
    assert CHORES.keys() == kinds_of(Chore)
    assert {kind.__name__ for kind in CHORES} - planned_in(ANYWHERE) == set()
    assert STUDIES.keys() <= CHORES.keys()


def test_every_row_fits_what_its_function_takes_and_gives() -> None:
    assert misfits(HANDLERS, (Message, Form, Note)) == []
    assert misfits(CHORES, (type(None),)) == []
    assert [
        complaint
        for function in NOTICES.values()
        for complaint in _misfits(function, Notice, {Message, type(None)})
    ] == []


def test_every_notice_that_is_owed_has_its_row_and_every_row_is_owed() -> None:
    owed = owed_in(ANYWHERE)
    assert owed.unclear == []
    assert owed.kinds.keys() == NOTICES.keys()


@pytest.mark.parametrize("base", [Request, Chore])
def test_names_are_unique_and_their_arguments_travel(base: type[Any]) -> None:
    kinds = kinds_of(base)
    assert len({kind.name for kind in kinds}) == len(kinds)
    assert {each.type for kind in kinds for each in fields(kind)} <= {int, str, bool}
    assert [kind.name for kind in kinds if ":" in kind.name or not kind.name.islower()] == []


def test_opening_a_form_is_said_where_it_is_done() -> None:
    assert untruthful(HANDLERS, FLOWS) == []


# The controls: each of these complaints can be provoked.


@dataclass(frozen=True)
class Knock(Request):
    """Somebody knocks."""

    name = "knock"


@dataclass(frozen=True)
class Ring(Request):
    """Somebody rings and is asked something."""

    name = "ring"
    opens_form = True


def _on_knock(turn: Turn, request: Knock) -> Message:
    raise NotImplementedError


def _on_ring(turn: Turn, request: Knock) -> str:
    raise NotImplementedError


def test_a_row_that_does_not_fit_is_noticed() -> None:
    assert misfits({Knock: _on_knock}, (Message,)) == []
    found = misfits({Ring: _on_ring}, (Message,))
    assert len(found) == 2
    assert "takes" in found[0]
    assert "answers" in found[1]


def _porter(knock: str, ring: str) -> list[Source]:
    text = (
        f"def _on_knock(turn, request):\n    {knock}\n\n"
        f"def _on_ring(turn, request):\n    {ring}\n\n"
        "def _ask(turn):\n    return Form(text('a.b'), Other(1), ())\n"
    )
    return [Source(f"{__name__.replace('.', '/')}.py", text)]


@pytest.mark.parametrize(
    ("knock", "ring", "found"),
    [
        ("return Message(1)", "return _ask(turn)", []),
        ("return Form(1, request=Knock(), asks=())", "return Form(1, 2, ())", []),
        ("return _ask(turn)", "return _ask(turn)", ["Knock opens a form and does not say so"]),
        ("pass", "pass", ["Ring says that it opens a form and never does"]),
    ],
)
def test_an_untruthful_request_is_noticed(knock: str, ring: str, found: list[str]) -> None:
    handlers = {Knock: _on_knock, Ring: _on_ring}
    assert untruthful(handlers, _porter(knock, ring)) == found


def test_a_form_in_another_module_is_found() -> None:
    asking = Source("bot/flows/a.py", "def ask(turn):\n    return Form(1, 2, ())\n")
    whole = Source("bot/flows/b.py", "from bot.flows import a\ndef on(turn): return a.ask(turn)")
    part = Source("bot/flows/c.py", "from bot.flows.a import ask\ndef on(turn): return ask(turn)")
    modules = by_name([asking, whole, part])
    assert Openers(modules).opens("bot.flows.b", "on")
    assert Openers(modules).opens("bot.flows.c", "on")
    assert not Openers(modules).opens("bot.flows.c", "off")


def test_the_kind_of_a_notice_is_read_wherever_it_stands() -> None:
    plan = (
        'CARD = "c.card"\nNOW, THEN = "c.now", "c.then"\n'
        "def _owe(turn, kind):\n    turn.owe(1, kind, 2, until=x)\n"
        "def plan(turn):\n    _owe(turn, NOW)\n    turn.owe(1, kind='c.a' if x else 'c.b', subject=2)"
    )
    other = (
        "from bot.flows import plan\nfrom bot.flows.plan import CARD\n"
        "def go(turn):\n    turn.owe(1, plan.NOW, 3)\n    turn.owe(1, CARD, 3)\n"
    )
    owed = owed_in([Source("bot/flows/plan.py", plan), Source("bot/flows/other.py", other)])
    assert owed.kinds.keys() == {"c.card", "c.now", "c.a", "c.b"}
    assert owed.unclear == []


def test_a_notice_whose_kind_cannot_be_read_is_noticed() -> None:
    code = "def go(turn, kinds):\n    turn.owe(1, kinds[0], 2)\n    turn.owe(1, other.KIND, 2)"
    assert owed_in([Source("bot/flows/a.py", code)]).unclear == [
        "bot/flows/a.py:2: kinds[0]",
        "bot/flows/a.py:3: other.KIND",
    ]


def test_a_chore_that_nobody_plans_is_noticed() -> None:
    code = "turn.later(EndPause(participant.id), now)\nturn.store.never_mind(CloseCheckIn(1))"
    assert planned_in([Source("bot/flows/a.py", code)]) == {"EndPause"}
