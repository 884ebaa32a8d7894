"""Deletes everything about one person: her rows, all rows that refer to them, her id in lists.

What refers to her is found along the foreign keys, so that a new table is never forgotten.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, ForeignKey, Table, delete, or_, select, update

from bot.model import Language, Participant, Person, Platform, WorkingHours
from storage.mapping import shape_of
from storage.tables import (
    TABLES,
    AddressRow,
    CheckInRow,
    GoalRow,
    HeardEventRow,
    PaceRow,
    PairingRow,
    ParticipantRow,
    PersonRow,
    ProgrammeRow,
    ProposalRow,
    RoundRow,
    SlackInstallationRow,
    SuggestionRow,
    TeamsReferenceRow,
    WebChatRow,
    WebMessageRow,
    table_of,
)

PERSON, PARTICIPANT = table_of(PersonRow), table_of(ParticipantRow)
# Rows that stay and keep a number that leads to nothing any more. So do people whom she managed:
# that two of them had the same manager still counts.
NUMBER_STAYS = {"round.opened_by"}
# Rows that stay and forget who it was.
NUMBER_GOES = {"audit_entry.actor", "programme.contact"}
NOBODY = {"key": "no_suitable_partner", "facts": {}}, {"key": "advice.next_round", "facts": {}}
AT_ONCE = 500  # ids in one statement; SQLite takes 32,766: sqlite.org/limits.html

Ids = dict[Table, set[Any]]


def erase(session: Connection, person: int) -> None:
    """Delete everything about a person; only a row with her number and nothing else stays."""
    doomed = _doomed(session, PERSON, person)
    _take_off_lists(session, person, doomed)
    _close_chats(session, person)
    # What others were just answered may name her.
    heard = table_of(HeardEventRow)
    session.execute(update(heard).where(heard.c.answer.is_not(None)).values(answer=None))
    del doomed[PERSON]
    _delete(session, doomed)
    for name in NUMBER_GOES:
        column = _column(name)
        session.execute(update(column.table).where(column == person).values({column: None}))
    session.execute(update(PERSON).where(PERSON.c.id == person).values(_blank(session, person)))


def everybody(session: Connection) -> tuple[int, ...]:
    """Return the numbers of all people of whom more than that is kept."""
    known = or_(PERSON.c.name != "", PERSON.c.email != "", PERSON.c.employed.is_(True))
    return tuple(session.execute(select(PERSON.c.id).where(known).order_by(PERSON.c.id)).scalars())


def erase_proposal(session: Connection, proposal: int) -> None:
    """Delete a proposal and all rows that refer to it, or to such a row."""
    _delete(session, _doomed(session, table_of(ProposalRow), proposal))


def erase_pairing(session: Connection, pairing: int) -> None:
    """Delete a pairing and all rows that refer to it, or to such a row."""
    _delete(session, _doomed(session, table_of(PairingRow), pairing))


def _delete(session: Connection, doomed: Ids) -> None:
    for table in reversed(TABLES.sorted_tables):
        key = next(iter(table.primary_key))
        for some in _parts(doomed.get(table, ())):
            session.execute(delete(table).where(key.in_(some)))


def _doomed(session: Connection, first: Table, row_id: int) -> Ids:
    """Return a row and all that refer to it, or to such a row, by table; parents come first."""
    found: Ids = {first: {row_id}}
    for table in TABLES.sorted_tables:
        for reference in table.foreign_keys:
            if _carries_away(reference, table):
                for some in _parts(found.get(reference.column.table, ())):
                    key = next(iter(table.primary_key))
                    rows = session.execute(select(key).where(reference.parent.in_(some)))
                    found.setdefault(table, set()).update(rows.scalars())
    return found


def _carries_away(reference: ForeignKey, table: Table) -> bool:
    """Tell whether a row is gone with the one that it refers to."""
    name = f"{table.name}.{reference.parent.name}"
    return reference.column.table is not table and name not in NUMBER_STAYS | NUMBER_GOES


def _take_off_lists(
    session: Connection, person: int, doomed: Mapping[Table, Collection[Any]]
) -> None:
    """Take the person's numbers, and words that are only hers, off the lists in other rows."""
    parts = set(doomed.get(PARTICIPANT, ()))
    for kind in (ParticipantRow, SuggestionRow):
        for name in ("not_with", "earlier_partners"):
            _without(session, table_of(kind).c[name], person)
    _without(session, table_of(ProgrammeRow).c.hr_leads, person)
    _leave_groups(session, parts)
    own = _own_words(session, parts)
    rounds = table_of(RoundRow)
    programmes = select(PARTICIPANT.c.programme).where(PARTICIPANT.c.id.in_(parts))
    for row in session.execute(select(*rounds.c).where(rounds.c.programme.in_(programmes))):
        kept = {
            "unmatched": [
                _unmatched(each, own) for each in row.unmatched if not _hers(each, parts)
            ],
            "taken_out": _pairs(row.taken_out, parts),
            "trial": _trial(row.trial, parts),
        }
        session.execute(update(rounds).where(rounds.c.id == row.id).values(kept))


