"""A play is the same for the same seed, and every number that HR reads at its end is true."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import main
from app.demo.plot import invented
from app.simulation.chronicle import Chronicle
from app.simulation.command import played
from app.simulation.outcome import STATUS_JSON, STATUS_PICTURE, Outcome
from app.simulation.proposed import Proposed
from app.simulation.verdict import Verdict
from bot import commands
from bot.model import Language

PEOPLE, WEEKS, SEED = 72, 6, 7


def small_play(weeks: int = WEEKS, seed: int = SEED, language: Language = Language.EN) -> Outcome:
    company = replace(invented(people=PEOPLE), weeks=weeks)
    return played(company, seed, language, lambda _share: None)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return small_play()


def test_every_number_of_the_status_is_found_again_in_what_people_did(outcome: Outcome) -> None:
    told = outcome.verdict.comparisons
    assert [each for each in told if not each.agrees] == []
    assert {"usefulness", "hours.answered", "hours.met"} <= {each.figure for each in told}
    assert {"response_entry", "response_end", "satisfaction_end"} <= {each.figure for each in told}
    assert {"waiting", "days_median", "days_p90", "completion"} <= {each.figure for each in told}
    assert {"completion.wanted", "usefulness.reached"} <= {each.figure for each in told}
    assert "numbers agree" in outcome.sentence


def test_a_play_has_everything_that_happens_in_a_programme(outcome: Outcome) -> None:
    asked = {type(event.asked) for event in outcome.play.chronicle.events}
    assert {
        commands.Join,
        commands.SendRound,
        commands.AcceptProposal,
        commands.ConfirmCheckIn,
        commands.SayMet,
        commands.RateUseful,
        commands.AnswerSurvey,
        commands.SayNext,
    } <= asked
    assert not any(event.title == "refusal.broken" for event in outcome.play.chronicle.events)
    assert any(each.silent for each in outcome.play.employees.values())


def test_a_number_that_is_not_true_is_found_out(outcome: Outcome) -> None:
    play, events = outcome.play, outcome.play.chronicle.events
    said = [event for event in events if isinstance(event.asked, commands.SayMet)]
    play.chronicle.events = [event for event in events if event not in said[::3]]
    try:
        assert not Verdict(play, outcome.verdict.status).agrees
    finally:
        play.chronicle.events = events


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("days_median", commands.AcceptProposal),
        ("waiting", commands.AcceptProposal),
        ("completion", commands.SayMet),
        ("completion.wanted", commands.EditSettings),
        ("usefulness", commands.RateUseful),
    ],
)
def test_what_is_wrong_is_called_by_its_name(
    outcome: Outcome, figure: str, kind: type[commands.Request]
) -> None:
    play, events = outcome.play, outcome.play.chronicle.events
    done = [event for event in events if isinstance(event.asked, kind)]
    play.chronicle.events = [event for event in events if event not in done[1::2]]
    try:
        told = Verdict(play, outcome.verdict.status).comparisons
    finally:
        play.chronicle.events = events
    assert figure in {each.figure for each in told if not each.agrees}


def test_one_of_two_is_enough_to_know_to_whom_a_proposal_was_put(outcome: Outcome) -> None:
    whole, ends = outcome.play.chronicle, outcome.play.ends
    first_heard = Chronicle()
    heard: set[str] = set()
    for arrival in whole.arrivals:
        if arrival.message.about not in heard:
            first_heard.arrivals.append(arrival)
        heard.add(arrival.message.about)
    proposed = Proposed(first_heard, ends).seats
    assert proposed
    assert proposed == Proposed(whole, ends).seats


def test_the_same_seed_gives_the_same_bytes_and_another_one_others() -> None:
    first, again, other = (small_play(weeks=1, seed=seed) for seed in (3, 3, 4))
    assert json.dumps(first.facts) == json.dumps(again.facts)
    assert first.sentence == again.sentence
    assert first.facts["did"] != other.facts["did"]


def test_the_command_leaves_a_picture_and_everything_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--people-count", "30", "--weeks", "1", "--language", "de", "--json"]
    monkeypatch.setattr(sys, "argv", ["kehrwert", "simulate", *words, "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads((tmp_path / STATUS_JSON).read_text("utf-8"))
    assert printed["people"] == 30
    assert printed["status"][0].endswith("So läuft es")


def test_the_picture_is_that_of_the_status(outcome: Outcome, tmp_path: Path) -> None:
    outcome.write(tmp_path)
    assert (tmp_path / STATUS_PICTURE).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--people", "nowhere.csv"), "nowhere.csv"),
        (("--people-count", "3"), "30"),
        (("--weeks", "99"), "26"),
        (("--people-count", "30", "--weeks", "1", "--out", "/dev/null/x"), "/dev/null/x"),
    ],
)
def test_bad_input_is_told_in_a_sentence(
    words: tuple[str, ...],
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["kehrwert", "simulate", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code != 0
    assert complaint in capsys.readouterr().err
