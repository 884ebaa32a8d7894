"""Teams' connector as the rooms of this folder see it: what it is asked, and how it fails."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Body = Mapping[str, Any]

TOO_MANY = 429
# learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit names these beside 429.
BUSY = frozenset({412, 502, 504})
SERVER_FAILED = 500  # HTTP: the first of all 5xx


@dataclass(frozen=True)
class Spot:
    """A conversation, and the service that takes messages for it."""

    service_url: str
    conversation: str


class Refused(Exception):
    """The connector answered no: `error` is its code, `retry_after` in seconds, 0 where it is silent."""

    def __init__(self, error: str, status: int, retry_after: float = 0) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after

    @property
    def throttled(self) -> bool:
        """Tell whether the connector surely took nothing and asks for patience."""
        surely = self.status in {TOO_MANY, 412}
        return surely or (self.status in BUSY and self.retry_after > 0)

    @property
    def broken(self) -> bool:
        """Tell whether the connector itself failed, so that nobody knows how far it came."""
        return self.status >= SERVER_FAILED and not self.throttled


class NoAnswer(Exception):
    """The connection broke; `sent` is False where the request surely never reached the connector."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


class Api(Protocol):
    """The connector; raises Refused or NoAnswer, and never sends anything twice."""

    async def send(self, spot: Spot, activity: Body) -> str:
        """Write a new message, never as a reply, and return its id."""
        ...

    async def update(self, spot: Spot, activity_id: str, activity: Body) -> None:
        """Replace an earlier message, for everybody and on every device."""
        ...

    async def upload(self, url: str, content: bytes) -> None:
        """Lay a document into somebody's OneDrive, at the address that Teams named for it."""
        ...

    async def member(self, spot: Spot, account: str) -> Body:
        """Return what the roster says of somebody in a conversation."""
        ...

    async def converse(self, service_url: str, tenant: str, bot: str, user: str) -> str:
        """Return the id of the bot's own conversation with somebody, begun where it is new."""
        ...
