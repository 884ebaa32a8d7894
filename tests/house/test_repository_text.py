"""The repository speaks of the product only: of no machine, no registry and no to-do list."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.tree import ROOT, files

# Written in pieces, so that this file does not speak of them either.
FOREIGN: Mapping[str, re.Pattern[str]] = {
    "a path of some machine": re.compile(
        r"(?<![\w.~])/(work|root|home/\w+|Users/\w+)" + r"/\w", re.ASCII
    ),
    "a package registry": re.compile(
        r"\b(pypi\.org|python" + r"hosted\.org|registry\.npmjs\.org|proxy\.golang\.org)\b"
    ),
    "an address of an index": re.compile(r"index[-_]url\s*[=\s]\s*[\"']?https?:" + "//"),
    "a ticket": re.compile(r"(?i)\b(issue|ticket|pull request) " + r"#?\d+\b"),
    "something left to do": re.compile(r"(#|//|<!--|/\*)\s*(TO" + "DO|FIX" + r"ME|X{3})\b"),
}
TEXT = frozenset(
    {".css", ".csv", ".html", ".js", ".json", ".mako", ".md", ".py", ".svg", ".toml", ".txt", ""}
)


def foreign(path: str, text: str) -> list[str]:
    """Return what a text speaks of that is not the product, with its line."""
    return [
        f"{path}:{number} speaks of {what}: {found[0]}"
        for number, line in enumerate(text.splitlines(), 1)
        for what, pattern in FOREIGN.items()
        if (found := pattern.search(line))
    ]


def texts() -> list[Path]:
    """Return every file of ours that people can read."""
    return [path for path in files() if path.suffix in TEXT]


def test_the_repository_speaks_of_the_product_only() -> None:
    complaints = [
        complaint
        for path in texts()
        for complaint in foreign(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    assert complaints == []


def test_the_lock_files_pin_every_package_by_hash() -> None:
    for lock in ("run.txt", "dev.txt"):
        lines = (ROOT / "lock" / lock).read_text("utf-8").splitlines()
        pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
        assert pinned
        assert [line for line in pinned if "==" not in line or not line.endswith("\\")] == []
        assert sum("--hash=sha256:" in line for line in lines) >= len(pinned)


@pytest.mark.parametrize(
    "text",
    [
        "cd /work" + "/main",
        'open("/home' + '/asha/people.csv")',
        "see https://py" + "pi.org/project/typer",
        "--index-url https:" + "//mirror.example/simple",
        "as Issue" + " #12 says",
        "# TO" + "DO later",
    ],
)
def test_foreign_text_is_noticed(text: str) -> None:
    assert len(foreign("a.md", text)) == 1


def test_our_own_text_is_fine() -> None:
    assert (
        foreign("a.md", "var/demo, ~/work/x, /health/ready, index=1, an issue with 12 people") == []
    )


def test_the_licence_is_the_one_that_the_project_names() -> None:
    licence = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License\n                           Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text("utf-8")
