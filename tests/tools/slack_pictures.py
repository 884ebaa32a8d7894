"""Draws the main messages and windows as Slack shows them, for the documents: `make pictures`."""

import asyncio
import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from playwright.async_api import Page, ViewportSize, async_playwright

from adapters.pictures import png
from adapters.slack import render
from adapters.slack.home import page
from bot.model import Language
from bot.said import Form, Mention, Note, Reply, every
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.musterwerk import SLACK
from tests.tools.small import shrink
from tests.tools.specimens import SPECIMENS, as_read

HERE = Path(__file__).parent / "blocks"
STYLE = HERE / "node_modules" / "slack-blocks-to-jsx" / "dist" / "style.css"
PICTURES = Path("docs/pictures/slack")  # the folder is kept in the repository
SHOWN = {
    "home": "Message home.paired.title",
    "control_room": "Message home.hr.ready.title",
    "hours": "Form join.hours.title",
    "proposal": "Message proposal.open.title",
    "reminder": "Message checkin.reminder.title",
    "group_mentor": "Message forming.open.title_mentor",
    "group_mentee": "Message forming.open.title_mentee",
    "group_begins": "Message pairing.begun.title.group 2",
    "group": "Message checkin.reminder.title.group",
    "group_feedback": "Message feedback.first.told.group",
    "group_status": "Message status.title 5",
    "asked": "Message checkin.asked.first.title",
    "survey": "Form survey.screen.tandem",
    "end": "Message ending.title",
    "break": "Message resting.told.title",
    "announcement": "Message announce.post.title",
    "status": "Message status.title",
}
HOMES = ("home", "control_room")
ON_A_PHONE = ("proposal", "group", "group_mentee")
DESK = ViewportSize(width=1320, height=10)  # as high as what is drawn
POCKET = ViewportSize(width=PHONE["width"], height=10)
MOMENT = re.compile(r"<!date\^[^|>]*\|([^>]*)>")  # shown by Slack in the reader's own language
FRAME = """<!doctype html><meta charset="utf-8"><style>{style}</style><style>
body {{ margin: 0; padding: 24px; background: #f4f4f4; font-family: Lato, "Noto Sans", sans-serif;
  display: flex; gap: 24px; align-items: flex-start; width: max-content; max-width: 100vw;
  box-sizing: border-box; flex-wrap: wrap; }}
article {{ background: #fff; border: 1px solid #ddd; border-radius: 8px; padding: 14px 18px;
  width: {width}px; box-sizing: border-box; }}
article > h2 {{ font-size: 18px; margin: 0 0 8px; border-bottom: 1px solid #ddd; padding-bottom: 10px; }}
article > footer {{ display: flex; gap: 8px; justify-content: flex-end; margin-top: 12px;
  border-top: 1px solid #ddd; padding-top: 12px; }}
footer span {{ border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px; font-weight: 700;
  font-size: 14px; }}
footer span:last-child {{ background: #007a5a; border-color: #007a5a; color: #fff; }}
</style>{articles}"""


async def main() -> None:
    """Take every picture in both languages side by side, some on a phone too."""
    drawn = await _drawn({f"{key}_{lang}": shown for key, lang, shown in _everything()})
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for key in SHOWN:
            articles = [_article(drawn, key, language) for language in Language]
            await _taken(await browser.new_page(viewport=DESK), key, articles, 620)
            if key in ON_A_PHONE:
                phone = await browser.new_page(viewport=POCKET)
                await _taken(phone, f"{key}_phone", articles[:1], 342)
        await browser.close()


async def _taken(page: Page, name: str, articles: Sequence[str], width: int) -> None:
    """Keep what these articles look like, each as wide as `width` in pixels."""
    style = STYLE.read_text("utf-8")
    inside = "".join(articles)
    await page.set_content(FRAME.format(style=style, width=width, articles=inside))
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    shrink(PICTURES / f"{name}.png")


def _everything() -> Iterator[tuple[str, Language, Mapping[str, Any]]]:
    for key, name in SHOWN.items():
        for language in Language:
            yield key, language, _rendered(key, as_read(name, language))


def _rendered(key: str, said: Reply) -> Mapping[str, Any]:
    if isinstance(said, Form):
        return render.form(said, SLACK, {})
    assert not isinstance(said, Note)
    if key in HOMES:
        return page(SLACK, said, start=True)
    figures = render.figures(said)
    shown = render.message(said, SLACK, tuple(str(number) for number in range(len(figures))))
    for block in shown["blocks"]:  # type: ignore[attr-defined]
        if block["type"] == "image":
            drawn = png(figures[int(block.pop("slack_file")["id"])])
            block["image_url"] = f"data:image/png;base64,{base64.b64encode(drawn).decode()}"
    return shown


def _article(drawn: Mapping[str, Any], key: str, language: Language) -> str:
    shown, html = drawn[f"{key}_{language}"]
    if shown.get("type") != "modal":
        return f"<article>{html}</article>"
    title, close, submit = (escape(shown[each]["text"]) for each in ("title", "close", "submit"))
    foot = f"<footer><span>{close}</span><span>{submit}</span></footer>"
    return f"<article><h2>{title}</h2>{html}{foot}</article>"


async def _drawn(shown: Mapping[str, Any]) -> dict[str, tuple[Mapping[str, Any], str]]:
    """Return what was rendered, each with the HTML that the drawing tool makes of its blocks."""
    people = {
        address.user: mention.name
        for mention in every(Mention, tuple(SPECIMENS.values()))
        for address in mention.addresses
    }
    blocks = [[name, each["blocks"]] for name, each in shown.items()]
    asked = MOMENT.sub(r"\1", json.dumps({"people": people, "shown": blocks}))
    # The drawing tool takes "verbatim" for plain text; Slack only looks for no names in it.
    asked = asked.replace('"verbatim": true', '"verbatim": false')
    process = await asyncio.create_subprocess_exec(
        *("node", str(HERE / "draw.mjs")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    told, _ = await process.communicate(asked.encode())
    html = json.loads(told)
    return {name: (each, html[name]) for name, each in shown.items()}


if __name__ == "__main__":
    asyncio.run(main())
