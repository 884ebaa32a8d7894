"""A topic of the catalogue, and how topics are read from files and held to the editor's rules."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.matching.fold import compact, fold

LANGUAGES = ("de", "en")
LONGEST_NAME = 80  # characters of a name or label that HR gives
LONGEST_CELL = 10_000_000  # characters
_SEPARATORS = (",", ";", "\t")


class CatalogueError(ValueError):
    """The catalogue's files contradict themselves; the message says where and what to change."""


class LabelTaken(CatalogueError):
    """Two topics, by their keys, claim one label."""

    def __init__(self, label: str, topics: tuple[str, str]) -> None:
        super().__init__(f"{label!r} is a label of both {topics[0]} and {topics[1]}")
        self.label = label
        self.topics = topics


@dataclass(frozen=True)
class Topic:
    """A topic with its names by language; labels are every other way people write it."""

    key: str
    names: Mapping[str, str]
    labels: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()  # labels that count only as the whole text: Go, R, some
    related: tuple[str, ...] = ()
    area: str = ""
    former: tuple[str, ...] = ()  # what a programme called it before: keys and names, also labels

    def name(self, language: str = "en") -> str:
        """The topic's name in the language, else in English, else whatever name there is."""
        return self.names.get(language) or self.names.get("en") or next(iter(self.names.values()))

    def all_labels(self) -> tuple[str, ...]:
        """Every text that means this topic: key, names, labels and stand-alone labels."""
        return (self.key, *self.names.values(), *self.labels, *self.alone)


def load_topics(path: Path | None = None) -> tuple[Topic, ...]:
    """The topics of a folder of TOML files or of one; else ours."""
    if path is None:
        return _from_folder(resources.files("bot.matching").joinpath("topics"))
    if path.is_dir():
        return _from_folder(path)
    return _from_toml(path)


def _from_folder(folder: Traversable) -> tuple[Topic, ...]:
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")),
        key=lambda file: file.name,
    )
    return tuple(topic for file in files for topic in _from_toml(file))


def _from_toml(file: Traversable) -> tuple[Topic, ...]:
    area = file.name.removesuffix(".toml")
    try:
        entries = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{file.name}: {error}") from error
    return tuple(_topic(file.name, area, key, entry) for key, entry in entries.items())


def _topic(file: str, area: str, key: str, entry: object) -> Topic:
    if not isinstance(entry, dict):
        raise CatalogueError(f"{file}: {key} must be a table with de, en and labels")
    names = {language: entry[language] for language in LANGUAGES if entry.get(language)}
    unknown = entry.keys() - {*LANGUAGES, "labels", "alone", "related"}
    if not names or unknown:
        wrong = f"unknown entry {min(unknown)!r}" if unknown else "no name in de or en"
        raise CatalogueError(f"{file}: {key}: {wrong}")
    labels, alone, related = (
        _strings(file, key, entry, part) for part in ("labels", "alone", "related")
    )
    return Topic(key, names, labels, alone, related, area)


def _strings(file: str, key: str, entry: Mapping[str, object], part: str) -> tuple[str, ...]:
    value = entry.get(part, [])
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise CatalogueError(f"{file}: {key}.{part} must be a list of texts")
    return tuple(value)


def topics_in_csv(text: str, name: str) -> tuple[Topic, ...]:
    """The topics of a table, one a row; labels are parted by `|`, and a topic's name is one of them.

    Cells are parted by comma, semicolon or tab, whichever the header uses; other columns are
    ignored. CatalogueError, with file name and line, for anything else.
    """
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(text, newline="")
    header = text.partition("\n")[0]
    reader = csv.reader(lines, delimiter=max(_SEPARATORS, key=header.count))
    labels: dict[str, list[str]] = {}
    try:
        columns = [cell.strip().casefold() for cell in next(reader, [])]
        if "topic" not in columns:
            raise CatalogueError(f"{name}: expected a header with topic and labels")
        for cells in filter(any, reader):
            if len(cells) > len(columns):
                raise CatalogueError(
                    f"{name}, line {reader.line_num}: {len(cells)} cells, the header has"
                    f" {len(columns)}: put a cell with a separator into quotation marks"
                )
            row = {column: cell.strip() for column, cell in zip(columns, cells, strict=False)}
            if not row["topic"]:
                raise CatalogueError(f"{name}, line {reader.line_num}: the column topic is empty")
            its = (label.strip() for label in row.get("labels", "").split("|"))
            labels.setdefault(row["topic"], []).extend(label for label in its if label)
    except csv.Error as error:
        raise CatalogueError(f"{name} is no CSV: {error}") from error
    if not labels:
        raise CatalogueError(f"{name} names no topic")
    return tuple(Topic(key, {"en": key}, tuple(texts)) for key, texts in labels.items())


def checked(topics: Sequence[Topic], *, strict: bool = True) -> tuple[Topic, ...]:
    """The topics themselves, if no key or label is used twice and every related topic exists.

    Not strict, a label that two topics claim is left to both: somebody else's file may be so.
    """
    keys = {topic.key for topic in topics}
    if len(keys) < len(topics):
        raise CatalogueError(f"two topics are called {_first_double(t.key for t in topics)!r}")
    for topic in topics:
        if missing := [key for key in topic.related if key not in keys]:
            raise CatalogueError(
                f"{topic.key}: related topic {missing[0]!r} is not in the catalogue"
            )
    owner: dict[str, str] = {}
    for topic in topics if strict else ():
        for label in topic.all_labels():
            other = owner.setdefault(compact(fold(label)), topic.key)
            if other != topic.key:
                raise LabelTaken(label, (other, topic.key))
    return tuple(topics)


def _first_double(keys: Iterable[str]) -> str:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return ""
