"""The text files: keys lead to templates, one folder a language, one file a conversation."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from babel import Locale

from bot.model import Language


@dataclass(frozen=True)
class Words:
    """The templates of one language by their keys."""

    language: Language
    templates: Mapping[str, str]

    def template(self, key: str, count: object = None) -> str:
        """Return the template of a key; with a count that of its plural form where it has any.

        Raises KeyError naming the key and the language.
        """
        if isinstance(count, int):
            form = Locale(self.language).plural_form(count)
            for choice in (f"{key}.{form}", f"{key}.other"):
                if choice in self.templates:
                    return self.templates[choice]
        try:
            return self.templates[key]
        except KeyError:
            raise KeyError(f"no text {key!r} in {self.language}") from None


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
