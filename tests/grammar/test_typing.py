"""Typing is forgiving: case, politeness, language, slash, mention, typos."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import commands
from bot.commands import Request
from bot.grammar import COMMANDS, LONGEST_TEXT, day_in, request_in
from bot.model import Language


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "/program",
        "/PROGRAM ",
        "program",
        "programm",
        "/programme",
        "/kehrwert",
        "<@U123ABC>",
        "<@U123ABC|kehrwert> /program",
        "<at>Kehrwert</at>",
        "/program!",
    ],
)
def test_the_command_word_alone_asks_for_home(typed: str) -> None:
    assert request_in(typed) == commands.ShowHome()


@pytest.mark.parametrize(
    "typed",
    [
        "/program join",
        "join",
        "JOIN",
        "  Join!  ",
        "/join",
        "<at>Kehrwert</at> join",
        "<@U123ABC> sign up",
        "/program mitmachen",
        "Mitmachen.",
        "/programm  beitreten",
        "join please",
        "\uff4a\uff4f\uff49\uff4e",  # full-width letters
    ],
)
def test_joining_is_understood_however_it_is_typed(typed: str) -> None:
    assert request_in(typed) == commands.Join()


@pytest.mark.parametrize(
    ("typed", "request_meant"),
    [
        ("pause", commands.AskPause()),
        ("neu", commands.CreateProgramme()),
        ("new programme", commands.CreateProgramme()),
        ("pause until 2026-12-01", commands.Pause("2026-12-01")),
        ("pause bis 1.12.2026", commands.Pause("2026-12-01")),
        ("Pausieren bis 01.12.2026!", commands.Pause("2026-12-01")),
        ("pause until the 31.2.2026", commands.AskPause()),
        ("weiter", commands.Resume()),
        ("abmelden", commands.AskLeave()),
        ("partnerin", commands.ShowPair()),
        ("sprache deutsch", commands.SpeakLanguage("de")),
        ("language german", commands.SpeakLanguage("de")),
        ("language english", commands.SpeakLanguage("en")),
        ("?", commands.ShowHelp()),
        ("stand", commands.ShowStatus()),
        ("runde", commands.PrepareRound()),
    ],
)
def test_words_of_both_languages_are_understood(typed: str, request_meant: Request) -> None:
    assert request_in(typed) == request_meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("jion", "join"),
        ("/program mitmchen", "mitmachen"),
        ("proflie", "profile"),
        ("stats", "status"),
        ("hilffe", "hilfe"),
        ("sing me a song", ""),
        ("🙂", ""),
    ],
)
def test_a_typo_is_answered_with_what_was_meant(typed: str, meant: str) -> None:
    answer = request_in(typed)
    assert isinstance(answer, commands.NotUnderstood)
    assert answer.meant == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Hallo",
        "hallo!",
        "Hi",
        "hey",
        "Moin",
        "Servus",
        "Grüß Gott",
        "Guten Tag",
        "Guten Morgen, Kehrwert",
        "Hello",
        "hello bot",
        "Hi, bot!",
        "/program hallo",
        "Good morning!",
    ],
)
def test_a_greeting_asks_for_home(typed: str) -> None:
    assert request_in(typed) == commands.ShowHome()


def test_what_is_asked_after_a_greeting_counts() -> None:
    assert request_in("Hi, join") == commands.Join()
    assert request_in("Hallo, hilfe!") == commands.ShowHelp()
    assert isinstance(request_in("hi there, sing me a song"), commands.NotUnderstood)
    assert isinstance(request_in("history"), commands.NotUnderstood)


def test_what_was_not_understood_is_kept_as_it_was_typed() -> None:
    for typed in ("/program Sing me a SONG", "<@U0BOT> Sing  me a SONG"):
        assert request_in(typed) == commands.NotUnderstood("Sing me a SONG")


def test_what_was_meant_is_always_a_word_that_is_understood() -> None:
    for command in COMMANDS:
        for spellings in command.spellings.values():
            for spelling in spellings:
                assert not isinstance(request_in(spelling), commands.NotUnderstood)


def test_no_two_commands_share_a_spelling() -> None:
    for language in Language:
        spelled = [each for command in COMMANDS for each in command.spellings[language]]
        assert len(spelled) == len(set(spelled))
    owners: dict[str, set[str]] = {}
    for command in COMMANDS:
        for spellings in command.spellings.values():
            for spelling in spellings:
                owners.setdefault(spelling, set()).add(command.key)
    assert [spelling for spelling, keys in owners.items() if len(keys) > 1] == []


def test_a_command_is_shown_by_a_word_that_is_understood_as_itself() -> None:
    for command in COMMANDS:
        for language in Language:
            assert request_in(command.shown(language)) == command.request("")


@given(st.text(max_size=3 * LONGEST_TEXT))
@example("\x00")
@example("/" * 1000)
@example("<at>" * 200)
@example("pause until 9999-99-99")
def test_no_words_are_an_error(typed: str) -> None:
    assert isinstance(request_in(typed), Request)


SHOWN = [command.shown(language) for command in COMMANDS for language in Language]


@given(
    word=st.sampled_from(SHOWN),
    shouted=st.booleans(),
    before=st.sampled_from(["", " ", "/program ", "/", "<@U1> ", "Programm  ", "\t"]),
    after=st.sampled_from(["", "!", ".", "  ", "\n"]),
)
def test_case_blanks_and_punctuation_make_no_difference(
    *, word: str, shouted: bool, before: str, after: str
) -> None:
    typed = word.upper() if shouted else word
    assert request_in(f"{before}{typed}{after}") == request_in(word)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_is_found_as_it_is_written_in_both_languages(day: date) -> None:
    assert day_in(f"until {day.isoformat()}") == day
    assert day_in(f"bis {day.day}.{day.month}.{day.year}") == day
