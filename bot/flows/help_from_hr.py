"""HR may help two who do not meet: only if both agree at this moment, and until one takes it back."""

from datetime import timedelta

from bot.commands import AllowHelp
from bot.flows import care, leading, pair_answers
from bot.model import (
    LIVING,
    Notice,
    NoticeState,
    Pairing,
    PairingState,
    PairQuestion,
    Programme,
)
from bot.said import Aside, Button, Message, Paragraph, Reply, text
from bot.turn import Half, NotAllowed, Turn

FOR_HR, TAKEN_BACK, AGREED, ALONE = "care.hr", "care.hr_back", "care.agreed", "care.alone"
WORTH_TELLING = timedelta(days=10)
WORTH_EDITING = timedelta(days=1)
YES, NO = "yes", "no"


def allow(turn: Turn, request: AllowHelp) -> Reply:
    """Keep whether HR may learn the names; what HR has read already is taken back with a no."""
    pairing, half = turn.my_pairing(request.pairing)
    if pairing.state is not PairingState.ACTIVE or not care.is_long(turn, pairing):
        raise NotAllowed("refusal.no_longer")
    before = _both_allow(turn, pairing)
    pair_answers.keep(turn, pairing, PairQuestion.HELP, YES if request.allowed else NO)
    both = _both_allow(turn, pairing)
    if both and not before:
        turn.note_down("pairing.help", pairing.id)
        leads = turn.known(Programme, pairing.programme).hr_leads
        leading.owe_each(turn, leads, FOR_HR, pairing.id, worth=WORTH_TELLING)
        _mend_others(turn, pairing, half, AGREED)
    told = [] if request.allowed else _told(turn, pairing)
    if told:
        for each in told:
            turn.mend(each, TAKEN_BACK, pairing.id, until=turn.now + WORTH_EDITING)
        _mend_others(turn, pairing, half, ALONE)
    if not request.allowed:
        return _answer(turn, pairing, half, "told" if told else "no")
    return _answer(turn, pairing, half, "both" if both else "waiting")


def agreed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say to whoever agreed first that the other one has, too; None once one took it back."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.ACTIVE or not _both_allow(turn, pairing):
        return None
    return _answer(turn, pairing, turn.half_of(pairing), "both")


def alone_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that HR will not get in touch after all; None where both agree again."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.ACTIVE or _both_allow(turn, pairing):
        return None
    return _answer(turn, pairing, turn.half_of(pairing), "back")


def hr_notice(turn: Turn, notice: Notice) -> Message | None:
    """Name the two to an HR lead; None when one of them has taken that back."""
    pairing = turn.known(Pairing, notice.subject)
    leads = turn.known(Programme, pairing.programme).hr_leads
    if pairing.state not in LIVING or turn.person.id not in leads or not _both_allow(turn, pairing):
        return None
    mentor, *mentees = turn.members(pairing)
    group = pairing.is_group_now
    names = {"mentor": turn.mention(mentor), "mentee": turn.names(mentees)}
    body = text("care.hr.body", group=group, **names)
    return Message(
        text("care.hr.title", group=group),
        (Paragraph(body), Aside(text("care.hr.how"))),
        about=_matter(pairing),
    )


def taken_back_notice(turn: Turn, notice: Notice) -> Message:
    """Return what remains of the message to HR, without the names."""
    pairing = turn.known(Pairing, notice.subject)
    body = text("care.hr.back", group=pairing.is_group_now)
    return Message(text("care.hr.back_title"), (Paragraph(body),), about=_matter(pairing))


def _answer(turn: Turn, pairing: Pairing, half: Half, key: str) -> Message:
    """Return what stands on the card of the question afterwards; a yes can be taken back."""
    words = half.text(f"care.allowed.{key}", partner=turn.names(half.others))
    no = Button(text("care.button.no_help"), AllowHelp(pairing.id, allowed=False))
    allowed = key in {"both", "waiting"}
    return Message(
        text("care.hr.back_title" if key == "back" else "care.allowed.title"),
        (Paragraph(words),),
        (no,) if allowed else (),
        care.about_long(pairing, care.last_sign_of(turn, pairing)),
    )


def _told(turn: Turn, pairing: Pairing) -> list[Notice]:
    """Return the messages in which HR leads have the names."""
    return [
        each
        for lead in turn.known(Programme, pairing.programme).hr_leads
        for each in turn.store.notices_to(lead)
        if each.kind == FOR_HR and each.subject == pairing.id and each.state is NoticeState.SENT
    ]


def _mend_others(turn: Turn, pairing: Pairing, half: Half, kind: str) -> None:
    """Let the others' cards of this question say what holds now, without a sound."""
    about = care.about_long(pairing, care.last_sign_of(turn, pairing))
    once = turn.now.isoformat()
    for each in half.others:
        said = turn.store.said_about(each.person, about)
        if said is not None:
            turn.mend(said, kind, pairing.id, until=turn.now + WORTH_EDITING, once=once)


def _both_allow(turn: Turn, pairing: Pairing) -> bool:
    return all(
        pair_answers.answer_of(turn, pairing, PairQuestion.HELP, each.person) == YES
        for each in turn.members(pairing)
    )


def _matter(pairing: Pairing) -> str:
    return f"help:{pairing.id}"
