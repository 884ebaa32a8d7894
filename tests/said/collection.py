"""The specimens: one of everything that the dialogues in the tests make the bot say."""

import fcntl
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from bot.model import Language
from bot.said import Form, Message, Note, Reply, Text, every
from bot.texts import Audience, worded
from tests.said.writing import Json, read, title_of, written
from tests.screen import WORDS

ROOT = Path(__file__).parents[2]
KEPT = Path(__file__).parent / "kept"
ZONE = "Europe/Berlin"
GROUP = "group"
# The texts that have other words for a group: "a.title.group", also where they are counted.
OF_A_GROUP = frozenset(
    f"{key.rpartition(f'.{GROUP}')[0]}.{GROUP}"
    for key in WORDS[Language.EN].templates
    if f".{GROUP}" in key
)


@dataclass(frozen=True)
class Specimen:
    """Something that the bot says, and the test in which it says it."""

    test: str
    data: Json

    @property
    def reply(self) -> Reply:
        """Return it without its words."""
        return cast("Reply", read(self.data))

    @property
    def test_is_there(self) -> bool:
        """Tell whether the test that says it exists."""
        place, _, name = self.test.partition("::")
        file = ROOT / place
        return file.is_file() and f"def {name.partition('[')[0]}(" in file.read_text("utf-8")

    @property
    def title(self) -> str:
        """Return what it is called by: what it is and the key of its title."""
        return f"{self.data['is']} {_shown(title_of(self.reply))}"

    @property
    def conversation(self) -> str:
        """Return in whose texts its title stands."""
        return title_of(self.reply).key.partition(".")[0]

    @property
    def shows(self) -> frozenset[str]:
        """Return what can be looked at in it: its title as such, and every text in it.

        A text that has other words for a group is another one when a group reads it.
        """
        return frozenset({self.title, *map(_shown, every(Text, self.reply))})

    def worded(self, language: Language) -> Reply:
        """Return it as somebody reads it in this language."""
        return in_words(self.reply, language)


def in_words(reply: Reply, language: Language) -> Reply:
    """Return a reply as the core's exit leaves it."""
    said: Message | Form | Note = worded(reply, WORDS, Audience(language, ZONE))
    return replace(said, language=language)


def kept() -> list[Specimen]:
    """Return every specimen, by conversation and title."""
    found = []
    for file in sorted(KEPT.glob("*.json")):
        found += [Specimen(**each) for each in json.loads(file.read_text("utf-8"))]
    return found


def named(specimens: Iterable[Specimen]) -> Iterator[tuple[str, Specimen]]:
    """Yield each with a name of its own: its title, and a number from the second on."""
    seen: dict[str, int] = {}
    for each in specimens:
        seen[each.title] = seen.get(each.title, 0) + 1
        number = seen[each.title]
        yield (each.title if number == 1 else f"{each.title} {number}"), each


def said_no_longer(specimens: Iterable[Specimen], test: str, heard: Iterable[Reply]) -> list[str]:
    """Return the titles of this test's specimens that it did not make the bot say."""
    own = [each for each in specimens if each.test == test]
    data = [_plain(each) for each in heard] if own else []
    return [each.title for each in own if each.data not in data]


def gathered(specimens: Iterable[Specimen], test: str, heard: Iterable[Reply]) -> list[Specimen]:
    """Return the specimens after a test: what it says no longer is out, what shows more is in."""
    data = [_plain(each) for each in heard]
    found = [each for each in specimens if each.test != test or each.data in data]
    shown = {key for each in found for key in each.shows}
    new = sorted((Specimen(test, each) for each in data), key=lambda each: -len(each.shows))
    for each in new:
        if each.shows - shown:
            found.append(each)
            shown |= each.shows
    return found


def of_tests_that_run(specimens: Iterable[Specimen], tests: Iterable[str]) -> list[Specimen]:
    """Return the specimens without those of a case that its test no longer has.

    A row more in a test's table gives the rows below it other names; nothing would renew what
    was kept under the old ones.
    """
    run = set(tests)
    functions = {each.partition("[")[0] for each in run}
    return [
        each
        for each in specimens
        if each.test in run or each.test.partition("[")[0] not in functions
    ]


def without_repetitions(specimens: Iterable[Specimen]) -> list[Specimen]:
    """Return as few as show everything: what others show as well is left out, the smallest first."""
    left = list(specimens)
    times: dict[str, int] = {}
    for each in left:
        for key in each.shows:
            times[key] = times.get(key, 0) + 1
    for each in sorted(left, key=lambda one: (len(one.shows), one.title, one.test)):
        if all(times[key] > 1 for key in each.shows):
            left.remove(each)
            for key in each.shows:
                times[key] -= 1
    return left


def keep(specimens: Iterable[Specimen]) -> None:
    """Write the specimens, a file for each conversation."""
    KEPT.mkdir(exist_ok=True)
    files: dict[str, list[Mapping[str, Any]]] = {}
    for each in sorted(specimens, key=lambda one: (one.title, -len(one.shows), one.test)):
        files.setdefault(each.conversation, []).append({"test": each.test, "data": each.data})
    for old in KEPT.glob("*.json"):
        if old.stem not in files:
            old.unlink()
    for conversation, found in files.items():
        text = json.dumps(found, indent=1, ensure_ascii=False)
        (KEPT / f"{conversation}.json").write_text(f"{text}\n", encoding="utf-8")


@contextmanager
def alone() -> Iterator[None]:
    """Let no other process change the collection meanwhile."""
    with KEPT.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _shown(said: Text) -> str:
    form = f"{said.key}.{GROUP}"
    return form if said.values.get(GROUP) and form in OF_A_GROUP else said.key


def _plain(reply: Reply) -> Json:
    """Return a reply as it would be read from a file."""
    return json.loads(json.dumps(written(reply)))
