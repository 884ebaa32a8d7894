"""Texts become Markdown as cards know it: everything escaped, moments shown in the reader's zone."""

import re
from dataclasses import dataclass, field
from datetime import UTC

from adapters.teams.limits import cut
from bot.model import Platform
from bot.said import Bold, Link, Mention, Moment, MomentStyle, Span, Text

# learn.microsoft.com/adaptive-cards/authoring-cards/text-features: the client fills them in the
# reader's zone and the card's language.
FORMATS = {
    MomentStyle.DAY: "{{{{DATE({stamp},SHORT)}}}}",
    MomentStyle.TIME: "{{{{TIME({stamp})}}}}",
    MomentStyle.DAY_AND_TIME: "{{{{DATE({stamp},SHORT)}}}}, {{{{TIME({stamp})}}}}",
}
MARKS = re.compile(r"([\\`*_\[\]~|])")
ENTITY = re.compile(r"&(?=#?\w+;)")
# What would begin a list, a heading or a quote at the start of a line.
BLOCK = re.compile(r"(?m)^(\s*)([-+#>]|\d+[.)])(?=\s)")
LONGEST_LINK = 1000  # characters of an address; a longer one is shown as plain words


@dataclass
class Mentions:
    """Who is mentioned in a card; an entity belongs to each `<at>` in its words."""

    tenant: str
    entities: list[dict[str, object]] = field(default_factory=list)

    def of(self, mention: Mention) -> str:
        """Return a native mention where the person is in this tenant, else her name in bold."""
        for address in mention.addresses:
            if address.platform is Platform.TEAMS and address.workspace == self.tenant:
                return self._native(mention.name, address.user)
        return _bold(escaped(mention.name))

    def _native(self, name: str, user: str) -> str:
        shown = re.sub(r"[<>&]", " ", name).strip() or user
        words = f"<at>{shown}</at>"
        entity: dict[str, object] = {
            "type": "mention",
            "text": words,
            "mentioned": {"id": user, "name": shown},
        }
        if entity not in self.entities:
            self.entities.append(entity)
        return words


def marked(text: Text, mentions: Mentions, most: int) -> str:
    """Return a worded text as Markdown of about `most` characters; a space where it is empty."""
    kept, length = [], 0
    for span in text.spans:
        words = _span(span, mentions, most - length)
        kept.append(words)
        length += len(words)
        if length >= most:
            break
    return "".join(kept).replace("\n", "\n\n") or " "


def escaped(words: str) -> str:
    """Return plain words so that a card shows them as they are."""
    harmless = ENTITY.sub("&amp;", MARKS.sub(r"\\\1", words))
    harmless = harmless.replace("{{", "{\u200b{").replace("<at>", "<\u200bat>")
    return BLOCK.sub(r"\1\\\2", harmless)


def _span(span: Span, mentions: Mentions, most: int) -> str:
    match span:
        case str():
            return escaped(cut(span, max(most, 1)))
        case Bold(words=words):
            return _bold(escaped(words))
        case Mention():
            return mentions.of(span)
        case Moment(at=at, style=style):
            return FORMATS[style].format(stamp=at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
        case Link(words=words, url=url):
            return _link(words, url)


def _bold(words: str) -> str:
    """Return words with weight; Markdown knows none around a space."""
    inner = words.strip()
    return words.replace(inner, f"**{inner}**", 1) if inner else words


def _link(words: str, url: str) -> str:
    harmless = url.startswith(("https://", "http://", "mailto:")) and len(url) <= LONGEST_LINK
    if not harmless or any(letter in url for letter in "<>() \n\\"):
        return escaped(words)
    return f"[{escaped(words) or '…'}]({url})"
