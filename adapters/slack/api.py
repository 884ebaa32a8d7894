"""Slack's Web API as the rooms of this folder see it: the methods, their scopes and their failures."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Protocol

TOO_MANY, SERVER_FAILED = 429, 500  # HTTP: the first of all 5xx

# Every method that is called, and the bot scope that it needs; the manifest asks for these and no
# more. docs.slack.dev/reference/methods
METHODS: Mapping[str, str] = MappingProxyType(
    {
        "auth.revoke": "",
        "auth.test": "",
        "chat.postEphemeral": "chat:write",
        "chat.postMessage": "chat:write",
        "chat.update": "chat:write",
        "conversations.history": "im:history",
        "conversations.open": "im:write",
        "files.completeUploadExternal": "files:write",
        "files.getUploadURLExternal": "files:write",
        "functions.completeError": "",
        "functions.completeSuccess": "",
        "users.info": "users:read",
        "users.list": "users:read",
        "views.open": "",
        "views.publish": "",
        "views.push": "",
        "views.update": "",
    }
)


class Refused(Exception):
    """Slack answered no: `error` is its code, `status` that of HTTP, `retry_after` in seconds."""

    def __init__(self, error: str, status: int = 200, retry_after: float = 0) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.retry_after = retry_after

    @property
    def throttled(self) -> bool:
        """Tell whether Slack asks for patience."""
        return self.status == TOO_MANY or self.error == "ratelimited"

    @property
    def broken(self) -> bool:
        """Tell whether Slack itself failed, so that nobody knows how far it came.

        docs.slack.dev/reference/methods/chat.postMessage says so of fatal_error.
        """
        return self.status >= SERVER_FAILED or self.error in {"fatal_error", "internal_error"}


class SocketRefused(Refused):
    """Slack takes the bot's token, and not the app's, with which Socket Mode is opened."""


class NoAnswer(Exception):
    """The connection broke; `sent` is False where the request surely never reached Slack."""

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.sent = sent


class Api(Protocol):
    """One workspace's Web API; raises Refused or NoAnswer, and never sends anything twice."""

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method and return its answer."""
        ...

    async def upload(self, content: bytes, name: str, alt_text: str) -> str:
        """Upload a picture that is shown nowhere yet, and return its file id."""
        ...

    async def share(self, content: bytes, name: str, channel: str) -> None:
        """Upload a file into a conversation."""
        ...

    async def respond(self, response_url: str, body: Mapping[str, object]) -> None:
        """Answer at the address that came with a command or a button."""
        ...
