"""kehrwert db: bring the database to this version's tables, or check that it is there."""

from pathlib import Path

import typer

from app.commands.output import AsJson, tell
from app.opening import in_step, reachable
from app.refusal import Refusal
from app.settings import load_settings
from storage import schema

app = typer.Typer(no_args_is_help=True, help="Look after the database named by DATABASE_URL.")


@app.command()
def upgrade(*, as_json: AsJson = False) -> None:
    """Create the database's tables, or bring them to this version."""
    url = load_settings().database_url
    _make_room(url)
    with reachable():
        before = schema.current(url)
        schema.upgrade(url)
        now = schema.current(url)
    sentence = (
        f"already at {now}" if before == now else f"upgraded from {before or 'nothing'} to {now}"
    )
    tell(sentence, {"before": before, "now": now}, as_json=as_json)


@app.command()
def check(*, as_json: AsJson = False) -> None:
    """Tell whether the database's tables are those of this version; exit code 1 when not."""
    url = load_settings().database_url
    with reachable():
        head = in_step(url)
        differences = schema.check(url)
    if differences:
        raise Refusal("the tables differ from this version's: " + "; ".join(differences), code=1)
    tell(f"in step at {head}", {"current": head, "differences": []}, as_json=as_json)


def _make_room(url: str) -> None:
    """Create the folder of an SQLite file, so that a first start needs no preparation."""
    if url.startswith("sqlite:///"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Refusal(f"{folder} cannot be created: {problem.strerror}", code=1) from problem
