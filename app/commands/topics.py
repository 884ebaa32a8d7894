"""kehrwert topics: how texts are read and compared, with our catalogue or another."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.text_file import read_text
from app.commands import topic_files
from app.commands.output import AsJson, tell
from app.refusal import Refusal
from bot.matching import Catalogue, Recognition, compare
from bot.matching.meaning import MET_FROM
from bot.model import Language

app = typer.Typer(
    no_args_is_help=True,
    help="See how topics are recognised, and change a programme's (docs/matching.md).",
)

app.command("import")(topic_files.import_)
app.command()(topic_files.export)
app.command()(topic_files.unknown)

CatalogueFile = Annotated[
    Path | None,
    typer.Option(
        "--catalogue",
        help="another catalogue: a CSV with the columns topic and labels (parted by |), or TOML",
    ),
]
QUERIES_AT_ONCE = 2_000
TOML = {".toml", ""}  # "" is a folder of them


@app.command("compare")
def compare_texts(
    one: Annotated[str, typer.Argument(help="a topic as somebody may type it", metavar="TEXT")],
    other: Annotated[str, typer.Argument(help="another one", metavar="TEXT")],
    *,
    catalogue: CatalogueFile = None,
    as_json: AsJson = False,
) -> None:
    """Say how surely two texts mean one topic, from 0 to 1, and how each of them was read."""
    topics = catalogue_in(catalogue)
    likeness = round(compare(one, other, topics), 4)
    read = [_facts(text, topics.recognise(text)) for text in (one, other)]
    verdict = "one topic" if likeness >= MET_FROM else "related" if likeness > 0 else "unrelated"
    facts = {"similarity": likeness, "same": likeness >= MET_FROM, "read": read}
    lines = [f"{likeness:.2f}  {verdict}", *(f"  {_line(each, topics)}" for each in read)]
    tell("\n".join(lines), facts, as_json=as_json)


@app.command()
def rank(
    *,
    query: Annotated[str | None, typer.Option(help="a topic as somebody may type it")] = None,
    queries: Annotated[
        Path | None, typer.Option(help="many of them, one a line; - reads standard input")
    ] = None,
    catalogue: CatalogueFile = None,
    as_json: AsJson = False,
) -> None:
    """Find the topic that a text means: taken as certain, to be asked about, or unknown.

    With --queries prints one line of JSON for each: query, topic, score, decision, runners_up.
    """
    if (query is None) == (queries is None):
        raise Refusal("name either one --query or a file of --queries")
    topics = catalogue_in(catalogue)
    if query is not None:
        facts = _facts(query, topics.recognise(query))
        tell(_line(facts, topics), facts, as_json=as_json)
        return
    for facts in _ranked(_lines(queries), topics):
        typer.echo(json.dumps(facts, ensure_ascii=False))


def catalogue_in(file: Path | None) -> Catalogue:
    """Return the catalogue of a file, or our own; raises Refusal when it cannot be read."""
    try:
        if file is not None and file.suffix.lower() not in TOML:
            return Catalogue.in_csv(read_text(file), file.name)
        return Catalogue.load(file)
    except ValueError as wrong:  # CatalogueError is one
        raise Refusal(str(wrong)) from wrong
    except OSError as problem:
        raise Refusal(f"{file} cannot be read: {problem.strerror}") from problem


def _ranked(texts: Iterable[str], topics: Catalogue) -> Iterator[dict[str, object]]:
    remaining = iter(texts)
    while some := list(islice(remaining, QUERIES_AT_ONCE)):
        for text, found in zip(some, topics.recognise_many(some), strict=True):
            yield _facts(text, found)


def _lines(file: Path | None) -> Sequence[str]:
    """Return the queries of a file without empty lines; raises Refusal when there are none."""
    try:
        data = sys.stdin.read() if str(file) == "-" else read_text(file or Path())
    except ValueError as unusable:  # also text on standard input that is not UTF-8
        raise Refusal(str(unusable)) from unusable
    lines = [line.strip() for line in data.splitlines()]
    if not any(lines):
        raise Refusal(f"{file} is empty; expected one query a line")
    return [line for line in lines if line]


def _facts(text: str, found: Recognition) -> dict[str, object]:
    return {
        "query": text,
        "topic": found.topic,
        "score": found.score,
        "decision": found.decision.value,
        "runners_up": [{"topic": topic, "score": score} for topic, score in found.runners_up],
    }


def _line(facts: dict[str, object], topics: Catalogue) -> str:
    topic = facts["topic"]
    if topic is None:
        return f"{facts['query']}: unknown"
    name = topics.topic(str(topic)).name(Language.EN)
    return f"{facts['query']}: {facts['decision']}, {name} ({topic}) {facts['score']:.2f}"
