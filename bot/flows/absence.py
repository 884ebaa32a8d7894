"""I cannot come this time: a group meets without a mentee, unless nobody is left for the hour."""

from dataclasses import replace

from bot.commands import ComeAfterAll, LookAfter, StayAway
from bot.flows import meeting_news, meeting_plan
from bot.flows.meeting_card import planned_card, skipped_card, when
from bot.flows.meeting_times import MEETING, Tandem, tandem_of
from bot.model import (
    CHECK_IN_MOVES,
    SKIPPED_AS_NOBODY_COMES,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
)
from bot.said import Message, Reply
from bot.turn import Half, NotAllowed, Seat, Turn


def stay_away(turn: Turn, request: StayAway) -> Reply:
    """Keep that a mentee cannot come: she hears no more of this hour, and the others have it."""
    check_in, tandem, half = _hers(turn, request.check_in)
    if check_in.state is CheckInState.PLANNED and half.me.id not in check_in.absent:
        check_in = turn.store.save(without_her(check_in, half.me))
        turn.note_down("checkin.away", check_in.id)
        meeting_plan.expect_no_more(turn, check_in, half.me)
        meeting_news.mend_cards(turn, (*half.others, half.me), check_in)
        check_in = _skipped_if_nobody_comes(turn, tandem, check_in)
    return _card(turn, tandem, check_in, half)


def come_after_all(turn: Turn, request: ComeAfterAll) -> Reply:
    """Take it back until the hour; one that was left out because nobody came takes place then."""
    check_in, tandem, half = _hers(turn, request.check_in)
    if half.me.id in check_in.absent:
        back = with_her(check_in, half.me)
        turn.note_down("checkin.back", check_in.id)
        if check_in.state is CheckInState.PLANNED:
            check_in = turn.store.save(back)
            meeting_plan.expect(turn, tandem, turn.person, check_in, just_told=True)
        else:
            check_in = _revived(turn, tandem, half, back)
        meeting_news.mend_cards(turn, (*half.others, half.me), check_in)
    return _card(turn, tandem, check_in, half)


def without_her(check_in: CheckIn, participant: Participant) -> CheckIn:
    """Return an hour to which somebody cannot come."""
    confirmed = tuple(each for each in check_in.confirmed if each != participant.id)
    others = tuple(each for each in check_in.absent if each != participant.id)
    return replace(check_in, confirmed=confirmed, absent=(*others, participant.id))


def with_her(check_in: CheckIn, participant: Participant) -> CheckIn:
    """Return an hour to which somebody can come after all."""
    absent = tuple(each for each in check_in.absent if each != participant.id)
    return replace(check_in, absent=absent)


def skip_if_nobody_comes(turn: Turn, pairing: Pairing) -> None:
    """Leave out the coming hours for which no mentee is left, since one left or is on a break."""
    tandem = tandem_of(turn, pairing)
    for check_in in turn.store.check_ins_of(pairing.id):
        if check_in.state is CheckInState.PLANNED and check_in.starts_at > turn.now:
            _skipped_if_nobody_comes(turn, tandem, check_in)


def revived_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell the mentor that the hour takes place after all; None when that is not so any more."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    if check_in.state is not CheckInState.PLANNED or check_in.starts_at <= turn.now:
        return None
    half = turn.half_of(tandem.pairing)
    title = half.text("checkin.revived.title", when=when(check_in), partner=turn.names(half.others))
    return planned_card(turn, tandem, check_in, title)


def _skipped_if_nobody_comes(turn: Turn, tandem: Tandem, check_in: CheckIn) -> CheckIn:
    """Return the hour, left out when all mentees are away; then everybody hears of it."""
    mentor = tandem.people[0]
    comes = [each for each in meeting_plan.expected(tandem, check_in) if each != mentor]
    if comes:
        return check_in
    skipped = meeting_plan.skip(turn, check_in, SKIPPED_AS_NOBODY_COMES)
    turn.note_down("checkin.nobody", skipped.id)
    turn.later(LookAfter(skipped.pairing), skipped.starts_at)
    told = [each for each in turn.members(tandem.pairing) if not _acts(turn, each)]
    meeting_news.mend_cards(turn, turn.members(tandem.pairing), skipped)
    meeting_news.tell(turn, told, check_in, skipped, skipped.starts_at + MEETING)
    return skipped


def _revived(turn: Turn, tandem: Tandem, half: Half, back: CheckIn) -> CheckIn:
    """Plan an hour again that nobody could come to, and tell the mentor if she heard of that."""
    meeting_plan.silence(turn, back)
    state = CHECK_IN_MOVES.check(back.state, CheckInState.PLANNED)
    check_in = turn.store.save(replace(back, state=state, skip_reason="", confirmed=()))
    meeting_plan.announce(turn, tandem, check_in, just_told=True)
    check_in, told = meeting_plan.put_back(turn, tandem, back, check_in, half.across)
    meeting_news.tell_of_revival(turn, told, check_in)
    return check_in


def _hers(turn: Turn, check_in_id: int) -> tuple[CheckIn, Tandem, Half]:
    """Return a coming hour of a mentee's own group, planned or left out because nobody came."""
    check_in, pairing, half = turn.my_check_in(check_in_id)
    by_all = check_in.skip_reason == SKIPPED_AS_NOBODY_COMES
    there = check_in.state is CheckInState.PLANNED or by_all
    open_still = pairing.state is PairingState.ACTIVE and there and check_in.starts_at > turn.now
    mentee = half.seat is Seat.MENTEE and (half.in_group or half.me.id in check_in.absent)
    if not open_still or not mentee:
        raise NotAllowed("refusal.no_longer")
    return check_in, tandem_of(turn, pairing), half


def _card(turn: Turn, tandem: Tandem, check_in: CheckIn, half: Half) -> Message:
    if check_in.state is CheckInState.SKIPPED:
        return skipped_card(turn, tandem, check_in)
    partner = turn.names(half.others)
    title = half.text("checkin.card.title", when=when(check_in), partner=partner)
    return planned_card(turn, tandem, check_in, title)


def _acts(turn: Turn, participant: Participant) -> bool:
    return turn.acting is not None and turn.acting.id == participant.person
