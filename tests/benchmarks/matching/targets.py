"""What the matcher is to reach, beside what this run measured: gates must hold, goals are told."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    """One line: what was measured, its bound, and whether more or less is better."""

    what: str
    bound: float
    unit: str = ""
    at_most: bool = False
    gate: bool = False

    def row(self, figure: float | None) -> str:
        """The line of the table; nothing measured in a quick run says so."""
        bound = f"{'<=' if self.at_most else '>='} {self.bound:g} {self.unit}".rstrip()
        kind = "gate" if self.gate else "goal"
        if figure is None:
            return f"{self.what:<62}{bound:>12}{'not run':>12}  {kind}"
        held = figure <= self.bound if self.at_most else figure >= self.bound
        return f"{self.what:<62}{bound:>12}{figure:>12.4g}  {kind} {'held' if held else 'MISSED'}"

    def missed(self, figure: float | None) -> bool:
        """Whether a gate was measured and does not hold."""
        if figure is None or not self.gate:
            return False
        return figure > self.bound if self.at_most else figure < self.bound


TARGETS = {
    "violations": Target("rules broken, 100 seeds of hostile input", 0, at_most=True, gate=True),
    "pairs": Target("pairs, share of the greatest possible number", 1, gate=True),
    "unproven": Target("rounds without a proof (gap 0)", 0, at_most=True, gate=True),
    "coverage": Target("true coverage, share of the oracle's", 0.95),
    "slip": Target("known label with one slip, right topic", 0.99),
    "pool": Target("want against a pool of offers, recall@1", 0.8),
    "hard": Target("hard pairs taken for the same", 0, at_most=True),
    "certain": Target("another's table, half missing: certain and right", 0.9),
    "solve10": Target("solve 10,000 x 10,000, processor", 1, "s", at_most=True),
    "solve20": Target("solve 20,000 x 20,000, processor", 2, "s", at_most=True),
    "round": Target("whole round of 10,000 x 10,000, processor", 10, "s", at_most=True),
    "memory": Target("  its peak memory", 400, "MiB", at_most=True),
    "naive": Target("  scoring at 2,000 texts against the naive loop", 1500, "x"),
    "newcomer": Target("one newcomer among 10,000, p95 of processor", 50, "ms", at_most=True),
    "search": Target("type-ahead search, p95 of processor", 5, "ms", at_most=True),
    "order": Target("rounds changed by the order of the input", 0, at_most=True, gate=True),
    "explained": Target("people neither paired nor told why", 0, at_most=True, gate=True),
}


@dataclass
class Figures:
    """What a run has measured so far, by target."""

    found: dict[str, float] = field(default_factory=dict)

    def note(self, target: str, figure: float) -> None:
        """Keep a figure; the target must exist."""
        assert target in TARGETS, target
        self.found[target] = figure

    def rows(self) -> list[str]:
        """The table of targets and figures side by side."""
        head = f"{'what':<62}{'target':>12}{'this run':>12}"
        return [head, *(each.row(self.found.get(key)) for key, each in TARGETS.items())]

    @property
    def gates_missed(self) -> int:
        """How many gates do not hold."""
        return sum(each.missed(self.found.get(key)) for key, each in TARGETS.items())
