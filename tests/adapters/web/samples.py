"""Sample messages and forms: every element that can be said, worded as at the core's exit."""

from datetime import UTC, date, datetime

from bot.commands import ShowHome
from bot.said import (
    Aside,
    Bold,
    Bullets,
    Button,
    Buttons,
    Day,
    Facts,
    Figure,
    FigureKind,
    File,
    Form,
    Line,
    Lines,
    Link,
    Mention,
    Message,
    Moment,
    OneOf,
    Option,
    Paragraph,
    People,
    Quote,
    Scale,
    Series,
    SomeOf,
    Span,
    Table,
    Text,
    TimeOfDay,
    Topics,
    Weight,
)

TUESDAY = datetime(2026, 1, 13, 13, 0, tzinfo=UTC)


def words(*spans: Span) -> Text:
    """Return a text that is worded already."""
    return Text("", {}, spans)


def option(value: str, label: str, hint: str = "") -> Option:
    """Return an option that is worded already."""
    return Option(value, words(label), words(hint) if hint else None)


def button(
    label: str, payload: str, weight: Weight = Weight.PLAIN, confirm: str | None = None
) -> Button:
    """Return a button that is worded already."""
    return Button(words(label), ShowHome(), weight, words(confirm) if confirm else None, payload)


WEEKS = Figure(
    FigureKind.LINES,
    words("Meetings per week"),
    words("Meetings planned and met per week: from 9 planned and 8 met to 14 planned and 13 met."),
    tuple(words(f"W{n}") for n in range(1, 13)),
    (
        Series(words("planned"), (9, 10, 12, 12, 13, 13, 14, 14, 14, 14, 14, 14)),
        Series(words("met"), (8, 9, 10, None, 11, 12, 12, 13, 11, 12, 13, 13)),
    ),
)
FUNNEL = Figure(
    FigureKind.BARS,
    words("From joining to the first hour"),
    words("40 people joined, 31 completed their profile, 28 were matched, 24 accepted."),
    tuple(map(words, ("Opted in", "Profile complete", "Matched with a partner", "Both accepted"))),
    (Series(words("people"), (40, 31, 28, 24)),),
)
SATISFACTION = Figure(
    FigureKind.BARS,
    words("How useful the hours were"),
    words("Share of hours rated 4 or 5, by site; Leipzig has fewer than five answers."),
    tuple(map(words, ("Berlin", "München", "Leipzig", "London"))),
    (
        Series(words("mentors"), (82, 74.5, None, 91)),
        Series(words("mentees"), (88, 79, None, 86)),
    ),
    "%",
)

PROPOSAL = Message(
    words("A partner for you: ", Mention("Bernd Krüger")),
    (
        Paragraph(
            words(
                "Bernd leads Logistics in Hamburg and would like to learn what you offer. ",
                "If you both say yes, the first hour is booked at once.",
            )
        ),
        Facts(
            (
                (words("What fits"), words("Social media, AI tools")),
                (words("Languages"), words("German, English")),
                (words("First hour"), words(Moment(TUESDAY, words="Tuesday, 13 January, 14:00"))),
                (words("Compatibility"), words(Bold("87"), " of 100")),
            )
        ),
        Quote(words("I nod along when people say “prompt”. I would love to stop nodding.")),
        Aside(words("Bernd sees the same about you. A no is private and needs no reason.")),
    ),
    (
        button("Yes, gladly", "accept:1", Weight.PRIMARY),
        button("No, thank you", "form:decline"),
    ),
    about="proposal:1",
)

AGENDA = Message(
    words("Your hour with Asha is tomorrow"),
    (
        Bullets(
            (
                words(Bold("5 min"), " – what stayed with you since last time"),
                words(Bold("40 min"), " – topic: short videos that do not embarrass anybody"),
                words(Bold("10 min"), " – what will you try?"),
                words(Bold("5 min"), " – next step"),
            )
        ),
        Paragraph(
            words(
                "In your calendar: ",
                Link("Outlook", "https://outlook.example.org/add?a=1&b=2"),
                " · ",
                Link("Google", "https://calendar.example.org/"),
            )
        ),
    ),
    (
        button("I will be there", "note:see you", Weight.PRIMARY),
        button("Move it", "form:move"),
        button("Skip this week", "skip:1", Weight.DANGER, "Skip this week’s hour with Asha?"),
    ),
)

