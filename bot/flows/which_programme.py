"""Where somebody leads or takes part in several programmes: which one is meant is asked once."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.commands import AskProgramme, ChooseProgramme, Request, ShowHome
from bot.flows import home
from bot.grammar import payload_of, request_from
from bot.model import ParticipantState, Programme
from bot.said import Button, Message, Paragraph, Reply, Weight, text
from bot.turn import NotAllowed, Turn


def meant(turn: Turn, request: Request) -> tuple[Turn, Request]:
    """Return what was asked before the question which programme, and the turn that knows it."""
    if not isinstance(request, ChooseProgramme) or not request.then:
        return turn, request
    return _remembering(turn, request.programme), request_from(request.then)


def choose(turn: Turn, request: ChooseProgramme) -> Reply:
    """Remember which programme somebody means."""
    return home.show(_remembering(turn, request.programme), ShowHome())


def ask_first(turn: Turn, request: Request) -> Message | None:
    """Return the question which programme is meant, None where that is clear or does not matter."""
    if not request.concerns or turn.answers is not None:
        return None
    running = _leads(turn) if request.concerns == "leads" else _takes_part(turn)
    if len(running) <= 1 or turn.person.programme in {each.id for each in running}:
        return None
    return _question(running, payload_of(request))


def ask(turn: Turn, _request: AskProgramme) -> Reply:
    """Ask which of her programmes somebody means from now on."""
    running = {each.id: each for each in (*_leads(turn), *_takes_part(turn))}
    if len(running) <= 1:
        raise NotAllowed("which.only")
    return _question(tuple(running.values()), "")


def choices(
    programmes: Sequence[Programme], choosing: Callable[[Programme], Request]
) -> tuple[Button, ...]:
    """Return a button for each programme, with what is asked where it is chosen."""
    first, *others = (
        Button(text("which.choice", programme=each.name), choosing(each)) for each in programmes
    )
    return replace(first, weight=Weight.PRIMARY), *others


def _question(programmes: Sequence[Programme], then: str) -> Message:
    return Message(
        text("which.title"),
        (Paragraph(text("which.body")),),
        choices(programmes, lambda each: ChooseProgramme(each.id, then)),
        "which",
    )


def _remembering(turn: Turn, programme_id: int) -> Turn:
    known = {each.id for each in (*_leads(turn), *_takes_part(turn))}
    if programme_id not in known:
        raise NotAllowed("refusal.not_yours")
    return replace(turn, acting=turn.store.save(replace(turn.person, programme=programme_id)))


def _leads(turn: Turn) -> tuple[Programme, ...]:
    return tuple(each for each in turn.running_programmes() if turn.person.id in each.hr_leads)


def _takes_part(turn: Turn) -> tuple[Programme, ...]:
    parts = turn.store.participations(turn.person.id)
    staying = (each for each in parts if each.state is not ParticipantState.LEFT)
    programmes = (turn.known(Programme, each.programme) for each in staying)
    return tuple(each for each in programmes if not each.ended(turn.now))
