"""An operator's own words over ours: what may be changed, and everything that is wrong with a file."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.model import Language
from bot.texts.wording import TOKEN
from bot.texts.words import Words, leaves

FIXED = frozenset({"consent"})  # files whose words people agreed to, in a version of ours

# Lengths in characters. A button of more letters is cut on Teams, an option on Slack; whatever is
# longer shares its message with others, which have room for twice our words.
BUTTON = 60
SHORT, LONGEST_SHORT = 50, 75
LONGEST = 2000

ADDRESS = re.compile(r"https?://|mailto:|\{")
STAR_IN_WORD = re.compile(r"(?<=\w)\*(?=\w)")  # Mentor*in

Fault = tuple[str, str]  # what is wrong, and what to do


@dataclass(frozen=True)
class Complaint:
    """One thing that is wrong with an operator's words: where, what, and what to do about it."""

    file: str
    key: str
    wrong: str
    advice: str

    @property
    def line(self) -> str:
        """Return the complaint as a line for people."""
        where = f"{self.file}, {self.key}" if self.key else self.file
        return f"{where}: {self.wrong}; {self.advice}"


def own_templates(
    ours: Words, name: str, content: Mapping[str, object]
) -> tuple[dict[str, str], tuple[Complaint, ...]]:
    """Return a file's texts that may stand over ours, by their keys, and all that is wrong with it.

    `name` is the file's name without its ending, the first part of its keys.
    """
    good: dict[str, str] = {}
    complaints: list[Complaint] = []
    for key, value in leaves(content, name):
        faults = list(_faults(ours, key, value))
        shown = key.removeprefix(f"{name}.")
        file = f"{ours.language}/{name}.toml"
        complaints += [Complaint(file, shown, wrong, advice) for wrong, advice in faults]
        if not faults:
            good[key] = str(value)
    return good, tuple(complaints)


def laid_over(
    ours: Mapping[Language, Words], own: Mapping[Language, Mapping[str, str]]
) -> Mapping[Language, Words]:
    """Return our words with an operator's own in the place of those that she changed."""
    return {
        language: Words(language, {**words.templates, **own.get(language, {})})
        for language, words in ours.items()
    }


def longest(key: str, ours: str) -> int:
    """Return how many characters the text of this key may have, from 60 to 2000; ours has fewer."""
    if "button" in key.split(".") and len(ours) <= BUTTON:
        return BUTTON
    return LONGEST_SHORT if len(ours) <= SHORT else min(2 * len(ours), LONGEST)


def placeholders(template: str) -> frozenset[str]:
    """Return the placeholders of a template as they are written: {share:percent}."""
    found: set[str] = set()
    for token in TOKEN.finditer(template):
        found |= {token[0]} if token["name"] else placeholders(token["bold"] or token["url"])
    return frozenset(found)


def _faults(ours: Words, key: str, value: object) -> Iterator[Fault]:
    template = ours.templates.get(key)
    if template is None:
        yield _unknown(ours, key)
    elif not isinstance(value, str):
        yield "is no text", "put quotation marks around it"
    elif not value.strip():
        yield "is empty", "write the words, or take the key away to keep ours"
    else:
        yield from _faults_in_signs(template, value)
        yield from _faults_in_marks(value)
        yield from _faults_in_placeholders(ours, key, value)
        most = longest(key, template)
        if len(value) > most:
            yield f"has {len(value)} characters", f"shorten it to {most}; ours has {len(template)}"


def _unknown(ours: Words, key: str) -> Fault:
    parts = key.split(".")
    above = {".".join(parts[:length]) for length in range(1, len(parts))}
    if above & ours.templates.keys():
        return "stands in a table where a text is expected", "write the words right behind the key"
    inside = sorted(each for each in ours.templates if each.startswith(f"{key}."))
    if inside:
        names = ", ".join(each.removeprefix(f"{key}.") for each in inside)
        return "is no text but a table", f"write a table with texts of ours: {names}"
    near = get_close_matches(key, ours.templates, 1)
    hint = f"did you mean {near[0]}?" if near else "take it away"
    return "is a key that we do not know", f"{hint} kehrwert texts show {parts[0]} lists ours"


def _faults_in_signs(template: str, value: str) -> Iterator[Fault]:
    if value != value.rstrip():
        yield "ends with a space or a line break", "take it away"
    elif "\n" in value and "\n" not in template:
        yield "has a line break", "write it on one line"
    odd = {each for each in value if each != "\n" and unicodedata.category(each) in {"Cc", "Cs"}}
    if odd:
        yield "has characters that nobody can read", "take away " + ", ".join(map(ascii, odd))


def _faults_in_marks(value: str) -> Iterator[Fault]:
    rest = _without_marks(value)
    if set("{}") & set(rest):
        yield (
            "has a brace that opens no placeholder",
            "write placeholders like {name}, braces nowhere",
        )
    if "*" in STAR_IN_WORD.sub("", rest):
        yield "has a star that marks nothing", "write **bold** with two stars on both sides"
    if "](" in rest:
        yield (
            "has a link that is not whole",
            "write [words](https://…) without spaces in the address",
        )
    if any(token["url"] and not ADDRESS.match(token["url"]) for token in _tokens(value)):
        yield "has a link to no address", "begin the address with https:// or mailto:"


def _tokens(value: str) -> Iterator[re.Match[str]]:
    """Yield what is marked in a text, also inside of what is bold."""
    for token in TOKEN.finditer(value):
        yield token
        if token["bold"]:
            yield from _tokens(token["bold"])


def _without_marks(value: str) -> str:
    """Return what people would read as it is written: the words beside and inside of marks."""

    def words(token: re.Match[str]) -> str:
        if token["bold"]:
            return _without_marks(token["bold"])
        return token["label"] + _without_marks(token["url"]) if token["label"] else ""

    return TOKEN.sub(words, value)


def _faults_in_placeholders(ours: Words, key: str, value: str) -> Iterator[Fault]:
    needed, found = placeholders(ours.templates[key]), placeholders(value)
    known = needed | _of_other_forms(ours, key)
    for each in sorted(found - known):
        use = f"use {', '.join(sorted(known))}" if known else "this text has no placeholder"
        yield f"has the placeholder {each}, which is not known here", use
    for each in sorted(needed - found):
        yield f"lacks the placeholder {each}", "put it in: our text has it"


def _of_other_forms(ours: Words, key: str) -> frozenset[str]:
    """Return the placeholders of a text's other plural forms: all forms know the same values."""
    stem, _, form = key.rpartition(".")
    if form not in {"one", "other"} or f"{stem}.other" not in ours.templates:
        return frozenset()
    forms = (ours.templates.get(f"{stem}.{each}", "") for each in ("one", "other"))
    return frozenset({"{count}"}).union(*map(placeholders, forms))
