"""Questions of a form become inputs; their ids tell how an answer is to be read."""

from collections.abc import Sequence
from urllib.parse import quote, unquote

from adapters.teams import limits
from adapters.teams.limits import cut
from adapters.teams.parts import Element, Page, small, words
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

TOPICS, PEOPLE = "topics", "people"  # data sets that are searched while typing
ONE, SEVERAL = "one", "several"  # how an id begins: its answer is one value, or several
SEPARATOR = ","  # between several values: learn.microsoft.com/adaptive-cards, Input.ChoiceSet


def input_id(ask: AnyAsk) -> str:
    """Return the id of a question's input: how to read its answer, and its key."""
    several = isinstance(ask, SomeOf | Topics | People)
    return f"{SEVERAL if several else ONE}:{ask.key}"


def travelling(value: str) -> str:
    """Return an option's value so that it survives among several."""
    return quote(value, safe=" /:;=@!?()'+*.-_~")


def arrived(value: str) -> str:
    """Return an option's value as it was before it travelled."""
    return unquote(value)


def asked(ask: AnyAsk, page: Page, problem: Text | None) -> list[Element]:
    """Return a question as its input, with what is wrong with the last answer above it."""
    shown: list[Element] = []
    if problem is not None:
        shown.append(words(page.marked(problem), color="Attention", weight="Bolder"))
    hint = ask.hint if ask.hint is not None and ask.hint.plain.strip() else None
    hints = [small(page.marked(hint))] if hint else []
    label = {"label": cut(ask.label.plain, limits.LABEL) or " "}
    needed: Element = {"isRequired": ask.required}
    needed |= {"errorMessage": page.say("needed")} if ask.required else {}
    kind = _input(ask, page)
    field = {"type": kind.pop("type"), "id": input_id(ask), **label, **needed, **kind}
    return [*shown, field, *hints]


def choice(option: Option, share: int = 1) -> Element:
    """Return a possible answer; a card's choices have no second line."""
    hint = option.hint.plain.strip() if option.hint is not None else ""
    title = f"{option.label.plain} – {hint}" if hint else option.label.plain
    return {"title": cut(title, limits.OPTION // share) or " ", "value": travelling(option.value)}


def _input(ask: AnyAsk, page: Page) -> Element:  # noqa: PLR0911 one for each kind of question
    match ask:
        case Line() | Lines():
            return _typed(ask)
        case OneOf(options=options, value=value):
            return _one_of(options, value, page)
        case SomeOf():
            return _some_of(ask, page)
        case Topics(chosen=chosen):
            return _found_while_typing(TOPICS, chosen, page)
        case People(chosen=chosen):
            return _found_while_typing(PEOPLE, chosen, page)
        case Scale():
            return _one_of(_steps(ask), "" if ask.value is None else str(ask.value), page)
        case Day(value=day, first=first):
            shown: Element = {"type": "Input.Date"}
            shown |= {"value": day.isoformat()} if day else {}
            return shown | ({"min": first.isoformat()} if first else {})
        case TimeOfDay(value=time):
            shown = {"type": "Input.Time"}
            return shown | ({"value": time} if time else {})


def _typed(ask: Line | Lines) -> Element:
    most = min(ask.longest, limits.INPUT)
    shown: Element = {
        "type": "Input.Text",
        "isMultiline": isinstance(ask, Lines),
        "maxLength": most,
    }
    return shown | ({"value": ask.value[:most]} if ask.value else {})


def _one_of(options: Sequence[Option], value: str, page: Page) -> Element:
    shown = _choices(options, (value,), page.share) | {"isMultiSelect": False}
    known = any(each.value == value for each in options)
    return shown | ({"value": travelling(value)} if known else {})


def _some_of(ask: SomeOf, page: Page) -> Element:
    shown = _choices(ask.options, ask.values, page.share) | {"isMultiSelect": True}
    chosen = [each.value for each in ask.options if each.value in ask.values]
    return shown | ({"value": _joined(chosen)} if chosen else {})


def _choices(options: Sequence[Option], chosen: Sequence[str], share: int) -> Element:
    style = "expanded" if len(options) <= limits.EXPANDED else "compact"
    return {
        "type": "Input.ChoiceSet",
        "style": "filtered" if len(options) > limits.FILTERED else style,
        "wrap": True,
        "choices": [choice(each, share) for each in _with(options, chosen, share)],
    }


def _with(options: Sequence[Option], chosen: Sequence[str], share: int) -> list[Option]:
    """Return as many options as there is room for; those that are chosen are always among them."""
    most = limits.OPTIONS // share
    if len(options) <= most:
        return list(options)
    taken = [each for each in options if each.value in chosen][: limits.OPTIONS]
    others = [each for each in options if each not in taken]
    kept = taken + others[: max(0, most - len(taken))]
    return [each for each in options if each in kept]


def _found_while_typing(dataset: str, chosen: Sequence[Option], page: Page) -> Element:
    shown: Element = {
        "type": "Input.ChoiceSet",
        "style": "filtered",
        "isMultiSelect": True,
        "placeholder": page.say(dataset),
        "choices": [choice(each) for each in chosen[: limits.OPTIONS]],
        "choices.data": {"type": "Data.Query", "dataset": dataset},
    }
    return shown | ({"value": _joined([each.value for each in chosen])} if chosen else {})


def _joined(values: Sequence[str]) -> str:
    return SEPARATOR.join(travelling(each) for each in values)


def _steps(ask: Scale) -> list[Option]:
    ends = {ask.low: ask.low_label, ask.high: ask.high_label}
    return [_step(number, ends.get(number)) for number in range(ask.low, ask.high + 1)]


def _step(number: int, meaning: Text | None) -> Option:
    said = f"{number} – {meaning.plain}" if meaning else str(number)
    return Option(str(number), Text("", {}, (cut(said, limits.OPTION),)))
