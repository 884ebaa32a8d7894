"""Matching and topics on the command line: what they write, and how they answer bad input."""

import csv
import json
import random
import sys
from pathlib import Path

import pytest

from app.cli import main

COLUMNS = (
    "email", "name", "manager_email", "team", "site", "time_zone", "work_start", "work_end", "languages",
    "level", "role", "capacity", "offers", "wants",
)  # fmt: skip
USUAL = {
    "site": "Kiel",
    "time_zone": "Europe/Berlin",
    "work_start": "09:00",
    "work_end": "17:00",
    "languages": "de:C2",
    "capacity": "1",
}


def mentee(name: str, wants: str, **cells: str) -> dict[str, str]:
    facts = {
        "email": f"{name}@fjord.example",
        "name": name,
        "team": name,
        "level": "7",
        "role": "mentee",
    }
    return {**USUAL, **facts, "wants": wants, **cells}


def mentor(name: str, offers: str, **cells: str) -> dict[str, str]:
    facts = {
        "email": f"{name}@fjord.example",
        "name": name,
        "team": name,
        "level": "2",
        "role": "mentor",
    }
    return {**USUAL, **facts, "offers": offers, **cells}


def saved(folder: Path, *rows: dict[str, str]) -> Path:
    file = folder / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


class Shell:
    """Runs commands as a terminal would: exit code, what is printed, what is complained about."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
    ) -> None:
        self.monkeypatch, self.capsys, self.out = monkeypatch, capsys, folder / "round"
        self.said = self.complained = ""

    def run(self, *words: str) -> int:
        self.monkeypatch.setattr(sys, "argv", ["kehrwert", *words])
        with pytest.raises(SystemExit) as end:
            main()
        printed = self.capsys.readouterr()
        self.said, self.complained = printed.out, printed.err.strip()
        assert "Traceback" not in self.complained
        return int(end.value.code or 0)

    def match(self, file: Path, *words: str) -> int:
        return self.run("match", "--people", str(file), "--out", str(self.out), *words)

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.out / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


@pytest.fixture
def shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Shell:
    return Shell(monkeypatch, capsys, tmp_path)


def small_company() -> list[dict[str, str]]:
    return [
        mentee("anna", "KI:3|Golf:1", capacity="1"),
        mentee("ben", "Instagram:2"),
        mentee("cem", "Segeln:2"),
        mentor("dina", "ChatGPT:3|künstliche Inteligenz:2", capacity="2"),
        mentor("eva", "insta:3|KI:1"),
    ]


def test_a_round_leaves_pairs_the_others_and_everything(shell: Shell, tmp_path: Path) -> None:
    assert shell.match(saved(tmp_path, *small_company()), "--threshold", "20") == 0
    pairs = {row["mentee_email"][:4]: row for row in shell.table("pairs.csv")}
    assert pairs["anna"]["mentor_email"].startswith("dina")
    assert pairs["anna"]["topics"] == "KI"  # golf is not met
    assert "artificial" in pairs["anna"]["reasons"].lower()
    assert pairs["ben@"]["topics"] == "Instagram"
    whole = json.loads((shell.out / "round.json").read_text("utf-8"))
    assert whole["threshold"] == 20
    assert whole["certificate"]["proven"]
    for pair in whole["pairs"]:
        assert round(sum(pair["parts"].values())) == pair["score"]
        assert all(each["text"] for each in pair["reasons"])
    assert sum(whole["weights"].values()) - whole["weights"]["related_percent"] == 100
    assert [each["email"][:3] for each in whole["unmatched"]] == ["cem"]
    assert whole["unmatched"][0]["reason"]["text"]
    assert whole["unmatched"][0]["advice"]["text"]


def test_the_order_of_the_lines_changes_no_byte(shell: Shell, tmp_path: Path) -> None:
    rows = small_company() + [mentor(f"m{n}", "KI:2|Insta:1") for n in range(6)]
    written = set()
    for turn in range(4):
        random.Random(turn).shuffle(rows)  # noqa: S311 - no secret hangs on it
        assert shell.match(saved(tmp_path, *rows)) == 0
        files = sorted(shell.out.iterdir())
        assert [file.name for file in files] == ["pairs.csv", "round.json", "unmatched.csv"]
        written.add(b"".join(file.read_bytes() for file in files))
    assert len(written) == 1


def test_bad_files_are_refused_in_one_sentence(shell: Shell, tmp_path: Path) -> None:
    two = [mentee("anna", "KI:3"), mentor("dina", "KI:2")]
    circle = [
        {**two[0], "manager_email": two[1]["email"]},
        {**two[1], "manager_email": two[0]["email"]},
    ]
    cases = {
        "at least one mentor and one mentee": [two[0]],
        "manager_email": circle,
        "IANA": [two[0], {**two[1], "time_zone": "Mars/Olympus"}],
        "200 characters": [mentee("anna", "x" * 5000 + ":2"), two[1]],
    }
    for sentence, rows in cases.items():
        assert shell.match(saved(tmp_path, *rows)) == 2, sentence
        assert sentence in shell.complained
    assert not shell.out.exists()


def test_files_that_are_no_people_file_are_refused(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("")
    assert shell.match(file) == 2
    assert "is empty" in shell.complained
    file.write_text("name;role\nAnna;mentee\n")
    assert shell.match(file) == 2
    assert "column email" in shell.complained
    assert shell.match(tmp_path / "none.csv") == 2
    assert "none.csv" in shell.complained


def test_groups_are_made_where_they_are_asked_for(shell: Shell, tmp_path: Path) -> None:
    rows = [mentor("dina", "ChatGPT:3"), mentor("eva", "Golf:3")]
    rows += [mentee(f"p{number}", "KI-Assistenten:2") for number in range(4)]
    words = ("--format", "group", "--group-size", "3")
    assert shell.match(saved(tmp_path, *rows), *words, "--json") == 0
    assert json.loads(shell.said)["groups"] == 1
    (group,) = shell.table("groups.csv")
    assert group["mentor_email"].startswith("dina")
    assert group["mentee_emails"].count("|") == 2
    assert len(shell.table("pairs.csv")) == 3
    whole = json.loads((shell.out / "round.json").read_text("utf-8"))
    assert whole["groups"][0]["topic"] == "ai_assistants"
    assert whole["certificate"] is None
    assert "no group for" in shell.table("unmatched.csv")[-1]["reason"]


def test_whatever_a_table_program_saved_is_read_or_refused_in_a_sentence(
    shell: Shell, tmp_path: Path
) -> None:
    file = saved(tmp_path, mentee("änne", "Führung:2"), mentor("dina", "Leadership:2"))
    text = file.read_text("utf-8").replace(chr(0xE4) + "nne@", "anne@")
    for content in (
        text.encode("utf-8-sig"),
        text.replace(",", ";").encode("cp1252"),
        ("sep=;" + chr(10) + text.replace(",", ";")).encode("utf-8"),
        text.replace("manager_email", "Manager Email").encode("utf-8"),
    ):
        file.write_bytes(content)
        assert shell.match(file) == 0, shell.complained
        assert len(shell.table("pairs.csv")) == 1
    twice = text + text.splitlines()[1].replace("anne@", "ANNE@") + chr(10)
    for content, sentence in {
        text.encode("utf-16"): "UTF-16",
        twice.encode("utf-8"): "every e-mail once",
        text.replace("email,name", "mail,name").encode("utf-8"): "column email",
        b"PK" + bytes([3, 4]) + b"xlsx": "Excel workbook",
        text.encode("utf-8")[:-1] + b',"open': "quot",
    }.items():
        file.write_bytes(content)
        assert shell.match(file) == 2, sentence
        assert sentence in shell.complained, shell.complained


def test_where_nobody_may_meet_the_reason_is_said(shell: Shell, tmp_path: Path) -> None:
    boss = mentee("anna", "KI:3")
    below = mentor("dina", "KI:2", manager_email=boss["email"])
    assert shell.match(saved(tmp_path, boss, below)) == 0
    assert "Nobody could be paired" in shell.said
    assert "reporting line" in shell.said
    assert {row["role"] for row in shell.table("unmatched.csv")} == {"mentor", "mentee"}
    assert shell.table("pairs.csv") == []


def test_everybody_in_one_team_is_said(shell: Shell, tmp_path: Path) -> None:
    rows = [mentee("anna", "KI:3", team="A"), mentor("dina", "KI:2", team="a")]
    assert shell.match(saved(tmp_path, *rows)) == 0
    assert "team" in shell.said


def test_a_mentor_without_a_place_is_told_so(shell: Shell, tmp_path: Path) -> None:
    rows = [mentee("anna", "KI:3"), mentor("dina", "KI:2", capacity="0")]
    assert shell.match(saved(tmp_path, *rows)) == 0
    reasons = {row["email"][:4]: row["reason"] for row in shell.table("unmatched.csv")}
    assert "No free place" in reasons["dina"]
    assert "No mentor" in reasons["anna"]


def test_topics_of_nothing_but_emoji_are_matched(shell: Shell, tmp_path: Path) -> None:
    rows = [mentee("anna", "🎉🎉:3"), mentor("dina", "🎉🎉:2")]
    assert shell.match(saved(tmp_path, *rows)) == 0
    assert [row["topics"] for row in shell.table("pairs.csv")] == ["🎉🎉"]


def test_ten_thousand_who_want_the_same_are_all_told(shell: Shell, tmp_path: Path) -> None:
    crowd = [mentee(f"p{number}", "KI:2") for number in range(10_000)]
    teachers = [mentor(f"m{number}", "AI:3", capacity="3") for number in range(3)]
    assert shell.match(saved(tmp_path, *crowd, *teachers)) == 0
    assert len(shell.table("pairs.csv")) == 9
    others = shell.table("unmatched.csv")
    assert len(others) == 9_991
    assert {row["reason"] for row in others} == {others[0]["reason"]}


def test_two_texts_are_compared(shell: Shell) -> None:
    assert shell.run("topics", "compare", "KI", "artificial intelligence", "--json") == 0
    facts = json.loads(shell.said)
    assert facts["same"]
    assert [each["topic"] for each in facts["read"]] == ["ai", "ai"]
    assert shell.run("topics", "compare", "Java", "JavaScript") == 0
    assert "unrelated" in shell.said or "related" in shell.said


def test_one_query_and_many_are_ranked(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("topics", "rank", "--query", "Insta-Reels", "--json") == 0
    assert json.loads(shell.said)["topic"] == "instagram"
    file = tmp_path / "queries.txt"
    file.write_text("KI\n\nInstagramm\n🎉\n" + "x" * 5000 + "\n", encoding="utf-8")
    assert shell.run("topics", "rank", "--queries", str(file)) == 0
    lines = [json.loads(line) for line in shell.said.splitlines()]
    assert [line["topic"] for line in lines[:2]] == ["ai", "instagram"]
    assert [line["decision"] for line in lines] == ["certain", "certain", "unknown", "unknown"]
    assert set(lines[0]) == {"query", "topic", "score", "decision", "runners_up"}


def test_another_catalogue_takes_the_place_of_ours(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text("topic,labels\nsailing,Segeln|yachting\nbees,Imkerei\n", encoding="utf-8")
    words = ["topics", "rank", "--query", "segeln lernen", "--catalogue", str(file), "--json"]
    assert shell.run(*words) == 0
    assert json.loads(shell.said)["topic"] == "sailing"
    for content, sentence in {
        "": "is empty",
        "name,labels\nx,y\n": "header",
        "topic,labels\n": "names no topic",
        "topic,labels\n,x\n": "line 2",
        "topic,labels\nx,y,z\n": "line 2: 3 cells",
        "topic,labels\nx\0,y\n": "not a text file",
    }.items():
        file.write_text(content)
        assert shell.run(*words) == 2
        assert sentence in shell.complained
    file.write_bytes("topic,labels\nx,y\n".encode("utf-16"))
    assert shell.run(*words) == 2
    assert "UTF-16" in shell.complained
    file.write_bytes("topic;labels\nsailing;Regatta für Anfänger|Segeln\n".encode("cp1252"))
    assert shell.run(*words) == 0
    assert json.loads(shell.said)["topic"] == "sailing"


def test_queries_are_asked_for_in_one_way(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("topics", "rank") == 2
    assert shell.run("topics", "rank", "--query", "KI", "--queries", "x.txt") == 2
    assert shell.run("topics", "rank", "--queries", str(tmp_path / "none.txt")) == 2
    assert "none.txt" in shell.complained
    empty = tmp_path / "empty.txt"
    empty.write_text("\n\n")
    assert shell.run("topics", "rank", "--queries", str(empty)) == 2
    assert "empty" in shell.complained
