"""HR asks whether it works: the frozen figures, and how they are frozen every week."""

from collections.abc import Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.commands import (
    FreezeFigures,
    PrepareRound,
    ShowHome,
    ShowSettings,
    ShowStatus,
    ShowUndelivered,
)
from bot.insight import (
    Ledger,
    Published,
    PublishedFigures,
    PublishedWeek,
    Standing,
    Unit,
    freeze,
    last_freeze,
    next_freeze,
    read_published,
    smallest_group,
    week_ended,
)
from bot.model import FrozenFigures, Pairing, Programme, Proposal, Purpose
from bot.said import (
    Aside,
    Button,
    Facts,
    Figure,
    FigureKind,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Reply,
    Series,
    Table,
    Text,
    text,
    verbatim,
)
from bot.turn import Turn

FREEZES_AFTER_END = timedelta(weeks=26)  # the last survey asks three months after the end


def show_status(turn: Turn, _request: ShowStatus) -> Reply:
    """Show an HR lead the newest frozen figures of her programme, or when the first will come."""
    programme = turn.hr_programme()
    frozen = turn.store.frozen_figures(programme.id)
    facts = Facts(_facts(turn, programme))
    parts = _figures(turn, programme, frozen[-1]) if frozen else _first(turn, programme)
    never = text("status.figures.never", count=smallest_group(programme.smallest_group))
    return Message(
        text("status.title", programme=programme.name),
        (facts, *parts, Aside(never)),
        (
            Button(text("status.match"), PrepareRound()),
            Button(text("status.settings"), ShowSettings()),
            Button(text("status.undelivered"), ShowUndelivered(programme.id)),
            Button(text("status.home"), ShowHome()),
        ),
        f"status:{programme.id}",
    )


def study(turn: Turn, chore: FreezeFigures) -> FrozenFigures | None:
    """Reckon the figures of the week that ended last, None when it is frozen already; reads only."""
    programme = turn.known(Programme, chore.subject)
    frozen = turn.store.frozen_figures(programme.id)
    week = week_ended(programme, last_freeze(programme, turn.now))
    if frozen and frozen[-1].week >= week:
        return None
    previous = frozen[-1] if frozen else None
    content = freeze(_ledger(turn, programme), programme.smallest_group, previous)
    return FrozenFigures(programme.id, week, turn.now, content)


def freeze_figures(turn: Turn, chore: FreezeFigures) -> None:
    """Keep the figures that were reckoned, unless another one was faster, and plan the next time."""
    programme = turn.known(Programme, chore.subject)
    frozen = turn.store.frozen_figures(programme.id)
    reckoned = turn.finding
    if isinstance(reckoned, FrozenFigures) and (not frozen or frozen[-1].week < reckoned.week):
        turn.store.add(reckoned)
    expect_figures(turn, programme)


def expect_figures(turn: Turn, programme: Programme) -> None:
    """Plan the next freezing, until half a year after the programme's end; safe to repeat."""
    due = next_freeze(programme, turn.now)
    end = programme.starts_on + timedelta(weeks=programme.weeks) + FREEZES_AFTER_END
    if due.date() <= end:
        turn.later(FreezeFigures(programme.id), due)


def _ledger(turn: Turn, programme: Programme) -> Ledger:
    """Return what had happened when the freezing was due, even if the clock came late.

    Only those count who agreed to it, and of pairs only those in which both did.
    """
    consents = turn.store.standing_consents(programme.id, Purpose.FIGURES)
    agreed = {consent.person for consent in consents}
    counted = [each for each in turn.store.participants_of(programme.id) if each.person in agreed]
    ids = {each.id for each in counted}

    def both_agreed(pair: Proposal | Pairing) -> bool:
        return pair.mentor in ids and pair.mentee in ids

    return Ledger.of(
        programme,
        participants=counted,
        proposals=filter(both_agreed, turn.store.proposals_of(programme.id)),
        pairings=filter(both_agreed, turn.store.pairings_of(programme.id)),
        check_ins=turn.store.check_ins_in(programme.id),
        feedback=[each for each in turn.store.feedback_in(programme.id) if each.person in agreed],
        as_of=last_freeze(programme, turn.now),
        goals=turn.store.goals_in(programme.id),
    )


def _facts(turn: Turn, programme: Programme) -> tuple[tuple[Text, Text], ...]:
    facts = [
        (text("status.fact.week"), _when(turn, programme)),
        (text("status.fact.rhythm"), text(f"status.rhythm.{programme.cadence.value}")),
        (
            text("status.fact.group"),
            text("number.people", count=smallest_group(programme.smallest_group)),
        ),
    ]
    if programme.goal:
        facts.insert(0, (text("status.fact.goal"), verbatim(programme.goal)))
    return tuple(facts)


