"""A noun becomes the values of a row and comes back equal; columns are named as its fields.

Three rules cover every noun: a JSON column keeps a field of small values; a noun inside a noun is
spread over columns that carry its field's name in front (`hours` over `hours_start`, ...); anything
else is the column itself. A field without a column is an error when the program starts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import IntEnum
from operator import itemgetter
from types import UnionType
from typing import Any, Generic, TypeVar, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import JSON, Table, bindparam, insert, select, update

from bot import model
from bot.model.made import made
from bot.ports import Noun
from storage import tables
from storage.folding import address_as_kept, findable

Kind = TypeVar("Kind")
Values = dict[str, Any]
Read = Callable[[Sequence[Any]], Any]  # a row of all columns -> a field's value
Lies = int | Read  # a field's value is the cell at this place, or is read so
Write = Callable[[Any], Values]  # a field's value -> the values of its column or columns


class Shape(Generic[Kind]):
    """How one kind of noun lies in its table; `derived` are columns made from its other fields.

    `noun_of` returns the noun that lies in a row of all columns, in the table's order. `with_id` is
    the question for the one with a given `id`; `adding` and `saving` keep given values, the latter
    those of the noun with `kept_id`, and return the row.
    """

    def __init__(
        self,
        noun: type[Kind],
        row: type[tables.Row],
        derived: Callable[[Kind], Values] | None = None,
    ) -> None:
        self.noun = noun
        self.table: Table = tables.table_of(row)
        self.with_id = select(*self.table.c).where(self.table.c.id == bindparam("id"))
        self.adding = insert(self.table).returning(*self.table.c)
        whole = update(self.table).where(self.table.c.id == bindparam("kept_id"))
        self.saving = whole.returning(*self.table.c)
        self._derived = derived
        hints = get_type_hints(noun)
        places = {name: place for place, name in enumerate(self.table.c.keys())}
        self.id_place = places["id"]
        lies = {
            name: _lies(self.table, places, name, hints[name])
            for name in (field.name for field in fields(cast("Any", noun)))
        }
        self.noun_of: Callable[[Sequence[Any]], Kind] = _reading(
            noun, {name: lie for name, (lie, _) in lies.items()}
        )
        self._writes: dict[str, Write] = {
            name: write for name, (_, write) in lies.items() if name != "id"
        }

    def values(self, noun: Kind) -> Values:
        """Return the values of the noun's columns, its id left out."""
        values: Values = {}
        for name, write in self._writes.items():
            values.update(write(getattr(noun, name)))
        if self._derived:
            values.update(self._derived(noun))
        return values


def _reading(kind: type[Kind], lies: Mapping[str, Lies]) -> Callable[[Sequence[Any]], Kind]:
    """Return how a noun is read from a row; the cells that are fields as they are, all at once."""
    plain = {name: place for name, place in lies.items() if isinstance(place, int)}
    others = [(name, read) for name, read in lies.items() if not isinstance(read, int)]
    names, cells = tuple(plain), itemgetter(*plain.values(), 0, 0)  # with two more always a tuple

    def read(row: Sequence[Any]) -> Kind:
        parts = dict(zip(names, cells(row), strict=False))
        for name, reading in others:
            parts[name] = reading(row)
        return made(kind, parts)

    return read


def _lies(table: Table, places: Mapping[str, int], name: str, hint: Any) -> tuple[Lies, Write]:
    """Return how a field is read from and written to its column or columns."""
    inner = _noun_inside(hint)
    if name not in places and inner is not None:
        return _spread(table, places, name, inner)
    place = places[name]
    if isinstance(table.c[name].type, JSON):
        adapter = TypeAdapter(hint)
        read, write = adapter.validator.validate_python, adapter.serializer.to_python
        return (lambda row: read(row[place])), (lambda value: {name: write(value, mode="json")})
    if isinstance(hint, type) and issubclass(hint, IntEnum):
        return (lambda row: hint(row[place])), (lambda value: {name: int(value)})
    return place, (lambda value: {name: value})


def _noun_inside(hint: Any) -> Any:
    """Return the dataclass that a field holds, or may hold; None where it holds none."""
    kinds = get_args(hint) if get_origin(hint) is UnionType else (hint,)
    return next((kind for kind in kinds if is_dataclass(kind)), None)


def _spread(table: Table, places: Mapping[str, int], name: str, inner: Any) -> tuple[Read, Write]:
    """Spread a noun inside a noun over its columns; all of them NULL mean that there is none."""
    hints = get_type_hints(inner)
    parts = {
        part.name: _lies(table, places, f"{name}_{part.name}", hints[part.name])
        for part in fields(inner)
    }
    columns = [places[f"{name}_{part}"] for part in parts]
    whole = _reading(inner, {part: lie for part, (lie, _) in parts.items()})

    def read(row: Sequence[Any]) -> Any:
        return None if all(row[column] is None for column in columns) else whole(row)

    def write(held: Any) -> Values:
        if held is None:
            return {f"{name}_{part}": None for part in parts}
        values: Values = {}
        for part, (_, writes) in parts.items():
            values.update(writes(getattr(held, part)))
        return values

    return read, write


def _of_person(person: model.Person) -> Values:
    return {
        "email": address_as_kept(person.email),
        "findable": findable(person.name, person.email),
    }


def _of_pairing(pairing: model.Pairing) -> Values:
    return {"mentee": None if pairing.is_group else pairing.mentees[0]}


_SHAPES: Mapping[type, Shape[Any]] = {
    shape.noun: shape
    for shape in (
        Shape(model.Organisation, tables.OrganisationRow),
        Shape(model.Person, tables.PersonRow, _of_person),
        Shape(model.Suggestion, tables.SuggestionRow),
        Shape(model.Programme, tables.ProgrammeRow),
        Shape(model.Participant, tables.ParticipantRow),
        Shape(model.Consent, tables.ConsentRow),
        Shape(model.Round, tables.RoundRow),
        Shape(model.GroupProposal, tables.GroupProposalRow),
        Shape(model.Proposal, tables.ProposalRow),
        Shape(model.Pairing, tables.PairingRow, _of_pairing),
        Shape(model.CheckIn, tables.CheckInRow),
        Shape(model.Feedback, tables.FeedbackRow),
        Shape(model.Goal, tables.GoalRow),
        Shape(model.PairAnswer, tables.PairAnswerRow),
        Shape(model.Survey, tables.SurveyRow),
        Shape(model.Farewell, tables.FarewellRow),
        Shape(model.FrozenFigures, tables.FrozenFiguresRow),
        Shape(model.TopicChange, tables.TopicChangeRow),
        Shape(model.Notice, tables.NoticeRow),
        Shape(model.AuditEntry, tables.AuditEntryRow),
    )
}

NOUNS = frozenset(_SHAPES)


def shape_of(kind: type[Noun]) -> Shape[Noun]:
    """Return how this kind of noun lies in its table."""
    return cast("Shape[Noun]", _SHAPES[kind])
