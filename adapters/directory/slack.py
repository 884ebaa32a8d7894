"""Slack as a directory: everybody of a workspace from users.list, and what changes later."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.web import WebClient

from bot.cadence import known_zone
from bot.commands import Depart
from bot.model import Address, Language, Person, Platform, WorkingHours
from bot.ports import Books, DirectoryEntry, Store

PAGE = 200  # people; Slack recommends no more: docs.slack.dev/reference/methods/users.list
PAGE_SECONDS = 3.0  # users.list allows 20 calls a minute
MOST_PATIENCE = 5  # times that Slack may ask for patience at one page
MARKS_OF_BOTS = ("is_bot", "is_workflow_bot")
MARKS_OF_GUESTS = ("is_restricted", "is_ultra_restricted")
SLACKBOT = "USLACKBOT"

Profile = Mapping[str, Any]


class WhyNot(StrEnum):
    """Why somebody of a workspace is not taken in."""

    GUEST = "guest"
    ELSEWHERE = "elsewhere"
    NO_EMAIL = "no_email"
    UNCONFIRMED = "unconfirmed"
    SAME_EMAIL = "same_email"
    BOT = "bot"


@dataclass(frozen=True)
class LeftOut:
    """Somebody who has an account there and is not taken in; kept nowhere, for the operator to read."""

    name: str
    user: str
    why: WhyNot


@dataclass(frozen=True)
class Listed:
    """A workspace's people: whom to take in, the ids and e-mails of those who left, who is left out."""

    entries: tuple[DirectoryEntry, ...]
    left: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...] = ()


class SlackDirectory:
    """Keeps `bot.ports.Directory`; `sleep` waits between two pages.

    Slack knows name, e-mail, zone and language; who reports to whom, levels and teams come from the
    people file. Guests, bots and people of other companies are nobody here.
    """

    def __init__(self, token: str, base_url: str, sleep: Callable[[float], None]) -> None:
        self._client = WebClient(
            token=token,
            base_url=base_url,
            retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=MOST_PATIENCE)],
        )
        self._sleep = sleep

    def entries(self) -> Iterable[DirectoryEntry]:
        """Return everybody who works there; raises ValueError when Slack does not answer."""
        return self.listed().entries

    def listed(self) -> Listed:
        """Return who works there and who left; raises ValueError when Slack does not answer."""
        try:
            team = str(self._client.auth_test()["team_id"])
            members = list(self._members())
        except (SlackApiError, OSError) as problem:
            raise ValueError(f"Slack does not list its people: {_in_words(problem)}") from problem
        gone = [each for each in members if each.get("deleted") and not _is_guest(each, team)]
        left = tuple((str(each["id"]), _email(each)) for each in gone)
        entries: dict[str, DirectoryEntry] = {}
        left_out = []
        for each in members:
            if each.get("deleted"):
                continue
            why, entry = _why_not(each, team), entry_of(each)
            if why is None and entry is not None and entry.person.email.lower() not in entries:
                entries[entry.person.email.lower()] = entry
            else:
                left_out.append(LeftOut(_name(each), str(each["id"]), why or WhyNot.SAME_EMAIL))
        return Listed(tuple(entries.values()), left, tuple(left_out))

    def _members(self) -> Iterator[Profile]:
        cursor = ""
        while True:
            page = self._client.users_list(limit=PAGE, cursor=cursor, include_locale=True)
            yield from page.get("members") or ()
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return
            self._sleep(PAGE_SECONDS)


