"""The end of a tandem or a group as planned: what they did, what each shares, and what comes next."""

from collections.abc import Iterable
from dataclasses import replace

from bot.commands import AskTakeaway, SayNext, ShareTakeaway
from bot.flows import consent, tandem_facts
from bot.flows.meeting_card import topics_that_met
from bot.flows.retention import SENTENCES_KEPT
from bot.flows.working_hours import at_work
from bot.model import (
    Farewell,
    GoalState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Purpose,
    WhatNext,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Form,
    Lines,
    Message,
    Paragraph,
    Part,
    Quote,
    Reply,
    Text,
    text,
    verbatim,
)
from bot.turn import Half, NotAllowed, Turn

SHARED, BOTH_ON = "ending.shared", "ending.both_on"
LONGEST_TAKEAWAY = 300  # characters
IN_THE_NEXT = frozenset({WhatNext.AGAIN, WhatNext.SWAP})


def completed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Sum up the weeks together for one of them, thank her, and ask what comes next."""
    pairing = turn.known(Pairing, notice.subject)
    return card(turn, pairing, turn.half_of(pairing))


def say_next(turn: Turn, request: SayNext) -> Reply:
    """Keep what somebody would like next; to hear of the next programme she agrees by it."""
    pairing, half = _over(turn, request.pairing)
    if request.next not in set(WhatNext):
        raise NotAllowed("refusal.no_longer")
    wish = WhatNext(request.next)
    turn.store.save(replace(_mine(turn, pairing), next=wish))
    agreed = consent.agreed(turn, half.me) - {Purpose.NEXT}
    consent.settle(turn, half.me, agreed | ({Purpose.NEXT} if wish in IN_THE_NEXT else set()))
    _tell(turn, pairing, half, _also_on(turn, pairing, half), BOTH_ON)
    return card(turn, pairing, half)


def ask_takeaway(turn: Turn, request: AskTakeaway) -> Reply:
    """Ask for a sentence that somebody would like to share with her partner."""
    pairing, half = _over(turn, request.pairing)
    return _form(turn, pairing, half, _takeaway_of(turn, pairing, half.me))


def share_takeaway(turn: Turn, request: ShareTakeaway) -> Reply:
    """Share the sentence with the others, or take an earlier one back by an empty one."""
    pairing, half = _over(turn, request.pairing)
    if turn.answers is None:
        return _form(turn, pairing, half, _takeaway_of(turn, pairing, half.me))
    words = str(turn.answers.get("takeaway", "")).strip()
    if len(words) > LONGEST_TAKEAWAY:
        problem = text("ending.share.too_long", count=LONGEST_TAKEAWAY)
        return _form(turn, pairing, half, words[:LONGEST_TAKEAWAY], problem)
    turn.store.save(replace(_mine(turn, pairing), takeaway=words))
    if words:
        _tell(turn, pairing, half, half.others, SHARED)
    return card(turn, pairing, half)


def shared_notice(turn: Turn, notice: Notice) -> Message | None:
    """Pass on what the partner takes away; None when she has taken it back."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    sharing = [each for each in half.others if _takeaway_of(turn, pairing, each)]
    if not sharing:
        return None
    quotes = [Quote(verbatim(_takeaway_of(turn, pairing, each))) for each in sharing]
    words = _theirs(turn, pairing, half) if half.in_group else quotes
    return Message(
        half.text("ending.shared.title", partner=turn.names(sharing)),
        (*words, Aside(half.text("ending.shared.who_sees"))),
        (Button(text("ending.button.share"), AskTakeaway(pairing.id)),),
        f"takeaway:{pairing.id}",
    )


def both_on_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say who would like to go on meeting too; None when nobody does any more."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    also = _also_on(turn, pairing, half)
    if not also:
        return None
    partner = turn.names(also)
    return Message(
        half.text("ending.both_on.title", partner=partner),
        (Paragraph(half.text("ending.chosen.on_both", partner=partner)),),
        about=f"both_on:{pairing.id}",
    )


def card(turn: Turn, pairing: Pairing, half: Half) -> Message:
    """Return the summary for one of them, with her own choice and what all have shared."""
    partner = turn.names(half.others)
    met = tandem_facts.met_so_far(turn, pairing)
    chosen = _next_of(turn, pairing, half.me)
    others = tuple(each for each in WhatNext if each is not chosen)
    return Message(
        half.text("ending.title" if met else "ending.quiet_title", partner=partner),
        (
            *_what_we_did(turn, pairing, half, met),
            *_what_we_share(turn, pairing, half),
            Paragraph(text("ending.thanks")),
            *_what_next(turn, pairing, half, chosen),
            Aside(half.text("ending.who_sees", partner=partner)),
        ),
        (
            *(Button(text(f"ending.button.{each}"), SayNext(pairing.id, each)) for each in others),
            Button(text("ending.button.share"), AskTakeaway(pairing.id)),
        ),
        f"ending:{pairing.id}",
    )


