"""What a keystroke in a topic picker costs from the door of the core: store, changes and search."""

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.core import Bot
from bot.heard import Actor
from bot.matching import Catalogue
from bot.model import Address, Language, Platform, TopicAction, TopicChange
from bot.texts import load_words
from storage.books import SqlBooks
from tests.benchmarks.matching.cost import CHANGED_AT
from tests.benchmarks.slack.company import found, user_of
from tests.databases import sqlite_url
from tests.musterwerk import SLACK
from tests.outside import outline

PEOPLE = 10_000
OWN_TOPICS = 60  # a programme whose HR has been busy
TYPED = ("künst", "inst", "data", "nachhal", "ki", "exel", "e", "daten", "agil", "cyber")
KEYSTROKES = 200


def lines() -> Iterator[str]:
    """One line for the table of costs; SQLite, an address that is known, a programme's own topics."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-bench-") as folder:
        books = SqlBooks(sqlite_url(Path(folder)))
        found(books, PEOPLE, CHANGED_AT)
        with books.turn() as store:
            for number in range(OWN_TOPICS):
                name = f"Eigenes Thema {number}"
                store.add(TopicChange(1, CHANGED_AT, TopicAction.ADD, f"own_{number}", name, name))
        bot = Bot(books, load_words(), Catalogue.load(), outline)
        taken = [_keystroke(bot, number) for number in range(KEYSTROKES + 1)][1:]
        books.close()
    p95 = statistics.quantiles([whole for whole, _ in taken], n=20)[-1]
    yield (
        f"a keystroke in a picker, {PEOPLE:,} people on SQLite, {OWN_TOPICS} topics of HR's:"
        f" {statistics.median(whole for whole, _ in taken):.1f} ms of processor, p95 {p95:.1f} ms;"
        f" {statistics.median(alone for _, alone in taken):.1f} ms of it the search"
    )


def _keystroke(bot: Bot, number: int) -> tuple[float, float]:
    """Milliseconds of processor for the whole call, and for the bare search in our catalogue."""
    address = Address(Platform.SLACK, SLACK, user_of(number * 37 % PEOPLE))
    actor = Actor(address, "", language=Language.DE)
    words = TYPED[number % len(TYPED)]
    begun = time.process_time()
    assert bot.suggest_topics(actor, words)
    answered = time.process_time()
    bot.catalogue.search(words, "de", 10)
    return 1000 * (answered - begun), 1000 * (time.process_time() - answered)


if __name__ == "__main__":
    for line in lines():
        sys.stdout.write(line + "\n")
