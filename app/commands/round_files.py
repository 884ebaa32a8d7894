"""The files that a round on a people file leaves: pairs, people without a partner, and the whole."""

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

from adapters.directory.csv_write import for_its_owner
from adapters.formulas import guarded
from app.refusal import Refusal
from bot.flows import reasons
from bot.matching import (
    Catalogue,
    Entrant,
    GroupMatch,
    GroupRound,
    Match,
    Reason,
    RoundResult,
    Unmatched,
    Weights,
)
from bot.model import Language
from bot.texts import Audience, load_words, worded

PAIR_COLUMNS = ("mentor_email", "mentee_email", "score", "topics", "reasons")
GROUP_COLUMNS = ("mentor_email", "topic", "mentee_emails", "score")
UNMATCHED_COLUMNS = ("email", "role", "reason", "advice")
TRULY_MET = ("topic.met", "topic.similar")

Said = Mapping[str, object]


class RoundFiles:
    """A result in words and in files; the same people give the same bytes in any order."""

    def __init__(
        self,
        result: RoundResult,
        catalogue: Catalogue,
        language: Language,
        grouped: GroupRound | None = None,
    ) -> None:
        self.result, self.grouped = result, grouped
        self.catalogue = catalogue
        self.language = language
        self.words = load_words()

    def write(self, folder: Path, whole: Said) -> None:
        """Write the files into a folder; raises Refusal when that cannot be done."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            pairs, others = self.result.matches, self.result.unmatched
            _write_rows(folder / "pairs.csv", PAIR_COLUMNS, map(self._pair, pairs))
            _write_rows(folder / "unmatched.csv", UNMATCHED_COLUMNS, map(self._without, others))
            if self.grouped is not None:
                groups = map(self._group, self.grouped.groups)
                _write_rows(folder / "groups.csv", GROUP_COLUMNS, groups)
            text = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
            _whole_or_nothing(folder / "round.json", text + "\n")
        except OSError as problem:
            raise Refusal(f"{folder} cannot be written: {problem.strerror}", code=1) from problem

    def everything(self, people: Iterable[Entrant], threshold: int, weights: Weights) -> Said:
        """Return all there is to say about the round, for programs."""
        everybody = list(people)
        return {
            "certificate": None if self.grouped else asdict(self.result.certificate),
            "threshold": threshold,
            "weights": asdict(weights),
            "people": {
                "mentors": sum(each.mentor for each in everybody),
                "mentees": sum(each.mentee for each in everybody),
                "places": sum(max(0, each.capacity) for each in everybody if each.mentor),
            },
            "pairs": [self._pair_facts(each) for each in self.result.matches],
            **({} if self.grouped is None else {"groups": self._groups(self.grouped)}),
            "unmatched": [self._without_facts(each) for each in self.result.unmatched],
            "summary": self._summary(),
        }

    def most_frequent_reason(self) -> str:
        """Return in words why most people have no partner, empty when everybody has one."""
        counts = self.result.reason_counts()
        if not counts:
            return ""
        seat, key, _ = max(counts, key=lambda count: count[2])
        found = next(
            each for each in self.result.unmatched if (each.seat, each.reason.key) == (seat, key)
        )
        return self._said(found.reason)

    def _summary(self) -> Said:
        scores = [each.score for each in self.result.matches]
        return {
            "pairs": len(scores),
            "mean_score": round(sum(scores) / len(scores), 2) if scores else None,
            "least_score": min(scores, default=None),
            "unmatched_by_reason": [
                {"role": seat.value, "reason": key, "people": count}
                for seat, key, count in self.result.reason_counts()
            ],
            "wanted_not_offered": self._topics(self.result.wanted_not_offered),
            "offered_not_wanted": self._topics(self.result.offered_not_wanted),
        }

    def _topics(self, counted: Iterable[tuple[str, int]]) -> list[Said]:
        return [
            {"topic": key, "name": self.catalogue.topic(key).name(self.language), "people": count}
            for key, count in counted
        ]

    def _groups(self, grouped: GroupRound) -> list[Said]:
        return [
            {
                "mentor_email": each.mentor,
                "topic": each.topic,
                "name": self.catalogue.topic(each.topic).name(self.language),
                "mentee_emails": list(each.mentees),
                "score": each.score,
            }
            for each in grouped.groups
        ]

    def _group(self, found: GroupMatch) -> Mapping[str, str]:
        return {
            "mentor_email": found.mentor,
            "topic": self.catalogue.topic(found.topic).name(self.language),
            "mentee_emails": "|".join(found.mentees),
            "score": str(found.score),
        }

    def _pair(self, found: Match) -> Mapping[str, str]:
        met = [str(each.facts["wanted"]) for each in found.reasons if each.key in TRULY_MET]
        return {
            "mentor_email": found.mentor,
            "mentee_email": found.mentee,
            "score": str(found.score),
            "topics": "|".join(dict.fromkeys(met)),
            "reasons": "; ".join(self._said(each) for each in found.reasons),
        }

    def _pair_facts(self, found: Match) -> Said:
        return {
            "mentor_email": found.mentor,
            "mentee_email": found.mentee,
            "score": found.score,
            "parts": dict(found.parts),
            "reasons": [self._reason(each) for each in found.reasons],
        }

    def _without(self, found: Unmatched) -> Mapping[str, str]:
        return {
            "email": found.entrant,
            "role": found.seat.value,
            "reason": self._said(found.reason),
            "advice": self._said(found.advice),
        }

    def _without_facts(self, found: Unmatched) -> Said:
        return {
            "email": found.entrant,
            "role": found.seat.value,
            "reason": self._reason(found.reason),
            "advice": self._reason(found.advice),
        }

    def _reason(self, reason: Reason) -> Said:
        return {"key": reason.key, "facts": dict(reason.facts), "text": self._said(reason)}

    def _said(self, reason: Reason) -> str:
        words = reasons.said(reasons.kept(reason), self.catalogue, self.language)
        return worded(words, self.words, Audience(self.language, "UTC")).plain


def _write_rows(file: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, str]]) -> None:
    """Write a CSV; nothing in it begins like a formula."""
    unfinished = file.with_suffix(".unfinished")
    with open(unfinished, "w", encoding="utf-8", newline="", opener=for_its_owner) as stream:
        writer = csv.DictWriter(stream, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({column: guarded(cell) for column, cell in row.items()})
    unfinished.replace(file)


def _whole_or_nothing(file: Path, text: str) -> None:
    unfinished = file.with_suffix(".unfinished")
    with open(unfinished, "w", encoding="utf-8", opener=for_its_owner) as stream:
        stream.write(text)
    unfinished.replace(file)
