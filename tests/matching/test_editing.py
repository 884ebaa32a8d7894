"""HR adds, renames and merges topics; what people wrote before is still understood."""

import pytest

from bot.matching import Catalogue, CatalogueError, Topic
from bot.matching.editing import merged, with_name, with_topic
from tests.matching.cast import catalogue


def test_a_new_topic_is_recognised_and_ours_stays_unchanged() -> None:
    own = Catalogue(
        with_topic(catalogue().topics, Topic("sailing", {"de": "Segeln", "en": "Sailing"}))
    )
    assert own.recognise("segeln").topic == "sailing"
    assert "sailing" not in catalogue()


def test_a_renamed_topic_still_answers_to_its_old_name() -> None:
    own = Catalogue(with_name(catalogue().topics, "kanban", "de", "Aufgabentafel"))
    assert own.topic("kanban").name("de") == "Aufgabentafel"
    assert own.recognise("Aufgabentafel").topic == own.recognise("Kanban").topic == "kanban"


def test_a_merged_topic_means_the_other() -> None:
    own = Catalogue(merged(catalogue().topics, "kanban", "agile"))
    assert own.recognise("Kanban-Tafel").topic == own.recognise("kanban").topic == "agile"
    assert "kanban" not in own.related["scrum"]


def test_changes_that_make_no_sense_are_refused() -> None:
    topics = catalogue().topics
    with pytest.raises(CatalogueError, match=r"two topics|label of both"):
        with_topic(topics, Topic("insta", {"de": "Insta"}))
    with pytest.raises(CatalogueError, match="no topic 'nothing'"):
        merged(topics, "nothing", "agile")
    with pytest.raises(CatalogueError, match="itself"):
        merged(topics, "agile", "agile")
