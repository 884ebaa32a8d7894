"""A small Microsoft Graph on loopback: recorded shapes, pages, deltas, patience and refusals."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

Json = dict[str, Any]

BERLIN_HOURS: Json = {
    "timeZone": "W. Europe Standard Time",
    "workingHours": {
        "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday"],
        "startTime": "08:30:00.0000000",
        "endTime": "16:00:00.0000000",
        "timeZone": {"name": "W. Europe Standard Time"},
    },
}


class Tenant:
    """The people of a tenant and what happens to them; `asked` are the requests, in their order."""

    def __init__(self) -> None:
        self.users: dict[str, Json] = {}
        self.managers: dict[str, str] = {}
        self.mailboxes: dict[str, Json] = {}
        self.catalogue: dict[str, str] = {}
        self.installed: list[str] = []
        self.asked: list[str] = []
        self.refusals: list[tuple[int, dict[str, str], str]] = []
        self.changes: list[str] = []
        self.forgotten = False
        self.page = 2
        self.url = ""

    def employs(self, user: str, mail: str, **facts: Any) -> Json:
        """Take somebody on, as Graph would tell her."""
        self.users[user] = {
            "id": user,
            "displayName": mail.partition("@")[0].title(),
            "mail": mail,
            "userType": "Member",
            "accountEnabled": True,
            "department": "Sales",
            "officeLocation": "Berlin",
            "usageLocation": "DE",
            "preferredLanguage": "de-DE",
            **facts,
        }
        self.changes.append(user)
        return self.users[user]

    def changed(self, user: str, **facts: Any) -> None:
        """Change what is told of somebody; no facts at all delete her."""
        if facts:
            self.users[user].update(facts)
        else:
            del self.users[user]
        self.changes.append(user)

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Json) -> Any:
        """Return (status, body) of a request."""
        if path == "/users/delta":
            return self._delta(query)
        if path == "/users":
            return self._listed(query)
        if path == "/appCatalogs/teamsApps":
            app = query["$filter"][0].partition("'")[2].rstrip("'")
            ids = [self.catalogue[app]] if app in self.catalogue else []
            return 200, {"value": [{"id": each} for each in ids]}
        _, _, user, *rest = path.split("/")
        if method == "POST" and rest == ["teamwork", "installedApps"]:
            return self._install(user, body)
        return self._told(user, rest)

    def _told(self, user: str, rest: list[str]) -> Any:
        if user not in self.users:
            return 404, {"error": {"code": "Request_ResourceNotFound"}}
        if rest == ["mailboxSettings"]:
            found = self.mailboxes.get(user)
            return (200, found) if found else (404, {"error": {"code": "MailboxNotEnabled"}})
        return 200, self._shown(user)

    def _shown(self, user: str) -> Json:
        shown = dict(self.users[user])
        manager = self.managers.get(user)
        if manager in self.users:
            shown["manager"] = {"id": manager, "mail": self.users[manager]["mail"]}
        return shown

    def _listed(self, query: dict[str, list[str]]) -> Any:
        start = int(query.get("$skiptoken", ["0"])[0])
        ids = list(self.users)
        page: Json = {"value": [self._shown(each) for each in ids[start : start + self.page]]}
        if start + self.page < len(ids):
            page["@odata.nextLink"] = f"{self.url}/users?$skiptoken={start + self.page}"
        return 200, page

    def _delta(self, query: dict[str, list[str]]) -> Any:
        token = query.get("$deltatoken", ["0"])[0]
        mark = f"{self.url}/users/delta?$deltatoken={len(self.changes)}"
        if token == "latest":
            return 200, {"value": [], "@odata.deltaLink": mark}
        if self.forgotten:
            return 410, {"error": {"code": "syncStateNotFound"}}
        changed = dict.fromkeys(self.changes[int(token) :])
        told = [
            {"id": each} if each in self.users else {"id": each, "@removed": {"reason": "deleted"}}
            for each in changed
        ]
        return 200, {"value": told, "@odata.deltaLink": mark}

    def _install(self, mail: str, body: Json) -> Any:
        if mail not in {each["mail"] for each in self.users.values()}:
            return 404, {"error": {"code": "NotFound"}}
        if mail in self.installed:
            return 409, {"error": {"code": "Conflict"}}
        assert body["teamsApp@odata.bind"].rpartition("/")[2] in self.catalogue.values()
        self.installed.append(mail)
        return 201, None


@contextmanager
def graph_of(tenant: Tenant) -> Iterator[str]:
    """Serve a tenant's Graph on loopback, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            split = urlsplit(self.path)
            tenant.asked.append(f"{self.command} {unquote(self.path)}")
            length = int(self.headers.get("Content-Length") or 0)
            sent = json.loads(self.rfile.read(length)) if length else {}
            headers: dict[str, str] = {}
            if self.headers.get("Authorization") != "Bearer good":
                status, told = 401, {"error": {"code": "InvalidAuthenticationToken"}}
            elif tenant.refusals:
                status, headers, code = tenant.refusals.pop(0)
                told = {"error": {"code": code}}
            else:
                query = parse_qs(split.query)
                status, told = tenant.answer(self.command, unquote(split.path), query, sent)
            content = b"" if told is None else json.dumps(told).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _reply  # noqa: N815 the names that http.server looks for

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tenant.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield tenant.url
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
