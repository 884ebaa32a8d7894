"""Words a question about one so that it asks about many, and sorts the rows by whom they concern."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BinaryExpression,
    BindParameter,
    Column,
    ColumnElement,
    Exists,
    Label,
    ScalarSelect,
    Select,
    bindparam,
)
from sqlalchemy.sql.elements import BooleanClauseList
from sqlalchemy.sql.operators import and_, eq
from sqlalchemy.sql.visitors import iterate, replacement_traverse

from storage.asking import MOST_REMEMBERED, Driver, Row

AT_ONCE = 512  # in one question; SQLite takes 32,766: sqlite.org/limits.html


class Question(NamedTuple):
    """A statement, and what is given to it under which names."""

    statement: Select[Any]
    names: tuple[str, ...]
    values: tuple[object, ...]


@dataclass(frozen=True)
class ForMany:
    """A statement in which the values under some names may each be any of many.

    The columns that are these values come last, in the order of the names. `whom` takes these values
    from all of a question's, and `common` takes the rest.
    """

    statement: Select[Any]
    names: tuple[str, ...]
    whom: Callable[[Sequence[object]], object]
    common: Callable[[Sequence[object]], object]


def answers(driver: Driver, questions: Iterable[Question]) -> Mapping[Question, Sequence[Row]]:
    """Return the rows of each question, with as few statements as their wordings allow."""
    alike: dict[object, list[Question]] = defaultdict(list)
    for question in dict.fromkeys(questions):
        many = for_many(question.statement, question.names)
        fixed = many.common(question.values) if many else question.values
        alike[question.statement, question.names, fixed].append(question)
    found: dict[Question, Sequence[Row]] = {}
    for several in alike.values():
        for start in range(0, len(several), AT_ONCE):
            found.update(_answered(driver, several[start : start + AT_ONCE]))
    return found


@lru_cache(MOST_REMEMBERED)
def for_many(statement: Select[Any], names: tuple[str, ...]) -> ForMany | None:
    """Return a statement for many values where it asks for one; None where it cannot be asked so.

    What says `column = value` may be asked for many: the rows that concern one are the same, in the
    same order. Not so where rows are counted, put together, or cut off after so many. What is counted
    about a row, in a question of its own inside the question, is the same for many.
    """
    plain = all(map(_of_one_row, statement.selected_columns))
    if not plain or statement._has_row_limiting_clause:  # noqa: SLF001 SQLAlchemy says it nowhere else
        return None
    single = _single(statement.whereclause)
    many = tuple(name for name in names if name in single)
    if not many:
        return None
    lists = {single[name]: single[name].left.in_(bindparam(name, expanding=True)) for name in many}
    wider = statement.add_columns(*[single[name].left for name in many])

    def worded(element: Any, **_: object) -> Any:
        return lists.get(element)

    return ForMany(
        cast("Select[Any]", replacement_traverse(wider, {}, worded)),
        many,
        _taking([place for place, name in enumerate(names) if name in many]),
        _taking([place for place, name in enumerate(names) if name not in many]),
    )


def _answered(
    driver: Driver, several: Sequence[Question]
) -> Iterator[tuple[Question, Sequence[Row]]]:
    """Yield the rows of questions that have everything in common but what may be many."""
    statement, names, values = several[0]
    given = dict(zip(names, values, strict=True))
    many = for_many(statement, names)
    if many is None or len(several) == 1:
        yield several[0], driver.ask(statement, given)
        return
    whom = {many.whom(each.values): each for each in several}
    lists = dict(zip(many.names, zip(*whom, strict=True), strict=True))
    given.update((name, tuple(dict.fromkeys(each))) for name, each in lists.items())
    rows: dict[object, list[Row]] = {key: [] for key in whom}
    width = len(many.names)
    for row in driver.ask(many.statement, given):
        # Of two lists, more combinations are found than were asked for.
        if (concerned := tuple(row[-width:])) in rows:
            rows[concerned].append(row[:-width])
    for key, each in whom.items():
        yield each, rows[key]


def _of_one_row(column: ColumnElement[Any]) -> bool:
    """Tell whether this is a cell of a row, or what is found out about it and nothing else."""
    column = column.element if isinstance(column, Label) else column
    if isinstance(column, Exists | ScalarSelect):
        inside = (each for each in iterate(column) if isinstance(each, BindParameter))
        return not any(each.required for each in inside)
    return isinstance(column, Column)


def _taking(places: Sequence[int]) -> Callable[[Sequence[object]], object]:
    """Return what takes these places of a sequence, always as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda values: tuple([values[place] for place in places])


def _single(where: ColumnElement[Any] | None) -> dict[str, BinaryExpression[Any]]:
    """Return the conditions that a column is a value that is given, by the value's name."""
    if isinstance(where, BooleanClauseList) and where.operator is and_:
        return {name: each for part in where.clauses for name, each in _single(part).items()}
    if not isinstance(where, BinaryExpression) or where.operator is not eq:
        return {}
    column, value = where.left, where.right
    given = isinstance(column, Column) and isinstance(value, BindParameter) and value.required
    return {str(value.key): where} if given else {}
