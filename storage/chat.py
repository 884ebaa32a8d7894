"""What the local page remembers of its conversations: lines that can be changed in their place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, literal_column, select, update

from storage.books import SqlBooks
from storage.shelves.shelf import HIGHEST_ID, inserting
from storage.tables import WebChatRow, WebMessageRow, table_of

CHAT = table_of(WebChatRow)
LINE = table_of(WebMessageRow)


@dataclass(frozen=True)
class ChatLine:
    """One message: what a person typed (`mine`) or what the bot showed her.

    `version` is the conversation's at which the line was written or last changed.
    """

    id: str
    mine: bool
    content: str
    sent_at: datetime
    edited_at: datetime | None
    version: int


class SqlChat:
    """The conversations of the page, one per user, in the same database as the books."""

    def __init__(self, books: SqlBooks) -> None:
        self.database = books.database

    def append(
        self, user: str, content: str, at: datetime, *, key: str = "", mine: bool = False
    ) -> str:
        """Add a line to a user's conversation and return its id; a key once used is returned as is."""
        with self.database.turn() as session:
            known = _line_with(session, user, key)
            if known is not None:
                return known
            version = _next_version(session, user)
            line = insert(LINE).values(
                user=user, provider_key=key, mine=mine, content=content, sent_at=at, version=version
            )
            return str(session.execute(line.returning(LINE.c.id)).scalar_one())

    def replace(self, message_id: str, content: str, at: datetime) -> None:
        """Change a line in its place; raises LookupError when there is none with this id."""
        number = _number(message_id)
        with self.database.turn() as session:
            user = session.execute(select(LINE.c.user).where(LINE.c.id == number)).scalar()
            if user is None:
                raise LookupError(f"there is no line {message_id} to change")
            changed = {
                "content": content,
                "edited_at": at,
                "version": _next_version(session, user),
            }
            session.execute(update(LINE).where(LINE.c.id == number).values(changed))

    def find(self, user: str, key: str) -> str | None:
        """Return the id of the user's line that was appended with this key."""
        with self.database.reading() as session:
            return _line_with(session, user, key)

    def history(self, user: str, limit: int = 200) -> Sequence[ChatLine]:
        """Return the last lines of a conversation, the oldest first."""
        statement = (
            select(*LINE.c).where(LINE.c.user == user).order_by(LINE.c.id.desc()).limit(limit)
        )
        with self.database.reading() as session:
            rows = session.execute(statement).all()
        return [
            ChatLine(str(row.id), row.mine, row.content, row.sent_at, row.edited_at, row.version)
            for row in reversed(rows)
        ]

    def version(self, user: str) -> int:
        """Return a number that grows with every line written or changed; 0 before the first."""
        with self.database.reading() as session:
            found = session.execute(select(CHAT.c.version).where(CHAT.c.user == user))
            return found.scalar() or 0


def _next_version(session: Connection, user: str) -> int:
    """Count one more change of a conversation, and return how many there are now."""
    statement = inserting(session, CHAT).values(user=user, version=1)
    grown = statement.on_conflict_do_update(
        index_elements=["user"], set_={"version": CHAT.c.version + 1}
    )
    return int(session.execute(grown.returning(CHAT.c.version)).scalar_one())


def _line_with(session: Connection, user: str, key: str) -> str | None:
    if not key:
        return None
    # Said literally, this lets SQLite use the index that leaves empty keys out.
    keyed = LINE.c.provider_key != literal_column("''")
    statement = select(LINE.c.id).where(LINE.c.user == user, LINE.c.provider_key == key, keyed)
    found = session.execute(statement).scalar()
    return None if found is None else str(found)


def _number(message_id: str) -> int:
    """Return the row of a line's id, 0 for anything that cannot be one: ids come from a page."""
    plain = message_id.isascii() and message_id.isdecimal() and len(message_id) <= len("2147483647")
    number = int(message_id) if plain else 0
    return number if number <= HIGHEST_ID else 0
