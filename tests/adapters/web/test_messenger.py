"""Unasked messages reach the page once, are changed in their place, and only the page's people."""

from dataclasses import replace

import pytest

from adapters.web.messenger import WebMessenger
from bot.model import Address, Platform
from bot.ports import Messenger, Undeliverable
from tests.adapters.web.samples import AGENDA, PROPOSAL
from tests.adapters.web.stand_ins import START, MemoryChat

BERND = Address(Platform.WEB, "demo", "bernd")


@pytest.fixture
def chat() -> MemoryChat:
    return MemoryChat()


@pytest.fixture
def messenger(chat: MemoryChat) -> Messenger:
    return WebMessenger(chat, "demo", lambda: START)


async def test_a_message_that_is_sent_twice_stands_there_once(
    messenger: Messenger, chat: MemoryChat
) -> None:
    first = await messenger.send(BERND, PROPOSAL, "notice:1")
    assert await messenger.send(BERND, PROPOSAL, "notice:1") == first
    assert await messenger.find(BERND, "notice:1") == first
    assert len(chat.history("bernd")) == 1
    assert await messenger.find(BERND, "notice:2") is None
    assert await messenger.find(replace(BERND, user="asha"), "notice:1") is None


async def test_an_update_changes_the_message_in_its_place(
    messenger: Messenger, chat: MemoryChat
) -> None:
    sent = await messenger.send(BERND, PROPOSAL, "notice:1")
    before = chat.version("bernd")
    await messenger.update(BERND, sent, AGENDA)
    (line,) = chat.history("bernd")
    assert "Your hour with Asha" in line.content
    assert line.edited_at == START
    assert line.version > before


async def test_a_message_that_is_gone_cannot_be_changed(messenger: Messenger) -> None:
    with pytest.raises(Undeliverable) as refused:
        await messenger.update(BERND, "999", AGENDA)
    assert refused.value.permanent


@pytest.mark.parametrize(
    "stranger",
    [Address(Platform.SLACK, "demo", "bernd"), Address(Platform.WEB, "elsewhere", "bernd")],
)
async def test_other_addresses_are_not_served(messenger: Messenger, stranger: Address) -> None:
    with pytest.raises(Undeliverable) as refused:
        await messenger.send(stranger, PROPOSAL, "notice:1")
    assert refused.value.permanent
