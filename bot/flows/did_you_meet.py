"""After the hour: did you meet? One answer counts at once, a disagreement is asked once more."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import CloseCheckIn, LookAfter, SayMet
from bot.flows import answers, feedback, meeting_news, meeting_plan, sentences, silence
from bot.flows.meeting_card import about, next_hour, when
from bot.flows.meeting_times import Tandem, tandem_of
from bot.flows.quiet import free_moment
from bot.model import (
    CHECK_IN_MOVES,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
)
from bot.said import Button, Message, MomentStyle, Paragraph, Reply, Weight, text
from bot.turn import Half, NotAllowed, Turn

LATE_ANSWER = timedelta(days=14)  # beginning with the hour: later nobody remembers well
ASKING = frozenset({meeting_plan.ASKED, meeting_plan.ASKED_AGAIN})


def say_met(turn: Turn, request: SayMet) -> Reply:
    """Keep an answer to "did you meet?".

    The rule: the first answer counts at once. When the second one differs, nobody is right yet:
    the check-in becomes unknown, both answers are taken back, and both are asked once more (the
    second by this reply, the first by a notice). Of the new answers again the first counts at
    once; when they differ again it stays unknown for good. Feedback waits meanwhile: it stands with
    the meeting, and goes when that did not take place or nobody says so.
    """
    check_in, pairing, half = turn.my_check_in(request.check_in)
    if half.me.id in check_in.absent:
        raise NotAllowed("refusal.no_longer")
    tandem = tandem_of(turn, pairing)
    mine, _ = answers.met(check_in, half)
    if mine is not None and mine is not request.met:
        raise NotAllowed("refusal.no_longer")
    if mine is None:
        _must_be_open(turn, check_in)
        differs = answers.is_contradicted(check_in, half, answer=request.met)
        if differs and not check_in.asked_again:
            check_in = _ask_again(turn, half, check_in)
        else:
            check_in = _answered(turn, half, check_in, met=request.met, differs=differs)
    return card(turn, check_in, tandem)


def close(turn: Turn, chore: CloseCheckIn) -> None:
    """Give up asking: nobody said whether the hour took place."""
    check_in = turn.known(CheckIn, chore.subject)
    if check_in.state is CheckInState.PLANNED:
        state = CHECK_IN_MOVES.check(check_in.state, CheckInState.UNKNOWN)
        turn.store.save(replace(check_in, state=state))
        _count_as_unanswered(turn, check_in)
    elif check_in.state is CheckInState.UNKNOWN:
        _take_feedback_back(turn, check_in)
    for kind in ASKING:
        turn.store.no_longer_owe(kind, check_in.id)


def asked_notice(turn: Turn, notice: Notice) -> Message | None:
    """Ask whether they met; where the partner has said so already, go on to the feedback."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    if check_in.state is CheckInState.SKIPPED or not meeting_plan.is_about(notice, check_in):
        return None
    return _still_to_answer(turn, check_in, tandem)


def asked_again_notice(turn: Turn, notice: Notice) -> Message | None:
    """Ask once more, after two have given different answers.

    In a group one new answer settles it for all, and stands on everybody's card already.
    """
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    if tandem.pairing.is_group_now and check_in.state is not CheckInState.UNKNOWN:
        return None
    return _still_to_answer(turn, check_in, tandem)


def answered_card(turn: Turn, check_in: CheckIn, tandem: Tandem) -> Message | None:
    """Return the card after the partner's answer, for one who was asked already; else None."""
    said = turn.store.said_about(turn.person.id, about(check_in))
    return card(turn, check_in, tandem) if said and said.kind in ASKING else None


def card(turn: Turn, check_in: CheckIn, tandem: Tandem) -> Message:
    """Return a check-in that has begun as the reader sees it: a question, or what follows."""
    half = turn.half_of(tandem.pairing)
    mine, theirs = answers.met(check_in, half)
    if check_in.state is CheckInState.MET and mine is not False:
        extra = () if mine else (_no(check_in),)
        return feedback.card(turn, check_in, half, extra)
    if mine is None:
        return _question(turn, check_in, half)
    if mine is theirs or theirs is None:
        return _missed(turn, check_in, tandem, half)
    return _said(turn, check_in, half, "differ", ())


def _still_to_answer(turn: Turn, check_in: CheckIn, tandem: Tandem) -> Message | None:
    """Return the card for whoever takes part just now and has not answered; else None."""
    half = turn.half_of(tandem.pairing)
    answered = answers.met(check_in, half)[0] is not None or half.me.id in check_in.absent
    if answered or half.me.state is not ParticipantState.ACTIVE:
        return None
    return card(turn, check_in, tandem)


def _must_be_open(turn: Turn, check_in: CheckIn) -> None:
    begun = check_in.starts_at <= turn.now <= check_in.starts_at + LATE_ANSWER
    if not begun or check_in.state is CheckInState.SKIPPED:
        raise NotAllowed("refusal.no_longer")


