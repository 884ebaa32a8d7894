"""kehrwert match: one round of the matcher on a people file, without a database."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.formulas import guarded
from adapters.directory.person_row import PersonRow
from app.commands.output import AsJson, progress, tell
from app.commands.people import SkipBad, read
from app.refusal import Refusal
from bot.flows import reasons
from bot.matching import (
    Catalogue,
    Entrant,
    Hours,
    Match,
    OrgChart,
    Reason,
    RoundResult,
    TopicChoice,
    Unmatched,
    match_round,
)
from bot.model import Language
from bot.texts import Audience, load_words, worded

PAIR_COLUMNS = ("mentor_email", "mentee_email", "score", "topics", "reasons")
UNMATCHED_COLUMNS = ("email", "role", "reason", "advice")


def match(
    people: Annotated[Path, typer.Option("--people", help="the people file, a CSV")],
    out: Annotated[Path, typer.Option("--out", help="folder for pairs.csv and unmatched.csv")],
    *,
    threshold: Annotated[
        int, typer.Option(help="least compatibility degree of a pair", min=0, max=100)
    ] = 0,
    language: Annotated[Language, typer.Option(help="language of reasons and advice")] = (
        Language.EN
    ),
    skip_bad: SkipBad = False,
    as_json: AsJson = False,
) -> None:
    """Match the mentors and mentees of a people file: the best whole assignment, with reasons.

    A calculation only: nobody is told, nothing is stored. Writes pairs.csv and unmatched.csv.
    """
    rows = read(people, skip_bad=skip_bad).rows
    _refuse_without_both(people, rows)
    catalogue = Catalogue.load()
    with progress() as bar:
        task = bar.add_task("matching", total=1.0)
        result = match_round(
            [entrant_of(row) for row in rows if row.role is not None],
            OrgChart({row.email: row.manager_email or None for row in rows}),
            catalogue,
            threshold=threshold,
            progress=lambda step, share: bar.update(task, description=step, completed=share),
        )
    _Report(result, catalogue, language).write(out)
    facts = {
        "pairs": len(result.matches),
        "unmatched": len(result.unmatched),
        "proven_best": result.certificate.proven,
        "folder": str(out),
    }
    sentence = f"{facts['pairs']} pairs, {facts['unmatched']} seats without a partner: see {out}"
    tell(sentence, facts, as_json=as_json)


def entrant_of(row: PersonRow) -> Entrant:
    """Return a row of a people file as the matcher sees it; e-mails are the ids."""
    return Entrant(
        id=row.email,
        mentor=row.role is not None and row.role.mentors and row.capacity > 0,
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


class _Report:
    """The files that a round leaves, its reasons in words."""

    def __init__(self, result: RoundResult, catalogue: Catalogue, language: Language) -> None:
        self.result = result
        self.catalogue = catalogue
        self.language = language
        self.words = load_words()

    def write(self, folder: Path) -> None:
        """Write both files into a folder; raises Refusal when that cannot be done."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _write(folder / "pairs.csv", PAIR_COLUMNS, map(self._pair, self.result.matches))
            _write(
                folder / "unmatched.csv",
                UNMATCHED_COLUMNS,
                map(self._without_partner, self.result.unmatched),
            )
        except OSError as problem:
            raise Refusal(f"{folder} cannot be written: {problem.strerror}", code=1) from problem

    def _pair(self, found: Match) -> Mapping[str, str]:
        answered = [each for each in found.reasons if "offered" in each.facts]
        topics = [str(each.facts["wanted"]) for each in answered]
        return {
            "mentor_email": found.mentor,
            "mentee_email": found.mentee,
            "score": str(found.score),
            "topics": "|".join(dict.fromkeys(topics)),
            "reasons": "; ".join(self._said(each) for each in found.reasons),
        }

    def _without_partner(self, found: Unmatched) -> Mapping[str, str]:
        return {
            "email": found.entrant,
            "role": found.seat.value,
            "reason": self._said(found.reason),
            "advice": self._said(found.advice),
        }

    def _said(self, reason: Reason) -> str:
        words = reasons.said(reasons.kept(reason), self.catalogue, self.language)
        return worded(words, self.words, Audience(self.language, "UTC")).plain


def _write(file: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a CSV whole or not at all; nothing in it begins like a formula."""
    unfinished = file.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({column: guarded(cell) for column, cell in row.items()})
    unfinished.replace(file)
