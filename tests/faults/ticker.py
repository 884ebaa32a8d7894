"""A replica that takes ticks: python -m tests.faults.ticker DATABASE START EVERY SLOTS [--careless].

It prints the slots whose tick it took, one in each line.
"""

import argparse
import sys
import time
from datetime import UTC, datetime, timedelta

from storage.books import SqlBooks


def run(arguments: argparse.Namespace) -> None:
    """Ask for every slot's tick at the moment when the slot begins."""
    books = SqlBooks(arguments.database)
    books.alive()  # so that opening the first connection takes no slot's time
    for slot in range(arguments.slots):
        moment = arguments.start + slot * arguments.every
        time.sleep(max(0.0, moment - time.time()))
        at = datetime.fromtimestamp(arguments.start, UTC) + timedelta(seconds=slot)
        if books.take_tick("a replica's tick", at) or arguments.careless:
            sys.stdout.write(f"{slot}\n")
    books.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("start", type=float, help="seconds since 1970")
    parser.add_argument("every", type=float, help="seconds from slot to slot")
    parser.add_argument("slots", type=int)
    parser.add_argument("--careless", action="store_true", help="run whoever took the tick")
    run(parser.parse_args())
