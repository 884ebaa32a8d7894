"""HR sees whom the bot could not reach, why, and what helps; never what it was about."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.commands import ShowHome, ShowStatus, ShowUndelivered
from bot.model import REFUSED_BEFORE, TOO_LATE, Notice, Person
from bot.said import (
    Aside,
    Bullets,
    Button,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Reply,
    Text,
    text,
)
from bot.turn import Turn

PEOPLE_ON_A_PAGE = 8


class Cause(StrEnum):
    """Why somebody could not be reached, as HR can do something about it."""

    NO_ADDRESS = "no_address"
    NOT_OPENED = "not_opened"
    REMOVED = "removed"
    DEACTIVATED = "deactivated"
    CHAT = "chat"
    UNINSTALLED = "uninstalled"
    PERMISSION = "permission"
    FORBIDDEN = "forbidden"
    SET_UP = "set_up"
    PASSING = "passing"
    REFUSED = "refused"


# The post's own reason and, in their own words, the messengers'; a test holds the two together.
CAUSES: Mapping[str, Cause] = MappingProxyType(
    {
        "no_address": Cause.NO_ADDRESS,
        "this person has not opened the bot on Teams": Cause.NOT_OPENED,
        "this person has removed or blocked the bot on Teams": Cause.REMOVED,
        "this person's account is deactivated": Cause.DEACTIVATED,
        "Slack does not know this person (any more)": Cause.DEACTIVATED,
        "this person cannot be seen by the app": Cause.CHAT,
        "the conversation is archived": Cause.CHAT,
        "Teams does not know this conversation (any more)": Cause.CHAT,
        "Teams has moved this person: it works again once she writes": Cause.CHAT,
        "an administrator has switched the app off in Teams": Cause.FORBIDDEN,
        "the app lacks a permission: check its manifest": Cause.PERMISSION,
        "the app was removed from this workspace: install it again": Cause.UNINSTALLED,
        "the app's settings are incomplete: update it from the manifest": Cause.PERMISSION,
        "the workspace's encryption keys are not available to the app": Cause.FORBIDDEN,
        "Slack does not accept the app's token: check SLACK_BOT_TOKEN": Cause.SET_UP,
        "the app may not write: switch its messages tab on (App Home)": Cause.PERMISSION,
        "the app lacks a permission: update it from the manifest and reinstall it": Cause.PERMISSION,
        "the token is not a bot token: check SLACK_BOT_TOKEN": Cause.SET_UP,
        "no token is set for this workspace": Cause.SET_UP,
        "the workspace is being moved into an organisation": Cause.FORBIDDEN,
        "the workspace's rules forbid the app to write": Cause.FORBIDDEN,
        "the organisation has not granted the app this workspace": Cause.FORBIDDEN,
        "the app's token has expired: install it again": Cause.UNINSTALLED,
        "the app's permission was taken back: install it again": Cause.UNINSTALLED,
        "the bot is not installed in this workspace": Cause.UNINSTALLED,
        "slack is not connected": Cause.SET_UP,
        "teams is not connected": Cause.SET_UP,
        "Slack cannot be reached": Cause.PASSING,
        "Slack has a disturbance of its own": Cause.PASSING,
        "Teams cannot be reached": Cause.PASSING,
        "Teams has a disturbance of its own": Cause.PASSING,
    }
)
# What is mended as soon as the person writes to the bot.
HERS_TO_MEND = frozenset({Cause.NO_ADDRESS, Cause.NOT_OPENED, Cause.REMOVED, Cause.CHAT})
# What is wrong with one message says nothing about whether the person can be reached.
ABOUT_THE_MESSAGE = frozenset(
    {"the message is gone", "the message is larger than Teams takes", "this is a bot and no person"}
)


def show(turn: Turn, request: ShowUndelivered) -> Reply:
    """Show whom of the programme the bot did not reach the last time it tried, the newest first."""
    programme = turn.led(request.programme) if request.programme else turn.hr_programme()
    turn.note_down("undelivered.show", programme.id)
    tries = [
        each
        for each in turn.store.unreached(programme.id)
        if each.reason not in ABOUT_THE_MESSAGE and not _opened_since(turn, each)
    ]
    start = max(0, min(request.start, len(tries) - 1)) if tries else 0
    shown = tries[start : start + PEOPLE_ON_A_PAGE]
    if not shown:
        body = (Paragraph(text("undelivered.nobody")), Aside(text("undelivered.private")))
        return Message(text("undelivered.title_nobody"), body, _paging(programme.id, 0, 0))
    causes = dict.fromkeys(map(_cause, shown))
    return Message(
        text("undelivered.title", count=len(tries)),
        (
            Bullets(tuple(_line(turn, each) for each in shown)),
            Paragraph(text("undelivered.what_helps")),
            Bullets(
                tuple(
                    text(f"undelivered.help.{cause}", group=programme.in_groups) for cause in causes
                )
            ),
            Aside(text("undelivered.again")),
            Aside(text("undelivered.private")),
        ),
        _paging(programme.id, start, len(tries)),
        f"undelivered:{programme.id}",
    )


def _opened_since(turn: Turn, notice: Notice) -> bool:
    """Tell whether somebody has written since, where that is all that was asked of her."""
    told = notice.settled_at or notice.due
    used = (at for _, at in turn.store.addresses_used(notice.person))
    return _cause(notice) in HERS_TO_MEND and any(at > told for at in used)


def _cause(notice: Notice) -> Cause:
    """Return why a try failed; of one that waited until it was too late, why it was refused last."""
    if notice.reason == TOO_LATE:
        return Cause.PASSING
    reason = notice.reason.removeprefix(f"{TOO_LATE}{REFUSED_BEFORE}")
    return CAUSES.get(reason, Cause.REFUSED)


def _line(turn: Turn, notice: Notice) -> Text:
    person = turn.known(Person, notice.person)
    return text(
        "undelivered.line",
        person=Mention(person.name, turn.store.addresses_of(person.id)),
        day=Moment(notice.settled_at or notice.due, MomentStyle.DAY),
        why=text(f"undelivered.why.{_cause(notice)}"),
    )


def _paging(programme: int, start: int, total: int) -> tuple[Button, ...]:
    buttons = []
    if start > 0:
        earlier = ShowUndelivered(programme, max(0, start - PEOPLE_ON_A_PAGE))
        buttons.append(Button(text("undelivered.previous"), earlier))
    if start + PEOPLE_ON_A_PAGE < total:
        following = ShowUndelivered(programme, start + PEOPLE_ON_A_PAGE)
        buttons.append(Button(text("undelivered.next"), following))
    return (
        *buttons,
        Button(text("round.to_status"), ShowStatus()),
        Button(text("home.button.home"), ShowHome()),
    )
