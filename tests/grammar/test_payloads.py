"""Buttons carry requests as payloads: what we write we read back, and nothing else is a request."""

from dataclasses import fields
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import commands
from bot.commands import Chore, Request
from bot.flows import HANDLERS
from bot.grammar import LONGEST_PAYLOAD, PRESSABLE, NotARequest, payload_of, request_from

IDS = st.integers(min_value=-(10**18) + 1, max_value=10**18 - 1)
# A lone surrogate cannot be written to any platform; readers refuse it.
WORDS = st.text(st.characters(codec="utf-8"), max_size=60)
KINDS = cast(
    "list[type[Request]]",
    [
        kind
        for kind in vars(commands).values()
        if isinstance(kind, type) and issubclass(kind, Request) and kind is not Request
    ],
)
CHORES = [
    kind.name
    for kind in vars(commands).values()
    if isinstance(kind, type) and issubclass(kind, Chore) and kind is not Chore
]


def requests_of(kind: type[Request]) -> st.SearchStrategy[Request]:
    values = {int: IDS, str: WORDS, bool: st.booleans()}
    arguments = {each.name: values[cast("type", each.type)] for each in fields(kind)}
    return st.builds(kind, **arguments)


REQUESTS = st.sampled_from(KINDS).flatmap(requests_of)


@given(REQUESTS)
def test_a_request_is_read_back_as_it_was_written(request_sent: Request) -> None:
    payload = payload_of(request_sent)
    assert len(payload) <= LONGEST_PAYLOAD
    assert request_from(payload) == request_sent


@given(REQUESTS, REQUESTS)
@example(commands.NotUnderstood("a:b", "c"), commands.NotUnderstood("a", "b:c"))
@example(commands.NotUnderstood(":", ""), commands.NotUnderstood("%3A", ""))
def test_two_requests_share_a_payload_only_when_they_are_the_same(
    one: Request, other: Request
) -> None:
    assert (payload_of(one) == payload_of(other)) == (one == other)


def refused_or_read(payload: str) -> None:
    """Hold that a payload is refused in the one way the core expects, or is a request of ours."""
    try:
        read = request_from(payload)
    except NotARequest:
        return
    assert type(read) in KINDS
    assert request_from(payload_of(read)) == read


@given(st.text(max_size=200))
@example("")
@example(":")
@example("join")
@example("join:")
@example("join:1:2")
@example("join:１２")
@example("join:1_2")
@example("join: 1")
@example("join:99999999999999999999999")
@example("checkin.met:1:yes")
@example("checkin.met:1:2")
@example("leave:--1")
@example("home:")
@example("x" * 100_000)
@example("language:%FF%FE")
@example("language:%00")
def test_garbage_is_refused_and_never_an_error(payload: str) -> None:
    refused_or_read(payload)


@given(REQUESTS, st.data())
def test_a_payload_that_was_tampered_with_is_refused_or_another_request(
    request_sent: Request, data: st.DataObject
) -> None:
    payload = payload_of(request_sent)
    at = data.draw(st.integers(0, len(payload)))
    letter = data.draw(st.characters(codec="utf-8"))
    refused_or_read(payload[:at] + letter + payload[at + 1 :])


@pytest.mark.parametrize("name", CHORES)
def test_a_chore_is_never_read_from_a_payload(name: str) -> None:
    assert name not in PRESSABLE
    for payload in (name, f"{name}:1", f"{name}:1:2"):
        with pytest.raises(NotARequest):
            request_from(payload)


def test_every_request_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert set(PRESSABLE) == {kind.name for kind in KINDS}
    assert not set(CHORES) & set(PRESSABLE)


def test_whatever_can_be_pressed_is_handled() -> None:
    assert set(PRESSABLE.values()) == set(HANDLERS)


def test_a_payload_that_no_button_could_carry_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="characters long"):
        payload_of(commands.NotUnderstood("ü" * 1000))


@given(WORDS)
def test_a_payload_without_its_last_argument_is_refused(words: str) -> None:
    payload = payload_of(commands.NotUnderstood(words, "join"))
    cut = payload[: payload.rindex(":")]
    with pytest.raises(NotARequest):
        request_from(cut)
