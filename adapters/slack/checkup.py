"""What `kehrwert doctor` asks Slack: are the tokens good, the permissions there, the clock right?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from slack_sdk.web.async_client import AsyncWebClient

from adapters import sessions
from adapters.slack.api import NoAnswer, Refused
from adapters.slack.connected import SlackSettings
from adapters.slack.manifest import scopes
from adapters.slack.messenger import plainly
from adapters.slack.read import whereabouts_said


@dataclass(frozen=True)
class Checkup:
    """What Slack said of the tokens: where they are good, which permissions are missing.

    `workspace` is its name, `key` how we name it, `enterprise` and `team` its ids; all are empty where
    there is no bot token. `skew` is how many seconds our clock is ahead. A problem is Slack's error
    code, or empty.
    """

    workspace: str = ""
    bot: str = ""
    enterprise: str = ""
    team: str = ""
    key: str = ""
    missing: tuple[str, ...] = ()
    skew: float = 0
    token_problem: str = ""
    socket_problem: str = ""


async def check_up(settings: SlackSettings, clock: Callable[[], datetime]) -> Checkup:
    """Ask Slack about the tokens of these settings; changes nothing there."""
    async with sessions.session() as session:

        def client(token: str) -> AsyncWebClient:
            return AsyncWebClient(
                token, base_url=settings.base_url, session=session, retry_handlers=[]
            )

        found = Checkup()
        if settings.bot_token:
            found = await _of_bot(client(settings.bot_token), clock)
        if settings.app_token:
            problem = await _of_socket(client(settings.app_token))
            found = Checkup(**{**vars(found), "socket_problem": problem})
        return found


async def _of_bot(client: AsyncWebClient, clock: Callable[[], datetime]) -> Checkup:
    try:
        with plainly():
            said = await client.auth_test()
    except (Refused, NoAnswer) as problem:
        return Checkup(token_problem=str(problem))
    headers = {name.lower(): value for name, value in said.headers.items()}
    granted = {each.strip() for each in str(headers.get("x-oauth-scopes", "")).split(",")} - {""}
    # An emulator tells no scopes; nothing can be said of them then.
    missing = tuple(sorted(set(scopes()) - granted)) if granted else ()
    where = whereabouts_said(said.data if isinstance(said.data, dict) else {})
    return Checkup(
        workspace=str(said.get("team") or where.team),
        bot=str(said.get("user") or said.get("user_id")),
        enterprise=where.enterprise,
        team=where.team,
        key=where.key,
        missing=missing,
        skew=_skew(str(headers.get("date", "")), clock),
    )


async def _of_socket(client: AsyncWebClient) -> str:
    try:
        with plainly():
            await client.apps_connections_open(app_token=client.token or "")
    except (Refused, NoAnswer) as problem:
        return str(problem)
    return ""


def _skew(stamp: str, clock: Callable[[], datetime]) -> float:
    try:
        theirs = parsedate_to_datetime(stamp)
    except ValueError:
        return 0
    return (clock() - theirs.astimezone(UTC)).total_seconds()
