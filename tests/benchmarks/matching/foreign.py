"""Words and catalogues of other people: what a stranger's labels and table are understood as."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from bot.matching import Catalogue, Decision, Topic
from bot.matching.meaning import MET_FROM, RELATED, meaning_of, meeting
from tests.benchmarks.matching.labels import labels, seeded
from tests.benchmarks.matching.recognition import Share, first

Row = dict[str, str]


@cache
def outsiders() -> tuple[Row, ...]:
    """Pairs of want and offer with their kind: same, different, unknown.

    Written by somebody who had seen neither catalogue nor matcher.
    """
    with Path(__file__).with_name("outsider.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def strangers_words(catalogue: Catalogue) -> list[Share]:
    """How a stranger's wants meet a stranger's offers of the same topic, and of another."""
    same = [row for row in outsiders() if row["kind"] == "same"]
    others = [row for row in outsiders() if row["kind"] != "same"]
    pool = sorted({row["offer_same"] for row in same})
    hits = sum(first(_alike(row["want"], pool, catalogue), row["offer_same"]) for row in same)
    plain = sum(first(_plain(row["want"], pool), row["offer_same"]) for row in same)
    return [
        Share("a stranger's pairs: read as one topic", _met(same, catalogue), len(same)),
        Share("  best of the pool of all offers, recall@1", hits / len(same), len(same)),
        Share("  the same with WRatio", plain / len(same), len(same)),
        Share("  different topics taken for one", _met(others, catalogue), len(others)),
    ]


def strangers_table() -> list[Share]:
    """A table of one label a topic in place of our catalogue; queries are all other labels."""
    table = {key: its[0] for key, its in labels().items()}
    queries = [(text, key) for key, its in labels().items() for text in its[1:]]
    keys = sorted(table)
    seeded(5).shuffle(keys)
    half = {key: table[key] for key in keys[: len(keys) // 2]}
    whole, partly = _certain(table, queries), _certain(half, queries)
    return [
        Share(
            "another's table of one label a topic, recall@1", _recall(table, queries), len(queries)
        ),
        Share("  of those taken as certain, right", *whole),
        Share("  the same with half of all topics missing", *partly),
    ]


def _met(rows: Sequence[Row], catalogue: Catalogue) -> float:
    met = sum(
        _alike(row["want"], [row["offer_same"]], catalogue)[row["offer_same"]] >= MET_FROM
        for row in rows
    )
    return met / len(rows)


def _alike(want: str, offers: Sequence[str], catalogue: Catalogue) -> dict[str, float]:
    mine = meaning_of(want, catalogue)
    return {each: meeting(mine, meaning_of(each, catalogue), catalogue, RELATED) for each in offers}


def _plain(want: str, offers: Sequence[str]) -> dict[str, float]:
    return {each: fuzz.WRatio(want.lower(), each.lower()) for each in offers}


def _foreign(table: dict[str, str]) -> Catalogue:
    topics = [Topic(key, {"en": key}, (label,)) for key, label in table.items()]
    return Catalogue(topics, strict=False, knowing=Catalogue.load())


def _recall(table: dict[str, str], queries: Sequence[tuple[str, str]]) -> float:
    found = _foreign(table).recognise_many([text for text, _ in queries])
    return sum(each.topic == key for each, (_, key) in zip(found, queries, strict=True)) / len(
        queries
    )


def _certain(table: dict[str, str], queries: Sequence[tuple[str, str]]) -> tuple[float, int]:
    """The share of right answers among those taken as certain, and their number."""
    found = _foreign(table).recognise_many([text for text, _ in queries])
    right = [
        each.topic == key
        for each, (_, key) in zip(found, queries, strict=True)
        if each.decision is Decision.CERTAIN
    ]
    return sum(right) / len(right), len(right)
