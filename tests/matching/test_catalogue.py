"""The catalogue says what a text means and how sure it is; its files are held to the rules."""

from pathlib import Path

import pytest

from bot.matching import Catalogue, CatalogueError, Decision, Topic
from bot.matching.meaning import MET_FROM, meaning_of, meeting
from tests.matching.cast import catalogue


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("KI", "ai"),
        ("artificial intelligence", "ai"),
        ("ki im alltag", "ai"),
        ("chatgpt", "ai_assistants"),
        ("Wie schreibe ich gute Prompts?", "prompting"),
        ("Instgram", "instagram"),
        ("Instagrammkanal", "instagram"),
        ("Tik-Tok", "tiktok"),
        ("C++", "cpp"),
        ("C#", "csharp"),
        ("R", "r_language"),
        ("DSGVO", "privacy"),
        ("Grundlagen Excel", "excel"),
        ("Barrierefreies Arbeiten", "accessibility"),
        ("generative_ai", "generative_ai"),
    ],
)
def test_known_texts_are_certain(text: str, topic: str) -> None:
    found = catalogue().recognise(text)
    assert (found.decision, found.topic) == (Decision.CERTAIN, topic)


@pytest.mark.parametrize(
    "text", ["", "   ", "🎉🎉", "Drachenbootrennen", "x" * 5_000, "qz", "'; drop"]
)
def test_strange_texts_stay_unknown(text: str) -> None:
    assert catalogue().recognise(text).decision is Decision.UNKNOWN


def test_two_topics_in_one_text_are_both_meant() -> None:
    found = catalogue().recognise("Instagram und TikTok")
    assert {topic for topic, _ in found.topics} == {"instagram", "tiktok"}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("CSRD", "esg"),
        ("NIS2", "cyber_security"),
        ("AI Act", "ai_ethics"),
        ("DEI", "diversity"),
        ("ADHS im Job", "neurodiversity"),
        ("Return to Office", "remote_work"),
        ("GEO-Optimierung", "seo"),
        ("Azubis", "apprentices"),
        ("HR", "human_resources"),
        ("politische Bildung", "democracy"),
        ("Gen Z customers", "young_customers"),
        ("Claude Code", "ai_coding"),
        ("Deutschlandticket", "mobility"),
    ],
)
def test_words_of_these_years_are_known(text: str, topic: str) -> None:
    found = catalogue().recognise(text)
    assert (found.decision, found.topic) == (Decision.CERTAIN, topic)


@pytest.mark.parametrize("text", ["Instagram, TikTok", "Instagram/TikTok", "Instagram & TikTok"])
def test_what_is_written_as_a_list_is_several_topics(text: str) -> None:
    found = catalogue().recognise(text)
    assert found.decision is Decision.CERTAIN
    assert {topic for topic, _ in found.topics} == {"instagram", "tiktok"}


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("framework", Decision.CERTAIN),
        ("kivy-framework", Decision.ASK),  # Kivy, which this catalogue does not know
        ("telegram client", Decision.ASK),  # one topic of two words, not two topics
        ("telegram, client", Decision.CERTAIN),
        ("telegram groups", Decision.CERTAIN),
        ("Telegramframework", Decision.ASK),  # what leads a compound only tells its kind
        ("xtelegram", Decision.ASK),  # nobody mistypes the first letter
        ("client side rendering", Decision.ASK),  # a word of two topics
    ],
)
def test_a_word_of_a_text_is_not_yet_its_topic(text: str, decision: Decision) -> None:
    own = Catalogue(
        [
            Topic("framework", {"en": "Framework"}),
            Topic("client", {"en": "Client"}),
            Topic("telegram", {"en": "Telegram"}),
            Topic("mail", {"en": "Mail client"}),
        ]
    )
    assert own.recognise(text).decision is decision


