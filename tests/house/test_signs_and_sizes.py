"""Every module has a sign on its door, a size that a reader can take in, and a telling name."""

import ast
import re
from collections.abc import Iterable

import pytest

from tests.house.tree import PRODUCT, ROOT, TESTS, Source, files, sources

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
LONGEST_SIGN = 130  # characters; a sign is read in passing
REASON_FOR_LENGTH = "Long because "  # so begins the sentence in the docstring of a longer file
VAGUE = re.compile(r"(^|_)(utils?|helpers?|managers?|common|misc|stuff|base_classes)($|_)")
# A migration is a record, written by a tool, one statement a column; nobody reads it top to bottom.
MIGRATIONS = "storage/migrations/versions/"

EVERYTHING = sources(*PRODUCT, TESTS)


def unsigned(modules: Iterable[Source]) -> list[str]:
    """Return the modules whose docstring does not begin with one short sentence."""
    return [module.path for module in modules if not _is_sentence(module.sign.split("\n\n")[0])]


def _is_sentence(sign: str) -> bool:
    return (
        bool(sign)
        and len(sign) <= LONGEST_SIGN
        and "\n" not in sign
        and sign.rstrip('"`').endswith((".", "?"))
    )


def too_long(modules: Iterable[Source]) -> list[str]:
    """Return the modules that are long and do not say why, with their length."""
    return [
        f"{module.path} has {module.lines} lines"
        for module in modules
        if module.lines > LINES_OF_A_FILE and REASON_FOR_LENGTH not in module.sign
    ]


def needlessly_excused(modules: Iterable[Source]) -> list[str]:
    """Return the modules that say why they are long and are not."""
    return [
        module.path
        for module in modules
        if module.lines <= LINES_OF_A_FILE and REASON_FOR_LENGTH in module.sign
    ]


def long_functions(modules: Iterable[Source]) -> list[str]:
    """Return the functions beyond the limit, with where they stand."""
    return [
        f"{module.at(node)} {node.name} has {length} lines"
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LINES_OF_A_FUNCTION
    ]


def vaguely_named(paths: Iterable[str]) -> list[str]:
    """Return the modules and packages whose name says nothing about what is in them."""
    return [
        path
        for path in paths
        if any(VAGUE.search(part.removesuffix(".py")) for part in path.split("/"))
    ]


def _is_read(module: Source) -> bool:
    return not module.path.startswith(MIGRATIONS)


def test_every_module_has_one_sentence_on_its_door() -> None:
    assert unsigned(EVERYTHING) == []


@pytest.mark.parametrize(
    "text",
    ["x = 1\n", '"""Things"""\n', '"""First line\nand a second."""\n', f'"""{"long " * 40}."""\n'],
)
def test_a_door_without_one_sentence_is_noticed(text: str) -> None:
    assert unsigned([Source("bot/new.py", text)]) == ["bot/new.py"]


def test_no_python_file_is_long_without_a_reason_at_its_top() -> None:
    assert too_long(filter(_is_read, EVERYTHING)) == []


def test_no_file_says_why_it_is_long_when_it_is_not() -> None:
    assert needlessly_excused(EVERYTHING) == []


def test_a_long_file_without_a_reason_is_noticed() -> None:
    body = "x = 1\n" * LINES_OF_A_FILE
    excused = f'"""A table.\n\n{REASON_FOR_LENGTH}it is one table.\n"""\n'
    assert too_long([Source("bot/a.py", '"""A table."""\n' + body)]) == ["bot/a.py has 301 lines"]
    assert too_long([Source("bot/a.py", excused + body)]) == []
    assert needlessly_excused([Source("bot/a.py", excused)]) == ["bot/a.py"]


def test_no_page_script_or_style_is_long() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in files("adapters")
        if path.suffix in {".js", ".css", ".html"}
        and (lines := len(path.read_text("utf-8").splitlines())) > LINES_OF_A_FILE
    }
    assert long == {}


def test_no_function_is_long() -> None:
    # A test is a story and may take its time; what the product does must be seen at a glance.
    assert long_functions(filter(_is_read, sources(*PRODUCT))) == []


def test_a_long_function_is_noticed() -> None:
    body = "    x = 1\n" * LINES_OF_A_FUNCTION
    assert long_functions([Source("a.py", f"async def all_of_it():\n{body}")]) == [
        "a.py:1 all_of_it has 41 lines"
    ]
    assert long_functions([Source("a.py", f"def fine():\n{body[:-10]}")]) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert vaguely_named(module.path for module in EVERYTHING) == []


@pytest.mark.parametrize(
    "path",
    ["bot/utils.py", "bot/match_helper.py", "app/common/x.py", "bot/manager.py", "bot/utils_2.py"],
)
def test_a_name_that_says_nothing_is_noticed(path: str) -> None:
    assert vaguely_named([path]) == [path]


def test_every_package_has_its_door() -> None:
    folders = {path.parent for path in files(*PRODUCT, TESTS) if path.suffix == ".py"}
    assert [str(each) for each in sorted(folders) if not (each / "__init__.py").exists()] == []
