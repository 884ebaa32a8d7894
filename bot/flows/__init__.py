"""The conversations, one file each, and the three tables in which each has its rows."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot.commands import Chore, Request
from bot.model import Notice
from bot.said import Message, Reply
from bot.turn import Turn

# A handler takes the request or chore it is listed for; a test holds the tables to the signatures.
HANDLERS: Mapping[type[Request], Callable[[Turn, Any], Reply]] = MappingProxyType({})

CHORES: Mapping[type[Chore], Callable[[Turn, Any], None]] = MappingProxyType({})

NOTICES: Mapping[str, Callable[[Turn, Notice], Message | None]] = MappingProxyType({})
