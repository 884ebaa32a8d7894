"""What is made up for after a database was put back to an earlier moment."""

from dataclasses import dataclass
from datetime import datetime

from adapters.gateway import Gateway
from app.opening import books_in_step
from app.refusal import Refusal
from app.settings import Settings
from app.wiring import build, system_now
from bot.core import Bot
from storage import copies
from storage.books import SqlBooks
from storage.journal import KeyMissing


@dataclass(frozen=True)
class CaughtUp:
    """How many messages are looked for before they are sent, and left out; people erased again."""

    looked_for: int
    left_out: int
    erased_again: int


def catch_up(settings: Settings) -> CaughtUp:
    """Do the chores of the time that was lost, then doubt what they and the backup still owe.

    Raises Refusal for a database into which nothing was put back.
    """
    with books_in_step(settings) as books:
        with books.read() as store:
            if not store.organisations():
                raise Refusal(
                    "nothing was put back: the database holds no organisation. Let DATABASE_URL "
                    "name the database that the backup was put back into",
                    code=1,
                )
        newest = copies.skip_ids(settings.database_url)
        house = build(books, Gateway({}), system_now)
        now = system_now()
        erased = erase_again(books, house.bot, now)
        while house.bot.do_chores(now):
            pass
        doubted, gone = copies.doubt_the_past(books, now, newest)
    return CaughtUp(doubted, gone, erased)


def erase_again(books: SqlBooks, bot: Bot, now: datetime) -> int:
    """Erase whoever was erased and is back because an earlier state was restored; return how many.

    Raises Refusal when the journal has lost its key: nobody may be served before that is mended.
    """
    try:
        back = books.come_back()
    except KeyMissing as problem:
        raise Refusal(str(problem), code=1) from problem
    for person in back:
        bot.erase(person, now, quietly=True)
    return len(back)
