"""Microsoft Graph as a directory: the tenant's people, what changed since, and installing the app.

Application permissions, named in docs/teams.md: User.Read.All for everything here but the mailbox
settings (MailboxSettings.Read) and installing (TeamsAppInstallation.ReadWriteSelfForUser.All).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any
from urllib.parse import quote, urlencode

import requests
from babel.core import get_global

from bot.cadence import known_country, known_zone
from bot.model import Language, Person, WorkingHours
from bot.ports import DirectoryEntry

GRAPH = "https://graph.microsoft.com/v1.0"
SCOPE = "https://graph.microsoft.com"  # whom the token is for
PAGE = 500  # people; 999 is the most: learn.microsoft.com/graph/api/user-list
MOST_PATIENCE = 6  # times that Graph may ask for patience at one request
LONGEST_PATIENCE_SECONDS = 300.0
FACTS = (
    "id,displayName,mail,userType,accountEnabled,department,officeLocation,usageLocation,"
    "preferredLanguage"
)
WATCHED = f"{FACTS},manager"  # whose change delta tells
MEMBER = "Member"
OVER = frozenset({429, 500, 502, 503, 504})
FORBIDDEN, GONE, MISSING, CONFLICT = 403, 410, 404, 409
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Body = Mapping[str, Any]


class GraphRefused(ValueError):
    """Graph said no for good: `status` is HTTP's, the sentence says what an operator can do."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class Listed:
    """Whom to take in, who left, and the mark from which changes go on.

    `left` are e-mails of disabled accounts, `removed` the ids of those that are deleted: of them
    Graph tells nothing else.
    """

    entries: tuple[DirectoryEntry, ...]
    left: tuple[str, ...]
    removed: tuple[str, ...]
    mark: str


class Graph:
    """Requests to Graph: signed, patient where it asks for patience, and clear where it says no."""

    def __init__(
        self,
        token: Callable[[], str],
        session: requests.Session,
        sleep: Callable[[float], None],
        url: str = GRAPH,
    ) -> None:
        self.url = url
        self._token = token
        self._session = session
        self._sleep = sleep

    def get(self, path: str, **query: str) -> Body:
        """Return an answer; `path` may be a whole address that Graph gave."""
        return self._ask("GET", self._address(path, query)).json()  # type: ignore[no-any-return]

    def post(self, path: str, body: Body) -> None:
        """Have Graph do something."""
        self._ask("POST", self._address(path, {}), body)

    def pages(self, path: str, **query: str) -> Iterator[Body]:
        """Yield an answer page by page; the last one holds the mark of a delta."""
        page = self.get(path, **query)
        yield page
        while following := page.get("@odata.nextLink"):
            page = self.get(str(following))
            yield page

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        if path.startswith(("https://", "http://")):
            if not path.startswith(f"{self.url}/"):
                raise GraphRefused(0, f"a link leads away from {self.url}: not followed")
            return path
        return f"{self.url}{path}" + (f"?{urlencode(query, safe='$,()=')}" if query else "")

    def _ask(self, method: str, address: str, body: Body | None = None) -> requests.Response:
        for attempt in range(MOST_PATIENCE + 1):
            headers = {"Authorization": f"Bearer {self._token()}"}
            try:
                answer = self._session.request(method, address, headers=headers, json=body)
            except requests.RequestException as silence:
                raise GraphRefused(0, f"Graph does not answer ({type(silence).__name__})") from None
            if answer.status_code not in OVER or attempt == MOST_PATIENCE:
                return _good(answer)
            self._sleep(_patience(answer, attempt))
        raise AssertionError("unreachable")