def test_another_catalogue_is_understood_with_the_words_of_ours() -> None:
    table = "topic,labels\nnets,Soziale Netzwerke\nhr,Personal\nbees,Imkerei\n"
    lent = Catalogue.in_csv(table, "own.csv")
    for text in ("Social Media", "SoMe", "Social-Media-Strategie"):
        assert lent.recognise(text).topic == "nets", text
    # ChatGPT and Claude are one topic of ours and may be two of another's: it asks.
    assert lent.recognise("Social Media").decision is Decision.ASK
    assert lent.recognise("Excel").decision is Decision.UNKNOWN
    plain = Catalogue(lent.topics)
    assert plain.recognise("SoMe").topic != "nets"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Java", "JavaScript"),
        ("Go", "Google"),
        ("C", "C++"),
        ("C++", "C#"),
        ("R", "Ruby"),
        ("social media", "social work"),
        ("SAP", "SAS"),
        ("VR", "HR"),
        ("Excel", "Excellence"),
        ("Datenschutz", "Klimaschutz"),
        ("Scala", "Scale"),
    ],
)
def test_lookalikes_are_not_taken_for_the_same(one: str, other: str) -> None:
    ours, theirs = meaning_of(one, catalogue()), meaning_of(other, catalogue())
    assert meeting(ours, theirs, catalogue(), 0.4) < MET_FROM


@pytest.mark.parametrize(
    ("one", "other"),
    [("KI", "AI"), ("Nachhaltigkeit", "sustainability"), ("Insta", "Instagram Stories")],
)
def test_words_of_two_languages_meet(one: str, other: str) -> None:
    ours, theirs = meaning_of(one, catalogue()), meaning_of(other, catalogue())
    assert meeting(ours, theirs, catalogue(), 0.4) == 1.0


def test_every_name_and_label_is_recognised_as_its_own_topic() -> None:
    for topic in catalogue().topics:
        for label in topic.all_labels():
            assert catalogue().recognise(label).topic == topic.key, label


def test_every_topic_has_both_names_and_neighbours_or_stands_alone_by_choice() -> None:
    assert len(catalogue().topics) >= 150
    for topic in catalogue().topics:
        assert set(topic.names) == {"de", "en"}, topic.key
        assert topic.related, topic.key


def test_search_finds_while_typing_in_both_languages() -> None:
    def keys(query: str, language: str = "de") -> list[str]:
        return [topic.key for topic in catalogue().search(query, language, 5)]

    assert keys("insta")[0] == "instagram"
    assert keys("künst")[0] == "ai"
    assert keys("artific", "en")[0] == "ai"
    assert keys("linkdin")[0] == "linkedin"
    assert keys("podkast")[0] == "podcasting"
    assert len(keys("")) == 5
    assert keys("🎉") == []


def test_hr_can_bring_topics_of_her_own() -> None:
    own = Catalogue([*catalogue().topics, Topic("dragon_boat", {"de": "Drachenboot"})])
    assert own.recognise("drachenboot").topic == "dragon_boat"
    assert own.topic("dragon_boat").name("en") == "Drachenboot"


def test_a_csv_of_labels_can_take_the_place_of_ours() -> None:
    table = "topic,labels\nred,rot|crimson\nblue,blau|azure\n"
    for text in (table, table.replace(",", ";"), table.replace(",", "\t"), f"{table}\n,\n"):
        assert Catalogue.in_csv(text, "own.csv").recognise("Crimsom").topic == "red"
    spaced = ' Topic , Colour , LABELS\nred,,"rot, crimson|scarlet"\n'
    assert Catalogue.in_csv(spaced, "own.csv").recognise("scarlet").topic == "red"


@pytest.mark.parametrize(
    ("toml", "complaint"),
    [
        ('[a]\nde = "X"\n[b]\nde = "x"\n', "'X'|'x'"),
        ('[a]\nde = "X"\nrelated = ["b"]\n', "'b' is not in the catalogue"),
        ('[a]\nlabels = ["X"]\n', "no name"),
        ('[a]\nde = "X"\nlabel = ["Y"]\n', "unknown entry 'label'"),
        ('[a]\nde = "X"\nlabels = "Y"\n', "must be a list"),
        ("[a\n", "topics.toml"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(
    tmp_path: Path, toml: str, complaint: str
) -> None:
    file = tmp_path / "topics.toml"
    file.write_text(toml, "utf-8")
    with pytest.raises(CatalogueError, match=complaint):
        Catalogue.load(file)
