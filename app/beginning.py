"""The first start: the organisation of the settings, and its first programme once HR is known."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.opening import organisation_named
from app.settings import Settings
from bot.flows import retention, status
from bot.matching import Catalogue
from bot.model import Organisation, Programme
from bot.ports import Store
from bot.turn import Turn

log = logging.getLogger(__name__)


def begin(
    store: Store, catalogue: Catalogue, settings: Settings, now: datetime
) -> Programme | None:
    """Return the newest programme; the first one is created as soon as an HR lead is known.

    HR leads and the confidential contact are known once they stand in the directory. The log says
    from when to when it goes. Raises Refusal without an organisation.
    """
    programme = _begun(store, catalogue, settings, now)
    if programme is not None:
        log.info("the newest programme: %s", weeks_of(programme), extra={"programme": programme.id})
    return programme


def weeks_of(programme: Programme) -> str:
    """Return from when to when a programme goes, in days of its own zone."""
    last = programme.ends_before - timedelta(days=1)
    return f"its {programme.weeks} weeks go from {programme.starts_on} to {last}"


def _begun(
    store: Store, catalogue: Catalogue, settings: Settings, now: datetime
) -> Programme | None:
    organisation = organisation_named(store, settings)
    programmes = store.programmes_of(organisation.id)
    contact = _contact(store, organisation, settings)
    turn = Turn(now, store, catalogue)
    for each in programmes:
        retention.expect_retention(turn, each)
    if programmes:
        newest = programmes[0]
        if newest.contact is None and contact is not None:
            return store.save(replace(newest, contact=contact))
        return newest
    found = [store.person_by_email(organisation.id, email) for email in settings.hr_leads]
    leads = tuple(person.id for person in found if person is not None)
    if not leads:
        log.warning(
            "no programme yet: name an HR lead in KEHRWERT_HR_LEADS who is in the directory"
        )
        return None
    programme = store.add(
        Programme(
            organisation=organisation.id,
            name=settings.programme,
            starts_on=now.astimezone(ZoneInfo(settings.time_zone)).date(),
            time_zone=settings.time_zone,
            hr_leads=leads,
            contact=contact,
        )
    )
    status.expect_figures(turn, programme)
    retention.expect_retention(turn, programme)
    return programme


def _contact(store: Store, organisation: Organisation, settings: Settings) -> int | None:
    if not settings.contact:
        return None
    person = store.person_by_email(organisation.id, settings.contact)
    if person is None:
        log.warning("no confidential contact yet: KEHRWERT_CONTACT is not in the directory")
    return person.id if person else None