class GraphDirectory:
    """Keeps `bot.ports.Directory`. `with_hours` also reads each person's zone and working hours.

    Graph knows name, mail, manager, department (the team), office (the site), country and language;
    levels come from the people file. Guests, disabled accounts and people without mail are nobody.
    """

    def __init__(self, graph: Graph, *, with_hours: bool = False) -> None:
        self.graph = graph
        self.with_hours = with_hours

    def entries(self) -> Iterable[DirectoryEntry]:
        """Return everybody who works there; raises ValueError when Graph does not tell."""
        return self.listed().entries

    def listed(self) -> Listed:
        """Return everybody, and the mark from which `changed` goes on."""
        mark = self._mark()  # first, so that what changes meanwhile is told again
        query = {"$select": FACTS, "$expand": "manager($select=id,mail)", "$top": str(PAGE)}
        people = [each for page in self.graph.pages("/users", **query) for each in _values(page)]
        return self._sorted(people, mark)

    def changed(self, mark: str) -> Listed:
        """Return whoever changed since a mark; everybody where Graph no longer knows the mark."""
        try:
            pages = list(self.graph.pages(mark))
        except GraphRefused as refusal:
            if refusal.status != GONE:
                raise
            return self.listed()
        ids = {str(each["id"]): None for page in pages for each in _values(page)}
        found = {each: self._one(each) for each in ids}
        listed = self._sorted(filter(None, found.values()), str(pages[-1]["@odata.deltaLink"]))
        return replace(listed, removed=tuple(each for each, user in found.items() if user is None))

    def _mark(self) -> str:
        """Return a mark from now on; Graph tells only later changes then."""
        query = {"$select": WATCHED, "$deltatoken": "latest"}
        return str(self.graph.get("/users/delta", **query)["@odata.deltaLink"])

    def _one(self, user: str) -> Body | None:
        """Return one person, None for one who is deleted."""
        query = {"$select": FACTS, "$expand": "manager($select=id,mail)"}
        try:
            return self.graph.get(f"/users/{quote(user)}", **query)
        except GraphRefused as refusal:
            if refusal.status != MISSING:
                raise
            return None

    def _sorted(self, people: Iterable[Body], mark: str) -> Listed:
        members = [each for each in people if _is_member(each)]
        there = [each for each in members if each.get("accountEnabled") is not False]
        entries = {_mail(each): self._entry(each) for each in there}
        disabled = {_mail(each): None for each in members if each.get("accountEnabled") is False}
        left = tuple(each for each in disabled if each not in entries)
        return Listed(tuple(entries.values()), left, (), mark)

    def _entry(self, user: Body) -> DirectoryEntry:
        language = str(user.get("preferredLanguage") or "")
        country = str(user.get("usageLocation") or "").upper()
        person = Person(
            organisation=0,
            email=_mail(user),
            name=str(user.get("displayName") or _mail(user)),
            language=Language.DE if language.casefold().startswith("de") else Language.EN,
            hours=self._hours(user),
            country=country if country and known_country(country) else "",
            site=str(user.get("officeLocation") or ""),
            team=str(user.get("department") or ""),
            in_directory=True,
        )
        return DirectoryEntry(person, manager_email=_mail(user.get("manager") or {}))

    def _hours(self, user: Body) -> WorkingHours:
        if not self.with_hours:
            return WorkingHours("UTC")
        try:
            told = self.graph.get(f"/users/{quote(str(user['id']))}/mailboxSettings")
        except GraphRefused as refusal:
            if refusal.status != MISSING:  # nobody is without a mailbox by fault of ours
                raise
            return WorkingHours("UTC")
        return hours_of(told)


class GraphInstaller:
    """Installs the app for people, so that the bot may write to them before they wrote to it."""

    def __init__(self, graph: Graph, app_id: str) -> None:
        self.graph = graph
        self.app_id = app_id

    def install(self, emails: Iterable[str]) -> tuple[str, ...]:
        """Install the app for these people; return the e-mails that the tenant does not know."""
        app = self._in_catalogue()
        body = {"teamsApp@odata.bind": f"{GRAPH}/appCatalogs/teamsApps/{app}"}
        unknown = []
        for email in emails:
            try:
                self.graph.post(f"/users/{quote(email)}/teamwork/installedApps", body)
            except GraphRefused as refusal:
                if refusal.status == MISSING:
                    unknown.append(email)
                elif refusal.status != CONFLICT:  # who has it already keeps it
                    raise
        return tuple(unknown)

    def _in_catalogue(self) -> str:
        query = {"$filter": f"externalId eq '{self.app_id}'", "$select": "id"}
        found = _values(self.graph.get("/appCatalogs/teamsApps", **query))
        if not found:
            raise GraphRefused(
                MISSING,
                "the app is not in the tenant's catalogue: upload the package in the Teams admin "
                "center first (docs/teams.md)",
            )
        return str(found[0]["id"])


def hours_of(settings: Body) -> WorkingHours:
    """Return the hours of somebody's mailbox settings; what cannot be read stays as usual."""
    working = settings.get("workingHours") or {}
    zone = iana(str((working.get("timeZone") or {}).get("name") or settings.get("timeZone") or ""))
    usual = WorkingHours(zone or "UTC")
    days = frozenset(
        WEEKDAYS.index(str(day).casefold())
        for day in working.get("daysOfWeek") or ()
        if str(day).casefold() in WEEKDAYS
    )
    start, end = _time(working.get("startTime")), _time(working.get("endTime"))
    if start is None or end is None or start >= end or not days:
        return usual
    return WorkingHours(usual.time_zone, start, end, days)


def iana(zone: str) -> str:
    """Return the IANA name of a zone that Microsoft names its own way ("W. Europe Standard Time").

    Empty where nobody knows it. Source of the names: Unicode CLDR's windowsZones, by way of babel.
    """
    if known_zone(zone):
        return zone
    named = str(get_global("windows_zone_mapping").get(zone) or "")
    return named if known_zone(named) else ""


def _is_member(user: Body) -> bool:
    return bool(_mail(user)) and user.get("userType", MEMBER) == MEMBER


def _mail(user: Body) -> str:
    return str(user.get("mail") or "").casefold()


def _values(page: Body) -> list[Body]:
    return list(page.get("value") or ())


def _time(written: object) -> time | None:
    """Read "08:00:00.0000000", in whole minutes."""
    try:
        return time.fromisoformat(str(written).partition(".")[0]).replace(second=0)
    except ValueError:
        return None


def _patience(answer: requests.Response, attempt: int) -> float:
    asked = answer.headers.get("Retry-After", "")
    seconds = float(asked) if asked.replace(".", "", 1).isdigit() else float(2**attempt)
    return min(seconds, LONGEST_PATIENCE_SECONDS)


def _good(answer: requests.Response) -> requests.Response:
    if answer.ok:
        return answer
    try:
        reason = str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        reason = answer.reason
    advice = (
        ": a tenant admin must consent to the permission (docs/teams.md)"
        if answer.status_code == FORBIDDEN
        else ""
    )
    raise GraphRefused(answer.status_code, f"Graph refuses ({answer.status_code} {reason}){advice}")
