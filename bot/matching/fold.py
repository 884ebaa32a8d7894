"""Texts brought to one form: case, umlauts, inflection and filler words stop mattering."""

import re
import tomllib
import unicodedata
from functools import lru_cache
from importlib import resources

LONGEST_TEXT = 200  # characters that are compared; nobody names a topic at greater length
SHORT_LABEL = 3  # letters; KI and AI differ by one letter and mean the same, SAP and SAS do not

# C++, C# and F# live by their signs, and .NET by its dot; elsewhere signs only part words.
_WORD = re.compile(r"(?<![^\W_])\.[^\W\d_]+|[^\W_]+(?:\+\+|#)?")
# "ae", "oe", "ue" stand for umlauts except after a vowel or q: Frauen, neue, queue.
_TYPED_UMLAUT = re.compile(r"(?<![aeiouq])([aou])e")
_ENDINGS = ("ungen", "innen", "ern", "en", "er", "es", "em", "ung", "ing", "e", "n", "s")
_SHORTEST_STEM = 4
_LONG_FILLER = 7


@lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """The text in lower case without accents, words parted by single spaces.

    ß and ss, ä and ae and a become the same; C++, C#, F# and .NET keep their signs. A text of
    nothing but signs or emoji stays as it is, so that it still equals itself.
    """
    plain = unicodedata.normalize("NFKD", text[: 4 * LONGEST_TEXT]).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = plain.replace("’", "'").replace("'s ", "s ")
    words = _WORD.findall(plain)
    if not words:
        return "".join(plain.split())[:LONGEST_TEXT]
    return _TYPED_UMLAUT.sub(r"\1", " ".join(words))[:LONGEST_TEXT].strip()


def compact(folded: str) -> str:
    """A folded text without its spaces: Power BI and PowerBI are one."""
    return folded.replace(" ", "")


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[str, str], frozenset[str]]:
    source = resources.files("bot.matching").joinpath("lexicon.toml").read_text("utf-8")
    data = tomllib.loads(source)
    fillers = frozenset(fold(word) for line in data["fillers"] for word in line.split())
    same: dict[str, str] = {}
    for group in data["same"]:
        words = [fold(word) for word in group.split()]
        same.update(dict.fromkeys(words, words[0]))
        same.update({stem(word): words[0] for word in words if stem(word) not in same})
    return same, fillers


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A folded word without its commonest German or English ending; short words stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def is_filler(word: str) -> bool:
    """Whether a folded word says nothing about the topic: basics, for, richtig, lernen."""
    return word in _lexicon()[1]


@lru_cache(maxsize=1)
def _mistyped_fillers() -> frozenset[str]:
    """Long filler words with one letter doubled, dropped or swapped with the next."""
    slips: set[str] = set()
    for word in _lexicon()[1]:
        if len(word) >= _LONG_FILLER:
            for place in range(1, len(word)):
                before, here, after = word[:place], word[place], word[place + 1 :]
                slips |= {before + after, before + here + here + after}
                slips.add(before + after[:1] + here + after[1:])
    return frozenset(slips)


def is_filler_slip(word: str) -> bool:
    """Whether a word is a filler word with one slip: Grundlaagen, Einfürhung."""
    return word in _mistyped_fillers()


@lru_cache(maxsize=65536)
def meaning(word: str) -> str:
    """One spelling for a folded word, its inflections and its German or English counterpart."""
    same = _lexicon()[0]
    short = stem(word)
    return same.get(word) or same.get(short) or short


@lru_cache(maxsize=65536)
def telling_words(folded: str) -> tuple[str, ...]:
    """The words that carry the topic; all of them if the text is nothing but fillers."""
    words = folded.split()
    return tuple(word for word in words if not is_filler(word)) or tuple(words)


@lru_cache(maxsize=65536)
def meanings(folded: str) -> tuple[str, ...]:
    """The meanings of the telling words, sorted: word order and grammar stop mattering."""
    return tuple(sorted({meaning(word) for word in telling_words(folded)}))
