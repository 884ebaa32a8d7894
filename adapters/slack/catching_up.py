"""What was missed while nobody listened: who left and who changed is asked of Slack at the start."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from adapters.slack.api import Api, NoAnswer, Refused
from adapters.slack.staff import Staff

log = logging.getLogger(__name__)

PAGE = 200  # people; Slack recommends no more: docs.slack.dev/reference/methods/users.list
PAGE_SECONDS = 3.0  # users.list allows 20 calls a minute
PATIENCE_SECONDS = 30.0  # where Slack asks for patience and does not say how much
MOST_PATIENCE = 5  # times that Slack may ask for it at one page

Sleep = Callable[[float], Awaitable[None]]


async def catch_up(api: Api, workspace: str, staff: Staff, sleep: Sleep = asyncio.sleep) -> int:
    """Take over everybody as Slack knows her now, page by page; return how many were listed.

    Slack sends no event again that nobody took: whoever was deactivated meanwhile would be asked
    about her meetings for ever. Raises Refused or NoAnswer where Slack does not list its people.
    """
    listed, cursor = 0, ""
    while True:
        page = await _page(api, cursor, sleep)
        members = [each for each in page.get("members") or () if isinstance(each, Mapping)]
        await asyncio.to_thread(staff.renewed, workspace, members)
        listed += len(members)
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return listed
        await sleep(PAGE_SECONDS)


async def caught_up(api: Api, workspace: str, staff: Staff) -> None:
    """Catch up, and say how it went; a failure stops nothing, since events go on coming."""
    try:
        listed = await catch_up(api, workspace, staff)
    except (Refused, NoAnswer) as problem:
        log.warning("Slack's people could not be caught up with", extra={"reason": str(problem)})
    else:
        log.info("caught up with Slack's people", extra={"people": listed})


async def _page(api: Api, cursor: str, sleep: Sleep) -> Mapping[str, Any]:
    for _ in range(MOST_PATIENCE):
        try:
            return await _asked(api, cursor)
        except Refused as refusal:
            if not refusal.throttled:
                raise
            await sleep(refusal.retry_after or PATIENCE_SECONDS)
    return await _asked(api, cursor)


async def _asked(api: Api, cursor: str) -> Mapping[str, Any]:
    more = {"cursor": cursor} if cursor else {}
    return await api.call("users.list", limit=PAGE, include_locale=True, **more)
