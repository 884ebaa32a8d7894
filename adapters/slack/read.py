"""Turns Slack's payloads into what was heard; reads what is there, trusts only the envelope."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from adapters.payload import Payload, Unreadable, needed, part, text
from adapters.slack.asks import key_of
from adapters.slack.parts import FOR_ALL, PRESS
from bot.cadence import known_zone
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.model import Address, Language, Platform

LONGEST_TEXT = 2000  # characters typed at once; the grammar reads fewer
LONGEST_ANSWER = 4000
LONGEST_PAYLOAD = 2000
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Place:
    """Where something came from, and where its answer belongs.

    `view` is the modal that it came from. `origin` is what a modal remembers of the message or page
    that it was opened from: "channel" and "ts" of a message, "response_url" where only the reader
    sees it, "home" for App Home. `command_url` is where a command is answered; a modal forgets it,
    since there is nothing to replace.
    """

    trigger: str = ""
    view: str = ""
    command_url: str = ""
    origin: Mapping[str, str] = field(default_factory=dict)

    @property
    def at_home(self) -> bool:
        """Tell whether it came from App Home."""
        return "home" in self.origin


@dataclass(frozen=True)
class Incoming:
    """Something that came in, before it is known who the person is: words, a button or a form.

    `blocks` are the ids of the shown form's questions by their keys. `comes_once` holds for commands
    and buttons: Slack repeats events only. docs.slack.dev/apis/events-api
    """

    workspace: str
    user: str
    place: Place
    event: str = ""
    name: str = ""
    words: str | None = None
    payload: str = ""
    answers: Mapping[str, Answer] | None = None
    blocks: Mapping[str, str] = field(default_factory=dict)
    comes_once: bool = False

    def heard(self, actor: Actor) -> Heard:
        """Return what was heard from this person."""
        if self.answers is not None:
            return Submitted(actor, self.payload, self.answers, event=self.event)
        if self.words is not None:
            return Typed(actor, self.words, event=self.event, comes_once=self.comes_once)
        return Pressed(actor, self.payload, event=self.event, comes_once=self.comes_once)


@dataclass(frozen=True)
class Whereabouts:
    """Where the bot is, by Slack's ids: a team, or all teams of an enterprise when it is `org_wide`.

    An id is empty where there is none: outside an Enterprise Grid no enterprise, org-wide no team.
    """

    enterprise: str
    team: str
    org_wide: bool = False

    @property
    def key(self) -> str:
        """Return how we name it: T1, E1/T1 inside an Enterprise Grid, E1 when org-wide."""
        if self.enterprise and (self.org_wide or not self.team):
            return self.enterprise
        return f"{self.enterprise}/{self.team}" if self.enterprise else self.team


def whereabouts(enterprise: str | None, team: str | None, *, org_wide: bool | None) -> Whereabouts:
    """Return where the bot is, from what Slack's SDK read of it."""
    return Whereabouts(enterprise or "", team or "", bool(org_wide))


def whereabouts_said(said: Payload) -> Whereabouts:
    """Return where the bot is, from Slack's answer to auth.test."""
    org_wide = said.get("is_enterprise_install") is True
    return Whereabouts(text(said, "enterprise_id"), text(said, "team_id"), org_wide)


def command(body: Payload, workspace: str) -> Incoming:
    """Return a slash command."""
    trigger = text(body, "trigger_id")
    place = Place(trigger, command_url=text(body, "response_url"))
    return Incoming(
        workspace,
        needed(body, "user_id"),
        place,
        event=_event("command", trigger),
        name=text(body, "user_name"),
        words=text(body, "text")[:LONGEST_TEXT],
        comes_once=True,
    )


def pressed(body: Payload, workspace: str) -> Incoming:
    """Return a pressed button; it may stand in a message, in a modal or in App Home."""
    actions = body.get("actions")
    if not isinstance(actions, Sequence) or not actions or not isinstance(actions[0], Mapping):
        raise Unreadable("actions is empty")
    user = part(body, "user")
    trigger = text(body, "trigger_id")
    place = _place(body, trigger)
    if text(actions[0], "action_id").startswith(f"{PRESS}:{FOR_ALL}"):
        # Others read that message: it stays as it is, and the answer is for the presser alone.
        place = Place(trigger, command_url=text(body, "response_url"))
    return Incoming(
        workspace,
        needed(user, "id"),
        place,
        event=_event("pressed", trigger),
        name=_name(user),
        payload=text(actions[0], "value")[:LONGEST_PAYLOAD],
        comes_once=True,
    )


def submitted(body: Payload, workspace: str) -> Incoming:
    """Return a submitted form."""
    user, view = part(body, "user"), part(body, "view")
    remembered = _remembered(view)
    values = part(part(view, "state"), "values")
    trigger = text(body, "trigger_id")
    mark = trigger or f"{text(view, 'id')}:{text(view, 'hash')}".strip(":")
    return Incoming(
        workspace,
        needed(user, "id"),
        Place(trigger, text(view, "id"), origin=_kept(remembered)),
        event=_event("submitted", mark),
        name=_name(user),
        payload=str(remembered.get("payload", ""))[:LONGEST_PAYLOAD],
        answers={key_of(block): _answer(given) for block, given in values.items()},
        blocks={key_of(block): block for block in values},
    )


