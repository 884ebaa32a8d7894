"""What the documents tell a reader to do works, and what they point to is there."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.console import Command, commands_in, documents, follow, targets
from tests.house.tree import ROOT, Source, files, sources

LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?:#[^)\s]*)?\)|<img[^>]* src=\"(?P<image>[^\"]+)\"")
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
MENTION = re.compile(r"\bdocs/[\w/.-]+\.(?:md|png)\b")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
DOCUMENTS = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in documents()}
COMMANDS = {name: commands_in(name, text) for name, text in DOCUMENTS.items()}


def unknown_to_make(commands: Iterable[Command], makefile: str) -> list[str]:
    """Return what stands after `make` in our documents but not in the Makefile."""
    complaints = []
    for command in commands:
        program, *words = command.words
        if program != "make":
            continue
        variables = {word.partition("=")[0] for word in words if "=" in word}
        wanted = [word for word in words if "=" not in word]
        complaints += [
            f"{command.document}: make {each}" for each in wanted if each not in targets(makefile)
        ]
        complaints += [
            f"{command.document}: {each}=" for each in variables if f"$({each})" not in makefile
        ]
    return complaints


def dangling(document: str, text: str) -> list[str]:
    """Return the links of a document that lead to no file of ours."""
    found = (match["target"] or match["image"] for match in LINK.finditer(CODE.sub("", text)))
    return [
        f"{document}: {target}"
        for target in found
        if not target.startswith(("http://", "https://", "mailto:"))
        and not (ROOT / Path(document).parent / target).exists()
    ]


def missing_documents(modules: Iterable[Source]) -> list[str]:
    """Return the documents of which code or tests speak, but which are not there."""
    return [
        f"{module.path}: {mention[0]}"
        for module in modules
        for mention in MENTION.finditer(module.text)
        if not (ROOT / mention[0]).exists()
    ]


@pytest.mark.parametrize("name", [name for name, commands in COMMANDS.items() if commands])
def test_the_commands_of_a_document_can_be_followed(name: str, tmp_path: Path) -> None:
    for command in COMMANDS[name]:
        assert command.words[0] in {"make", "kehrwert"}, command
        if command.words[0] == "kehrwert":
            assert follow(command, tmp_path) == ""


def test_make_knows_what_the_documents_ask_of_it() -> None:
    commands = [command for each in COMMANDS.values() for command in each]
    assert unknown_to_make(commands, MAKEFILE) == []
    assert {"demo", "test", "install", "lint", "format", "help"} <= targets(MAKEFILE)


def test_both_commands_stand_in_the_readme() -> None:
    lines = {command.line for command in COMMANDS["README.md"]}
    assert {"make demo", "make test"} <= lines


def test_what_the_documents_link_to_is_there() -> None:
    assert [each for name, text in DOCUMENTS.items() for each in dangling(name, text)] == []


def test_the_documents_of_which_the_code_speaks_are_there() -> None:
    rooms = sorted({path.parts[len(ROOT.parts)] for path in files() if path.suffix == ".py"})
    assert missing_documents(sources(*rooms)) == []


# The controls


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    assert "no.csv" in follow(Command("README.md", "kehrwert people check no.csv"), tmp_path)


def test_a_server_that_cannot_start_is_noticed(tmp_path: Path) -> None:
    assert "database" in follow(Command("README.md", "kehrwert serve"), tmp_path)


def test_an_unknown_target_is_noticed() -> None:
    text = "```console\n$ make demo PEOPLE=a.csv  # yours\n  running\n$ A=1 make brew CUP=2\n```"
    commands = commands_in("a.md", text)
    assert [command.line for command in commands] == [
        "make demo PEOPLE=a.csv",
        "A=1 make brew CUP=2",
    ]
    assert unknown_to_make(commands, MAKEFILE) == ["a.md: make brew", "a.md: CUP="]


def test_a_line_that_is_no_command_is_noticed() -> None:
    with pytest.raises(ValueError, match="neither a command nor an output"):
        commands_in("a.md", "```console\nmake demo\n```")


def test_a_link_to_nowhere_is_noticed() -> None:
    text = 'See [this](README.md#top), [that](no.md) and <img alt="x" src="no.png">, `[a](b)`.'
    assert dangling("README.md", text) == ["README.md: no.md", "README.md: no.png"]
    module = Source("bot/a.py", '"""See docs/' + 'nowhere.md."""')
    assert len(missing_documents([module])) == 1
