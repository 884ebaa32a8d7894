"""The local page's conversations keep their order, their changes and their keys."""

import pytest

from adapters.web.chat import Chat
from storage.books import SqlBooks
from storage.chat import ChatLine, SqlChat
from tests.storage.company import HOUR, NOW


@pytest.fixture
def chat(books: SqlBooks) -> SqlChat:
    return SqlChat(books)


def test_the_chat_keeps_the_contract_of_the_page(chat: SqlChat) -> None:
    promised: Chat = chat
    assert promised.version("asha") == 0


def test_a_conversation_is_told_from_the_oldest_line(chat: SqlChat) -> None:
    first = chat.append("asha", "/program", NOW, mine=True)
    chat.append("bernd", "Hallo", NOW)
    second = chat.append("asha", "<p>Grüß dich 👋</p>", NOW + HOUR)
    assert chat.history("asha") == [
        ChatLine(first, True, "/program", NOW, None, 1),
        ChatLine(second, False, "<p>Grüß dich 👋</p>", NOW + HOUR, None, 2),
    ]
    assert chat.history("carla") == []


def test_only_the_last_lines_are_told(chat: SqlChat) -> None:
    for number in range(5):
        chat.append("asha", str(number), NOW)
    assert [line.content for line in chat.history("asha", limit=2)] == ["3", "4"]


def test_a_line_is_changed_in_its_place(chat: SqlChat) -> None:
    first = chat.append("asha", "open", NOW)
    second = chat.append("asha", "next", NOW)
    chat.replace(first, "done", NOW + HOUR)
    assert chat.history("asha") == [
        ChatLine(first, False, "done", NOW, NOW + HOUR, 3),
        ChatLine(second, False, "next", NOW, None, 2),
    ]


@pytest.mark.parametrize("unknown", ["4711", "", "x", "-1", "²", "1; DROP TABLE person", "9" * 40])
def test_a_line_that_does_not_exist_cannot_be_changed(chat: SqlChat, unknown: str) -> None:
    with pytest.raises(LookupError):
        chat.replace(unknown, "done", NOW)


def test_the_version_grows_with_every_change_of_ones_own_conversation(chat: SqlChat) -> None:
    line = chat.append("asha", "open", NOW)
    assert chat.version("asha") == 1
    chat.append("bernd", "Hallo", NOW)
    assert chat.version("asha") == 1
    chat.replace(line, "done", NOW)
    assert chat.version("asha") == 2
    assert chat.version("carla") == 0


def test_a_key_is_used_once_a_conversation(chat: SqlChat) -> None:
    line = chat.append("asha", "once", NOW, key="kehrwert-1")
    assert chat.append("asha", "twice", NOW + HOUR, key="kehrwert-1") == line
    assert [each.content for each in chat.history("asha")] == ["once"]
    assert chat.version("asha") == 1
    assert chat.find("asha", "kehrwert-1") == line
    assert chat.find("bernd", "kehrwert-1") is None
    assert chat.find("asha", "kehrwert-2") is None
    assert chat.append("bernd", "his", NOW, key="kehrwert-1") != line


def test_lines_without_a_key_are_never_found_by_none(chat: SqlChat) -> None:
    chat.append("asha", "one", NOW)
    chat.append("asha", "two", NOW)
    assert len(chat.history("asha")) == 2
    assert chat.find("asha", "") is None
