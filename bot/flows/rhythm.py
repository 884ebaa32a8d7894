"""Another rhythm: one proposes how often to meet, the others agree or leave it."""

from dataclasses import replace
from datetime import timedelta

from bot.cadence import Week
from bot.commands import AgreeRhythm, AskRhythm, KeepRhythm, ShowPair, WishRhythm
from bot.flows import meeting_card, meeting_news, meeting_plan, pair_answers
from bot.flows.meeting_times import Tandem, tandem_of, weeks_to_meet
from bot.flows.working_hours import at_work
from bot.model import (
    LIVING,
    Cadence,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairQuestion,
    ParticipantState,
)
from bot.said import (
    Aside,
    Button,
    Form,
    Message,
    OneOf,
    Option,
    Paragraph,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import Half, NotAllowed, Turn

WISHED, CHANGED = "rhythm.wished", "rhythm.changed"
WORTH_ANSWERING = timedelta(days=14)
OTHER_RHYTHM = "other_rhythm"


def ask(turn: Turn, request: AskRhythm) -> Reply:
    """Ask how often somebody would like to meet."""
    return _form(turn, *_mine(turn, request.pairing))


def wish(turn: Turn, request: WishRhythm) -> Reply:
    """Put the wish to the others; until they answer everything stays as it is."""
    pairing, half = _mine(turn, request.pairing)
    if turn.answers is None:
        return _form(turn, pairing, half)
    wanted = str(turn.answers.get("rhythm", ""))
    if wanted not in set(Cadence) or wanted == pairing.hour.cadence:
        problem = text("care.rhythm.same" if wanted in set(Cadence) else "care.rhythm.choose")
        return _form(turn, pairing, half, {"rhythm": problem})
    pair_answers.keep(turn, pairing, PairQuestion.RHYTHM, wanted)
    if _all_wish(turn, pairing, wanted):
        return _introduced(turn, pairing, half, Cadence(wanted))
    _owe_others(turn, pairing, half, WISHED)
    return Message(
        half.text("care.sent.title", partner=turn.names(half.others)),
        (Paragraph(half.text("care.sent.body")),),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        _about(pairing),
    )


def agree(turn: Turn, request: AgreeRhythm) -> Reply:
    """Agree to a wish: once all do, the coming hours follow the new rhythm from then on."""
    pairing, half = _mine(turn, request.pairing)
    if request.rhythm not in set(Cadence) or request.rhythm not in _wishes(turn, pairing, half):
        raise NotAllowed("refusal.no_longer")
    pair_answers.keep(turn, pairing, PairQuestion.RHYTHM, request.rhythm)
    if not _all_wish(turn, pairing, request.rhythm):
        return Message(
            text("care.noted.title"),
            (Paragraph(text("care.noted.body")),),
            (Button(half.text("pairing.button.show"), ShowPair()),),
            _about(pairing),
        )
    return _introduced(turn, pairing, half, Cadence(request.rhythm))


def keep(turn: Turn, request: KeepRhythm) -> Reply:
    """Leave it as it is; a wish of the partner is answered by that."""
    pairing, half = _mine(turn, request.pairing)
    _over(turn, pairing)
    return Message(
        text("care.kept.title"),
        (Paragraph(half.text("care.kept.body")),),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        _about(pairing),
    )


def wished_notice(turn: Turn, notice: Notice) -> Message | None:
    """Put the partner's wish to the reader; None once it is answered."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    wanted = next(iter(_wishes(turn, pairing, half)), "")
    agreed = pair_answers.answer_of(turn, pairing, PairQuestion.RHYTHM, turn.person.id) == wanted
    resting = half.me.state is not ParticipantState.ACTIVE or pairing.state not in LIVING
    if not wanted or agreed or resting:
        return None
    rhythm, now = _said(wanted), _said(pairing.hour.cadence)
    return Message(
        half.text("care.wished.title", partner=turn.names(half.others), rhythm=rhythm),
        (Paragraph(half.text("care.wished.body", now=now)),),
        (
            Button(text("care.button.agree"), AgreeRhythm(pairing.id, wanted), Weight.PRIMARY),
            Button(text("care.button.stay"), KeepRhythm(pairing.id)),
        ),
        _about(pairing),
    )


def changed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell whoever wished for it that the new rhythm holds."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state not in LIVING:
        return None
    return _changed(turn, pairing, turn.half_of(pairing))


def _introduced(turn: Turn, pairing: Pairing, half: Half, rhythm: Cadence) -> Reply:
    changed = turn.store.save(replace(pairing, hour=replace(pairing.hour, cadence=rhythm)))
    _over(turn, changed)
    turn.note_down("pairing.rhythm", changed.id)
    _replan(turn, tandem_of(turn, changed))
    _owe_others(turn, changed, half, CHANGED)
    return _changed(turn, changed, half)


def _changed(turn: Turn, pairing: Pairing, half: Half) -> Message:
    rhythm, partner = _said(pairing.hour.cadence), turn.names(half.others)
    following = meeting_plan.next_check_in(turn.store, pairing, turn.now)
    body = Paragraph(half.text("care.changed.body", partner=partner, rhythm=rhythm))
    return Message(
        text("care.changed.title", rhythm=rhythm),
        (body, *([meeting_card.next_hour(following)] if following else ())),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        _about(pairing),
    )


def _replan(turn: Turn, tandem: Tandem) -> None:
    """Leave out the coming hours that the new rhythm does not have, and plan those that it has."""
    kept = turn.store.check_ins_of(tandem.pairing.id)
    first = Week.parse(min(each.week for each in kept)) if kept else tandem.week_of(turn.now)
    last = Week.of_day(tandem.pairing.ends_on)
    weeks = {str(each) for each in weeks_to_meet(tandem, first, last)}
    for check_in in kept:
        if check_in.week not in weeks and _may_go(turn, check_in):
            skipped = meeting_plan.skip(turn, check_in, OTHER_RHYTHM)
            meeting_news.mend_cards(turn, turn.members(tandem.pairing), skipped)
    meeting_plan.plan_ahead(turn, tandem, just_told=True)


def _may_go(turn: Turn, check_in: CheckIn) -> bool:
    """Tell whether a coming hour may be left out: nobody has confirmed or moved it."""
    chosen = check_in.moved or check_in.confirmed
    ahead = check_in.state is CheckInState.PLANNED and check_in.starts_at > turn.now
    return ahead and not chosen


def _owe_others(turn: Turn, pairing: Pairing, half: Half, kind: str) -> None:
    for each in half.others:
        if each.state is ParticipantState.ACTIVE:
            due, once = at_work(turn, turn.person_of(each)), turn.now.isoformat()
            turn.owe(each.person, kind, pairing.id, due=due, until=due + WORTH_ANSWERING, once=once)


def _over(turn: Turn, pairing: Pairing) -> None:
    pair_answers.forget(turn, pairing, PairQuestion.RHYTHM)
    turn.store.no_longer_owe(WISHED, pairing.id)


def _wishes(turn: Turn, pairing: Pairing, half: Half) -> tuple[str, ...]:
    """Return what the others have wished for and wait to hear of."""
    wishes = (
        pair_answers.answer_of(turn, pairing, PairQuestion.RHYTHM, each.person)
        for each in half.others
    )
    return tuple(filter(None, wishes))


def _all_wish(turn: Turn, pairing: Pairing, rhythm: str) -> bool:
    """Tell whether all who take part just now want this rhythm; a break holds up no group."""
    mentor, *mentees = turn.members(pairing)
    asked = [each for each in mentees if each.state is not ParticipantState.PAUSED]
    return all(
        pair_answers.answer_of(turn, pairing, PairQuestion.RHYTHM, each.person) == rhythm
        for each in (mentor, *(asked or mentees))
    )


def _said(rhythm: str) -> Text:
    return text(f"care.rhythm.{rhythm}")


def _form(
    turn: Turn, pairing: Pairing, half: Half, problems: dict[str, Text] | None = None
) -> Form:
    options = tuple(Option(each.value, _said(each.value)) for each in Cadence)
    return Form(
        title=text("care.rhythm.title"),
        request=WishRhythm(pairing.id),
        asks=(
            OneOf(
                "rhythm",
                text("care.rhythm.label"),
                options=options,
                value=pairing.hour.cadence.value,
            ),
        ),
        submit=text("care.rhythm.submit"),
        intro=(Aside(half.text("care.rhythm.intro", partner=turn.names(half.others))),),
        problems=problems or {},
    )


def _mine(turn: Turn, pairing_id: int) -> tuple[Pairing, Half]:
    pairing, half = turn.my_pairing(pairing_id)
    if pairing.state not in LIVING:
        raise NotAllowed("refusal.no_longer")
    return pairing, half


def _about(pairing: Pairing) -> str:
    return f"rhythm:{pairing.id}"
