"""HR sees whom the bot could not reach, why, and what helps; never what it was about."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from bot.commands import ShowHome, ShowStatus, ShowUndelivered
from bot.model import Notice, NoticeState, Person
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
    REMOVED = "removed"
    DEACTIVATED = "deactivated"
    CHAT = "chat"
    SET_UP = "set_up"
    PASSING = "passing"
    REFUSED = "refused"


# The post's own reason and, in their own words, the messengers'; a test holds the two together.
CAUSES: Mapping[str, Cause] = MappingProxyType(
    {
        "no_address": Cause.NO_ADDRESS,
        "this person has removed or blocked the bot on Teams": Cause.REMOVED,
        "this person's account is deactivated": Cause.DEACTIVATED,
        "Slack does not know this person (any more)": Cause.DEACTIVATED,
        "this person cannot be seen by the app": Cause.CHAT,
        "the conversation is archived": Cause.CHAT,
        "Teams does not know this conversation (any more)": Cause.CHAT,
        "Teams has moved this person: it works again once she writes": Cause.CHAT,
        "an administrator has switched the app off in Teams": Cause.SET_UP,
        "the app lacks a permission: check its manifest": Cause.SET_UP,
        "the app was removed from this workspace: install it again": Cause.SET_UP,
        "the app's settings are incomplete: update it from the manifest": Cause.SET_UP,
        "the workspace's encryption keys are not available to the app": Cause.SET_UP,
        "Slack does not accept the app's token: check SLACK_BOT_TOKEN": Cause.SET_UP,
        "the app may not write: switch its messages tab on (App Home)": Cause.SET_UP,
        "the app lacks a permission: update it from the manifest and reinstall it": Cause.SET_UP,
        "the token is not a bot token: check SLACK_BOT_TOKEN": Cause.SET_UP,
        "no token is set for this workspace": Cause.SET_UP,
        "the workspace is being moved into an organisation": Cause.SET_UP,
        "the workspace's rules forbid the app to write": Cause.SET_UP,
        "the organisation has not granted the app this workspace": Cause.SET_UP,
        "the app's token has expired: install it again": Cause.SET_UP,
        "the app's permission was taken back: install it again": Cause.SET_UP,
        "the bot is not installed in this workspace": Cause.SET_UP,
    }
)
# What is wrong with one message says nothing about whether the person can be reached.
ABOUT_THE_MESSAGE = frozenset(
    {"the message is gone", "the message is larger than Teams takes", "this is a bot and no person"}
)


def show(turn: Turn, request: ShowUndelivered) -> Reply:
    """Show whom of the programme the bot did not reach the last time it tried, the newest first."""
    programme = turn.led(request.programme) if request.programme else turn.hr_programme()
    tries = [
        each for each in turn.store.unreached(programme.id) if each.reason not in ABOUT_THE_MESSAGE
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
            Bullets(tuple(text(f"undelivered.help.{cause}") for cause in causes)),
            Aside(text("undelivered.again")),
            Aside(text("undelivered.private")),
        ),
        _paging(programme.id, start, len(tries)),
        f"undelivered:{programme.id}",
    )


def _cause(notice: Notice) -> Cause:
    """Return why a try failed; one that waited until it was too late met passing trouble."""
    if notice.state is NoticeState.EXPIRED:
        return Cause.PASSING
    return CAUSES.get(notice.reason, Cause.REFUSED)


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
        Button(text("round.to_home"), ShowHome()),
    )
