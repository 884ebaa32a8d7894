"""A programme of groups is played, told and counted again like one of tandems, and left in peace."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import main
from app.demo.plot import invented
from app.simulation.chronicle import Arrival, Chronicle, Event
from app.simulation.command import played
from app.simulation.hours import hours_of
from app.simulation.outcome import Outcome
from app.simulation.proposed import Proposed
from app.simulation.recount import Recount
from app.simulation.tally import Tally
from app.simulation.verdict import Verdict
from bot import commands
from bot.model import Format, Language
from bot.said import Button, Text, every
from tests.app.quiet_judge import QuietJudge

PEOPLE, WEEKS, SEED = 72, 6, 7


def play(people: int = PEOPLE, weeks: int = WEEKS, seed: int = SEED) -> Outcome:
    company = replace(invented(people=people), weeks=weeks, format=Format.GROUP)
    return played(company, seed, Language.EN, lambda _share: None)


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return play()


@contextmanager
def without(chronicle: Chronicle, gone: Callable[[Event], bool]) -> Iterator[None]:
    """Leave out for a while what was done."""
    events = chronicle.events
    chronicle.events = [event for event in events if not gone(event)]
    try:
        yield
    finally:
        chronicle.events = events


def value(tally: Tally) -> float:
    assert tally.value is not None
    return tally.value


def test_every_number_of_the_status_is_found_again_in_what_people_did(outcome: Outcome) -> None:
    told = outcome.verdict.comparisons
    assert [each for each in told if not each.agrees] == []
    assert {"matched_mentees", "usefulness", "responses", "hours.met"} <= {
        each.figure for each in told
    }
    assert outcome.facts["format"] == "group"


def test_a_play_has_everything_that_only_groups_do(outcome: Outcome) -> None:
    chronicle = outcome.play.chronicle
    asked = {type(event.asked) for event in chronicle.events if not event.refused}
    assert {
        commands.AcceptGroup,
        commands.DeclineGroup,
        commands.AcceptProposal,
        commands.StayAway,
        commands.ComeAfterAll,
        commands.SayMet,
        commands.SayFit,
        commands.SayNext,
    } <= asked
    said = {part.key for each in chronicle.arrivals for part in every(Text, each.message)}
    assert {"forming.open.mentor", "forming.open.mentee", "checkin.skipped.nobody_mentor"} <= said
    assert "proposal.open.mentor" not in said
    assert not any(event.title == "refusal.broken" for event in chronicle.events)


def test_everybody_is_left_in_peace(outcome: Outcome) -> None:
    assert list(QuietJudge(outcome.play.chronicle, outcome.play.people).breaches()) == []


def test_an_hour_that_nobody_spoke_of_is_found_out(outcome: Outcome) -> None:
    spoken = (commands.SayMet, commands.RateUseful, commands.SayExchanged)
    with without(
        outcome.play.chronicle,
        lambda event: isinstance(event.asked, spoken) and event.asked.check_in % 3 == 0,
    ):
        assert not Verdict(outcome.play, outcome.verdict.status).agrees


def test_an_hour_to_which_nobody_could_come_is_counted_as_left_out(outcome: Outcome) -> None:
    chronicle, ends = outcome.play.chronicle, outcome.play.ends
    left_out = [hour for hour in hours_of(chronicle, ends).values() if hour.left_out]
    assert any(not hour.skipped for hour in left_out)
    whole = Recount(chronicle, ends).figures()["skipped"]
    with without(chronicle, lambda event: isinstance(event.asked, commands.SkipCheckIn)):
        alone = Recount(chronicle, ends).figures()["skipped"]
    assert 0 < value(alone) < value(whole)


def test_a_group_that_never_began_is_found_out(outcome: Outcome) -> None:
    chronicle = outcome.play.chronicle
    changes, chronicle.changes = chronicle.changes, []
    try:
        with without(chronicle, lambda event: event.title == "forming.accepted.title"):
            wrong = Verdict(outcome.play, outcome.verdict.status).comparisons
    finally:
        chronicle.changes = changes
    assert "matched_mentees" in {each.figure for each in wrong if not each.agrees}


def test_a_no_counts_for_whom_it_kept_from_hearing_of_the_group(outcome: Outcome) -> None:
    chronicle, ends = outcome.play.chronicle, outcome.play.ends
    seen = Recount(chronicle, ends).figures()["acceptance"]
    assert seen.at_most is None
    proposed = Proposed(chronicle, ends)
    own = {
        event.asked.proposal
        for event in chronicle.events
        if isinstance(event.asked, commands.DeclineProposal)
    }
    turned_down = min(proposed.declined - own)
    arrivals, about = chronicle.arrivals, f"proposal:{turned_down}"
    chronicle.arrivals = [each for each in arrivals if each.message.about != about]
    try:
        unread = Recount(chronicle, ends).figures()["acceptance"]
    finally:
        chronicle.arrivals = arrivals
    assert unread.at_most is not None
    assert unread.at_most.value == pytest.approx(seen.value)
    assert unread.at_most.people >= seen.people
    assert value(unread) > value(seen)


def test_a_reminder_to_one_who_cannot_come_is_found_out(outcome: Outcome) -> None:
    chronicle, people = outcome.play.chronicle, outcome.play.people
    for away in chronicle.did(commands.StayAway, outcome.play.ends):
        reminder = next(filter(lambda each: _offers(each, away), chronicle.arrivals), None)
        back = (each.user for each in chronicle.did(commands.ComeAfterAll, outcome.play.ends))
        if reminder is not None and away.user not in back:
            break
    else:
        pytest.fail("nobody stays away after a message")
    late = replace(reminder, at=away.at + (away.at - reminder.at) / 2)
    kept = chronicle.arrivals
    chronicle.arrivals = sorted((*kept, late), key=lambda each: each.at)
    try:
        promises = {each.promise for each in QuietJudge(chronicle, people).breaches()}
    finally:
        chronicle.arrivals = kept
    assert "nothing after an answer" in promises


def test_the_same_seed_gives_the_same_bytes(outcome: Outcome) -> None:
    assert json.dumps(play().facts) == json.dumps(outcome.facts)


def test_the_command_plays_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--format", "group", "--people-count", "30", "--weeks", "1", "--json"]
    monkeypatch.setattr(sys, "argv", ["kehrwert", "simulate", *words, "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    printed = json.loads(capsys.readouterr().out)
    assert printed["format"] == "group"
    assert "forming.review.title" in printed["messages"]


def test_a_format_that_is_none_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kehrwert", "simulate", "--format", "trio"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "'trio' is not one of" in capsys.readouterr().err


def _offers(arrival: Arrival, away: Event) -> bool:
    """Tell whether a message let somebody say what she then said."""
    return arrival.user == away.user and any(
        each.request == away.asked for each in every(Button, arrival.message)
    )
