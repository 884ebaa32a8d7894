"""A company's post with a provider that has moods."""

import asyncio
from datetime import datetime, timedelta

from bot.model import Address, Notice, NoticeState, Priority, Role
from bot.ports import InDoubt, NoLookingUp
from bot.post import Post
from bot.said import Message
from tests.people import Company

WORTH = timedelta(days=3)


class MoodyMessenger:
    """A provider that does what it is told to: its next moods, one for each sending."""

    def __init__(self) -> None:
        self.moods: list[Exception | str] = []
        self.arrived: list[tuple[str, str]] = []  # (user, key)
        self.updated: list[str] = []
        self.edits: list[Exception] = []  # what becomes of the next edits
        self.lets_look = True

    async def send(self, address: Address, _message: Message, key: str) -> str:
        """Take the message, refuse it, or take it and lose the answer."""
        mood = self.moods.pop(0) if self.moods else "well"
        if isinstance(mood, Exception):
            raise mood
        self.arrived.append((address.user, key))
        if mood == "takes it and loses the answer":
            raise InDoubt
        return f"id-{key}"

    async def update(self, _address: Address, provider_id: str, _message: Message) -> None:
        """Note what was edited, or refuse it."""
        if self.edits:
            raise self.edits.pop(0)
        self.updated.append(provider_id)

    async def find(self, address: Address, key: str) -> str | None:
        """Return the id of a message that arrived."""
        if not self.lets_look:
            raise NoLookingUp
        return f"id-{key}" if (address.user, key) in self.arrived else None


class PostOffice:
    """The company's post with a moody provider, and a clock that a test moves."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.provider = MoodyMessenger()
        self.post = Post(company.bot, self.provider, lambda: company.now)
        company.asha.takes_part(Role.MENTOR, offers=("ai_assistants",))

    def owes(
        self,
        name: str = "asha",
        once: str = "1",
        until: datetime | None = None,
        kind: str = "proposal.none_yet",
    ) -> None:
        """Owe somebody the word that no partner is free yet, which is worth it while she is free."""
        company = self.company
        chat = getattr(company, name)
        with company.turn() as store:
            store.owe(
                Notice(
                    person=chat.person_id,
                    kind=kind,
                    subject=company.asha.participant.id,
                    once=once,
                    due=company.now,
                    until=until or company.now + WORTH,
                    priority=Priority.REMINDER,
                    at_latest=company.now,  # whatever the hour, and how often that day
                )
            )

    def delivers(self, after: timedelta = timedelta()) -> None:
        """Let time pass, then deliver what is due."""
        self.company.now += after
        asyncio.run(self.post.deliver_due())

    @property
    def notice(self) -> Notice:
        """Return the first notice as it is kept now."""
        with self.company.turn() as store:
            found = store.get(Notice, 1)
        assert found is not None
        return found

    @property
    def stands(self) -> NoticeState:
        """Return how far the first notice has come."""
        return self.notice.state
