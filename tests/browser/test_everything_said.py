"""Everything that the bot says fits a phone, in both languages: nothing is cut off or pushed aside."""

import pytest

from adapters.web import render
from bot.model import Language
from bot.said import Form, Message
from tests.browser.conftest import PHONE, Open
from tests.said.collection import kept, named

pytestmark = pytest.mark.asyncio(loop_scope="session")

# Shows each message in the left conversation and each form in its dialog, as the page itself does,
# and returns what is wider than its place. What somebody types may be longer than its field, and a
# table of more than three columns is moved sideways.
TOO_WIDE = """
([messages, forms]) => {
  const wide = (name, place) => [...place.querySelectorAll("*")]
    .filter((each) => each.clientWidth && each.scrollWidth > each.clientWidth + 1)
    .filter((each) => !each.closest("svg, input, .quiet, .table:has(th:nth-child(4))"))
    .filter((each) => getComputedStyle(each).display !== "inline")
    .map((each) => `${name}: ${each.className} ${each.scrollWidth} > ${each.clientWidth}`);
  const bubble = document.querySelector('[data-side="left"] .bot .bubble');
  const dialog = document.getElementById("form");
  const content = dialog.querySelector(".sheet-content");
  const shown = (list, place) =>
    list.flatMap(([name, html]) => ((place.innerHTML = html), wide(name, place)));
  const found = shown(messages, bubble);
  dialog.showModal();
  return [...found, ...shown(forms, content)];
}
"""


@pytest.mark.parametrize("language", Language)
async def test_everything_said_fits_a_phone(
    open_page: Open, sample_url: str, language: Language
) -> None:
    page = await open_page(sample_url, viewport=PHONE, locale=language)
    messages, forms = [], []
    for name, specimen in named(kept()):
        said = specimen.worded(language)
        if isinstance(said, Message):
            messages.append((name, render.message(said)))
        elif isinstance(said, Form):
            forms.append((name, render.form(said, language)))
    assert await page.evaluate(TOO_WIDE, [messages, forms]) == []
