"""Questions of a form become input blocks; their ids tell the answers apart again."""

from collections.abc import Sequence
from zlib import crc32

from adapters.slack import limits
from adapters.slack.limits import cut
from adapters.slack.parts import Block, Page, plain
from bot.said import (
    AnyAsk,
    Day,
    Line,
    Lines,
    OneOf,
    Option,
    People,
    Scale,
    SomeOf,
    Text,
    TimeOfDay,
    Topics,
)

TOPICS, PEOPLE, ANSWER = "topics", "people", "answer"  # action ids of inputs
LONGEST_KEY = 200  # characters; a block id takes 255


def block_id(ask: AnyAsk, payload: str) -> str:
    """Return the id of a question's block: its key, and a mark of what is filled in.

    Slack keeps what somebody typed wherever an updated view has an input of the same ids, and
    ignores the new initial value; another mark makes it another input.
    """
    return f"{ask.key[:LONGEST_KEY]}@{crc32(f'{payload} {_filled_in(ask)}'.encode()):08x}"


def key_of(block: str) -> str:
    """Return the key of the question whose block has this id."""
    return block.rpartition("@")[0]


def question(ask: AnyAsk, payload: str, page: Page) -> Block:
    """Return a question as an input block."""
    block: Block = {
        "type": "input",
        "block_id": block_id(ask, payload),
        "label": plain(ask.label.plain, limits.LABEL),
        "optional": not ask.required,
        "element": _element(ask, page),
    }
    if ask.hint is not None and ask.hint.plain.strip():
        block["hint"] = plain(ask.hint.plain, limits.LABEL)
    return block


def long_options(ask: AnyAsk) -> tuple[Option, ...]:
    """Return the options whose words do not fit into Slack's; they are to be said in full before.

    In a long menu nobody would find them there: it does without.
    """
    if not isinstance(ask, OneOf | SomeOf) or len(ask.options) > limits.RADIOS:
        return ()
    return tuple(
        each
        for each in ask.options
        if len(each.label.plain) > limits.OPTION
        or (each.hint is not None and len(each.hint.plain) > limits.OPTION)
    )


def choice(option: Option) -> Block:
    """Return a possible answer; a hint too long for Slack is said before (`long_options`)."""
    hint = option.hint.plain.strip() if option.hint else ""
    fits = 0 < len(hint) <= limits.OPTION
    return bare_choice(option) | ({"description": plain(hint, limits.OPTION)} if fits else {})


def bare_choice(option: Option) -> Block:
    """Return a possible answer of a list that is found while typing: no description."""
    return {"text": plain(option.label.plain, limits.OPTION), "value": option.value}


def _element(ask: AnyAsk, page: Page) -> Block:  # noqa: PLR0911 one for each kind of question
    match ask:
        case Line() | Lines():
            return _typed(ask)
        case OneOf(options=options, value=value):
            return _one_of(options, value)
        case SomeOf():
            return _some_of(ask)
        case Topics(chosen=chosen, most=most):
            return _found_while_typing(TOPICS, chosen, most, page)
        case People(chosen=chosen, most=most):
            return _found_while_typing(PEOPLE, chosen, most, page)
        case Scale():
            return _one_of(_steps(ask), "" if ask.value is None else str(ask.value))
        case Day(value=day):
            element: Block = {"type": "datepicker", "action_id": ANSWER}
            return element | ({"initial_date": day.isoformat()} if day else {})
        case TimeOfDay(value=time):
            element = {"type": "timepicker", "action_id": ANSWER}
            return element | ({"initial_time": time} if time else {})


def _typed(ask: Line | Lines) -> Block:
    most = min(ask.longest, limits.INPUT)
    element: Block = {
        "type": "plain_text_input",
        "action_id": ANSWER,
        "multiline": isinstance(ask, Lines),
        "max_length": most,
    }
    return element | ({"initial_value": ask.value[:most]} if ask.value else {})


def _one_of(options: Sequence[Option], value: str) -> Block:
    few = len(options) <= limits.RADIOS
    element: Block = {
        "type": "radio_buttons" if few else "static_select",
        "action_id": ANSWER,
        "options": [choice(each) for each in _with(options, (value,))],
    }
    chosen = [choice(each) for each in options if each.value == value]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _some_of(ask: SomeOf) -> Block:
    few = len(ask.options) <= limits.RADIOS
    element: Block = {
        "type": "checkboxes" if few else "multi_static_select",
        "action_id": ANSWER,
        "options": [choice(each) for each in _with(ask.options, ask.values)],
    }
    if ask.most and not few:
        element["max_selected_items"] = ask.most
    chosen = [choice(each) for each in ask.options if each.value in ask.values][: limits.SELECT]
    return element | ({"initial_options": chosen} if chosen else {})


def _with(options: Sequence[Option], chosen: Sequence[str]) -> list[Option]:
    """Return as many options as a menu takes; those that are chosen are always among them."""
    if len(options) <= limits.SELECT:
        return list(options)
    needed = {each.value for each in [o for o in options if o.value in chosen][: limits.SELECT]}
    free = limits.SELECT - len(needed)
    others = {each.value for each in [o for o in options if o.value not in needed][:free]}
    return [each for each in options if each.value in needed | others]


def _found_while_typing(kind: str, chosen: Sequence[Option], most: int, page: Page) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": kind,
        "placeholder": plain(page.say(kind), limits.PLACEHOLDER),
        "min_query_length": 1,
        "max_selected_items": most,
    }
    taken = [bare_choice(each) for each in chosen[: limits.SELECT]]
    return element | ({"initial_options": taken} if taken else {})


def _steps(ask: Scale) -> list[Option]:
    ends = {ask.low: ask.low_label, ask.high: ask.high_label}
    return [_step(number, ends.get(number)) for number in range(ask.low, ask.high + 1)]


def _step(number: int, meaning: Text | None) -> Option:
    words = f"{number} – {meaning.plain}" if meaning else str(number)
    return Option(str(number), Text("", {}, (cut(words, limits.OPTION),)))


def _filled_in(ask: AnyAsk) -> object:
    match ask:
        case Line(value=value) | Lines(value=value) | OneOf(value=value) | TimeOfDay(value=value):
            return value
        case SomeOf(values=values):
            return values
        case Scale(value=number):
            return number
        case Day(value=day):
            return day
    return tuple(each.value for each in ask.chosen)