def _answered(turn: Turn, half: Half, check_in: CheckIn, *, met: bool, differs: bool) -> CheckIn:
    state = CheckInState.MET if met else CheckInState.MISSED
    state = CheckInState.UNKNOWN if differs else state
    if state is not check_in.state:
        CHECK_IN_MOVES.check(check_in.state, state)
    kept = turn.store.save(replace(answers.with_met(check_in, half, answer=met), state=state))
    turn.store.never_mind(CloseCheckIn(kept.id))
    turn.later(LookAfter(kept.pairing), turn.now)
    if state is CheckInState.MET:
        kept = _feedback_stands(turn, kept)
    else:
        _take_feedback_back(turn, kept)
    meeting_news.mend_cards(turn, half.others, kept)
    meeting_news.fold_earlier(turn, half.me, kept)
    return kept


def _ask_again(turn: Turn, half: Half, check_in: CheckIn) -> CheckIn:
    """Take all answers back and ask once more: who had answered by a notice, the reader at once.

    Whoever has not answered has the question on her card. Whoever left, or is on a break, is not
    asked: one new answer is enough.
    """
    answered = {*check_in.said_met, *check_in.said_missed}
    kept = turn.store.save(
        replace(
            check_in,
            state=CHECK_IN_MOVES.check(check_in.state, CheckInState.UNKNOWN),
            said_met=(),
            said_missed=(),
            asked_again=True,
        )
    )
    for given in turn.store.feedback_on(kept.id):
        turn.store.no_longer_owe(sentences.SENTENCE, given.id)
    turn.later(CloseCheckIn(kept.id), kept.starts_at + LATE_ANSWER)
    for each in half.others:
        if each.state is ParticipantState.ACTIVE and each.id not in kept.absent:
            meeting_news.mend_cards(turn, [each], kept)
            if each.id in answered:
                _owe_question(turn, each, kept)
    return kept


def _owe_question(turn: Turn, asked: Participant, check_in: CheckIn) -> None:
    """Owe somebody the question once more, in a message of its own that takes over from her card."""
    due = free_moment(turn, turn.person_of(asked))
    meeting_news.fold_earlier(turn, asked, check_in, when_told=due)
    until = due + meeting_plan.WORTH_ASKING
    turn.owe(asked.person, meeting_plan.ASKED_AGAIN, check_in.id, due=due, until=until)


def _feedback_stands(turn: Turn, check_in: CheckIn) -> CheckIn:
    """Let count what was said about an hour before it was doubted; who said it need not say yes anew."""
    pairing = turn.known(Pairing, check_in.pairing)
    members = turn.members(pairing)
    for given in turn.store.feedback_on(check_in.id):
        silent = [
            each.id
            for each in members
            if each.person == given.person
            and each.id not in (*check_in.said_met, *check_in.said_missed)
        ]
        check_in = turn.store.save(replace(check_in, said_met=(*check_in.said_met, *silent)))
        sentences.pass_on_anew(turn, pairing, given)
    return check_in


def _take_feedback_back(turn: Turn, check_in: CheckIn) -> None:
    """Forget what was said about an hour that did not take place, as far as anybody knows."""
    for given in turn.store.feedback_on(check_in.id):
        turn.store.no_longer_owe(sentences.SENTENCE, given.id)
        turn.store.remove(given)


def _count_as_unanswered(turn: Turn, check_in: CheckIn) -> None:
    """Count the question for both, unless the tandem rests or is over, which makes it moot."""
    pairing = turn.known(Pairing, check_in.pairing)
    if pairing.state is PairingState.ACTIVE:
        for asked in turn.members(pairing):
            silence.passed_over(turn, asked, about(check_in), ASKING)


def _question(turn: Turn, check_in: CheckIn, half: Half) -> Message:
    yes = Button(text("checkin.asked.yes"), SayMet(check_in.id, met=True))
    if answers.met(check_in, half)[1] is False:
        right = Button(text("checkin.asked.right"), SayMet(check_in.id, met=False))
        return _said(turn, check_in, half, "partner_no", (right, yes))
    key = "again" if check_in.asked_again else "first"
    asked = replace(yes, weight=Weight.PRIMARY)
    return _said(turn, check_in, half, key, (asked, _no(check_in)))


def _no(check_in: CheckIn) -> Button:
    return Button(text("checkin.asked.no"), SayMet(check_in.id, met=False))


def _missed(turn: Turn, check_in: CheckIn, tandem: Tandem, half: Half) -> Message:
    following = meeting_plan.next_check_in(turn.store, tandem.pairing, turn.now)
    missed = _said(turn, check_in, half, "missed", ())
    if following is None:
        return missed
    return replace(missed, parts=(*missed.parts, next_hour(following)))


def _said(
    turn: Turn, check_in: CheckIn, half: Half, key: str, buttons: tuple[Button, ...]
) -> Message:
    partner = turn.names(half.others)
    day = when(check_in, MomentStyle.DAY)
    return Message(
        half.text(f"checkin.asked.{key}.title", partner=partner, day=day),
        (Paragraph(half.text(f"checkin.asked.{key}.body", partner=partner, day=day)),),
        buttons,
        about(check_in),
    )