def typed(body: Payload, workspace: str) -> Incoming | None:
    """Return what was written to the bot in its conversation; None for all else that is said there."""
    event = part(body, "event")
    by_person = not event.get("bot_id") and not event.get("subtype") and event.get("user")
    if event.get("channel_type") != "im" or not by_person:
        return None
    return Incoming(
        workspace,
        needed(event, "user"),
        Place(origin=_kept({"channel": text(event, "channel")})),
        event=_event("event", text(body, "event_id")),
        words=text(event, "text")[:LONGEST_TEXT],
    )


def home_opened(body: Payload, workspace: str, payload: str) -> Incoming | None:
    """Return that somebody opened App Home, as if she had pressed the button with this payload."""
    event = part(body, "event")
    if event.get("tab") not in {None, "home"}:
        return None
    place = Place(origin={"home": "1"})
    return Incoming(workspace, needed(event, "user"), place, payload=payload)


def searched(body: Payload, workspace: str) -> Incoming:
    """Return what somebody is typing into a list."""
    user = part(body, "user")
    words = text(body, "value")[:LONGEST_TEXT]
    return Incoming(workspace, needed(user, "id"), Place(), name=_name(user), words=words)


def actor(incoming: Incoming, profile: Payload | None) -> Actor:
    """Return who is there: by the verified envelope, and by what `users.info` says of that user.

    An e-mail that Slack has not confirmed counts for nothing; without a profile nothing is known
    but the address. Guests, people of other companies, bots and workflows are guests.
    """
    address = Address(Platform.SLACK, incoming.workspace, incoming.user)
    if profile is None:
        return Actor(address, incoming.name or incoming.user, guest=incoming.user == SLACKBOT)
    details = part(profile, "profile")
    names = (profile.get("real_name"), details.get("real_name"), profile.get("name"))
    confirmed = profile.get("is_email_confirmed") is not False
    zone = text(profile, "tz")
    return Actor(
        address,
        next((str(each) for each in names if each), incoming.user),
        text(details, "email") if confirmed else "",
        Language.DE if text(profile, "locale").startswith("de") else Language.EN,
        zone if known_zone(zone) else "UTC",
        is_guest(profile, incoming.workspace),
    )


def is_guest(profile: Payload, workspace: str) -> bool:
    """Tell whether a user is no employee: a guest, somebody of another company, a bot, a workflow."""
    marks = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_workflow_bot")
    if any(profile.get(mark) for mark in marks) or profile.get("id") == SLACKBOT:
        return True
    homes = {text(profile, "team_id"), text(part(profile, "enterprise_user"), "enterprise_id")}
    known = homes - {""}
    return bool(known) and not known & set(workspace.split("/"))


def _place(body: Payload, trigger: str) -> Place:
    view, container = part(body, "view"), part(body, "container")
    if text(view, "type") == "home":
        return Place(trigger, origin={"home": "1"})
    if text(view, "id"):
        return Place(trigger, text(view, "id"), origin=_kept(_remembered(view)))
    channel = text(part(body, "channel"), "id") or text(container, "channel_id")
    stamp = text(container, "message_ts") or text(part(body, "message"), "ts")
    origin = {"channel": channel, "ts": stamp}
    if container.get("is_ephemeral") or part(body, "message").get("is_ephemeral"):
        origin = {"response_url": text(body, "response_url")}
    return Place(trigger, origin=_kept(origin))


def _remembered(view: Payload) -> Mapping[str, object]:
    try:
        kept = json.loads(text(view, "private_metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _kept(origin: Mapping[str, object]) -> dict[str, str]:
    known = ("channel", "ts", "response_url", "home")
    return {key: str(origin[key]) for key in known if origin.get(key)}


def _answer(given: object) -> Answer:
    element: object = next(iter(given.values()), {}) if isinstance(given, Mapping) else {}
    if not isinstance(element, Mapping):
        return ""
    several = element.get("selected_options")
    if isinstance(several, Sequence) or text(element, "type") in {
        "checkboxes",
        "multi_external_select",
        "multi_static_select",
    }:
        chosen = several if isinstance(several, Sequence) else ()
        return tuple(text(each, "value") for each in chosen if isinstance(each, Mapping))
    one = part(element, "selected_option")
    keys = ("selected_date", "selected_time", "value")
    plain = next((str(element[key]) for key in keys if element.get(key)), "")
    return (text(one, "value") or plain)[:LONGEST_ANSWER]


def _event(kind: str, mark: str) -> str:
    return f"slack:{kind}:{mark}" if mark else ""


def _name(user: Payload) -> str:
    return text(user, "username") or text(user, "name")
