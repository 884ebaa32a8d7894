"""What stands on somebody's screen: the texts, buttons and questions of a reply."""

from bot.model import Language
from bot.said import Button, Note, Text, Weight, every, text
from bot.texts import Audience, load_words, worded

WORDS = load_words()


def keys_in(said: object) -> list[str]:
    """Return the keys of all texts in a reply."""
    return [each.key for each in every(Text, said)]


def plain(said: object) -> str:
    """Return all words of a reply, one text a line."""
    return "\n".join(each.plain for each in every(Text, said))


def primary(said: object) -> list[str]:
    """Return the keys of the buttons that stand out."""
    return [each.label.key for each in every(Button, said) if each.weight is Weight.PRIMARY]


def words(key: str, language: Language = Language.EN, **values: object) -> str:
    """Return what a text says."""
    filled = worded(text(key, **values), WORDS, Audience(language, "Europe/Berlin"))  # type: ignore[arg-type]
    return filled.plain


def text_in(said: object, key: str, name: str) -> Text:
    for each in every(Text, said):
        if each.key == key:
            return each
    what = "a note" if isinstance(said, Note) else "an answer"
    raise AssertionError(f"{name} sees {what} without {key!r}: {keys_in(said)}\n{plain(said)}")
