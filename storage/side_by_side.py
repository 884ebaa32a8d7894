"""Lets many read the same moment side by side, so that what several want to know is asked once.

Each is written as if it were alone. It stops where it asks what nobody has asked yet; once all have
stopped or ended, their questions are asked together, and all go on. Without greenlets, every
conversation would have to say beforehand what it is going to ask.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet
from sqlalchemy import Connection, Select

from bot.ports import Store
from storage.asking import Given, Row
from storage.asking_for_many import Question, answers
from storage.journal import Journal
from storage.store import ReadingStore

Found = TypeVar("Found")


class SharedStore(ReadingStore):
    """A store that many read at once; it asks for all of them when all have stopped."""

    def __init__(self, session: Connection, journal: Journal | None) -> None:
        super().__init__(session, journal)
        self._known: dict[Question, Sequence[Row]] = {}
        self._asked: list[Question] = []

    def answer(self, works: Sequence[Callable[[Store], Found]]) -> Sequence[Found | Exception]:
        """Return what each found out, or what went wrong with it.

        Raises what the database says when it does not answer.
        """
        found: list[Found | Exception] = [LookupError("it never ended")] * len(works)

        def run(place: int) -> None:
            try:
                found[place] = works[place](self)
            except Exception as problem:  # noqa: BLE001 it is told, and the others go on
                found[place] = problem

        running = [greenlet(partial(run, place)) for place in range(len(works))]
        while running:
            for each in running:
                each.switch()
            self._known.update(answers(self._driver, self._asked))
            self._asked.clear()
            running = [each for each in running if not each.dead]
        return found

    def _rows(self, statement: Select[Any], given: Given) -> Sequence[Row]:
        question = Question(statement, tuple(given), tuple(given.values()))
        if question not in self._known:
            self._asked.append(question)
            reader = getcurrent().parent
            assert reader is not None, "it is read outside of `answer`"
            reader.switch()
        return self._known[question]
