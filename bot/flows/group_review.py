"""What HR sees of a drafted group: its mentor, topic and mentees, each with why, and who comes out."""

from collections import Counter

from bot.commands import TakeOut
from bot.flows import reasons
from bot.flows.group_cards import topic_of
from bot.model import GroupProposal, Participant, Proposal, Unmatched
from bot.said import Bullets, Button, Buttons, Paragraph, Part, Text, text
from bot.turn import Seat, Turn

GROUPS_ON_A_PAGE = 2  # with six mentees each, what Slack shows in one message: 50 blocks


def parts(turn: Turn, proposals: tuple[Proposal, ...], *, draft: bool) -> list[Part]:
    """Return one group, each mentee with the reasons and, in a `draft`, a button to take her out."""
    group = turn.known(GroupProposal, proposals[0].group or 0)
    mentor = turn.mention(turn.known(Participant, group.mentor))
    mean = round(sum(each.score for each in proposals) / len(proposals))
    topic = topic_of(turn, group.topic)
    count = len(proposals)
    title = text("forming.review.seated", mentor=mentor, topic=topic, count=count, score=mean)
    found: list[Part] = [Paragraph(title)]
    for each in proposals:
        mentee = turn.mention(turn.known(Participant, each.mentee))
        name = text("forming.review.mentee", mentee=mentee, score=each.score)
        why = reasons.in_short(each.reasons, turn.catalogue, turn.language)
        found += [Paragraph(name), Bullets(why)]
        if draft:
            out = Button(text("forming.review.take_out"), TakeOut(each.id))
            found.append(Buttons((out,)))
    return found


def summary(units: list[tuple[Proposal, ...]], unmatched: tuple[Unmatched, ...]) -> Text:
    """Return how many groups were found for how many mentees, how well they fit, who is left over."""
    without = Counter(each.seat for each in unmatched)
    scores = [each.score for several in units for each in several]
    return text(
        "forming.review.summary",
        groups=len(units),
        mentees=len(scores),
        seeking=without[Seat.MENTEE],
        offering=without[Seat.MENTOR],
        average=round(sum(scores) / len(scores)),
    )
