"""What Teams would refuse or show badly in an activity of ours, found without Teams."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.teams import limits
from tests.teams.tenant import everything

Json = Mapping[str, Any]

MESSAGE_BYTES = (
    28 * 1024
)  # learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
EMPTY: tuple[object, ...] = ("", None, [])
# What our cards are made of, and since which version of the schema:
# adaptivecards.io/explorer; "Chart.…" is Teams' own and has a fallback.
SINCE = {
    "AdaptiveCard": (1, 0),
    "TextBlock": (1, 0),
    "Container": (1, 0),
    "FactSet": (1, 0),
    "Input.Text": (1, 0),
    "Input.ChoiceSet": (1, 0),
    "Input.Date": (1, 0),
    "Input.Time": (1, 0),
    "Action.Submit": (1, 0),
    "Action.ShowCard": (1, 0),
    "ActionSet": (1, 2),
    "RichTextBlock": (1, 2),
    "TextRun": (1, 2),
    "Action.Execute": (1, 4),
    "Data.Query": (1, 6),  # Teams takes it in 1.5: …/cards/dynamic-search
    "mention": (1, 2),
    "message": (1, 0),
}


def faults(activity: Json) -> list[str]:
    """Return what is wrong with an activity, each in a few words."""
    found = [*_sizes(activity), *_repetitions(activity)]
    for each in everything(dict(activity)):
        found += _wrong(each)
    return found


def _sizes(activity: Json) -> Iterator[str]:
    size = len(json.dumps(activity))
    if size > MESSAGE_BYTES:
        yield f"{size} bytes"
    if not str(activity.get("summary") or activity.get("text") or "").strip():
        yield "no words for a notification"


def _repetitions(activity: Json) -> Iterator[str]:
    ids = Counter(each["id"] for each in _inputs(activity))
    yield from (f"two inputs {name}" for name, times in ids.items() if times > 1)
    for each in _submits(activity):
        missing = set(each["data"].get("asked", ())) - ids.keys()
        yield from (f"{name} is asked for and not there" for name in missing)


def _wrong(each: Json) -> Iterator[str]:
    kind = str(each.get("type", ""))
    if "type" in each and kind not in SINCE and not kind.startswith(("Chart.", "application/")):
        yield f"unheard of: {kind}"
    if kind.startswith(("Chart.", "Action.Execute")) and "fallback" not in each:
        yield f"{kind} without a fallback"
    for name in ("text", "title", "label", "placeholder"):
        if name in each and each[name] in EMPTY:
            yield f"{kind} without {name}"
    yield from _of_words(kind, each)
    yield from _of_choices(kind, each)


def _of_words(kind: str, each: Json) -> Iterator[str]:
    if kind == "TextBlock" and not each.get("wrap"):
        yield "words that a phone would cut"
    if kind.startswith("Action.") and len(each["title"]) > limits.BUTTON_LABEL:
        yield f"a long button {each['title']}"
    if kind == "ActionSet" and not 0 < len(each["actions"]) <= limits.ACTIONS:
        yield f"{len(each['actions'])} actions in a row"
    if kind == "FactSet" and any(not fact["value"].strip() for fact in each["facts"]):
        yield "a fact without a value"


def _of_choices(kind: str, each: Json) -> Iterator[str]:
    if kind != "Input.ChoiceSet":
        return
    values = [choice["value"] for choice in each["choices"]]
    if len(set(values)) != len(values):
        yield f"{each['id']} offers a value twice"
    if len(values) > limits.OPTIONS:
        yield f"{each['id']} offers {len(values)}"
    if each.get("isMultiSelect") and any("," in value for value in values):
        yield f"{each['id']} has a comma in a value"
    chosen = str(each.get("value", ""))
    picked = chosen.split(",") if each.get("isMultiSelect") else [chosen]
    if chosen and not set(picked) <= set(values):
        yield f"{each['id']} has chosen what it does not offer"


def _inputs(activity: Json) -> Sequence[Json]:
    return [
        each for each in everything(dict(activity)) if str(each.get("type")).startswith("Input.")
    ]


def _submits(activity: Json) -> Sequence[Json]:
    return [each for each in everything(dict(activity)) if each.get("verb") == "submit"]
