"""Somebody whom no directory named comes by a chat platform that vouches for her e-mail."""

from bot.cadence import known_zone
from bot.heard import Actor
from bot.model import Organisation, Person, WorkingHours
from bot.ports import Store
from bot.turn import NotAllowed


def newcomer(store: Store, organisation: Organisation, actor: Actor) -> Person:
    """Keep somebody whom no directory named, if her e-mail belongs to the organisation."""
    domain = actor.email.rpartition("@")[2].casefold()
    if not domain or domain not in organisation.mail_domains:
        raise NotAllowed("refusal.unknown_person")
    return store.add(
        Person(
            organisation=organisation.id,
            email=actor.email,
            name=actor.name,
            language=actor.language,
            hours=WorkingHours(_zone_of(store, organisation, actor)),
        )
    )


def _zone_of(store: Store, organisation: Organisation, actor: Actor) -> str:
    """Return the actor's zone; where her platform tells none that exists, the newest programme's."""
    zones = (each.time_zone for each in store.programmes_of(organisation.id))
    return actor.time_zone if known_zone(actor.time_zone) else next(zones, "UTC")
