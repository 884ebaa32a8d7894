"""A browser's wish for a language is read with its weights, and no header breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.browser import asked_language
from bot.model import Language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("DE-ch", "de"),
        ("fr-CH, fr;q=0.9, de;q=0.7, en;q=0.4", "de"),
        ("fr, en;q=0.4, de;q=0.7, *;q=0.1", "de"),
        ("de;q=0.3, en;q=0.8", "en"),
        ("de;q=0, *", "en"),
        ("de;q=0", "en"),
        ("en, de", "en"),
        ("de, en", "de"),
        ("de ; q = 0.5 , en;q=0.4", "de"),
        ("de;q=lots, en;q=0.1", "en"),
        ("de;q=1.5, en;q=0.1", "en"),
        ("de;level=1, en;q=0.1", "en"),
        ("den, dev;q=0.9", "en"),
        ("fr", "en"),
        ("*", "en"),
    ],
)
def test_the_language_wanted_most_is_read(header: str, language: str) -> None:
    assert asked_language(header) == language


@given(st.text(alphabet="den-*;q=0.51, \t¹é", max_size=60) | st.text(max_size=60))
def test_any_header_asks_for_one_of_our_languages(header: str) -> None:
    assert asked_language(header) in Language


@given(st.permutations([("de", 0.7), ("en", 0.4), ("fr", 1.0), ("*", 0.1)]))
def test_where_weights_differ_the_order_counts_for_nothing(wishes: list[tuple[str, float]]) -> None:
    header = ", ".join(f"{name};q={weight}" for name, weight in wishes)
    assert asked_language(header) is Language.DE