def _when(turn: Turn, programme: Programme) -> Text:
    """Say which of its weeks the programme is in, on its own calendar."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    if today < programme.starts_on:
        return text("status.when.before", day=programme.starts_on)
    first = programme.starts_on - timedelta(days=programme.starts_on.weekday())
    week = (today - first).days // 7 + 1
    if week > programme.weeks:
        return text("status.when.after", count=programme.weeks)
    return text("status.when.during", week=week, weeks=programme.weeks)


def _first(turn: Turn, programme: Programme) -> tuple[Part, ...]:
    due = Moment(next_freeze(programme, turn.now), MomentStyle.DAY_AND_TIME)
    return (
        Paragraph(text("status.first.body", moment=due)),
        Paragraph(text("status.first.how", count=programme.smallest_group)),
    )


def _figures(turn: Turn, programme: Programme, frozen: FrozenFigures) -> tuple[Part, ...]:
    figures = read_published(frozen.content)
    as_of = text(
        "status.figures.frozen",
        week=_week(figures.week),
        moment=Moment(frozen.frozen_at, MomentStyle.DAY),
        following=Moment(next_freeze(programme, frozen.frozen_at), MomentStyle.DAY),
    )
    return (Paragraph(as_of), *_picture(figures.weeks), _table(turn, programme, figures))


def _table(turn: Turn, programme: Programme, figures: PublishedFigures) -> Table:
    """Return every figure, beside it what HR wants to reach, and what the last programme reached."""
    targets = {each.figure: each.value for each in programme.targets or ()}
    last = _last_programme(turn, programme)
    before = _values_of(turn, last) if last else {}
    heads = [text("status.table.figure"), text("status.table.value"), text("status.table.people")]
    heads += [text("status.table.target")] if targets else []
    heads += [text("status.table.before", programme=last.name)] if last and before else []
    rows = []
    for each in figures.figures:
        people = text("status.none")
        if each.n is not None:
            people = text("status.value.people", count=each.n)
        row = [text(f"status.figure.{each.key}"), _value(each, figures), people]
        row += [_target(each, targets)] if targets else []
        row += [before.get(each.key, text("status.none"))] if before else []
        rows.append(tuple(row))
    return Table(tuple(heads), tuple(rows))


def _target(figure: Published, targets: Mapping[str, float]) -> Text:
    """Say what HR wants to reach, and whether it is; nothing about a figure that is hidden."""
    wanted = targets.get(figure.key)
    if wanted is None:
        return text("status.none")
    share = figure.unit is Unit.SHARE
    if figure.standing is not Standing.SHOWN or figure.value is None:
        return text("status.target.share" if share else "status.target.points", value=wanted)
    reached = "reached" if figure.value >= wanted else "not_yet"
    return text(f"status.target.{'share' if share else 'points'}_{reached}", value=wanted)


def _last_programme(turn: Turn, programme: Programme) -> Programme | None:
    """Return the programme before this one, if the person leads it too."""
    earlier = [
        each
        for each in turn.store.programmes_of(programme.organisation)
        if each.starts_on < programme.starts_on and turn.person.id in each.hr_leads
    ]
    return max(earlier, key=lambda each: each.starts_on, default=None)


def _values_of(turn: Turn, programme: Programme) -> dict[str, Text]:
    """Return the last published figures of a programme, each as it may be shown."""
    frozen = turn.store.frozen_figures(programme.id)
    if not frozen:
        return {}
    figures = read_published(frozen[-1].content)
    return {each.key: _value(each, figures) for each in figures.figures}


def _value(figure: Published, figures: PublishedFigures) -> Text:
    if figure.standing is Standing.TOO_FEW:
        return text("status.value.too_few", count=figures.smallest_group)
    if figure.standing is Standing.PROTECTED:
        return text("status.value.protected", count=figures.smallest_group)
    said = _said(figure)
    if figure.week == figures.week:
        return said
    return text("status.value.older", value=said, week=_week(figure.week))


def _said(figure: Published) -> Text:
    """Return a shown figure with its interval in words."""
    value, low, high = figure.value, figure.low, figure.high
    if figure.unit is Unit.DAYS:
        return _days(value, low, high)
    assert value is not None, figure.key
    if figure.unit is Unit.PEOPLE:
        return text("status.value.people", count=int(value))
    assert low is not None, figure.key
    assert high is not None, figure.key
    if figure.unit is Unit.SHARE:
        return text("status.value.share", share=value, low=low, high=high)
    return text("status.value.points", value=value, low=low, high=high)


def _days(value: float | None, low: float | None, high: float | None) -> Text:
    if value is None or low is None:
        return text("status.value.days_not_yet")
    if high is None:
        return text("status.value.days_open", count=int(value), low=int(low))
    return text("status.value.days", count=int(value), low=int(low), high=int(high))


def _picture(weeks: tuple[PublishedWeek, ...]) -> tuple[Part, ...]:
    """Draw the weeks as bars, if there is one to be shown."""
    shown = [each for each in weeks if each.planned is not None and each.met is not None]
    if not shown:
        return ()
    last = shown[-1]
    assert last.planned is not None
    assert last.met is not None
    picture = Figure(
        FigureKind.BARS,
        text("status.trend.title"),
        text("status.trend.caption", week=_week(last.week), met=last.met, planned=last.planned),
        tuple(_week(each.week) for each in weeks),
        (
            Series(text("status.trend.planned"), tuple(each.planned for each in weeks)),
            Series(text("status.trend.met"), tuple(each.met for each in weeks)),
        ),
    )
    return (picture, Aside(text("status.trend.aside")))


def _week(week: str) -> Text:
    """Say an ISO week by its number."""
    return text("status.week", number=int(week.rpartition("W")[2]))
