"""German and English say the same things, of the same values, in clean words."""

import hashlib
import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from babel import Locale

from bot.flows.consent import CONSENT_VERSION
from bot.grammar import COMMANDS
from bot.model import Language
from bot.said import Link, Mention, Moment, Text, Value, text, verbatim
from bot.texts import Audience, load_words, worded
from bot.texts.wording import TOKEN

WORDS = load_words()
KEYS = sorted(WORDS[Language.EN].templates)
# The formal address inside a sentence; at its beginning "Sie" and "Ihr" may be "they" and "you two".
FORMAL = re.compile(r"(?<=[a-zäöüß,] )(Sie|Ihnen|Ihre[rnms]?|Ihr)\b")
# Words that betray a sentence thought in another language, and long forms that nobody speaks.
STIFF = re.compile(
    r"\b(([Ss]ome|[Ee]very|[Aa]ny)body|[Ww]hoever|learnt|I (am|will|do not|cannot))\b"
)
GENDER_STAR = re.compile(r"(?<=\w)\*(?=\w)")  # Mentor*in
# The consent's words by their version. New words need a new version, which goes here with them.
CONSENT_WORDS = {
    "2026-11": "c3a83150e8623c9419208e73c3a48e4c242ed28e3000eed91377bbb6f9f423b2",
    "2026-11.2": "efa1239c52b794de87f5f5f90dd0154a7dee7d3d971d0b2da29e495255b4c304",
    "2026-11.3": "c5a377cf0b438c503c8b345564a04053ceedb8e3e67607ac684dadaacaf9517d",
    "2026-11.4": "1ca96a4e0c4962b2ff830adbb9287924d50280e90836ef51919ff75f56d2e954",
    "2026-11.5": "432d53c02d186f742880a9bede4b6409c41cfe140d63fe36c4e98f9a94908daa",
    "2026-11.6": "fe634593ca42cc7d9fc23d456bc7034288f11fd9fe42bc0c87ffffea64d49359",
}
MEAN = 3.5
VALUES: dict[str, Value] = {
    "mention": Mention("Asha Rao"),
    "moment": Moment(datetime(2026, 11, 2, 8, tzinfo=UTC)),
    "link": Link("here", "https://musterwerk.example/"),
    "words": "Künstliche Intelligenz",
    "none": (),
    "people": (Mention("Asha Rao"), Mention("Bernd Vogel")),
    "several": (verbatim("one"), verbatim("two"), verbatim("three")),
}


def placeholders(template: str) -> dict[str, str]:
    """Return the names of a template's placeholders and the format each is said in."""
    found: dict[str, str] = {}
    for token in TOKEN.finditer(template):
        if token["name"]:
            found[token["name"]] = token["format"] or ""
        else:
            found |= placeholders(token["bold"] or token["url"])
    return found


def filled(key: str, language: Language, value: Value) -> str:
    """Return a text with this value in every place where no number is asked for."""
    stem, _, form = key.rpartition(".")
    plural = form in {"one", "other"}
    values = {
        name: MEAN if shown else 1 if name == "count" else value
        for name, shown in placeholders(WORDS[language].templates[key]).items()
    }
    said = Text(
        stem if plural else key, values | ({"count": int(form == "one") or 3} if plural else {})
    )
    return worded(said, WORDS, Audience(language, "Europe/Berlin")).plain


def test_both_languages_have_the_same_keys() -> None:
    assert set(WORDS[Language.DE].templates) == set(WORDS[Language.EN].templates)


def test_both_languages_speak_of_the_same_values() -> None:
    for key in KEYS:
        english, german = (placeholders(WORDS[each].templates[key]) for each in Language)
        assert english == german, key


@pytest.mark.parametrize("language", Language)
def test_every_text_can_be_filled_with_every_kind_of_value(language: Language) -> None:
    for key in KEYS:
        for value in VALUES.values():
            words = filled(key, language, value)
            assert not re.search(r"\{\w+(:\w+)?\}|\*\*", words), f"{key}: {words}"


@pytest.mark.parametrize("language", Language)
def test_every_text_is_in_clean_typography(language: Language) -> None:
    for key, template in WORDS[language].templates.items():
        assert template.rstrip() == template != "", key
        assert "  " not in template, key
        assert "..." not in template, f"{key}: an ellipsis is one character"
        assert '"' not in template, f"{key}: quotation marks are typographic"
        assert not re.search(r" -(?= )|\s[,.;:!?](?=\s|$)", template), key
        unmarked = GENDER_STAR.sub("", TOKEN.sub("", template))
        assert not set("{}*") & set(unmarked), f"{key}: a mark that marks nothing"


@pytest.mark.parametrize(
    ("count", "german", "english"),
    [
        (1, "Asha", "Asha"),
        (2, "Asha und Bernd", "Asha and Bernd"),
        (3, "Asha, Bernd und Carla", "Asha, Bernd, and Carla"),
    ],
)
def test_people_are_listed_as_one_says_it_and_stay_mentions(
    count: int, german: str, english: str
) -> None:
    people = tuple(Mention(each) for each in ("Asha", "Bernd", "Carla")[:count])
    said = text("home.paired.name", partner=people)
    for language, names in ((Language.DE, german), (Language.EN, english)):
        shown = worded(said, WORDS, Audience(language, "Europe/Berlin"))
        assert shown.plain == names
        assert [each for each in shown.spans if isinstance(each, Mention)] == list(people)


def test_german_says_du() -> None:
    formal = [key for key in KEYS if FORMAL.search(WORDS[Language.DE].templates[key])]
    assert formal == []


def test_english_speaks_as_a_colleague_does() -> None:
    stiff = [key for key in KEYS if STIFF.search(WORDS[Language.EN].templates[key])]
    assert stiff == []


def test_german_quotes_in_german() -> None:
    for key, template in WORDS[Language.DE].templates.items():
        assert "”" not in template, key
        assert template.count("„") == template.count("“"), key


def test_what_is_counted_has_every_plural_form() -> None:
    for language in Language:
        forms = set(Locale(language).plural_form.tags) | {"other"}
        stems = {key.removesuffix(".other") for key in KEYS if key.endswith(".other")}
        for stem in stems:
            known = {form for form in ("one", "other") if f"{stem}.{form}" in KEYS}
            assert known == forms, stem


def test_every_command_is_explained_in_help() -> None:
    explained = {key for key in KEYS if key.startswith("help.command.")}
    assert explained == {f"help.command.{command.key}" for command in COMMANDS}


def test_other_words_of_consent_have_another_version() -> None:
    folders = (files("bot.texts") / language for language in Language)
    words = "".join((folder / "consent.toml").read_text("utf-8") for folder in folders)
    digest = hashlib.sha256(words.encode()).hexdigest()
    assert CONSENT_WORDS.get(CONSENT_VERSION) == digest, (
        "the consent says something else: give it a new CONSENT_VERSION and keep its digest here"
    )
