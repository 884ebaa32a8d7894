"""Everything about somebody in one file, at once, whenever she asks."""

import json

from bot.commands import AskForget, ShowHome, ShowMyData
from bot.flows.disclosure import disclosed
from bot.said import Aside, Bullets, Button, File, Message, Paragraph, Reply, text
from bot.turn import Turn


def show(turn: Turn, _request: ShowMyData) -> Reply:
    """Give the person a JSON file with everything that is kept about her."""
    content = json.dumps(disclosed(turn), ensure_ascii=False, indent=2).encode()
    name = f"kehrwert-{turn.now.date().isoformat()}.json"
    return Message(
        text("privacy.mine.title"),
        (
            Paragraph(text("privacy.mine.body")),
            File(name, "application/json", content),
            Bullets(tuple(text(f"privacy.mine.{point}") for point in ("left_out", "elsewhere"))),
            Aside(text("privacy.mine.who_sees")),
        ),
        (
            Button(text("home.button.home"), ShowHome()),
            Button(text("privacy.mine.forget"), AskForget()),
        ),
        "mydata",
    )
