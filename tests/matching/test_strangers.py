"""One text against many that no topic stands for gives what two at a time give."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.matching.fold import fold
from bot.matching.strangers import Strangers, strangers_met
from tests.matching.cast import catalogue

WORDS = (
    "drachenboot", "drachenbote", "boot", "bau", "bootsbau", "bienen", "zucht", "bienenzucht",
    "imkerei", "honig", "haus", "hausbau", "häuser", "grundlagen", "für", "db", "dbb", "ki", "c++",
    "sailing", "segeln", "segelboot",
)  # fmt: skip
letters = st.text("abdehnosu", min_size=1, max_size=7)
texts = st.lists(st.sampled_from(WORDS) | letters, min_size=1, max_size=4).map(" ".join).map(fold)


@settings(max_examples=300)
@given(texts, st.lists(texts, min_size=1, max_size=12))
@example("analyse", ["datenanalyse", "daten"])
@example("sicherheit", ["security", "datensicherheit"])
@example("dbb", ["drachenboot bau beginner", "dbb", "db"])
@example("drachenboot bau beginner", ["dbb", "imkerei"])
def test_a_text_against_many_is_as_alike_as_against_each(one: str, others: list[str]) -> None:
    measure = catalogue().measure
    strangers = Strangers(others, measure)
    found = dict(zip(strangers.texts, strangers.likenesses(one), strict=True))
    assert found.keys() == set(others)
    for other in others:
        assert abs(found[other] - measure.likeness(one, other)) < 1e-9
        assert abs(measure.likeness(one, other) - measure.likeness(other, one)) < 1e-9


def test_texts_of_earlier_newcomers_stay_prepared() -> None:
    met = strangers_met({"drachenboot", "imkerei"}, catalogue())
    assert strangers_met({"imkerei"}, catalogue()) is met
    more = strangers_met({"imkerei", "segeln"}, catalogue())
    assert {"drachenboot", "imkerei", "segeln"} <= set(more.texts)
