"""Keeps a table program from running a cell as a formula, and takes that guard off again."""

import re

# What spreadsheets take for the start of a formula, full-width signs included.
# Source: OWASP, "CSV Injection".
STARTS = "=+\\-@\t\r\n＝＋－＠"
GUARD = "'"


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it when it begins like a formula, else as it is.

    One that begins with apostrophes and then like a formula gets one more, so that `unguarded`
    is the exact inverse for every text.
    """
    return GUARD + cell if re.match(f"'*[{STARTS}]", cell) else cell


def unguarded(cell: str) -> str:
    """The cell without the one apostrophe that `guarded` put before it."""
    return cell[1:] if re.match(f"'+[{STARTS}]", cell) else cell
