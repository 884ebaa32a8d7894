"""Delivers on the page what the bot owes people unasked."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from adapters.web import render
from adapters.web.chat import Chat
from bot.model import Address, Platform
from bot.ports import Undeliverable
from bot.said import Message


class WebMessenger:
    """A Messenger whose provider is the page's own chat; sending twice with one key sends once."""

    def __init__(self, chat: Chat, workspace: str, now: Callable[[], datetime]) -> None:
        self.chat = chat
        self.workspace = workspace
        self.now = now

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Add the message to the conversation and return its id."""
        user = self._user(address)
        return await asyncio.to_thread(self._append, user, message, key)

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Change an earlier message in its place."""
        self._user(address)
        try:
            await asyncio.to_thread(
                self.chat.replace, provider_id, render.message(message), self.now()
            )
        except LookupError as gone:
            raise Undeliverable("the message is gone", permanent=True) from gone

    async def find(self, address: Address, key: str) -> str | None:
        """Return the id of the message with our key."""
        return await asyncio.to_thread(self.chat.find, self._user(address), key)

    def _append(self, user: str, message: Message, key: str) -> str:
        found = self.chat.find(user, key) if key else None
        return found or self.chat.append(user, render.message(message), self.now(), key=key)

    def _user(self, address: Address) -> str:
        if address.platform is not Platform.WEB or address.workspace != self.workspace:
            raise Undeliverable("the address is not of this page", permanent=True)
        return address.user
