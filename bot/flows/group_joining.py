"""Between rounds: a group that runs and has room is proposed to whoever wants its topic."""

from collections import Counter
from dataclasses import replace
from datetime import datetime

from bot.cadence import Week, is_working, occurrence
from bot.flows import group_putting, partners, reasons
from bot.flows.entrants import Field
from bot.flows.group_entering import most_of
from bot.flows.meeting_times import MEETING, any_day, rule_of, working_time
from bot.matching import Table, best_place
from bot.model import (
    GROUP_PROPOSAL_MOVES,
    LIVING,
    MEETING_MINUTES,
    GroupProposal,
    GroupProposalState,
    Pairing,
    PairingState,
    Participant,
)
from bot.turn import Turn


def propose_place(turn: Turn, participant: Participant, field: Field) -> bool:
    """Put the best place in a running group to somebody and its mentor; False where there is none."""
    newcomer, programme = field.entrant(participant.id), field.programme
    if newcomer is None or not newcomer.mentee:
        return False
    place = best_place(
        newcomer,
        _tables(turn, participant, field),
        field.chart,
        turn.within(programme.id).catalogue,
        threshold=programme.threshold,
        weights=partners.weights_of(programme),
    )
    if place is None:
        return False
    group = turn.store.add(
        GroupProposal(
            programme=programme.id,
            mentor=int(place.table.mentor.id),
            topic=place.table.topic,
            state=GROUP_PROPOSAL_MOVES.first,
            least=1,
            most=programme.group_most,
            reasons=tuple(map(reasons.kept, place.shared)),
            pairing=place.table.id,
        )
    )
    turn.store.add(replace(partners.draft(place.match, programme), group=group.id))
    group_putting.put(turn, group, programme)
    return True


def _tables(turn: Turn, participant: Participant, field: Field) -> list[Table]:
    """Return the groups that have room for one more, at an hour at which she works."""
    known = {int(each.id): each for each in field.everybody}
    asked = Counter(
        each.pairing
        for each in turn.store.group_proposals_of(field.programme.id)
        if each.state is GroupProposalState.OPEN
    )
    found = []
    for group in turn.store.pairings_of(field.programme.id, (PairingState.ACTIVE,)):
        if not group.is_group or group.mentor not in known:
            continue
        if len(group.mentees) + asked[group.id] >= most_of(turn, group):
            continue
        if _can_come(turn, participant, group):
            # Who is on a break keeps her place, and is not asked whom she would rather not meet.
            mentees = tuple(known[each] for each in group.mentees if each in known)
            found.append(Table(group.id, known[group.mentor], group.topic, mentees))
    return found


def _can_come(turn: Turn, participant: Participant, group: Pairing) -> bool:
    """Tell whether somebody works at a group's hour and has promised it to nobody else."""
    person = turn.person_of(participant)
    at = _hour(turn, group)
    if not is_working(at, MEETING_MINUTES, any_day(working_time(person))):
        return False
    others = (
        _hour(turn, pairing)
        for part in turn.store.participations(person.id)
        for pairing in turn.store.pairings_with(part.id, LIVING)
    )
    return all(abs(at - other) >= MEETING for other in others)


def _hour(turn: Turn, pairing: Pairing) -> datetime:
    """Return when a pairing's hour is next week, if it meets then."""
    rule = rule_of(pairing.hour)
    return occurrence(rule, Week.of(turn.now, rule.zone).next())
