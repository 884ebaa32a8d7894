"""What the web page needs from outside to remember its conversations, said as protocols."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Line(Protocol):
    """One message of a conversation: what a person typed (`mine`) or what the bot showed her.

    `content` is a person's own words, or HTML that `render` made; `version` is the conversation's
    version at which this line was written or last changed.
    """

    @property
    def id(self) -> str:
        """Return the line's id, unique among all conversations."""
        ...

    @property
    def mine(self) -> bool:
        """Tell whether the person said it herself."""
        ...

    @property
    def content(self) -> str:
        """Return plain words where it is hers, HTML where it is the bot's."""
        ...

    @property
    def sent_at(self) -> datetime:
        """Return when it was said."""
        ...

    @property
    def edited_at(self) -> datetime | None:
        """Return when it was changed last, None if never."""
        ...

    @property
    def version(self) -> int:
        """Return the conversation's version at its last change."""
        ...


class Chat(Protocol):
    """The conversations of the page, one per user; may be called from any thread."""

    def append(
        self, user: str, content: str, at: datetime, *, key: str = "", mine: bool = False
    ) -> str:
        """Add a line to a user's conversation and return its id; a key once used is returned as is."""
        ...

    def replace(self, message_id: str, content: str, at: datetime) -> None:
        """Change a line in its place; raises LookupError when there is none with this id."""
        ...

    def find(self, user: str, key: str) -> str | None:
        """Return the id of the user's line that was appended with this key."""
        ...

    def history(self, user: str, limit: int = 200) -> Sequence[Line]:
        """Return the last lines of a conversation, the oldest first."""
        ...

    def version(self, user: str) -> int:
        """Return a number that grows with every line written or changed; 0 before the first."""
        ...
