"""Prints how good and how costly the matching is, beside baselines, in one run."""

import sys

from bot.matching import Catalogue
from tests.benchmarks.matching import cost, quality, recognition, seeds
from tests.benchmarks.matching.company import invented

OUT = sys.stdout
SEEDS = 100


def say(line: str = "") -> None:
    """One line of the report, at once."""
    OUT.write(line + "\n")
    OUT.flush()


def main() -> None:
    """Everything, in about three minutes; --quick leaves out the large, --seeds N does only those."""
    catalogue = Catalogue.load()
    if "--seeds" in sys.argv:
        faults = seeds.searched(int(sys.argv[sys.argv.index("--seeds") + 1]), catalogue)
        say(faults.row())
        sys.exit(min(1, faults.total))
    say(
        f"{len(catalogue.topics)} topics; company of 5,000 people, 600 mentees, 900 mentors, seed 20"
    )
    say(quality.HEADER)
    for row in quality.compared(invented(people=5_000, mentees=600, mentors=900), catalogue):
        say(row.row())
    say()
    for share in (*recognition.pool_recall(catalogue), *recognition.slips(catalogue)):
        say(share.row())
    confused = recognition.hard_pairs(catalogue)
    say(
        f"hard pairs taken for the same: {len(confused)} of {len(recognition.HARD_PAIRS)} {confused}"
    )
    say()
    if "--quick" not in sys.argv:
        say(seeds.searched(SEEDS, catalogue).row())
        say()
    for line in cost.lines(full="--quick" not in sys.argv):
        say(line)


if __name__ == "__main__":
    main()
