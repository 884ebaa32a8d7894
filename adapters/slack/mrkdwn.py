"""Texts become Slack's mrkdwn: everything escaped, people mentioned, moments in the reader's zone."""

from adapters.slack.limits import cut_marked
from bot.model import Platform
from bot.said import Bold, Link, Mention, Moment, MomentStyle, Span, Text

# docs.slack.dev/messaging/formatting-message-text: the client shows them in the reader's zone.
FORMATS = {
    MomentStyle.DAY: "{date_long}",
    MomentStyle.TIME: "{time}",
    MomentStyle.DAY_AND_TIME: "{date_long}, {time}",
}
STAR = "\N{ASTERISK OPERATOR}"
LONGEST_LINK = 1000  # characters of an address; a longer one is shown as plain words


def marked(text: Text, workspace: str, most: int) -> str:
    """Return a worded text as mrkdwn of at most `most` characters; a space where it is empty."""
    return cut_marked("".join(_span(span, workspace) for span in text.spans), most) or " "


def bold(text: Text, workspace: str, most: int) -> str:
    """Return a worded text as bold mrkdwn; bold words and stars in it do not end the weight."""
    words = "".join(_light(span, workspace) for span in text.spans)
    # Bold ends at a line's end: docs.slack.dev/messaging/formatting-message-text
    short = cut_marked(words, most - 2 * (words.count("\n") + 1))
    return "\n".join(f"*{line}*" if line.strip() else line for line in short.split("\n")) or " "


def escaped(words: str) -> str:
    """Return plain words so that Slack shows them as they are and mentions nobody."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _span(span: Span, workspace: str) -> str:
    match span:
        case str():
            return escaped(span)
        case Bold(words=words):
            return f"*{escaped(words)}*" if words.strip() else escaped(words)
        case Mention():
            return _mention(span, workspace)
        case Moment(at=at, style=style, words=words):
            return f"<!date^{int(at.timestamp())}^{FORMATS[style]}|{_in_link(words)}>"
        case Link(words=words, url=url):
            return _link(words, url)


def _light(span: Span, workspace: str) -> str:
    """Return a span without a weight of its own; its stars look alike and weigh nothing."""
    match span:
        case Bold(words=words):
            shown = escaped(words)
        case Mention():
            shown = _mention(span, workspace).removeprefix("*").removesuffix("*")
        case _:
            shown = _span(span, workspace)
    return shown.replace("*", STAR)


def _mention(mention: Mention, workspace: str) -> str:
    for address in mention.addresses:
        if address.platform is Platform.SLACK and address.workspace == workspace:
            return f"<@{address.user}>"
    return f"*{escaped(mention.name)}*"


def _link(words: str, url: str) -> str:
    harmless = url.startswith(("https://", "http://", "mailto:")) and len(url) <= LONGEST_LINK
    if not harmless or any(letter in url for letter in "<>|"):
        return escaped(words)
    return f"<{url.replace('&', '&amp;')}|{_in_link(words)}>"


def _in_link(words: str) -> str:
    return escaped(words).replace("|", "/") or "…"
