"""kehrwert match: one round of the matcher on a people file, without a database."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.person_row import PersonRow
from app.commands.output import AsJson, progress, tell
from app.commands.people import SkipBad, read
from app.commands.round_files import RoundFiles
from app.commands.topics import CatalogueFile, catalogue_in
from app.refusal import Refusal
from bot.matching import (
    Catalogue,
    Entrant,
    GroupRound,
    Hours,
    OrgChart,
    RoundResult,
    TopicChoice,
    Weights,
    match_group_round,
    match_round,
)
from bot.matching.groups import MOST_LEARNERS
from bot.model import Language


class Form(StrEnum):
    """What a round makes of people."""

    PAIR = "pair"
    GROUP = "group"


def match(
    people: Annotated[Path, typer.Option("--people", help="the people file, a CSV")],
    out: Annotated[
        Path, typer.Option("--out", help="folder for pairs.csv, unmatched.csv and round.json")
    ],
    *,
    threshold: Annotated[
        int, typer.Option(help="least compatibility degree of a pair", min=0, max=100)
    ] = 0,
    catalogue: CatalogueFile = None,
    language: Annotated[Language, typer.Option(help="language of reasons and advice")] = (
        Language.EN
    ),
    form: Annotated[
        Form, typer.Option("--format", help="pairs, or groups of one mentor for one topic")
    ] = Form.PAIR,
    group_size: Annotated[
        int, typer.Option(help="with --format group: most mentees in one", min=2, max=20)
    ] = MOST_LEARNERS,
    skip_bad: SkipBad = False,
    as_json: AsJson = False,
) -> None:
    """Match the mentors and mentees of a people file: the best whole assignment, with reasons.

    A calculation only: nobody is told, nothing is stored. Writes pairs.csv, unmatched.csv and
    round.json, which holds everything: parts of each score, reasons, who is missing, the proof.
    Groups stand in groups.csv besides, and are filled one after the other, without a proof.
    """
    rows = read(people, skip_bad=skip_bad).rows
    _refuse_without_both(people, rows)
    topics = catalogue_in(catalogue)
    entrants = [entrant_of(row) for row in rows if row.role is not None]
    chart = OrgChart({row.email: row.manager_email or None for row in rows})
    size = group_size if form is Form.GROUP else 0
    result, grouped = _matched(entrants, chart, topics, threshold, size)
    files = RoundFiles(result, topics, language, grouped)
    files.write(out, files.everything(entrants, threshold, Weights()))
    tell(_sentence(result, files, out), _counts(result, files, out), as_json=as_json)


def _matched(
    entrants: Sequence[Entrant], chart: OrgChart, topics: Catalogue, threshold: int, group_size: int
) -> tuple[RoundResult, GroupRound | None]:
    """Return the round, and its groups where some of `group_size` are asked for (0: pairs)."""
    with progress() as bar:
        task = bar.add_task("matching", total=1.0)

        def tell_how_far(step: str, share: float) -> None:
            bar.update(task, description=step, completed=share)

        if group_size:
            grouped = match_group_round(entrants, chart, topics, most=group_size)
            return grouped.pairs, grouped
        return match_round(
            entrants, chart, topics, threshold=threshold, progress=tell_how_far
        ), None


def entrant_of(row: PersonRow) -> Entrant:
    """Return a row of a people file as the matcher sees it; e-mails are the ids."""
    return Entrant(
        id=row.email,
        mentor=row.role is not None and row.role.mentors,
        mentee=row.role is not None and row.role.learns,
        offers=tuple(TopicChoice(words, weight) for words, weight in row.offers),
        wants=tuple(TopicChoice(words, weight) for words, weight in row.wants),
        languages={skill.code: skill.level for skill in row.languages},
        hours=Hours(row.time_zone, row.work_start, row.work_end),
        site=row.site,
        team=row.team,
        manager=row.manager_email or None,
        level=row.level,
        capacity=row.capacity,
        meeting=row.meeting,
        not_with=frozenset(row.not_with),
        earlier_partners=frozenset(row.earlier_partners),
        competes_in=row.competes_in,
    )


def _refuse_without_both(file: Path, rows: Iterable[PersonRow]) -> None:
    roles = [row.role for row in rows if row.role is not None]
    if not any(role.mentors for role in roles) or not any(role.learns for role in roles):
        raise Refusal(
            f"{file}: a round needs at least one mentor and one mentee in the column role"
        )


def _counts(result: RoundResult, files: RoundFiles, out: Path) -> dict[str, object]:
    groups = {} if files.grouped is None else {"groups": len(files.grouped.groups)}
    proven = None if groups else result.certificate.proven
    return {
        **groups,
        "pairs": len(result.matches),
        "unmatched": len(result.unmatched),
        "proven_best": proven,
        "folder": str(out),
    }


def _sentence(result: RoundResult, files: RoundFiles, out: Path) -> str:
    pairs, seats = len(result.matches), len(result.unmatched)
    counts = f"{pairs} pair{'' if pairs == 1 else 's'}, {seats} without a partner: see {out}"
    if files.grouped:
        counts = f"{len(files.grouped.groups)} groups with {counts}"
    if pairs:
        return counts
    return f"{counts}\nNobody could be paired. Mostly because: {files.most_frequent_reason()}"
