"""Feedback on an hour that took place: two taps, and a sentence for the partner or for nobody."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import AddSentence, AskSentence, RateUseful, SayExchanged
from bot.flows import afterwards, answers, sentences
from bot.flows.meeting_card import about, when
from bot.model import (
    CheckIn,
    CheckInState,
    Feedback,
    Pairing,
    ParticipantState,
    Reader,
)
from bot.said import (
    Aside,
    Button,
    Form,
    Lines,
    Message,
    MomentStyle,
    OneOf,
    Option,
    Paragraph,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import Half, NotAllowed, Turn

LEAST_USEFUL, MOST_USEFUL = 1, 5
FIRST_ANSWER = timedelta(days=21)  # beginning with the hour: a late "we met" leaves a week to rate
LONGEST_SENTENCE = 500  # characters


def rate(turn: Turn, request: RateUseful) -> Reply:
    """Keep how useful the hour was; saying so agrees with a partner who said that they met."""
    check_in, half = _met_by_us(turn, request.check_in)
    if not LEAST_USEFUL <= request.useful <= MOST_USEFUL:
        raise NotAllowed("refusal.no_longer")
    given = turn.store.feedback_by(check_in.id, turn.person.id)
    if given is None:
        if turn.now > check_in.starts_at + FIRST_ANSWER:
            raise NotAllowed("refusal.no_longer")
        turn.store.add(Feedback(check_in.id, turn.person.id, request.useful, turn.now))
    elif given.useful != request.useful:
        turn.store.save(replace(_changeable(turn, given), useful=request.useful))
    if answers.met(check_in, half)[0] is None:
        check_in = turn.store.save(answers.with_met(check_in, half, answer=True))
    return card(turn, check_in, half)


def say_exchanged(turn: Turn, request: SayExchanged) -> Reply:
    """Keep whether the mentor taught, or the mentee learned, something."""
    check_in, half = _met_by_us(turn, request.check_in)
    given = _given(turn, check_in)
    if given.exchanged is not request.exchanged:
        turn.store.save(replace(_changeable(turn, given), exchanged=request.exchanged))
    return card(turn, check_in, half)


def ask_sentence(turn: Turn, request: AskSentence) -> Reply:
    """Offer to add a sentence, and ask who may read it."""
    check_in, half = _met_by_us(turn, request.check_in)
    given = _not_read_yet(turn, half, _changeable(turn, _given(turn, check_in)))
    return _sentence_form(turn, half, given)


def add_sentence(turn: Turn, request: AddSentence) -> Reply:
    """Keep the sentence; the partner gets it if the giver wants that."""
    check_in, half = _met_by_us(turn, request.check_in)
    given = _not_read_yet(turn, half, _changeable(turn, _given(turn, check_in)))
    if turn.answers is None:
        return _sentence_form(turn, half, given)
    sentence = str(turn.answers.get("sentence", "")).strip()
    reader = str(turn.answers.get("reader", ""))
    problems = _problems(sentence, reader, _readers(half))
    if problems:
        known = Reader(reader) if reader in set(Reader) else given.sentence_for
        tried = replace(given, sentence=sentence[:LONGEST_SENTENCE], sentence_for=known)
        return _sentence_form(turn, half, tried, problems)
    kept = turn.store.save(replace(given, sentence=sentence, sentence_for=Reader(reader)))
    sentences.pass_on(turn, half, kept)
    return card(turn, check_in, half)


def card(
    turn: Turn, check_in: CheckIn, half: Half, more_buttons: tuple[Button, ...] = ()
) -> Message:
    """Return the next tap of somebody's feedback, or the thanks when both are done."""
    given = turn.store.feedback_by(check_in.id, turn.person.id)
    if given is None:
        return _first_tap(turn, check_in, half, more_buttons)
    if given.exchanged is None:
        return _second_tap(check_in, half)
    return _thanks(turn, check_in, half, given)


def _first_tap(
    turn: Turn, check_in: CheckIn, half: Half, more_buttons: tuple[Button, ...]
) -> Message:
    told = answers.met(check_in, half)[0] is None
    partner = turn.names(half.others)
    title = half.text(
        "feedback.first.told" if told else "feedback.first.title",
        partner=partner,
        day=when(check_in, MomentStyle.DAY),
    )
    taps = tuple(
        Button(text(f"feedback.useful.{useful}"), RateUseful(check_in.id, useful))
        for useful in range(LEAST_USEFUL, MOST_USEFUL + 1)
    )
    return Message(
        title,
        (
            Paragraph(text("feedback.first.body")),
            Aside(half.text("feedback.first.who_sees", partner=partner)),
        ),
        (*taps, *more_buttons),
        about(check_in),
    )