def _what_we_did(turn: Turn, pairing: Pairing, half: Half, met: int) -> list[Part]:
    parts: list[Part] = [
        Paragraph(half.text("ending.met", count=met) if met else text("ending.never_met"))
    ]
    topics = topics_that_met(turn, pairing)
    if topics:
        parts.append(Paragraph(text("ending.topics", topics=topics, count=len(topics))))
    reached = tuple(
        verbatim(each.words)
        for each in turn.store.goals_of(pairing.id)
        if each.state is GoalState.REACHED and each.words
    )
    if reached:
        parts += [Paragraph(text("ending.goals")), Bullets(reached)]
    return parts


def _what_we_share(turn: Turn, pairing: Pairing, half: Half) -> list[Part]:
    """Return what they take away, as far as each chose to share it."""
    mine = _takeaway_of(turn, pairing, half.me)
    parts = _theirs(turn, pairing, half)
    if mine:
        parts += [Paragraph(text("ending.mine")), Quote(verbatim(mine))]
    return parts


def _theirs(turn: Turn, pairing: Pairing, half: Half) -> list[Part]:
    parts: list[Part] = []
    for each in half.others:
        if theirs := _takeaway_of(turn, pairing, each):
            partner = turn.mention(each)
            parts += [Paragraph(text("ending.theirs", partner=partner)), Quote(verbatim(theirs))]
    return parts


def _what_next(turn: Turn, pairing: Pairing, half: Half, chosen: WhatNext | None) -> list[Part]:
    if chosen is None:
        means = text("ending.means", next=text("consent.next"), hint=text("consent.next_hint"))
        return [Paragraph(text("ending.what_next")), Aside(means)]
    if also := _also_on(turn, pairing, half):
        return [Paragraph(half.text("ending.chosen.on_both", partner=turn.names(also)))]
    return [Paragraph(half.text(f"ending.chosen.{chosen}"))]


def _form(
    turn: Turn, pairing: Pairing, half: Half, words: str, problem: Text | None = None
) -> Form:
    partner = turn.names(half.others)
    return Form(
        title=text("ending.share.title"),
        request=ShareTakeaway(pairing.id),
        intro=(Aside(half.text("ending.share.who_sees", partner=partner)),),
        asks=(
            Lines(
                "takeaway",
                text("ending.share.label"),
                hint=text("ending.share.hint"),
                required=False,
                value=words,
                longest=LONGEST_TAKEAWAY,
            ),
        ),
        submit=text("ending.share.submit"),
        problems={"takeaway": problem} if problem else {},
    )


def _over(turn: Turn, pairing_id: int) -> tuple[Pairing, Half]:
    """Return one's own tandem that ended as planned, as long as its words are kept."""
    pairing, half = turn.my_pairing(pairing_id)
    completed = pairing.state is PairingState.COMPLETED and pairing.ended_at is not None
    if not completed or turn.now >= (pairing.ended_at or turn.now) + SENTENCES_KEPT:
        raise NotAllowed("refusal.no_longer")
    return pairing, half


def _mine(turn: Turn, pairing: Pairing) -> Farewell:
    """Return what the person said at the end, begun where she has said nothing yet."""
    found = _of(turn, pairing, turn.person.id)
    return found or turn.store.add(Farewell(pairing.id, turn.person.id, turn.now))


def _of(turn: Turn, pairing: Pairing, person: int) -> Farewell | None:
    farewells = turn.store.farewells_of(pairing.id)
    return next((each for each in farewells if each.person == person), None)


def _takeaway_of(turn: Turn, pairing: Pairing, participant: Participant) -> str:
    found = _of(turn, pairing, participant.person)
    return found.takeaway if found else ""


def _next_of(turn: Turn, pairing: Pairing, participant: Participant) -> WhatNext | None:
    found = _of(turn, pairing, participant.person)
    return found.next if found else None


def _also_on(turn: Turn, pairing: Pairing, half: Half) -> tuple[Participant, ...]:
    """Return who would like to go on meeting, to one who would too: nobody else learns of it."""
    if _next_of(turn, pairing, half.me) is not WhatNext.ON:
        return ()
    return tuple(each for each in half.others if _next_of(turn, pairing, each) is WhatNext.ON)


def _tell(
    turn: Turn, pairing: Pairing, half: Half, readers: Iterable[Participant], kind: str
) -> None:
    """Owe readers a word of what somebody said, once for each who says it.

    It says what all have said: a word that still waits would say the same.
    """
    for each in readers:
        if each.state is ParticipantState.ACTIVE:
            turn.store.no_longer_owe(kind, pairing.id, each.person)
            due, once = at_work(turn, turn.person_of(each)), str(half.me.id)
            until = due + SENTENCES_KEPT / 2
            turn.owe(each.person, kind, pairing.id, due=due, until=until, once=once)
