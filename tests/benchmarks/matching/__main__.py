"""Prints how good and how costly the matching is, beside baselines, in one run."""

import sys

from bot.matching import Catalogue
from tests.benchmarks.matching import cost, foreign, pickers, quality, recognition, seating, seeds
from tests.benchmarks.matching.company import invented
from tests.benchmarks.matching.targets import Figures

OUT = sys.stdout
SEEDS = 100


def say(line: str = "") -> None:
    """One line of the report, at once."""
    OUT.write(line + "\n")
    OUT.flush()


def main() -> None:
    """Everything, in about four minutes; --quick leaves out the large, --seeds N does only those."""
    catalogue = Catalogue.load()
    if "--seeds" in sys.argv:
        faults = seeds.searched(int(sys.argv[sys.argv.index("--seeds") + 1]), catalogue)
        say(faults.row())
        sys.exit(min(1, faults.total))
    figures = Figures()
    say(
        f"{len(catalogue.topics)} topics; company of 5,000 people, 600 mentees, 900 mentors, seed 20"
    )
    _qualities(catalogue, figures)
    _words(catalogue, figures)
    say(seating.places(catalogue).row())
    say()
    if "--quick" not in sys.argv:
        faults = seeds.searched(SEEDS, catalogue)
        figures.note("violations", faults.broken + faults.overdrawn)
        figures.note("unproven", faults.unproven)
        figures.note("order", faults.order)
        figures.note("explained", faults.untold)
        say(faults.row())
        say()
    for line in cost.lines(full="--quick" not in sys.argv, figures=figures):
        say(line)
    if "--quick" not in sys.argv:
        for line in pickers.lines():
            say(line)
    say()
    for line in figures.rows():
        say(line)
    sys.exit(min(1, figures.gates_missed))


def _qualities(catalogue: Catalogue, figures: Figures) -> None:
    say(quality.HEADER)
    rows = quality.compared(invented(people=5_000, mentees=600, mentors=900), catalogue)
    for row in rows:
        say(row.row())
    oracle, ours = rows[:2]
    figures.note("coverage", sum(ours.coverage) / sum(oracle.coverage))
    figures.note("pairs", ours.pairs / oracle.pairs)
    say()


def _words(catalogue: Catalogue, figures: Figures) -> None:
    pool, slips = recognition.pool_recall(catalogue), recognition.slips(catalogue)
    strangers, table = foreign.strangers_words(catalogue), foreign.strangers_table()
    for share in (*pool, *slips, *strangers, *table):
        say(share.row())
    figures.note("pool", pool[0].value)
    figures.note("slip", slips[0].value)
    figures.note("certain", table[-1].value)
    confused = recognition.hard_pairs(catalogue)
    figures.note("hard", len(confused))
    say(
        f"hard pairs taken for the same: {len(confused)} of {len(recognition.HARD_PAIRS)} {confused}"
    )
    say()


if __name__ == "__main__":
    main()
