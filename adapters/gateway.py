"""An address leads to its platform's messenger."""

from collections.abc import Mapping

from bot.model import Address, Platform
from bot.ports import Messenger, Undeliverable
from bot.said import Message


class Gateway:
    """One Messenger for all platforms."""

    def __init__(self, messengers: Mapping[Platform, Messenger]) -> None:
        self.messengers = messengers

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Send through the address's platform; an unconnected one is Undeliverable for now."""
        return await self._of(address).send(address, message, key)

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Replace an earlier message on the address's platform."""
        await self._of(address).update(address, provider_id, message)

    async def find(self, address: Address, key: str) -> str | None:
        """Look for a message of ours on the address's platform."""
        return await self._of(address).find(address, key)

    def _of(self, address: Address) -> Messenger:
        messenger = self.messengers.get(address.platform)
        if messenger is None:
            raise Undeliverable(f"{address.platform} is not connected", permanent=False)
        return messenger
