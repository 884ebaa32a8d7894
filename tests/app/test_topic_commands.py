"""HR's topics by file, as an operator types it: tried first, all or nothing, equal to the chat."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.refusal import Refusal
from bot.matching import Catalogue, Decision, edited
from bot.model import Participant, ParticipantState, Programme, TopicChoice
from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.matching.cast import catalogue
from tests.people import MONDAY

HEAD = "topic,de,en,labels_de,labels_en,related,merge_into\n"
ROWS = (
    ",Imkerei,Beekeeping,Bienenkunde|Honig,bees,sustainability|Bienenrecht,\n"
    ",Bienenrecht,,,,,\n"
    "excel,Tabellenzauber,,,sheet magic,,\n"
    "tiktok,,,,,,instagram\n"
)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return a database with one organisation and one programme."""
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwerk")
    Path("people.csv").write_text(
        "email,name\n" + "".join(f"p{number}@x.example,P {number}\n" for number in range(6)),
        "utf-8",
    )
    assert runs("people", "import", "people.csv").exit_code == 0
    books = SqlBooks(url)
    with books.turn() as store:
        [organisation] = store.organisations()
        store.add(Programme(organisation.id, "Kehrwert 1", MONDAY.date()))
    books.close()
    return url


def runs(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def imports(rows: str, *options: str) -> Result:
    Path("topics.csv").write_text(HEAD + rows, "utf-8")
    return runs("topics", "import", "topics.csv", *options)


def topics_of(url: str, programme: int = 1) -> Catalogue:
    books = SqlBooks(url)
    with books.read() as store:
        found = edited(catalogue(), store.topic_changes(programme))
    books.close()
    return found


def test_a_file_is_tried_before_it_changes_anything(url: str) -> None:
    tried = imports(ROWS)
    assert tried.exit_code == 0
    assert "add own_beekeeping" in tried.output
    assert "merge tiktok" in tried.output
    assert "nothing has changed yet" in " ".join(tried.output.split())
    assert topics_of(url) is catalogue()


def test_topics_are_added_renamed_extended_related_and_merged(url: str) -> None:
    done = json.loads(imports(ROWS, "--apply", "--json").output)
    assert done["applied"]
    found = topics_of(url)
    for words in ("Honig", "bees", "Imkerei"):
        assert found.recognise(words).topic == "own_beekeeping"
    assert found.related["own_beekeeping"] == {"sustainability", "own_bienenrecht"}
    assert found.topic("excel").name("de") == "Tabellenzauber"
    assert found.recognise("sheet magic").topic == "excel"
    assert found.recognise("Excel").topic == "excel"
    assert found.recognise("TikTok").topic == "instagram"


def test_the_same_file_twice_changes_nothing_more(url: str) -> None:
    assert imports(ROWS, "--apply").exit_code == 0
    assert "nothing to change" in imports(ROWS, "--apply").output


def test_what_is_exported_is_what_is_there(url: str) -> None:
    assert imports(ROWS, "--apply").exit_code == 0
    assert runs("topics", "export", "all.csv").exit_code == 0
    with Path("all.csv").open(encoding="utf-8", newline="") as stream:
        rows = {row["topic"]: row for row in csv.DictReader(stream)}
    assert len(rows) == len(catalogue().topics) + 1
    assert rows["own_beekeeping"]["labels"] == "Bienenkunde|Honig|bees"
    assert "nothing to change" in runs("topics", "import", "all.csv", "--apply").output
    again = runs("topics", "export", "all.csv")
    assert isinstance(again.exception, Refusal)


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("nonsense,X,,,,,\n", "line 3: 'nonsense' is no topic"),
        (",,,KI,,,\n", "line 3: a new topic needs a name"),
        (",Bienen,,KI,,,\n", "line 3: 'KI' is a label of both ai and own_bienen"),
        (",Bienen,,,,nowhere,\n", "line 3: 'nowhere' is no topic"),
        ("tiktok,,,,,,nowhere\n", "line 3: 'nowhere' is no topic"),
        ("tiktok,,,,,,tiktok\n", "line 3: tiktok cannot be merged into itself"),
        (f",{'x' * 81},,,,,\n", "line 3: a name or label has at most 80 characters"),
    ],
)
def test_one_bad_line_and_nothing_is_taken(url: str, row: str, sentence: str) -> None:
    refused = imports(",Imkerei,,,,,\n" + row, "--apply")
    assert isinstance(refused.exception, Refusal)
    assert sentence in str(refused.exception)
    assert topics_of(url) is catalogue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"name,synonyms\nx,y\n", "expected a header"),
        ("topic,de\n,x\n".encode("utf-16"), "UTF-16"),
        (b'topic,de\n,"x\n', "unexpected end"),
    ],
)
def test_what_is_no_topic_file_is_refused(url: str, content: bytes, sentence: str) -> None:
    Path("topics.csv").write_bytes(content)
    refused = runs("topics", "import", "topics.csv")
    assert isinstance(refused.exception, Refusal)
    assert sentence in str(refused.exception)


def test_a_file_of_excel_is_read(url: str) -> None:
    Path("topics.csv").write_bytes(
        "Topic;DE;Labels\n;Führungskräfte-Café;Kaffeeküche\n".encode("cp1252")
    )
    assert runs("topics", "import", "topics.csv", "--apply").exit_code == 0
    assert topics_of(url).recognise("Kaffeeküche").decision is Decision.CERTAIN


def test_of_several_programmes_one_is_named(url: str) -> None:
    books = SqlBooks(url)
    with books.turn() as store:
        [organisation] = store.organisations()
        second = store.add(Programme(organisation.id, "Kehrwert 2", MONDAY.date()))
    books.close()
    refused = imports(ROWS)
    assert "Kehrwert 1 (1)" in str(refused.exception)
    assert imports(ROWS, "--apply", "--programme", "Kehrwert 2").exit_code == 0
    assert topics_of(url) is catalogue()
    assert "own_beekeeping" in topics_of(url, second.id)


def test_unknown_words_are_counted_from_the_smallest_group_on(url: str) -> None:
    books = SqlBooks(url)
    with books.turn() as store:
        [organisation] = store.organisations()
        for number, person in enumerate(store.people_of(organisation.id)):
            words = ["Bienenkunde"] + (["Falknerei"] if number < 4 else [])
            wants = tuple(TopicChoice(each, None, 2) for each in words)
            store.add(Participant(1, person.id, ParticipantState.ACTIVE, MONDAY, wants=wants))
    books.close()
    assert json.loads(runs("topics", "unknown", "--json").output) == [
        {"words": "bienenkunde", "people": 6}
    ]
    assert "bienenkunde" in runs("topics", "unknown").output
    assert "falknerei" not in runs("topics", "unknown").output
