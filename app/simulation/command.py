"""kehrwert simulate: a whole programme played by invented employees, and what HR would read then."""

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.sample import FEWEST_PEOPLE
from app.collector import IN_A_PLAY, spare_the_collector
from app.commands.output import AsJson, err, progress, tell
from app.demo import plot
from app.demo.movable_clock import FIRST_MOMENT
from app.demo.seeding import Plot
from app.own_words import words_of
from app.refusal import Refusal
from app.settings import load_settings
from app.simulation.outcome import Outcome
from app.simulation.play import STARTS_AFTER, Play
from app.simulation.verdict import Verdict
from bot.commands import SpeakLanguage
from bot.model import PROGRAMME_WEEKS, Format, Language
from bot.said import Message
from bot.texts import Words
from storage.books import SqlBooks
from storage.schema import upgrade

LONGEST_WEEKS = 26  # product: a programme lasts three to six months
MOST_PEOPLE = 20_000

PeopleFile = Annotated[
    Path | None, typer.Option("--people", help="your own company as a people file")
]
PeopleCount = Annotated[
    int, typer.Option(help="size of the invented company", min=FEWEST_PEOPLE, max=MOST_PEOPLE)
]
Lead = Annotated[str | None, typer.Option(help="with --people: the e-mail of the HR lead")]
Weeks = Annotated[int, typer.Option(help="length of the programme", min=1, max=LONGEST_WEEKS)]
Folder = Annotated[Path, typer.Option("--out", help="folder for status.png and status.json")]


def simulate(
    *,
    people: PeopleFile = None,
    people_count: PeopleCount = 60,
    hr_lead: Lead = None,
    weeks: Weeks = PROGRAMME_WEEKS,
    programme_format: plot.ProgrammeFormat = Format.ONE_TO_ONE,
    seed: Annotated[int, typer.Option(help="the same seed gives the same programme")] = 7,
    language: Annotated[Language, typer.Option(help="language of the status")] = Language.EN,
    out: Folder = Path("var/simulation"),
    as_json: AsJson = False,
) -> None:
    """Play a whole programme: invented employees join, answer, forget, decline, leave and return.

    Nobody is told anything and nothing is kept but the outcome. The people's behaviour is invented;
    what the programme does with it is real. At the end every number HR would read is counted again
    from what everybody did; if one does not agree, the exit code is 1.
    """
    words = words_of(load_settings())
    company = plot.own(people, hr_lead) if people else plot.invented(people=people_count)
    spare_the_collector(IN_A_PLAY)
    err.print("playing on a throw-away database, which waits for no disk", style="dim")
    with progress() as bar:
        task = bar.add_task("playing", total=1.0)
        outcome = played(
            replace(company, weeks=weeks, format=programme_format),
            seed,
            language,
            lambda share: bar.update(task, completed=share),
            words,
        )
    outcome.write(out)
    tell(f"{outcome.sentence}\nPicture and JSON: {out}", outcome.facts, as_json=as_json)
    if not outcome.verdict.agrees:
        raise Refusal("the status does not agree with what happened: please report this", code=1)


def played(
    company: Plot,
    seed: int,
    language: Language,
    tell_how_far: Callable[[float], object],
    words: Mapping[Language, Words] | None = None,
) -> Outcome:
    """Play a company's programme on a throw-away database, and return how it ended."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-simulation-") as folder:
        url = f"sqlite:///{Path(folder) / 'play.sqlite'}"
        upgrade(url)
        books = SqlBooks(url, careless=True)
        try:
            staged = replace(company, starts_after=STARTS_AFTER)
            play = Play(books, staged, FIRST_MOMENT, seed, words)
            asyncio.run(play.run(tell_how_far))
            status = play.asks_for_status(SpeakLanguage(language))
            assert isinstance(status, Message), "HR is told figures in a message"
            return Outcome(play, Verdict(play, status))
        finally:
            books.close()
