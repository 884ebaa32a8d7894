"""What every run of the faults showed, as a table: fault by database, and whether its control broke."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.faults.audit import Audit

HEADS = ("fault", "database", "workers", "messages", "lost", "twice", "late", "early", "control")


@dataclass(frozen=True)
class Run:
    """One run under a fault, with all guards in place."""

    database: str
    workers: int
    messages: int
    lost: int
    twice: int
    late: int
    early: int


@dataclass
class Ledger:
    """All runs by their fault, and for each fault what went wrong without its guard."""

    runs: dict[str, list[Run]] = field(default_factory=dict)
    controls: dict[str, str] = field(default_factory=dict)

    def held(self, fault: str, database: str, workers: int, found: Audit) -> None:
        """Note a run that was audited."""
        run = Run(
            "PostgreSQL" if database.startswith("postgres") else "SQLite",
            workers,
            found.messages,
            found.lost,
            found.twice,
            found.late,
            found.early,
        )
        self.runs.setdefault(fault, []).append(run)

    def broke(self, fault: str, how: str) -> None:
        """Note how the same run went wrong without its guard."""
        self.controls[fault] = f"went wrong: {how}"

    def told(self) -> dict[str, Any]:
        """Return all of it as plain words and numbers, for another process."""
        return asdict(self)

    def hears(self, told: Mapping[str, Any]) -> None:
        """Take in what another process has told."""
        for fault, runs in told["runs"].items():
            self.runs.setdefault(fault, []).extend(Run(**run) for run in runs)
        self.controls.update(told["controls"])

    def lines(self) -> list[str]:
        """Return the table, a line each."""
        rows: list[tuple[str, ...]] = [HEADS]
        for fault in dict.fromkeys([*self.runs, *self.controls]):
            control = self.controls.get(fault, "not run")
            rows += [
                (fault, *(str(fact) for fact in vars(run).values()), control)
                for run in self.runs.get(fault, [])
            ]
        widths = [max(len(row[place]) for row in rows) for place in range(len(HEADS))]
        return [
            "  ".join(fact.ljust(width) for fact, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
