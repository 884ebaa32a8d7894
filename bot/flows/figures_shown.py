"""What HR may be shown of a programme: its newest frozen figures, in words, as a table, as a picture."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.insight import (
    Published,
    PublishedFigures,
    PublishedWeek,
    Standing,
    Unit,
    next_freeze,
    read_published,
    smallest_group,
)
from bot.model import FrozenFigures, Programme
from bot.ports import Store
from bot.said import (
    Aside,
    Facts,
    Figure,
    FigureKind,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Series,
    Table,
    Text,
    text,
    verbatim,
)

COUNTS = frozenset({Unit.PEOPLE, Unit.TANDEMS})
LONG_APART = "long_apart"


@dataclass(frozen=True)
class Before:
    """The last programme, and the figures with which it ended."""

    programme: Programme
    figures: PublishedFigures

    def value(self, key: str) -> Text:
        """Say a figure of it as it may be shown, a dash where it had none."""
        found = (each for each in self.figures.figures if each.key == key)
        return next((value(each, self) for each in found), text("status.none"))


@dataclass(frozen=True)
class Shown:
    """The newest frozen figures of a programme, and what they are compared with."""

    programme: Programme
    frozen: FrozenFigures
    figures: PublishedFigures
    before: Before | None

    def target(self, figure: Published) -> float | None:
        """Return what HR wants a figure to reach, in its unit; None where it wants nothing."""
        wanted = (each.value for each in self.programme.targets or () if each.figure == figure.key)
        return next(wanted, None)


def newest(store: Store, programme: Programme, readers: Collection[int]) -> Shown | None:
    """Return what these people may be shown of a programme, None before the first figures."""
    frozen = store.frozen_figures(programme.id)
    if not frozen:
        return None
    figures = read_published(frozen[-1].content, programme.smallest_group)
    return Shown(programme, frozen[-1], figures, _before(store, programme, readers))


def facts(programme: Programme, now: datetime) -> Facts:
    """Say what the programme is for, where it stands, and how small a group is shown."""
    told = [
        (text("status.fact.week"), _when(programme, now)),
        (text("status.fact.rhythm"), text(f"status.rhythm.{programme.cadence.value}")),
        (
            text("status.fact.group"),
            text("number.people", count=smallest_group(programme.smallest_group)),
        ),
    ]
    if programme.goal:
        told.insert(0, (text("status.fact.goal"), verbatim(programme.goal)))
    return Facts(tuple(told))


def first_ones(programme: Programme, now: datetime) -> tuple[Part, ...]:
    """Say when the first figures come, and what will be among them."""
    due = Moment(next_freeze(programme, now), MomentStyle.DAY_AND_TIME)
    group, count = programme.in_groups, programme.smallest_group
    first = text("status.first.how", group=group, count=count)
    return (
        Paragraph(text("status.first.body", moment=due)),
        Paragraph(first),
    )


def as_of(shown: Shown) -> Text:
    """Say of when the figures are, and when the next ones come."""
    return text(
        "status.figures.frozen",
        week=week(shown.figures.week),
        moment=Moment(shown.frozen.frozen_at, MomentStyle.DAY),
        following=Moment(next_freeze(shown.programme, shown.frozen.frozen_at), MomentStyle.DAY),
    )


def never(programme: Programme) -> Aside:
    """Say what HR never sees."""
    count = smallest_group(programme.smallest_group)
    return Aside(text("status.figures.never", group=programme.in_groups, count=count))


def table(shown: Shown) -> Table:
    """Return every figure, beside it what HR wants to reach, and what the last programme reached.

    What the surveys say stands apart (`surveys`).
    """
    return _table(shown, (each for each in shown.figures.figures if not each.from_survey))


def surveys(shown: Shown) -> tuple[Part, ...]:
    """Return what the surveys say, as soon as enough people have answered one, and how sure it is."""
    told = [each for each in shown.figures.told if each.from_survey]
    if not told:
        return ()
    changes = any(each.unit is Unit.CHANGE for each in told)
    how = text("status.surveys.change" if changes else "status.surveys.aside")
    return (Paragraph(text("status.surveys.body")), _table(shown, told), Aside(how))


def apart(shown: Shown) -> tuple[Part, ...]:
    """Say what the count of pairings that have not met for long means, where there are any."""
    found = next((each for each in shown.figures.figures if each.key == LONG_APART), None)
    group, count = shown.programme.in_groups, shown.figures.smallest_group
    said = text("status.apart.aside", group=group, count=count)
    return (Aside(said),) if found and found.value else ()


def _table(shown: Shown, figures: Iterable[Published]) -> Table:
    wants = bool(shown.programme.targets)
    before = shown.before
    heads = [text("status.table.figure"), text("status.table.value"), text("status.table.people")]
    heads += [text("status.table.target")] if wants else []
    heads += [text("status.table.before", programme=before.programme.name)] if before else []
    rows = []
    for each in figures:
        people = text("status.none")
        if each.n is not None:
            people = text("status.value.people", count=each.n)
        row = [name(each.key, shown.programme), value(each, shown), people]
        row += [target(each, shown.target(each))] if wants else []
        row += [before.value(each.key)] if before else []
        rows.append(tuple(row))
    return Table(tuple(heads), tuple(rows))


def target(figure: Published, wanted: float | None) -> Text:
    """Say what HR wants to reach, and whether it is; nothing about a figure that is hidden."""
    if wanted is None:
        return text("status.none")
    reached = is_reached(figure, wanted)
    if reached is None:
        return at_least(figure.unit, wanted)
    suffix = "reached" if reached else "not_yet"
    return text(f"status.target.{_share_or_points(figure.unit)}_{suffix}", value=wanted)


def at_least(unit: Unit, wanted: float) -> Text:
    """Say what HR wants to reach."""
    return text(f"status.target.{_share_or_points(unit)}", value=wanted)


def _share_or_points(unit: Unit) -> str:
    return "share" if unit is Unit.SHARE else "points"


def is_reached(figure: Published, wanted: float) -> bool | None:
    """Tell whether a figure reaches what HR wants, None where it is hidden."""
    if figure.standing is not Standing.SHOWN or figure.value is None:
        return None
    return figure.value >= wanted


def name(key: str, programme: Programme) -> Text:
    """Say what a figure counts, in the words of what the programme matches."""
    return text(f"status.figure.{key}", group=programme.in_groups)


def value(figure: Published, shown: "Shown | Before") -> Text:
    """Say a figure as it may be shown: with its interval, or why it is hidden."""
    figures = shown.figures
    if figure.standing is Standing.TOO_FEW:
        return text("status.value.too_few", count=figure.least)
    if figure.standing is Standing.PROTECTED:
        return text("status.value.protected", count=figures.smallest_group)
    said = _said(figure, group=shown.programme.in_groups)
    if figure.week == figures.week:
        return said
    return text("status.value.older", value=said, week=week(figure.week))


def picture(weeks: tuple[PublishedWeek, ...]) -> tuple[Part, ...]:
    """Draw the weeks as bars, if there is one to be shown."""
    known = [each for each in weeks if each.planned is not None and each.met is not None]
    if not known:
        return ()
    last = known[-1]
    assert last.planned is not None
    assert last.met is not None
    drawn = Figure(
        FigureKind.BARS,
        text("status.trend.title"),
        text("status.trend.caption", week=week(last.week), met=last.met, planned=last.planned),
        tuple(week(each.week) for each in weeks),
        (
            Series(text("status.trend.planned"), tuple(each.planned for each in weeks)),
            Series(text("status.trend.met"), tuple(each.met for each in weeks)),
        ),
    )
    return (drawn, Aside(text("status.trend.aside")))


def week(iso_week: str) -> Text:
    """Say an ISO week by its number."""
    return text("status.week", number=int(iso_week.rpartition("W")[2]))


def _before(store: Store, programme: Programme, readers: Collection[int]) -> Before | None:
    """Return the programme before this one, if one of the readers leads it too."""
    earlier = [
        each
        for each in store.programmes_of(programme.organisation)
        if each.starts_on < programme.starts_on and set(readers) & set(each.hr_leads)
    ]
    last = max(earlier, key=lambda each: each.starts_on, default=None)
    frozen = store.frozen_figures(last.id) if last else ()
    if last is None or not frozen:
        return None
    return Before(last, read_published(frozen[-1].content, last.smallest_group))


def _when(programme: Programme, now: datetime) -> Text:
    """Say which of its weeks the programme is in, on its own calendar."""
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    if today < programme.starts_on:
        return text("status.when.before", day=programme.starts_on)
    first = programme.starts_on - timedelta(days=programme.starts_on.weekday())
    number = (today - first).days // 7 + 1
    if number > programme.weeks:
        return text("status.when.after", count=programme.weeks)
    return text("status.when.during", week=number, weeks=programme.weeks)


def _said(figure: Published, *, group: bool) -> Text:
    """Return a shown figure with its interval in words."""
    middle, low, high = figure.value, figure.low, figure.high
    if figure.unit is Unit.DAYS:
        return _days(middle, low, high)
    assert middle is not None, figure.key
    if figure.unit in COUNTS:
        return text(f"status.value.{figure.unit}", group=group, count=int(middle))
    assert low is not None, figure.key
    assert high is not None, figure.key
    if figure.unit is Unit.SHARE:
        return text("status.value.share", share=middle, low=low, high=high)
    if figure.unit is Unit.CHANGE and figure.effect is not None:
        effect = figure.effect
        return text("status.value.change", value=middle, low=low, high=high, effect=effect)
    if figure.unit is Unit.SCORE:
        return text("status.value.score", value=int(middle), low=int(low), high=int(high))
    return text("status.value.points", value=middle, low=low, high=high)


def _days(middle: float | None, low: float | None, high: float | None) -> Text:
    if middle is None or low is None:
        return text("status.value.days_not_yet")
    if high is None:
        return text("status.value.days_open", count=int(middle), low=int(low))
    return text("status.value.days", count=int(middle), low=int(low), high=int(high))
