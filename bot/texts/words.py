"""The text files: keys lead to templates, one folder a language, one file a conversation."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from babel import Locale

from bot.model import Language
from bot.said import Text

TANDEM, GROUP = "tandem", "group"  # the forms of a text that reads otherwise for a group


@dataclass(frozen=True)
class Words:
    """The templates of one language by their keys.

    `said` remembers texts that speak of no values: most do not, and say the same to everybody.
    """

    language: Language
    templates: Mapping[str, str]
    said: dict[str, Text] = field(default_factory=dict, compare=False, repr=False)

    def template(self, key: str, count: object = None, *, group: bool = False) -> str:
        """Return the template of a key: for a tandem or a group, of a count, where it has forms.

        Raises KeyError naming the key and the language.
        """
        for stem in (f"{key}.{GROUP if group else TANDEM}", key):
            for choice in self._counted(stem, count):
                if choice in self.templates:
                    return self.templates[choice]
        raise KeyError(f"no text {key!r} in {self.language}")

    def _counted(self, stem: str, count: object) -> tuple[str, ...]:
        if not isinstance(count, int):
            return (stem,)
        return f"{stem}.{Locale(self.language).plural_form(count)}", f"{stem}.other", stem


def load_words() -> Mapping[Language, Words]:
    """Read all text files. A key is file.table.name; raises TypeError for what is not a text."""
    return {language: Words(language, _templates(language)) for language in Language}


def text_files(language: Language) -> Iterator[tuple[str, str]]:
    """Yield a language's text files in the order of their names: the first part of keys, and TOML."""
    for file in sorted((files(__package__) / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), file.read_text("utf-8")


def leaves(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    """Yield what stands in a table and the tables inside it, by their keys."""
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from leaves(value, key)
        else:
            yield key, value


def _templates(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, content in text_files(language):
        for key, value in leaves(tomllib.loads(content), name):
            if not isinstance(value, str):
                raise TypeError(f"text {key} is {type(value).__name__}, expected a text in quotes")
            found[key] = value
    return found
