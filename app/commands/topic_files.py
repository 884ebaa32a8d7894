"""kehrwert topics import, export, unknown: HR's topics of a programme, by file."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.text_file import read_text
from adapters.formulas import guarded, unguarded
from app.commands.output import AsJson, err, out, tell
from app.opening import ProgrammeName, books_in_step, programme_named
from app.refusal import Refusal
from app.settings import load_settings
from app.wiring import system_now
from bot.flows.unknown_topics import unknown_words
from bot.matching import Catalogue, Topic, TopicPlan, TopicRow, edited
from bot.model import AuditEntry, Programme, TopicChange
from bot.ports import Store

COLUMNS = ("topic", "de", "en", "labels", "related", "merge_into")
# The matcher reads every label in both languages; these two are for whoever edits the file.
LABELS_BY_LANGUAGE = ("labels_de", "labels_en")
SEPARATORS = (";", ",")


def import_(
    file: Annotated[Path, typer.Argument(help="the topics, a CSV", metavar="FILE")],
    *,
    programme: ProgrammeName = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="do it; without, only say what would change")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Add, rename, merge and relate topics of a programme from a file, all or nothing.

    A file only adds: whatever it leaves out stays as it is. Try it without --apply first.
    """
    rows = list(_rows(file))
    with books_in_step(load_settings()) as books, books.turn() as store:
        led = programme_named(store, programme)
        topics = _topics(store, led).topics
        plan = TopicPlan.of(rows, topics, led.id, system_now())
        if plan.problems:
            told = "\n".join(plan.problems)
            raise Refusal(f"{file} was not taken, nothing has changed:\n{told}")
        for change in plan.changes if apply else ():
            store.add(change)
        if apply and plan.changes:
            store.add(AuditEntry(plan.at, None, "topics.import", led.id))
    if not as_json:
        for change in plan.changes:
            out.print(_line(change), markup=False)
    count = f"{len(plan.changes)} change{'' if len(plan.changes) == 1 else 's'}"
    done = "made" if apply else "to make; nothing has changed yet, add --apply to make them"
    facts = {"changes": [_facts(each) for each in plan.changes], "applied": apply}
    tell(
        f"{led.name}: {count} {done}" if plan.changes else f"{led.name}: nothing to change",
        facts,
        as_json=as_json,
    )


def export(
    file: Annotated[Path, typer.Argument(help="the CSV to write", metavar="FILE")],
    *,
    programme: ProgrammeName = "",
    force: Annotated[bool, typer.Option("--force", help="overwrite the file")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the topics of a programme, the product's and HR's own, as a file to edit and import."""
    if file.exists() and not force:
        raise Refusal(f"{file} is there already: choose another name or add --force")
    with books_in_step(load_settings()) as books, books.read() as store:
        topics = _topics(store, programme_named(store, programme)).topics
    try:
        _write(file, topics)
    except OSError as problem:
        raise Refusal(f"{file} cannot be written: {problem.strerror}", code=1) from problem
    facts = {"topics": len(topics), "file": str(file)}
    tell(f"{file}: {len(topics)} topics", facts, as_json=as_json)


def unknown(*, programme: ProgrammeName = "", as_json: AsJson = False) -> None:
    """Show words that people wrote and no topic stands for, of as many as a figure needs."""
    with books_in_step(load_settings()) as books, books.read() as store:
        led = programme_named(store, programme)
        words = unknown_words(store, led, _topics(store, led))
    none = f"no words that at least {led.smallest_group} people wrote and no topic stands for"
    lines = [f"{count:>5}  {text}" for text, count in words]
    facts = [{"words": text, "people": count} for text, count in words]
    tell("\n".join(lines) or none, facts, as_json=as_json)


def _topics(store: Store, programme: Programme) -> Catalogue:
    return edited(Catalogue.load(), store.topic_changes(programme.id))


def _rows(file: Path) -> Iterator[TopicRow]:
    try:
        content = read_text(file)
    except ValueError as unusable:
        raise Refusal(str(unusable)) from None
    header = content.partition("\n")[0]
    table = csv.reader(
        io.StringIO(content, newline=""), delimiter=max(SEPARATORS, key=header.count), strict=True
    )
    try:
        columns = [_column(cell) for cell in next(table)]
        _check(file, columns)
        for cells in table:
            row = dict(zip(columns, (unguarded(cell.strip()) for cell in cells), strict=False))
            if any(row.values()):
                yield _row(table.line_num, row)
    except csv.Error as broken:
        raise Refusal(f"{file}, line {table.line_num}: {broken}") from broken


def _column(cell: str) -> str:
    return cell.strip().casefold().replace(" ", "_").replace("-", "_")


def _check(file: Path, columns: Sequence[str]) -> None:
    known = {*COLUMNS, *LABELS_BY_LANGUAGE}
    if not known & {"de", "en", "topic"} & set(columns):
        raise Refusal(f"{file}, line 1: expected a header with {', '.join(COLUMNS)}")
    for column in (each for each in columns if each and each not in known):
        err.print(f"{file}: column {column!r} is unknown and ignored", markup=False)


def _row(line: int, cells: dict[str, str]) -> TopicRow:
    labels = [_parts(cells, column) for column in ("labels", *LABELS_BY_LANGUAGE)]
    return TopicRow(
        line,
        cells.get("topic", ""),
        cells.get("de", ""),
        cells.get("en", ""),
        labels=tuple(dict.fromkeys(label for some in labels for label in some)),
        related=_parts(cells, "related"),
        merge_into=cells.get("merge_into", ""),
    )


def _parts(cells: dict[str, str], column: str) -> tuple[str, ...]:
    parts = (part.strip() for part in cells.get(column, "").split("|"))
    return tuple(part for part in parts if part)


def _write(file: Path, topics: Sequence[Topic]) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for topic in topics:
            names = (topic.names.get("de", ""), topic.names.get("en", ""))
            joined = ("|".join(topic.labels), "|".join(topic.related))
            writer.writerow([guarded(cell) for cell in (topic.key, *names, *joined, "")])
    unfinished.replace(file)


def _line(change: TopicChange) -> str:
    facts = _facts(change)
    said = "; ".join(f"{name}: {value}" for name, value in facts.items() if name not in _HEADS)
    return f"{change.action.value} {change.topic}{'  ' if said else ''}{said}"


_HEADS = ("action", "topic")


def _facts(change: TopicChange) -> dict[str, str]:
    facts = {
        "action": change.action.value,
        "topic": change.topic,
        "de": change.de,
        "en": change.en,
        "labels": " | ".join(change.labels),
        "related": " | ".join(change.related),
        "into": change.into,
    }
    return {name: value for name, value in facts.items() if value}
