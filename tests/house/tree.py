"""The files of the repository as the house tests walk them, and how a complaint is written."""

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("adapters", "app", "bot", "scheduling", "storage")
TESTS = "tests"
# What tools leave behind; all of it stands in .gitignore.
NOT_OURS = frozenset(
    {
        ".git",
        ".hypothesis",
        ".import_linter_cache",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".venv",
        "__pycache__",
        "build",
        "dist",
        "node_modules",
        "var",
    }
)


@dataclass(frozen=True)
class Source:
    """A Python file: where it stands, seen from the root, and what is written in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the file as Python reads it."""
        return ast.parse(self.text, self.path)

    @cached_property
    def imports(self) -> dict[str, tuple[str, str]]:
        """Return what it imports `from` somewhere, by the name it uses: (module, name there)."""
        return {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    @cached_property
    def functions(self) -> dict[str, ast.FunctionDef]:
        """Return its functions, those of classes and within others too, by name."""
        return {
            node.name: node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)
        }

    @property
    def lines(self) -> int:
        """Return how many lines it has."""
        return len(self.text.splitlines())

    @property
    def sign(self) -> str:
        """Return the module's docstring, empty where it has none."""
        return ast.get_docstring(self.tree) or ""

    def at(self, node: ast.AST) -> str:
        """Return where a node stands, as editors and terminals understand it."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def files(*folders: str) -> Iterator[Path]:
    """Yield our files under these folders, or all of the repository's, by path."""
    tops = [ROOT / folder for folder in folders] or [ROOT]
    for top in tops:
        for path in sorted(top.rglob("*")):
            if path.is_file() and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts):
                yield path


def sources(*folders: str) -> list[Source]:
    """Return the Python files under these folders."""
    return [_source(path) for path in files(*folders) if path.suffix == ".py"]


@cache
def _source(path: Path) -> Source:
    return Source(str(path.relative_to(ROOT)), path.read_text("utf-8"))


def by_name(modules: Iterable[Source]) -> dict[str, Source]:
    """Return modules by the name under which they are imported."""
    return {
        each.path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): each
        for each in modules
    }


def calls_in(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield every call."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def argument(call: ast.Call, name: str, place: int) -> ast.expr | None:
    """Return an argument that may be given by its name or its place, None where it is not given."""
    named = [each.value for each in call.keywords if each.arg == name]
    return next(iter((*named, *call.args[place : place + 1])), None)


def handing_on(module: Source, parameter: str, to: Collection[str]) -> dict[str, int]:
    """Return the functions of a module that give this parameter, as it is, to one of `to`; with
    the place of the parameter."""
    return {
        function.name: names.index(parameter)
        for function, names in _functions_with(module, parameter)
        for call in calls_in(function)
        if called(call).rpartition(".")[2] in to
        and any(isinstance(each, ast.Name) and each.id == parameter for each in call.args)
    }


def is_handed_on(expression: ast.expr, module: Source, parameter: str) -> bool:
    """Tell whether an expression is what the function around it was given as this parameter."""
    return isinstance(expression, ast.Name) and any(
        node is expression and expression.id == parameter
        for function, _ in _functions_with(module, parameter)
        for node in ast.walk(function)
    )


def _functions_with(module: Source, name: str) -> Iterator[tuple[ast.FunctionDef, list[str]]]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef):
            names = [each.arg for each in node.args.args]
            if name in names:
                yield node, names


def called(node: ast.Call) -> str:
    """Return the name of what is called, with what it is an attribute of: "turn.owe"."""
    return ast.unparse(node.func)
