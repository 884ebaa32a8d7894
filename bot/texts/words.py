"""The text files: keys lead to templates, one folder a language, one file a conversation."""

import tomllib
from collections.abc import Mapping
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


def _templates(language: Language) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted((files(__package__) / language).iterdir(), key=lambda each: each.name):
        if file.name.endswith(".toml"):
            content = tomllib.loads(file.read_text("utf-8"))
            _flatten(content, file.name.removesuffix(".toml"), found)
    return found


def _flatten(table: Mapping[str, object], prefix: str, found: dict[str, str]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            _flatten(value, key, found)
        elif isinstance(value, str):
            found[key] = value
        else:
            raise TypeError(f"text {key} is {type(value).__name__}, expected a text in quotes")
