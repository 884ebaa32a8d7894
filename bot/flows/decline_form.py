"""Why it is a no: asked after it, optional, private, and forgotten after 90 days."""

from datetime import timedelta

from bot.commands import Request
from bot.said import Aside, Form, Lines, OneOf, Option, text
from bot.turn import Turn

DECLINE_REASONS = ("no_time", "topics", "know_each_other", "prefer_other", "rather_not_say")
LONGEST_REASON = 300  # characters
REASON_KEPT = timedelta(days=90)


def form(request: Request) -> Form:
    """Return the question; what is submitted comes back with the request."""
    options = tuple(Option(each, text(f"proposal.why.{each}")) for each in DECLINE_REASONS)
    return Form(
        title=text("proposal.why.title"),
        request=request,
        intro=(Aside(text("proposal.why.who_sees")),),
        asks=(
            OneOf("why", text("proposal.why.label"), required=False, options=options),
            Lines("more", text("proposal.why.more"), required=False, longest=LONGEST_REASON),
        ),
        submit=text("proposal.why.submit"),
    )


def reason_in(turn: Turn) -> str:
    """Return the submitted reason: a known key, and own words after a colon where there are any."""
    answers = turn.answers or {}
    why = str(answers.get("why", ""))
    more = str(answers.get("more", "")).strip()[:LONGEST_REASON]
    return ": ".join(part for part in (why if why in DECLINE_REASONS else "", more) if part)
