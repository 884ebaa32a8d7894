"""Turns Teams' activities into what was heard; reads what is there, trusts only the envelope."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from adapters.payload import Payload, needed, part, text
from adapters.teams.api import Spot
from adapters.teams.asks import PEOPLE, SEPARATOR, SEVERAL, TOPICS, arrived
from adapters.teams.parts import ASKED, PAYLOAD
from bot.cadence import known_zone
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.model import Address, Language, Platform

LONGEST_TEXT = 2000  # characters typed at once; the grammar reads fewer
LONGEST_ANSWER = 4000
LONGEST_PAYLOAD = 2000
MOST_ANSWERS = 100  # questions of one form
MOST_VALUES = 200  # chosen in one question
OWN_CHAT = "personal"
ADDED = frozenset({"add", "add-upgrade"})
REMOVED = frozenset({"remove", "remove-upgrade"})
EXECUTE, SEARCH = "adaptiveCard/action", "application/search"
FILE = "fileConsent/invoke"
MENTION = re.compile(r"<at[^>]*>(.*?)</at>", re.DOTALL)


@dataclass(frozen=True)
class Envelope:
    """What stands around every activity; `name` and `account` are the sender's, `bot` is ours.

    `kind` is that of the conversation: the bot's own with a person, a group's or a channel's.
    """

    tenant: str
    user: str
    account: str
    name: str
    bot: str
    spot: Spot
    kind: str
    activity: str
    locale: str = ""
    zone: str = ""

    @property
    def private(self) -> bool:
        """Tell whether nobody but the sender reads along."""
        return self.kind == OWN_CHAT


@dataclass(frozen=True)
class Incoming:
    """Something that came in, before it is known who the person is: words, a button or a form.

    `card` is the activity whose card was pressed, `dataset` what is searched while typing, `upload`
    where an accepted document is to be laid; its name is in `words`.
    """

    envelope: Envelope
    event: str = ""
    words: str | None = None
    payload: str = ""
    answers: Mapping[str, Answer] | None = None
    card: str = ""
    dataset: str = ""
    upload: str = ""

    def heard(self, actor: Actor) -> Heard:
        """Return what was heard from this person."""
        if self.answers is not None:
            return Submitted(actor, self.payload, self.answers, event=self.event)
        if self.words is not None:
            return Typed(actor, self.words, event=self.event)
        return Pressed(actor, self.payload, event=self.event)


def tenant_of(body: Payload) -> str:
    """Return the tenant of an activity, empty where it names none or two.

    The SDK loses it: it looks for `tenantID`, and the wire says `tenantId`.
    """
    channel = text(part(part(body, "channelData"), "tenant"), "id").casefold()
    conversation = text(part(body, "conversation"), "tenantId").casefold()
    if channel and conversation and channel != conversation:
        return ""
    return channel or conversation


def envelope(body: Payload) -> Envelope | None:
    """Return what stands around an activity, None where no employee sent it (a bot, a connector)."""
    sender, conversation = part(body, "from"), part(body, "conversation")
    user = text(sender, "aadObjectId").casefold()
    if not user:
        return None
    client = _client(body)
    return Envelope(
        tenant_of(body),
        user,
        needed(sender, "id"),
        text(sender, "name"),
        text(part(body, "recipient"), "id"),
        Spot(needed(body, "serviceUrl"), needed(conversation, "id")),
        text(conversation, "conversationType") or OWN_CHAT,
        text(body, "id"),
        text(client, "locale") or text(body, "locale"),
        text(body, "localTimezone") or text(client, "timezone"),
    )


def message(body: Payload) -> Incoming | None:
    """Return what was written to the bot, or submitted by a client without universal actions.

    None for what is said in a group without naming the bot.
    """
    around = envelope(body)
    if around is None:
        return None
    event = _event(around)
    data = part(body, "value")
    if data:  # a card's data goes first: such an activity has no text
        return replace(_of_card(data, around), card=text(body, "replyToId"), event=event)
    words = text(body, "text")[:LONGEST_TEXT]
    called = _named(body, around.bot) or words.lstrip().startswith("/")
    if not around.private and not called:
        return None
    return Incoming(around, event, words=html.unescape(_without_own_name(words, body, around.bot)))


def executed(body: Payload) -> Incoming | None:
    """Return a pressed button or a submitted form of a universal action."""
    around = envelope(body)
    if around is None:
        return None
    data = part(part(part(body, "value"), "action"), "data")
    return replace(_of_card(data, around), card=text(body, "replyToId"), event=_event(around))


def searched(body: Payload) -> Incoming | None:
    """Return what somebody is typing into a list, None for a list that is not ours."""
    around, value = envelope(body), part(body, "value")
    dataset = text(value, "dataset")
    if around is None or dataset not in {TOPICS, PEOPLE}:
        return None
    return Incoming(around, words=text(value, "queryText")[:LONGEST_TEXT], dataset=dataset)


def accepted(body: Payload) -> Incoming | None:
    """Return a document that somebody accepted, None where she declined it."""
    around, value = envelope(body), part(body, "value")
    if around is None or text(value, "action") != "accept":
        return None
    payload = text(part(value, "context"), PAYLOAD)[:LONGEST_PAYLOAD]
    place = part(value, "uploadInfo")
    return Incoming(
        around,
        payload=payload,
        words=text(place, "name"),
        card=text(body, "replyToId"),
        upload=text(place, "uploadUrl"),
    )


def installed(body: Payload) -> bool | None:
    """Tell whether a person has just added the bot for herself (True) or removed it (False)."""
    if text(part(body, "conversation"), "conversationType") not in {"", OWN_CHAT}:
        return None
    if text(body, "type") == "installationUpdate":
        action = text(body, "action")
        return True if action in ADDED else False if action in REMOVED else None
    bot = text(part(body, "recipient"), "id")
    added, removed = _ids(body, "membersAdded"), _ids(body, "membersRemoved")
    return True if bot in added else False if bot in removed else None


def actor(incoming: Incoming, member: Payload | None) -> Actor:
    """Return who is there: by the verified envelope, and by what the roster says of that account.

    Without the roster nothing is known but the address. Guests, people of other tenants and
    anonymous people in a meeting are guests.
    """
    around = incoming.envelope
    address = Address(Platform.TEAMS, around.tenant, around.user)
    language = Language.DE if around.locale.casefold().startswith("de") else Language.EN
    zone = around.zone if known_zone(around.zone) else "UTC"
    if member is None or not _is_of(member, around):
        return Actor(address, around.name, "", language, zone)
    name = text(member, "name") or around.name
    return Actor(address, name, _email(member), language, zone, guest=_is_guest(member, around))


def _of_card(data: Payload, around: Envelope) -> Incoming:
    payload = text(data, PAYLOAD)[:LONGEST_PAYLOAD]
    asked = data.get(ASKED)
    if not isinstance(asked, Sequence) or isinstance(asked, str):
        return Incoming(around, payload=payload)
    ids = [each for each in asked[:MOST_ANSWERS] if isinstance(each, str)]
    return Incoming(around, payload=payload, answers=dict(_answered(each, data) for each in ids))


def _answered(number: str, data: Payload) -> tuple[str, Answer]:
    kind, _, key = number.partition(":")
    given = text(data, number)[:LONGEST_ANSWER]
    if kind == SEVERAL:
        chosen = given.split(SEPARATOR)[:MOST_VALUES]
        return key, tuple(arrived(each) for each in chosen if each)
    return key, given


def _is_of(member: Payload, around: Envelope) -> bool:
    """Tell whether the roster answered about whoever sent this."""
    told = text(member, "aadObjectId") or text(member, "objectId")
    return not told or told.casefold() == around.user


def _is_guest(member: Payload, around: Envelope) -> bool:
    home = text(member, "tenantId").casefold()
    outside = bool(home) and home != around.tenant
    role = text(member, "userRole").casefold()
    name = text(member, "userPrincipalName")
    return outside or role in {"guest", "anonymous", "federated"} or "#ext#" in name.casefold()


def _email(member: Payload) -> str:
    return text(member, "email") or text(member, "userPrincipalName")


def _named(body: Payload, bot: str) -> bool:
    return any(text(part(each, "mentioned"), "id") == bot for each in _entities(body, "mention"))


def _without_own_name(words: str, body: Payload, bot: str) -> str:
    """Take away the bot's own mention; the SDK's way fails without a text and leaves spaces."""
    own = {
        text(each, "text")
        for each in _entities(body, "mention")
        if text(part(each, "mentioned"), "id") == bot
    }
    for each in own - {""}:
        words = words.replace(each, " ")
    return MENTION.sub(r"\1", words)


def _client(body: Payload) -> Payload:
    return next(iter(_entities(body, "clientInfo")), {})


def _entities(body: Payload, kind: str) -> list[Payload]:
    told = body.get("entities")
    every = told if isinstance(told, Sequence) else ()
    return [each for each in every if isinstance(each, Mapping) and each.get("type") == kind]


def _ids(body: Payload, key: str) -> set[str]:
    told = body.get(key)
    every = told if isinstance(told, Sequence) and not isinstance(told, str) else ()
    return {text(each, "id") for each in every if isinstance(each, Mapping)}


def _event(around: Envelope) -> str:
    if not around.activity:
        return ""
    return f"teams:{around.tenant}:{around.spot.conversation}:{around.activity}"
