"""HR asks whether it works: the frozen figures, and how they are frozen every week."""

from datetime import timedelta

from bot.commands import (
    ExportFigures,
    FreezeFigures,
    PrepareRound,
    ShowHome,
    ShowSettings,
    ShowStatus,
    ShowUndelivered,
)
from bot.flows.figures_shown import (
    Shown,
    apart,
    as_of,
    facts,
    first_ones,
    never,
    newest,
    picture,
    surveys,
    table,
)
from bot.insight import (
    Ledger,
    as_counted,
    freeze,
    hour_counts,
    last_freeze,
    next_freeze,
    proposal_counts,
    week_ended,
)
from bot.model import FrozenFigures, Programme, Purpose
from bot.said import Button, Message, Paragraph, Part, Reply, text
from bot.turn import Turn

FREEZES_AFTER_END = timedelta(weeks=26)  # the last survey asks three months after the end


def show_status(turn: Turn, _request: ShowStatus) -> Reply:
    """Show an HR lead the newest frozen figures of her programme, or when the first will come."""
    programme = turn.hr_programme()
    shown = newest(turn.store, programme, {turn.person.id})
    parts = _figures(shown) if shown else first_ones(programme, turn.now)
    over = programme.ended(turn.now)
    return Message(
        text("status.title", programme=programme.name),
        (facts(programme, turn.now), *parts, never(programme)),
        (
            *(() if over else (Button(text("status.match"), PrepareRound()),)),
            Button(text("status.export"), ExportFigures(programme.id)),
            Button(text("status.settings"), ShowSettings()),
            Button(text("status.undelivered"), ShowUndelivered(programme.id)),
            Button(text("status.home"), ShowHome()),
        ),
        f"status:{programme.id}",
    )


def _figures(shown: Shown) -> tuple[Part, ...]:
    weeks = picture(shown.figures.weeks)
    return (Paragraph(as_of(shown)), *weeks, table(shown), *apart(shown), *surveys(shown))


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

    Only those count who agreed to it (bot/insight/agreed.py).
    """
    consents = turn.store.standing_consents(programme.id, Purpose.FIGURES)
    agreed = {consent.person for consent in consents}
    counted = [each for each in turn.store.participants_of(programme.id) if each.person in agreed]
    ids = frozenset(each.id for each in counted)
    proposals, pairings = turn.store.proposals_of, turn.store.pairings_of
    hours = turn.store.check_ins_in(programme.id)
    return Ledger.of(
        programme,
        participants=counted,
        proposals=[each for each in proposals(programme.id) if proposal_counts(each, ids)],
        pairings=[found for each in pairings(programme.id) if (found := as_counted(each, ids))],
        check_ins=[each for each in hours if hour_counts(each, ids)],
        feedback=[each for each in turn.store.feedback_in(programme.id) if each.person in agreed],
        as_of=last_freeze(programme, turn.now),
        goals=turn.store.goals_in(programme.id),
        surveys=[each for each in turn.store.surveys_in(programme.id) if each.person in agreed],
        farewells=[each for each in turn.store.farewells_in(programme.id) if each.person in agreed],
    )
