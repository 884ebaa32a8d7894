"""The lists in the documents are complete: every noun is explained, every dependency has a reason."""

import dataclasses
import re
import tomllib
from collections.abc import Iterable

from bot import model
from tests.house.tree import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
DECISIONS = (ROOT / "docs" / "decisions.md").read_text("utf-8")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# A noun is what the store keeps under an id of its own.
NOUNS = {
    name
    for name, kind in vars(model).items()
    if dataclasses.is_dataclass(kind) and "id" in {each.name for each in dataclasses.fields(kind)}
}


def unexplained(names: Iterable[str], document: str) -> list[str]:
    """Return the names that stand in no first column of the document's tables."""
    rows = re.findall(r"^\| ([^|]+) \|", document, re.MULTILINE)
    explained = {name.strip(" `") for row in rows for name in row.split(",")}
    return sorted(set(names) - explained)


def dependencies() -> set[str]:
    """Return every package that the project asks for, by its bare name."""
    asked = [*PROJECT["project"]["dependencies"]]
    for group in PROJECT["dependency-groups"].values():
        asked += group
    return {re.split(r"[\[<>=~! ]", each)[0] for each in asked}


def test_every_noun_stands_in_the_glossary() -> None:
    assert {"Person", "CheckIn", "Notice"} <= NOUNS
    assert unexplained(NOUNS, GLOSSARY) == []


def test_every_dependency_has_its_reason() -> None:
    assert "typer" in dependencies()
    assert unexplained(dependencies(), DECISIONS) == []


def test_no_reason_is_given_for_what_is_not_asked_for() -> None:
    table = DECISIONS.split("## Dependencies")[1].split("\n## ")[0]
    named = {
        name
        for row in re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
        for name in row.split(",")
    }
    assert {name.strip(" `") for name in named} == dependencies()


def test_the_changelog_knows_this_version() -> None:
    assert re.search(
        rf"^## \[{re.escape(PROJECT['project']['version'])}\] - \d{{4}}-\d\d-\d\d$",
        CHANGELOG,
        re.MULTILINE,
    )


def test_a_noun_that_nobody_explained_is_noticed() -> None:
    document = "| word | what |\n|---|---|\n| Person | x |\n| `typer`, `rich` | y |\n"
    assert unexplained({"Person", "Pairing", "rich"}, document) == ["Pairing"]
