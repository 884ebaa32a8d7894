"""One turn of a conversation on the page: hear it, keep what is said, tell the script what to show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from adapters.reception import Listener
from adapters.web import read, render
from adapters.web.chat import Chat, Line
from adapters.web.company import Colleague
from bot.heard import Heard, Typed
from bot.model import Language
from bot.said import Form, Message, Note, Reply

Shown = dict[str, object]


@dataclass(frozen=True)
class Conversation:
    """What the page and the bot say to each other, kept in the chat."""

    bot: Listener
    chat: Chat
    workspace: str

    def turn(self, who: Colleague, envelope: read.Envelope, now: datetime) -> Shown:
        """Hear one request and return what the script shows; raises Unreadable."""
        heard = read.heard(envelope.body, read.actor(who, self.workspace))
        since = self.chat.version(who.user)
        if isinstance(heard, Typed):
            self.chat.append(who.user, heard.text, now, key=heard.event, mine=True)
        shown = self._shown(who, heard, envelope.message, self.bot.hear(heard, now), now)
        return shown | self.lines(who, since)

    def lines(self, who: Colleague, since: int) -> Shown:
        """Return the lines of somebody's conversation that were written or changed after `since`."""
        history = self.chat.history(who.user)
        fresh = [line for line in history if line.version > since]
        version = max((line.version for line in history), default=0)
        return {
            "person": who.user,
            "language": who.language.value,
            "version": version,
            "lines": list(_rendered(fresh, who)),
        }

    def _shown(
        self, who: Colleague, heard: Heard, pressed: str, reply: Reply, now: datetime
    ) -> Shown:
        match reply:
            case Form():
                return {"form": render.form(reply, who.language)}
            case Note(text=text):
                return {"note": text.plain}
            case Message(repeated=True):  # it stands in the chat since it was said first
                return {}
            case Message():
                self._keep(who.user, "" if isinstance(heard, Typed) else pressed, reply, now)
                return {}

    def _keep(self, user: str, pressed: str, said: Message, now: datetime) -> None:
        """Replace the message that was pressed; without one, or with a stranger's, add a line."""
        own = pressed and any(line.id == pressed for line in self.chat.history(user))
        if own:
            self.chat.replace(pressed, render.message(said), now)
        else:
            self.chat.append(user, render.message(said), now)


def _rendered(lines: Iterable[Line], who: Colleague) -> Iterable[Shown]:
    zone, language = who.time_zone, who.language
    for line in lines:
        yield {
            "id": line.id,
            "version": line.version,
            "mine": line.mine,
            "html": render.line(line.content, mine=line.mine),
            "day": render.day_words(line.sent_at, zone, language),
            "time": render.time_words(line.sent_at, zone, language),
            "at": line.sent_at.isoformat(),
            "edited": line.edited_at is not None,
        }


def day_and_time(at: datetime, zone: str, language: Language) -> str:
    """Return a moment in words: the day, then the time of day."""
    return f"{render.day_words(at, zone, language)}, {render.time_words(at, zone, language)}"