STATUS = Message(
    words("How the programme is doing"),
    (
        Facts(
            (
                (words("Taking part"), words("40")),
                (words("Pairs"), words("14")),
                (words("Hours met"), words("132 of 149")),
                (words("Usefulness"), words("4.4 of 5 (n = 96)")),
            )
        ),
        WEEKS,
        FUNNEL,
        SATISFACTION,
        Table(
            (words("Site"), words("People"), words("Acceptance"), words("Days to a match")),
            (
                (words("Berlin"), words("18"), words("83 %"), words("6")),
                (words("München"), words("12"), words("75 %"), words("9")),
                (words("Leipzig"), words("fewer than 5"), words("–"), words("–")),
            ),
        ),
        Buttons((button("Week before", "page:1"), button("Export", "note:export"))),
        Aside(words("Figures need at least five people.\nWhat one person said never stands here.")),
    ),
)

DATA = Message(
    words("Everything I keep about you"),
    (
        Paragraph(words("Here is the file.")),
        File("my <data>.json", "application/json", b'{"name": "Asha"}'),
    ),
)

MESSAGES = {"proposal": PROPOSAL, "agenda": AGENDA, "status": STATUS, "data": DATA}

SITES = tuple(option(name.lower(), name) for name in "ABCDEFGHI")
FORM = Form(
    words("What would you like to learn?"),
    ShowHome(),
    (
        Topics(
            "topics",
            words("Topics"),
            hint=words("Type a word; what comes near is offered."),
            chosen=(option("ai", "AI tools"), option("social", "Social media")),
            most=4,
        ),
        Line("more", words("Something that is not in the list?"), required=False, value="Podcasts"),
        SomeOf(
            "languages",
            words("Languages you would speak with a partner"),
            options=(option("de", "German"), option("en", "English"), option("fr", "French")),
            values=("de",),
            most=2,
        ),
        OneOf(
            "meeting",
            words("Where would you rather meet?"),
            options=(
                option("any", "Both is fine"),
                option("same_site", "In person"),
                option("remote", "Remotely"),
            ),
            value="any",
        ),
    ),
    words("Next"),
    (Paragraph(words("The more we know, the better your partner fits.")),),
    (2, 6),
    button("Back", "form:first"),
    payload="join.answer:1:wants",
)

LONG_FORM = Form(
    words("Every question there is"),
    ShowHome(),
    (
        Lines("goal", words("One sentence for your partner"), value="Hello <you>\n& me"),
        OneOf(
            "role",
            words("Your seat"),
            options=(
                option("mentor", "Mentor", "You show a more senior colleague your world."),
                option("mentee", "Mentee", "You learn from somebody less senior."),
            ),
        ),
        OneOf("site", words("Site"), options=SITES, value="c"),
        SomeOf(
            "consent",
            words("Your consent"),
            options=(
                option("yes", "Kehrwert may use my answers in order to find a partner for me."),
            ),
        ),
        Scale(
            "useful",
            words("How useful was the hour?"),
            low_label=words("hardly"),
            high_label=words("very"),
            value=4,
        ),
        Day("day", words("Pause until"), required=False, first=date(2026, 1, 12)),
        TimeOfDay("start", words("Your day begins at"), value="09:00"),
        People(
            "not_with",
            words("Whom should we not match you with?"),
            hint=words("Nobody but you sees this."),
            required=False,
            most=3,
        ),
    ),
    words("Send"),
    payload="answer:1",
    problems={"role": words("Please choose a seat."), "day": words("This day is over.")},
)

FORMS = {"form": FORM, "long_form": LONG_FORM}
