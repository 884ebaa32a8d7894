"""Which typed topics may be ticked before anybody confirms them: measured on labels and daily words.

The measure behind `STRONG_FROM` (docs/decisions.md): every label of the catalogue must stay above
it, a slip in a long one too, and no word of daily life that only looks like one.
"""

import pytest

from bot.matching import Decision
from bot.matching.fold import compact
from bot.matching.reading import STRONG_FROM
from tests.matching.cast import catalogue

DAILY = (
    *("Kochen", "Backen", "Gärtnern", "Fußball", "Tanzen", "Singen", "Stricken", "Wandern"),
    *("Angeln", "Schach", "Gitarre", "Malen", "Haustiere", "Hunde", "Steuererklärung", "Lesen"),
    *("Kindererziehung", "Heimwerken", "Reiten", "Segeln", "Urlaub", "Autos", "Wein", "Latein"),
    *("Astronomie", "Geschichte", "Kaffee", "Umzug", "Klavier", "Theater", "Camping", "Wäsche"),
    *("cooking", "baking", "gardening", "football", "dancing", "singing", "knitting", "hiking"),
    *("fishing", "chess", "guitar", "painting", "pets", "dogs", "taxes", "parenting", "sailing"),
    *("reading", "holidays", "cars", "wine", "astronomy", "history", "coffee", "travel", "poetry"),
    *("swimming", "movies", "theatre", "laundry", "camping", "piano", "Python als Haustier"),
)
# Words of daily life that the catalogue's editors have put there on purpose.
THERE = {"Yoga": "mindfulness", "Fotografieren": "photography", "cycling": "mobility"}
SLIPPED = 8  # letters from which a slip is one: hiking is not hiring, and Backen not Backend


@pytest.mark.parametrize("words", DAILY)
def test_a_word_of_daily_life_is_no_strong_reading(words: str) -> None:
    found = catalogue().recognise(words)
    assert not found.strong, f"{found.topic} {found.score}"


@pytest.mark.parametrize(("words", "topic"), THERE.items())
def test_a_word_that_is_a_label_is_strong_however_daily(words: str, topic: str) -> None:
    found = catalogue().recognise(words)
    assert (found.topic, found.strong) == (topic, True)


def test_every_label_is_a_strong_reading_of_its_topic() -> None:
    labels = [(label, each.key) for each in catalogue().topics for label in each.all_labels()]
    found = catalogue().recognise_many([label for label, _ in labels])
    weak = [
        label
        for (label, topic), said in zip(labels, found, strict=True)
        if not (said.strong and said.topic == topic)
    ]
    assert weak == []


def test_a_letter_missing_in_a_long_label_is_a_strong_reading_nearly_always() -> None:
    labels = [
        (label.replace(label[len(label) // 2], "", 1), each.key)
        for each in catalogue().topics
        for label in each.all_labels()
        if len(compact(label)) > SLIPPED and label.isalpha()
    ]
    found = catalogue().recognise_many([label for label, _ in labels])
    told = [
        (said.strong, said.topic == topic) for (_, topic), said in zip(labels, found, strict=True)
    ]
    strong = [right for is_strong, right in told if is_strong]
    assert len(strong) / len(told) > 0.9
    assert sum(strong) / len(strong) > 0.99


def test_what_is_not_certain_is_never_strong() -> None:
    for words in ("digital selling", "Lesen", "qz"):
        found = catalogue().recognise(words)
        assert found.decision is not Decision.CERTAIN
        assert not found.strong
    assert catalogue().recognise("KI").score >= STRONG_FROM
