"""What only a throw-away database suffers: being emptied, and being told from a real one."""

from sqlalchemy import delete, select

from bot.model import Platform
from storage.books import SqlBooks
from storage.tables import TABLES, AddressRow, table_of

ADDRESS = table_of(AddressRow)


def has_addresses_beside(books: SqlBooks, platform: Platform) -> bool:
    """Tell whether anybody can be reached on another platform than this one."""
    others = select(ADDRESS.c.id).where(ADDRESS.c.platform != platform).limit(1)
    with books.database.reading() as session:
        return session.execute(others).first() is not None


def empty(books: SqlBooks) -> None:
    """Delete every row; raises ValueError for books that were not opened as careless."""
    if not books.database.careless:
        raise ValueError("only a throw-away database may be emptied")
    with books.turn() as store:
        for table in reversed(TABLES.sorted_tables):
            store.session.execute(delete(table))