class SlackStaff:
    """Takes over what Slack tells by itself; keeps `adapters.slack.staff.Staff`."""

    def __init__(self, books: Books, clock: Callable[[], datetime]) -> None:
        self.books = books
        self.clock = clock

    def changed(self, workspace: str, profile: Profile) -> None:
        """Renew somebody's name and zone; whoever was deactivated leaves her programmes."""
        self.renewed(workspace, (profile,))

    def renewed(self, workspace: str, profiles: Sequence[Profile]) -> None:
        """Renew several people in one turn, as `changed` does one."""
        with self.books.turn() as store:
            for profile in profiles:
                self._take_over(store, workspace, profile)

    def _take_over(self, store: Store, workspace: str, profile: Profile) -> None:
        person = _known(store, workspace, str(profile.get("id", "")), _email(profile))
        if person is None:
            return  # whoever never wrote to the bot and stands in no directory is left alone
        if profile.get("deleted"):
            depart(store, person, self.clock())
        elif not _is_guest(profile, person_team(workspace, profile)):
            _renew(store, person, profile)

    def left(self, workspace: str, people: Iterable[tuple[str, str]]) -> int:
        """Let everybody go who was deactivated, by id and e-mail; return how many that were."""
        gone = 0
        with self.books.turn() as store:
            for user, email in people:
                person = _known(store, workspace, user, email)
                if person is not None and person.employed:
                    depart(store, person, self.clock())
                    gone += 1
        return gone


def depart(store: Store, person: Person, now: datetime) -> None:
    """Have somebody's parts ended; the clock does it, so that the partner is told in the same turn."""
    if person.employed:
        store.later(Depart(person.id), now)


def entry_of(profile: Profile) -> DirectoryEntry | None:
    """Return a person as Slack knows her, None without a confirmed work e-mail."""
    email = _email(profile)
    if not email:
        return None
    zone = str(profile.get("tz") or "")
    return DirectoryEntry(
        Person(
            organisation=0,
            email=email,
            name=_name(profile),
            language=Language.DE
            if str(profile.get("locale") or "").startswith("de")
            else Language.EN,
            hours=WorkingHours(zone if known_zone(zone) else "UTC"),
        )
    )


def person_team(workspace: str, profile: Profile) -> str:
    """Return the team that counts as the person's own: hers, where she is of this workspace."""
    own = str(profile.get("team_id") or "")
    enterprise = str((profile.get("enterprise_user") or {}).get("enterprise_id") or "")
    return own if {own, enterprise} & set(workspace.split("/")) else workspace


def _renew(store: Store, person: Person, profile: Profile) -> None:
    entry = entry_of(profile)
    if entry is None:
        return
    told = entry.person
    changed = replace(person, name=told.name, employed=True)
    # Whoever takes part has said in her questionnaire when she works.
    if not store.participations(person.id):
        hours = replace(person.hours, time_zone=told.hours.time_zone)
        changed = replace(changed, hours=hours)
    if changed != person:
        store.save(changed)


def _known(store: Store, workspace: str, user: str, email: str) -> Person | None:
    organisation = store.organisation_of(Platform.SLACK, workspace)
    if organisation is None:
        return None
    found = store.person_at(Address(Platform.SLACK, workspace, user))
    return found or (store.person_by_email(organisation.id, email) if email else None)


def _why_not(profile: Profile, team: str) -> WhyNot | None:
    """Return why somebody is not taken in; None where nothing stands against it."""
    if profile.get("id") == SLACKBOT or any(profile.get(mark) for mark in MARKS_OF_BOTS):
        return WhyNot.BOT
    if any(profile.get(mark) for mark in MARKS_OF_GUESTS):
        return WhyNot.GUEST
    in_grid = bool((profile.get("enterprise_user") or {}).get("enterprise_id"))
    if profile.get("is_stranger") or (not in_grid and profile.get("team_id", team) != team):
        return WhyNot.ELSEWHERE
    if not _email_told(profile):
        return WhyNot.NO_EMAIL
    return None if _email(profile) else WhyNot.UNCONFIRMED


def _is_guest(profile: Profile, team: str) -> bool:
    return _why_not(profile, team) in {WhyNot.BOT, WhyNot.GUEST, WhyNot.ELSEWHERE}


def _name(profile: Profile) -> str:
    details = profile.get("profile") or {}
    names = (profile.get("real_name"), details.get("real_name"), profile.get("name"))
    return str(next((name for name in names if name), "") or _email(profile) or profile.get("id"))


def _email_told(profile: Profile) -> str:
    return str((profile.get("profile") or {}).get("email") or "")


def _email(profile: Profile) -> str:
    return "" if profile.get("is_email_confirmed") is False else _email_told(profile)


def _in_words(problem: Exception) -> str:
    if isinstance(problem, SlackApiError):
        return str(problem.response.get("error", "no reason given"))
    return str(problem)
