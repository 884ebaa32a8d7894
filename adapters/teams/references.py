"""Where the bot may write to somebody on Teams: plain columns, renewed on every turn."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Reference:
    """A person's own conversation with the bot.

    `tenant` and `user` (the AAD object id) are whom we know; `account` ("29:…") and `bot` ("28:…")
    are the two as this bot sees them. `service_url` is where Teams wants to be written to; it changes
    with the region. `reachable` is False once the bot was removed or blocked.
    """

    tenant: str
    user: str
    account: str
    conversation: str
    bot: str
    service_url: str
    reachable: bool = True


class Kept(Protocol):
    """What keeps references: a `storage.teams.SqlTeamsReferences`."""

    def find(self, tenant: str, user: str) -> Mapping[str, Any] | None:
        """Return what is kept of somebody, by the names of a reference's fields."""
        ...

    def keep(self, values: Mapping[str, Any], at: datetime) -> None:
        """Keep a new or changed reference."""
        ...

    def newest(self, tenant: str) -> Mapping[str, Any] | None:
        """Return the reference of a tenant that was kept last."""
        ...

    def welcome(self, tenant: str, user: str, at: datetime) -> bool:
        """Note that somebody with a reference is welcomed; False when she was before."""
        ...


class References:
    """The references of everybody who met the bot; blocking, since a database answers."""

    def __init__(self, kept: Kept, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._clock = clock

    def find(self, tenant: str, user: str) -> Reference | None:
        """Return somebody's reference, None where she and the bot never met."""
        return _reference(self._kept.find(tenant, user))

    def of_tenant(self, tenant: str) -> Reference | None:
        """Return the reference that tells best where a tenant wants to be written to."""
        return _reference(self._kept.newest(tenant))

    def renew(self, reference: Reference) -> None:
        """Keep a reference as a turn has just shown it; nothing is written where nothing changed."""
        if self.find(reference.tenant, reference.user) != reference:
            self._kept.keep(asdict(reference), self._clock())

    def lost(self, tenant: str, user: str) -> None:
        """Note that somebody removed or blocked the bot; her next turn makes it good."""
        known = self.find(tenant, user)
        if known is not None and known.reachable:
            self._kept.keep(asdict(replace(known, reachable=False)), self._clock())

    def welcome(self, tenant: str, user: str) -> bool:
        """Note that somebody with a reference is welcomed; False when she was before."""
        return self._kept.welcome(tenant, user, self._clock())


def _reference(row: Mapping[str, Any] | None) -> Reference | None:
    return None if row is None else Reference(**row)