def _leave_groups(session: Connection, parts: Collection[int]) -> None:
    """Take the person's numbers off the groups that go on without her, their hours and goals."""
    pairing, hour, goal = table_of(PairingRow), table_of(CheckInRow), table_of(GoalRow)
    programmes = select(PARTICIPANT.c.programme).where(PARTICIPANT.c.id.in_(parts))
    groups = select(*pairing.c).where(
        pairing.c.programme.in_(programmes), pairing.c.mentee.is_(None)
    )
    for row in session.execute(groups).all():
        kept: dict[str, list[Any]] = {
            "mentees": [each for each in row.mentees if each not in parts],
            "left": [each for each in row.left if each["mentee"] not in parts],
        }
        session.execute(update(pairing).where(pairing.c.id == row.id).values(kept))
        for met in session.execute(select(*hour.c).where(hour.c.pairing == row.id)).mappings():
            said = {
                name: [each for each in met[name] if each not in parts]
                for name in ("confirmed", "absent", "said_met", "said_missed")
            }
            session.execute(update(hour).where(hour.c.id == met["id"]).values(said))
        for wanted in session.execute(select(*goal.c).where(goal.c.pairing == row.id)).all():
            agreed = [each for each in wanted.agreed_by if each not in parts]
            session.execute(update(goal).where(goal.c.id == wanted.id).values(agreed_by=agreed))


def _own_words(session: Connection, parts: Collection[int]) -> frozenset[str]:
    """Return topics in the person's own words: they may stand as a reason beside somebody else."""
    shape = shape_of(Participant)
    found = session.execute(select(*PARTICIPANT.c).where(PARTICIPANT.c.id.in_(parts)))
    people = [shape.noun_of(row) for row in found]
    return frozenset(
        choice.text
        for each in people
        for choice in (*each.offers, *each.wants)
        if choice.topic is None
    )


def _hers(unmatched: Mapping[str, Any], parts: Collection[int]) -> bool:
    return unmatched["participant"] in parts


def _unmatched(entry: Mapping[str, Any], own: frozenset[str]) -> Mapping[str, Any]:
    """Return an entry about somebody else, without the words of whoever is erased."""
    facts = [*entry["reason"]["facts"].values(), *entry["advice"]["facts"].values()]
    if own.isdisjoint(str(each) for each in facts):
        return entry
    reason, advice = NOBODY
    return {**entry, "reason": reason, "advice": advice}


def _pairs(pairs: Iterable[Any], parts: Collection[int]) -> list[Any]:
    return [pair for pair in pairs if not set(pair) & set(parts)]


def _trial(trial: Mapping[str, Any] | None, parts: Collection[int]) -> dict[str, Any] | None:
    if trial is None:
        return None
    lists = {name: _pairs(trial[name], parts) for name in ("kept", "gained", "lost")}
    return {**trial, **lists}


def _without(session: Connection, column: Column[Any], person: int) -> None:
    """Take a person's number off a list of people in every row that has it."""
    key = column.table.c.id
    for row_id, listed in session.execute(select(key, column)).all():
        if person in listed:
            kept = {column: [each for each in listed if each != person]}
            session.execute(update(column.table).where(key == row_id).values(kept))


def _close_chats(session: Connection, person: int) -> None:
    """Delete what the local page shows of her, her place in the lines, that she installed, and where
    Teams wants her to be written to."""
    address = table_of(AddressRow)
    chat, line, pace = table_of(WebChatRow), table_of(WebMessageRow), table_of(PaceRow)
    rows = session.execute(select(*address.c).where(address.c.person == person)).all()
    for row in rows:
        session.execute(
            delete(pace).where(pace.c.place.endswith(f":with:{row.user}", autoescape=True))
        )
        if row.platform is Platform.WEB:
            session.execute(delete(line).where(line.c.user == row.user))
            session.execute(delete(chat).where(chat.c.user == row.user))
        if row.platform is Platform.SLACK:
            installed = table_of(SlackInstallationRow)
            hers = installed.c.installed_by == row.user
            session.execute(update(installed).where(hers).values(installed_by=""))
        if row.platform is Platform.TEAMS:
            met = table_of(TeamsReferenceRow)
            at = (met.c.tenant == row.workspace, met.c.user == row.user)
            session.execute(delete(met).where(*at))


def _blank(session: Connection, person: int) -> dict[str, Any]:
    """Return what stays of a person: her number, and of which organisation it was."""
    shape = shape_of(Person)
    row = session.execute(select(*PERSON.c).where(PERSON.c.id == person)).one()
    organisation = shape.noun_of(row).organisation
    nobody = Person(organisation, "", "", Language.EN, WorkingHours("UTC"), employed=False)
    return shape.values(nobody)


def _column(name: str) -> Column[Any]:
    table, _, column = name.partition(".")
    return TABLES.tables[table].c[column]


def _parts(ids: Collection[Any]) -> Iterable[list[Any]]:
    listed = sorted(ids)
    return (listed[start : start + AT_ONCE] for start in range(0, len(listed), AT_ONCE))
