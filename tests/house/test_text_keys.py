"""Every text that the code speaks of stands in both languages, and every text is spoken of."""

from bot.matching.reasons import REASONS
from bot.texts import load_words
from tests.house.text_keys import missing, spoken_in, unused
from tests.house.tree import Source, sources

SPOKEN = spoken_in(sources("bot", "app"))
TEXTS = {language.value: words.templates for language, words in load_words().items()}


def test_every_text_that_is_said_stands_in_both_languages() -> None:
    assert missing(SPOKEN, TEXTS) == []


def test_every_reason_of_the_matcher_stands_in_both_languages() -> None:
    said = [f"reason.{key}" for key in REASONS]
    module = Source("bot/matching/reasons.py", "\n".join(f"text({key!r})" for key in said))
    assert missing(spoken_in([module]), TEXTS) == []


def test_every_text_is_said() -> None:
    assert {language: unused(SPOKEN, keys) for language, keys in TEXTS.items()} == {
        language: [] for language in TEXTS
    }


def test_every_key_can_be_checked_where_it_is_said() -> None:
    assert SPOKEN.unclear == []


def test_a_missing_text_is_noticed_in_the_language_that_lacks_it() -> None:
    module = Source("bot/flows/a.py", 'text("a.title")\nNotAllowed(f"a.{why}.x" if b else "a.c")')
    texts = {"de": {"a.title": "", "a.no.x": "", "a.c": ""}, "en": {"a.title.one": "", "a.c": ""}}
    assert missing(spoken_in([module]), texts) == [
        r"bot/flows/a.py:2: no text like 'a\\.[a-z0-9_]+(?:\\.[a-z0-9_]+)*\\.x' in en"
    ]
    assert missing(spoken_in([module]), {"en": {"a.no.x": ""}}) == [
        "bot/flows/a.py:1: no text 'a.title' in en",
        "bot/flows/a.py:2: no text 'a.c' in en",
    ]


def test_a_text_that_nobody_says_is_noticed() -> None:
    module = Source("bot/a.py", '"""Says b.c."""\ntext("a.title")\ntext(f"a.of.{kind}", count=1)')
    keys = ("a.title.one", "a.title.other", "a.of.x", "a.of.x.other", "a.old", "b.c")
    assert unused(spoken_in([module]), keys) == ["a.old", "b.c"]


def test_a_key_that_is_handed_on_is_checked_where_it_is_given() -> None:
    code = (
        "def _titled(turn, key):\n    return text(key, day=1)\n"
        'def show(turn):\n    return _titled(turn, "a.title")\n'
    )
    spoken = spoken_in([Source("bot/a.py", code)])
    assert spoken.unclear == []
    assert spoken.whole == {"a.title": "bot/a.py:4"}


def test_a_key_out_of_a_variable_is_noticed() -> None:
    module = Source("bot/a.py", 'text(key)\ntext(f"{file}.title")\ntext(*parts)')
    assert spoken_in([module]).unclear == ["bot/a.py:1: key", "bot/a.py:2: f'{file}.title'"]
