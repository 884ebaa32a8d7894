"""What has been kept long enough goes by itself, every night, programme by programme."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant
from bot.commands import Retain
from bot.model import Participant, Programme
from bot.turn import Turn

SENTENCES_KEPT = timedelta(days=30)  # after the end of a tandem, of a part, of the programme
PAIRS_KEPT = timedelta(
    weeks=26
)  # after the programme's and the tandem's end; surveys only the first
NIGHT = time(3, 30)  # where the programme's weeks begin, when nobody waits for an answer


def expect_retention(turn: Turn, programme: Programme) -> None:
    """Plan the first night; safe to repeat."""
    turn.later(Retain(programme.id), turn.now)


def retain(turn: Turn, chore: Retain) -> None:
    """Delete what its time has come for, and look again the next night until nothing is left."""
    programme = turn.known(Programme, chore.subject)
    turn.store.forget_sentences(
        programme.id, turn.now - SENTENCES_KEPT, over=_over(turn, programme)
    )
    if turn.now < ends_at(programme) + PAIRS_KEPT or not _reduced(turn, programme):
        turn.later(chore, _next_night(turn, programme))


def ends_at(programme: Programme) -> datetime:
    """Return the moment at which a programme is over."""
    return instant(programme.ends_before, time(0), programme.time_zone)


def _over(turn: Turn, programme: Programme) -> bool:
    return turn.now >= ends_at(programme) + SENTENCES_KEPT


def _reduced(turn: Turn, programme: Programme) -> bool:
    """Reduce every pair to the mark that the two were together; tell whether none is left.

    A tandem, or a group, that ended later than the programme has its own half year.
    """
    kept = set()
    for pairing in turn.store.pairings_of(programme.id):
        if not pairing.ended_at or turn.now < pairing.ended_at + PAIRS_KEPT:
            kept.add(pairing.proposal)
            continue
        mentor = turn.known(Participant, pairing.mentor)
        for each in pairing.learners:
            mentee = turn.known(Participant, each)
            turn.store.remember_partners(programme.organisation, mentor.person, mentee.person)
        turn.store.erase_pairing(pairing.id)
    for proposal in turn.store.proposals_of(programme.id):
        if proposal.id not in kept:
            turn.store.erase_proposal(proposal.id)
    for group in turn.store.group_proposals_of(programme.id):
        turn.store.remove(group)
    turn.store.empty_rounds(programme.id)
    for survey in turn.store.surveys_in(programme.id):
        turn.store.remove(survey)
    return not kept


def _next_night(turn: Turn, programme: Programme) -> datetime:
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    return instant(today + timedelta(days=1), NIGHT, programme.time_zone)
