"""An operator's own words: only what people can read and platforms can bear stands over ours."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import limits as slack
from adapters.teams import limits as teams
from bot.core import Bot
from bot.model import Language, Role
from bot.said import Text, Value
from bot.texts import Audience, Words, laid_over, load_words, longest, own_templates, worded
from bot.texts.own_words import placeholders
from tests.flows.tandems import become_tandem
from tests.musterwerk import catalogue
from tests.outside import outline
from tests.people import Company

OURS = load_words()
ENGLISH = OURS[Language.EN]
SMALL = Words(
    Language.EN,
    {
        "a.title": "Hello {name}",
        "a.share": "{share:percent} of all",
        "a.days.one": "one day",
        "a.days.other": "{count} days with {name}",
        "a.lines": "one\ntwo",
        "a.long": "x" * 300,
        "a.longer": "x" * 1500,
        "a.button.go": "Go",
    },
)
FILE = "a"


def wrong(content: str) -> list[str]:
    """Return what is said about a file beside small texts of ours."""
    good, complaints = own_templates(SMALL, FILE, tomllib.loads(content))
    assert not {f"a.{each.key}" for each in complaints} & good.keys()
    return [each.line for each in complaints]


WRONG = {
    'titel = "x"': "en/a.toml, titel: is a key that we do not know; did you mean a.title? "
    "kehrwert texts show a lists ours",
    'qqqqqqqq = "x"': "a key that we do not know; take it away",
    '[title]\nx = "y"': "title.x: stands in a table where a text is expected; "
    "write the words right behind the key",
    'days = "many"': "days: is no text but a table; write a table with texts of ours: one, other",
    "title = 3": "title: is no text; put quotation marks around it",
    'title = ["Hi {name}"]': "title: is no text; put quotation marks around it",
    'title = " "': "title: is empty; write the words, or take the key away to keep ours",
    'title = "Hi"': "title: lacks the placeholder {name}; put it in: our text has it",
    'title = "Hi {name} {nam}"': "the placeholder {nam}, which is not known here; use {name}",
    'share = "a part of all"': "lacks the placeholder {share:percent}",
    'share = "{share:percent}, {share}"': "the placeholder {share}, which is not known here; "
    "use {share:percent}",
    'long = "{name}"': "the placeholder {name}, which is not known here; "
    "this text has no placeholder",
    'title = "Hi {name} {"': "title: has a brace that opens no placeholder",
    'title = "Hi *{name}*"': "title: has a star that marks nothing",
    'title = "Hi **{name}"': "title: has a star that marks nothing",
    'title = "Hi {name} [here](https://a b)"': "title: has a link that is not whole",
    'title = "Hi {name} [here](javascript:x)"': "title: has a link to no address",
    'title = "**Hi [here](ftp://x)** {name}"': "title: has a link to no address",
    'title = "Hi {name} [{name}](https://x.example)"': "title: has a brace",
    'title = "Hi {name} "': "title: ends with a space or a line break; take it away",
    'title = "Hi\\n{name}"': "title: has a line break; write it on one line",
    'title = "Hi {name}\\u0007"': "has characters that nobody can read; take away '\\x07'",
    f'title = "{"x" * 80} {{name}}"': "title: has 87 characters; shorten it to 75; ours has 12",
    f'button.go = "{"x" * 61}"': "button.go: has 61 characters; shorten it to 60; ours has 2",
    f'long = "{"x" * 601}"': "long: has 601 characters; shorten it to 600; ours has 300",
    f'longer = "{"x" * 2001}"': "longer: has 2001 characters; shorten it to 2000",
}


@pytest.mark.parametrize("content", WRONG)
def test_what_is_wrong_is_said_in_one_line_with_what_to_do(content: str) -> None:
    [line] = wrong(content)
    assert WRONG[content] in line
    assert line.startswith("en/a.toml, ")
    assert "\n" not in line


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(wrong('title = "*{nam}"\nshare = 1\nnew = "x"')) == 5


RIGHT = (
    'title = "Hi **{name}**, see [this](https://x.example/{name})"',
    'title = "Hallo {name}, liebe*r Mentor*in"',
    'days.one = "{count} day with {name}"',
    'days.other = "{name}: {count}"',
    'share = "**{share:percent}**"',
    'lines = "three\\nfour"',
    f'long = "{"x" * 600}"',
    f'button.go = "{"x" * 60}"',
    "",
    "[days]",
)


@pytest.mark.parametrize("content", RIGHT)
def test_what_can_be_read_is_taken(content: str) -> None:
    assert wrong(content) == []


@pytest.mark.parametrize("language", Language)
def test_our_own_texts_would_be_taken_from_an_operator(language: Language) -> None:
    for key, template in OURS[language].templates.items():
        name, _, rest = key.partition(".")
        good, complaints = own_templates(OURS[language], name, {rest: template})
        assert (good, complaints) == ({key: template}, ()), key


def test_what_an_operator_may_write_is_borne_by_every_platform() -> None:
    assert longest("a.button.go", "Go") <= min(slack.BUTTON_LABEL, teams.BUTTON_LABEL)
    assert longest("a.label", "Go") <= min(slack.OPTION, teams.OPTION)
    assert longest("a.body", "x" * 1900) <= min(slack.SECTION, slack.CONTEXT, teams.TEXT)


PIECES = st.sampled_from(
    ["*", "**", "{", "}", "{name}", "{count}", "{nam}", "[", "](", ")", "https://x", " ", "a", "\n"]
)


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(sorted(SMALL.templates)))
def test_whatever_is_taken_can_be_filled_and_leaves_no_mark(written: str, key: str) -> None:
    good, complaints = own_templates(SMALL, FILE, {key.removeprefix("a."): written})
    assert (key in good) != bool(complaints)
    words = laid_over({Language.EN: SMALL}, {Language.EN: good})
    said = worded(text_of(key), words, Audience(Language.EN, "Europe/Berlin")).plain
    assert not re.search(r"\{|\}|\*\*|\]\(", said)


def text_of(key: str) -> Text:
    form = key.rpartition(".")[2]
    values: dict[str, Value] = {"name": "Asha", "share": 0.5, "count": 1 if form == "one" else 3}
    stem = key.removesuffix(f".{form}") if form in {"one", "other"} else key
    return Text(stem, values)


KEYS = st.sampled_from(sorted(ENGLISH.templates))


@given(st.dictionaries(KEYS, st.text("ab", min_size=1, max_size=9), max_size=9))
def test_only_what_was_changed_is_changed(changes: Mapping[str, str]) -> None:
    words = laid_over(OURS, {Language.EN: changes})
    assert words[Language.DE].templates == OURS[Language.DE].templates
    assert words[Language.EN].templates.keys() == ENGLISH.templates.keys()
    for key, template in words[Language.EN].templates.items():
        assert template == changes.get(key, ENGLISH.templates[key])


NESTED = st.recursive(
    st.one_of(st.text(max_size=9), st.integers(), st.booleans(), st.lists(st.text(max_size=2))),
    lambda inside: st.dictionaries(st.text(max_size=6), inside, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["title", "days", "x", "", "a.b"]), NESTED))
def test_no_file_breaks_the_check(content: Mapping[str, object]) -> None:
    good, complaints = own_templates(SMALL, FILE, content)
    assert good.keys() <= SMALL.templates.keys()
    assert all(each.wrong and each.advice for each in complaints)


def test_placeholders_are_found_inside_of_what_is_marked() -> None:
    assert placeholders("**{a}** [x](https://y/{b:1})") == {"{a}", "{b:1}"}


def test_a_mentor_reads_the_lesson_that_the_operator_wrote(company: Company) -> None:
    own = {
        Language.EN: {
            "readiness.mentor.1.title": "Our own first lesson",
            "readiness.mentor.1.body.tandem": "{partner} came to us in spring.",
        }
    }
    company.bot = Bot(company.books, laid_over(OURS, own), catalogue(), outline)
    company.asha.takes_part(Role.MENTOR, offers=("social_media",), ready=())
    company.bernd.takes_part(Role.MENTEE, wants=("social_media",), ready=())
    become_tandem(company, company.asha, company.bernd)
    company.asha.presses("readiness.button.start")
    company.asha.reads("Our own first lesson")
    company.asha.reads("Bernd")
    company.asha.reads("came to us in spring.")
    company.asha.sees("readiness.mentor.1.try")  # ours still
    company.bernd.presses("readiness.button.start")
    company.bernd.sees("readiness.mentee.1.title")


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()