def _second_tap(check_in: CheckIn, half: Half) -> Message:
    seat = half.seat.value
    yes = SayExchanged(check_in.id, exchanged=True)
    no = SayExchanged(check_in.id, exchanged=False)
    return Message(
        text("feedback.second.title"),
        (Paragraph(text(f"feedback.second.{seat}")),),
        (
            Button(text(f"feedback.second.yes.{seat}"), yes, Weight.PRIMARY),
            Button(text("feedback.second.no"), no),
        ),
        about(check_in),
    )


def _thanks(turn: Turn, check_in: CheckIn, half: Half, given: Feedback) -> Message:
    partner = turn.names(half.across)
    if not given.sentence:
        words = half.text("feedback.thanks.body")
    else:
        words = text(f"feedback.thanks.sentence_for_{given.sentence_for.value}", partner=partner)
    pairing = turn.known(Pairing, check_in.pairing)
    return Message(
        text("feedback.thanks.title"),
        (Paragraph(words), *afterwards.question(turn, pairing, half)),
        afterwards.buttons(turn, pairing, check_in, half),
        about(check_in),
    )


def _sentence_form(
    turn: Turn, half: Half, given: Feedback, problems: dict[str, Text] | None = None
) -> Form:
    partner = turn.names(half.across)
    readers = tuple(
        Option(reader.value, half.text(f"feedback.sentence.reader.{reader.value}", partner=partner))
        for reader in _readers(half)
    )
    return Form(
        title=text("feedback.sentence.title"),
        request=AddSentence(given.check_in),
        intro=(Aside(half.text("feedback.sentence.who_sees")),),
        asks=(
            Lines(
                "sentence",
                text("feedback.sentence.label"),
                value=given.sentence,
                longest=LONGEST_SENTENCE,
            ),
            OneOf(
                "reader",
                text("feedback.sentence.reader.label"),
                options=readers,
                value=given.sentence_for.value if given.sentence else "",
            ),
        ),
        submit=text("feedback.sentence.submit"),
        problems=problems or {},
    )


def _readers(half: Half) -> tuple[Reader, ...]:
    """Return who may be chosen to read a sentence: partners who left get none any more."""
    gone = all(each.state is ParticipantState.LEFT for each in half.across)
    return (Reader.NOBODY,) if gone else tuple(Reader)


def _problems(sentence: str, reader: str, readers: tuple[Reader, ...]) -> dict[str, Text]:
    problems = {}
    if not sentence:
        problems["sentence"] = text("feedback.sentence.empty")
    elif len(sentence) > LONGEST_SENTENCE:
        problems["sentence"] = text("feedback.sentence.too_long", count=LONGEST_SENTENCE)
    if reader not in readers:
        problems["reader"] = text("feedback.sentence.choose")
    return problems


def _met_by_us(turn: Turn, check_in_id: int) -> tuple[CheckIn, Half]:
    """Return one's own check-in if it took place; refuses anything else."""
    check_in, _, half = turn.my_check_in(check_in_id)
    if check_in.state is not CheckInState.MET or answers.stayed_away(check_in, half):
        raise NotAllowed("refusal.no_longer")
    return check_in, half


def _given(turn: Turn, check_in: CheckIn) -> Feedback:
    given = turn.store.feedback_by(check_in.id, turn.person.id)
    if given is None:
        raise NotAllowed("refusal.no_longer")
    return given


def _changeable(turn: Turn, given: Feedback) -> Feedback:
    """Return the feedback while second thoughts are welcome."""
    if turn.now > given.given_at + afterwards.SECOND_THOUGHTS:
        raise NotAllowed("refusal.no_longer")
    return given


def _not_read_yet(turn: Turn, half: Half, given: Feedback) -> Feedback:
    """Return the feedback as long as nobody has a sentence of it: that cannot be unread."""
    readers = [each for each in half.across if sentences.has_read(turn, each, given)]
    if readers:
        raise NotAllowed("feedback.already_read", group=half.in_group, partner=turn.names(readers))
    return given
