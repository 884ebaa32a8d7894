"""HR gets a text that announces the programme, and posts it: herself, or by a word where it belongs."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.commands import EditAnnouncement, Join, PostAnnouncement, ShowAnnouncement, ShowHome
from bot.flows import consent
from bot.flows.questions.given import Given
from bot.model import Programme
from bot.said import (
    Aside,
    Button,
    Form,
    Lines,
    Mention,
    Message,
    Paragraph,
    Quote,
    Reply,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import NotAllowed, Turn

LONGEST = 1500  # characters; Slack takes 3000 in a field
ASK = "words"
HOW_TO_JOIN = re.compile(r"/program\b", re.IGNORECASE)


def show(turn: Turn, _request: ShowAnnouncement) -> Reply:
    """Show the given text."""
    programme = _open(turn, turn.hr_programme())
    return _preview(turn, programme)


def post(turn: Turn, _request: PostAnnouncement) -> Reply:
    """Announce the programme to everybody where HR asks for it, with a button to join."""
    programme = _open(turn, turn.hr_programme())
    turn.note_down("announce.post", programme.id)
    words = _own(programme) or tuple(
        {**_given(turn, programme), "how": text("announce.text.button")}.values()
    )
    return Message(
        text("announce.post.title", programme=programme.name),
        (*(Paragraph(each) for each in words), Aside(text("announce.post.private"))),
        (Button(text("home.button.join"), Join(programme.id), Weight.PRIMARY),),
        for_all=True,
    )


def edit(turn: Turn, request: EditAnnouncement) -> Reply:
    """Ask for other words, beginning with those there are, and keep them with the programme.

    None brings the given ones back.
    """
    programme = _open(turn, turn.led(request.programme))
    if turn.answers is None:
        return _form(
            programme,
            _ask(turn, programme),
        )
    given = Given(turn)
    words = given.words(ASK, LONGEST)
    if words and not HOW_TO_JOIN.search(words):
        given.problems.setdefault(ASK, text("announce.problem"))
    if given.problems:
        return _form(
            programme,
            replace(_ask(turn, programme), value=words, draft=None),
            given.problems,
        )
    if words != programme.announcement:
        programme = turn.store.save(replace(programme, announcement=words))
        turn.note_down("announce.words", programme.id)
    return _preview(turn, programme)


def _open(turn: Turn, programme: Programme) -> Programme:
    """Return the programme that somebody can still join."""
    if programme.ended(turn.now):
        raise NotAllowed("announce.over")
    return programme


def _own(programme: Programme) -> tuple[Text, ...]:
    """Return the paragraphs in HR's own words, none where the given ones stand."""
    lines = (line.strip() for line in programme.announcement.splitlines())
    return tuple(verbatim(line) for line in lines if line)


def _given(turn: Turn, programme: Programme) -> Mapping[str, Text]:
    """Return the paragraphs of the given text."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    contact = consent.contact_of(turn, programme)
    when = (
        text("announce.text.coming", day=programme.starts_on, count=programme.weeks)
        if programme.starts_on > today
        else text("announce.text.running", day=programme.ends_before - timedelta(days=1))
    )
    return {
        "what": text("announce.text.what", group=programme.in_groups, programme=programme.name),
        "when": when,
        "free": text("announce.text.free"),
        "how": text("announce.text.how"),
        "contact": text(
            "announce.text.contact",
            contact=contact.name if isinstance(contact, Mention) else contact,
        ),
    }


def _ask(turn: Turn, programme: Programme) -> Lines:
    words = Lines(ASK, text("announce.ask"), required=False, longest=LONGEST)
    if programme.announcement:
        return replace(words, value=programme.announcement)
    return replace(words, draft=text("announce.text.whole", **_given(turn, programme)))


def _preview(turn: Turn, programme: Programme) -> Message:
    paragraphs = _own(programme) or tuple(_given(turn, programme).values())
    return Message(
        text("announce.title", programme=programme.name),
        (
            Paragraph(text("announce.post_it")),
            *(Quote(each) for each in paragraphs),
            Paragraph(text("announce.here")),
            Aside(text("announce.never")),
        ),
        (
            Button(text("announce.edit"), EditAnnouncement(programme.id)),
            Button(text("home.button.home"), ShowHome()),
        ),
        f"announce:{programme.id}",
    )


def _form(programme: Programme, ask: Lines, problems: Mapping[str, Text] | None = None) -> Form:
    return Form(
        title=text("announce.edit"),
        request=EditAnnouncement(programme.id),
        intro=(Paragraph(text("announce.kept")),),
        asks=(ask,),
        submit=text("announce.submit"),
        problems=problems or {},
    )
