"""Every limit of Block Kit, held against raw blocks. Source: docs.slack.dev/reference/block-kit."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Block = Mapping[str, Any]

KNOWN = {"actions", "context", "divider", "header", "image", "input", "rich_text", "section"}
MULTI = {"checkboxes", "multi_static_select", "multi_external_select"}
MOST_OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "static_select": 100}


def faults(blocks: Sequence[Block], most: int) -> list[str]:
    """Return everything that Slack would refuse about these blocks."""
    found = [f"{len(blocks)} blocks, at most {most}"] if len(blocks) > most else []
    ids = [each["block_id"] for each in blocks if "block_id" in each]
    found += ["a block id stands twice"] if len(ids) != len(set(ids)) else []
    found += ["a block id is too long" for each in ids if len(each) > 255]
    actions = [e["action_id"] for b in blocks for e in b.get("elements", []) if "action_id" in e]
    found += ["an action id stands twice"] if len(actions) != len(set(actions)) else []
    return found + [fault for each in blocks for fault in _block(each)]


def view_faults(view: Block) -> list[str]:
    """Return everything that Slack would refuse about a modal or App Home."""
    found = faults(view["blocks"], 100)
    for part in ("title", "submit", "close"):
        if part in view:
            found += _text(view[part], 24, part, plain=True)
    found += ["private_metadata"] if len(view.get("private_metadata", "")) > 3000 else []
    asks = any(each["type"] == "input" for each in view["blocks"])
    if view["type"] == "modal":
        found += ["inputs without submit"] if asks and "submit" not in view else []
        found += ["a modal without a title"] if "title" not in view else []
    return found


def message_faults(body: Block) -> list[str]:
    """Return everything that Slack would refuse about a message."""
    found = faults(body["blocks"], 50)
    found += ["no fallback text"] if not str(body["text"]).strip() else []
    found += ["the fallback text is too long"] if len(body["text"]) > 4000 else []
    found += ["inputs in a message" for each in body["blocks"] if each["type"] == "input"]
    return found


def _block(block: Block) -> Iterator[str]:
    kind = block["type"]
    if kind not in KNOWN:
        yield f"unknown block {kind}"
    if kind == "header":
        yield from _text(block["text"], 150, "header", plain=True)
    elif kind == "section":
        yield from _section(block)
    elif kind == "context":
        yield from _many(block["elements"], 10, "context")
        for each in block["elements"]:
            yield from _text(each, 3000, "context")
    elif kind == "actions":
        yield from _many(block["elements"], 25, "actions")
        for each in block["elements"]:
            yield from _button(each)
    elif kind == "image":
        yield from _text(block["title"], 2000, "image", plain=True)
        if not 0 < len(block["alt_text"]) <= 2000:
            yield "alt_text"
    elif kind == "input":
        yield from _input(block)


def _section(block: Block) -> Iterator[str]:
    if "text" in block:
        yield from _text(block["text"], 3000, "section")
    elif not block.get("fields"):
        yield "a section without text and fields"
    fields = block.get("fields", [])
    if len(fields) > 10:
        yield f"{len(fields)} fields"
    for each in fields:
        yield from _text(each, 2000, "field")


def _button(button: Block) -> Iterator[str]:
    yield from _text(button["text"], 75, "button", plain=True)
    if not 0 < len(button["action_id"]) <= 255:
        yield "action_id"
    if not 0 < len(button.get("value", "x")) <= 2000:
        yield "button value"
    if button.get("style", "primary") not in {"primary", "danger"}:
        yield "button style"
    asked = button.get("confirm")
    if asked:
        for part, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(asked[part], most, f"confirm {part}")


def _input(block: Block) -> Iterator[str]:
    yield from _text(block["label"], 2000, "label", plain=True)
    if "hint" in block:
        yield from _text(block["hint"], 2000, "hint", plain=True)
    element = block["element"]
    kind = element["type"]
    if "options" in element:
        yield from _many(element["options"], MOST_OPTIONS.get(kind, 100), kind)
    values = [each["value"] for each in element.get("options", [])]
    if len(values) != len(set(values)):
        yield "an option stands twice"
    chosen = element.get("initial_options", [])
    if "initial_options" in element and not chosen:
        yield "empty initial_options"
    if "initial_option" in element:
        chosen = [element["initial_option"]]
    if "options" in element and any(each not in element["options"] for each in chosen):
        yield "a chosen option is none of the options"
    for each in [*element.get("options", []), *chosen]:
        yield from _text(each["text"], 75, "option")
        if not 0 < len(each["value"]) <= 150:
            yield "option value"
        if "description" in each:
            yield from _text(each["description"], 75, "description")
    yield from _typed(element, kind)


def _typed(element: Block, kind: str) -> Iterator[str]:
    if "placeholder" in element:
        yield from _text(element["placeholder"], 150, "placeholder", plain=True)
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "initial_value"
    if not 0 < element.get("max_length", 1) <= 3000:
        yield "max_length"
    if kind in MULTI - {"checkboxes"} and element.get("max_selected_items", 1) < 1:
        yield "max_selected_items"


def _many(elements: Sequence[object], most: int, where: str) -> Iterator[str]:
    if not 0 < len(elements) <= most:
        yield f"{len(elements)} elements in {where}, at most {most}"


def _text(text: Block, most: int, where: str, *, plain: bool = False) -> Iterator[str]:
    if not 0 < len(text["text"]) <= most:
        yield f"{len(text['text'])} characters in {where}, at most {most}"
    if plain and text["type"] != "plain_text":
        yield f"{where} is not plain"
    if text["type"] == "plain_text" and "verbatim" in text:
        yield "verbatim in plain text"
