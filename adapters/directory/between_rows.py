"""What only shows between the rows of a people file: doubles, unknown managers, circles."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from adapters.directory.person_row import PersonRow, Problem

LONGEST_SHOWN_CIRCLE = 6  # people named in a message about a circle


def doubles(rows: Iterable[PersonRow]) -> list[Problem]:
    """Return a problem for every e-mail that stood in an earlier row already, whatever its case."""
    first: dict[str, int] = {}
    problems = []
    for row in rows:
        line = first.setdefault(row.email.lower(), row.line)
        if row.email and line != row.line:
            expected = f"every e-mail once: it stands in line {line} already"
            problems.append(Problem(row.line, "email", row.email, expected))
    return problems


def reporting_lines(rows: Iterable[PersonRow]) -> dict[str, str]:
    """Return each person's manager, e-mails in lower case; the first of doubles counts."""
    managers: dict[str, str] = {}
    for row in rows:
        if row.email:
            managers.setdefault(row.email.lower(), row.manager_email.lower())
    return {email: manager for email, manager in managers.items() if manager}


def unknown_managers(rows: Iterable[PersonRow], known: Collection[str]) -> list[Problem]:
    """Return a problem for every manager who is none of these e-mails (in lower case)."""
    return [
        Problem(
            row.line,
            "manager_email",
            row.manager_email,
            "the e-mail of somebody in this file, or nothing at the top",
        )
        for row in rows
        if row.manager_email and row.manager_email.lower() not in known
    ]


def circles(rows: Sequence[PersonRow], managers: Mapping[str, str]) -> list[Problem]:
    """Return one problem for every circle in the reporting lines, at its first row."""
    seen: set[str] = set()
    problems = []
    for row in rows:
        path: dict[str, None] = {}
        person = row.email.lower()
        while person and person not in seen and person not in path:
            path[person] = None
            person = managers.get(person, "")
        if person in path:
            chain = list(path)
            problems.append(_circle(rows, chain[chain.index(person) :]))
        seen.update(path)
    return problems


def _circle(rows: Sequence[PersonRow], chain: list[str]) -> Problem:
    members = set(chain)
    first = next(row for row in rows if row.email.lower() in members)
    start = chain.index(first.email.lower())
    chain = chain[start:] + chain[:start]
    shown = chain[:LONGEST_SHOWN_CIRCLE]
    if len(shown) < len(chain):
        shown.append(f"… ({len(chain) - len(shown)} more)")
    told = " → ".join([*shown, chain[0]])
    expected = f"a reporting line that ends at the top, not a circle: {told}"
    return Problem(first.line, "manager_email", first.manager_email, expected)


def spelled_alike(rows: Iterable[PersonRow], spelling: Mapping[str, str]) -> list[PersonRow]:
    """Return the rows with every other person's e-mail spelled as in `spelling` (by lower case)."""

    def spelled(email: str) -> str:
        return spelling.get(email.lower(), email)

    return [
        replace(
            row,
            manager_email=spelled(row.manager_email),
            not_with=tuple(map(spelled, row.not_with)),
            earlier_partners=tuple(map(spelled, row.earlier_partners)),
        )
        for row in rows
    ]
