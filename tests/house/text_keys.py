"""Which text keys the code speaks of: literally, by a pattern, or somewhere in a table of its own."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tests.house.tree import Source, argument, called, handing_on, is_handed_on

SAYING = frozenset({"text", "Text", "NotAllowed"})
KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
HOLE = r"[a-z0-9_]+(?:\.[a-z0-9_]+)*"  # what may stand in place of {this} in a key
COUNTED = re.compile(r"\.(zero|one|two|few|many|other)$")
PLURAL = re.compile(r"(?:\.(?:tandem|group))?(?:\.(?:zero|one|two|few|many|other))?$")


@dataclass
class Spoken:
    """Keys with where they are said: whole ones, patterns, and everything else that may be one.

    `unclear` are the places where a key comes out of a variable, so that nobody can check it here.
    """

    whole: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    mentioned: set[str] = field(default_factory=set)
    unclear: list[str] = field(default_factory=list)


def spoken_in(modules: Iterable[Source]) -> Spoken:
    """Return the keys that these modules say."""
    found = Spoken()
    for module in modules:
        docstrings = set(_docstrings(module.tree))
        places = {**dict.fromkeys(SAYING, 0), **handing_on(module, "key", SAYING)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                for key in _keys_given(node, places):
                    _note(key, module, found)
            if isinstance(node, ast.Constant) and node not in docstrings and _is_key(node.value):
                found.mentioned.add(str(node.value))
    return found


def missing(spoken: Spoken, texts: Mapping[str, Iterable[str]]) -> list[str]:
    """Return what is said but stands in no text file, for each language of `texts`."""
    complaints = []
    for language, keys in texts.items():
        known = {PLURAL.sub("", key) for key in keys} | set(keys)
        complaints += [
            f"{where}: no text {key!r} in {language}"
            for key, where in spoken.whole.items()
            if key and key not in known
        ]
        complaints += [
            f"{where}: no text like {pattern!r} in {language}"
            for pattern, where in spoken.patterns.items()
            if not any(re.fullmatch(pattern, key) for key in known)
        ]
    return sorted(complaints)


def unused(spoken: Spoken, keys: Iterable[str]) -> list[str]:
    """Return the texts that nobody says, neither as they are nor by a pattern."""
    literal = spoken.whole.keys() | spoken.mentioned
    return sorted(
        key
        for key in keys
        if not {key, PLURAL.sub("", key)} & literal
        and not any(re.fullmatch(each, PLURAL.sub("", key)) for each in spoken.patterns)
        and not any(re.fullmatch(each, key) for each in spoken.patterns)
    )


def _note(key: ast.expr, module: Source, found: Spoken) -> None:
    match key:
        case ast.Constant(value=str(words)):
            found.whole.setdefault(words, module.at(key))
        case ast.JoinedStr() if pattern := _pattern(key):
            found.patterns.setdefault(pattern, module.at(key))
        case _ if not is_handed_on(key, module, "key"):
            found.unclear.append(f"{module.at(key)}: {ast.unparse(key)}")


def _is_key(value: object) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _keys_given(call: ast.Call, places: Mapping[str, int]) -> Iterator[ast.expr]:
    """Yield the keys that a call gives to one who says them; `*arguments` are handed on."""
    place = places.get(called(call).rpartition(".")[2])
    key = None if place is None else argument(call, "key", place)
    if key is not None and not isinstance(key, ast.Starred):
        yield from alternatives(key)


def alternatives(key: ast.expr) -> Iterator[ast.expr]:
    """Yield the keys between which a condition chooses."""
    if isinstance(key, ast.IfExp):
        yield from alternatives(key.body)
        yield from alternatives(key.orelse)
    else:
        yield key


def _pattern(key: ast.JoinedStr) -> str:
    """Return a regular expression for f"proposal.open.{seat}"; empty if it names no text file."""
    parts = [
        re.escape(part.value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
        else HOLE
        for part in key.values
    ]
    return "".join(parts) if re.match(r"[a-z_]+\\\.", parts[0]) else ""


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr):
                yield first.value
