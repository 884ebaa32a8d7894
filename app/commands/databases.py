"""kehrwert db: upgrade and check the database, copy it, back it up and put it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output import AsJson, tell
from app.opening import in_step, reachable
from app.refusal import Refusal
from app.settings import Settings, load_settings
from storage import copies, schema

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


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="the new file that becomes the copy")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy an SQLite database while it is in use. For PostgreSQL take pg_dump."""
    with _plainly():
        copies.backup(load_settings().database_url, file)
    tell(f"copied to {file}", {"file": str(file)}, as_json=as_json)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="a copy made by db backup")],
    *,
    as_json: AsJson = False,
) -> None:
    """Put a copy back as the SQLite database, so that nobody hears again what was said since.

    Stop every process first, and move the old database away.
    """
    settings = load_settings()
    _make_room(settings.database_url)
    with _plainly():
        copies.restore(file, settings.database_url)
    _catch_up(settings, as_json=as_json)


@app.command()
def restored(*, as_json: AsJson = False) -> None:
    """Say, once, that the database was put back to an earlier moment (PostgreSQL: pg_restore).

    What was due is then looked for before it is sent, and nobody hears an old reminder again.
    """
    _catch_up(load_settings(), as_json=as_json)


@app.command()
def copy(
    target: Annotated[str, typer.Argument(help="the address of an empty database")],
    *,
    as_json: AsJson = False,
) -> None:
    """Copy everything into another database, such as from SQLite to PostgreSQL.

    Stop every process first; afterwards let DATABASE_URL name the new one.
    """
    source = load_settings().database_url
    with _plainly():
        in_step(source)
        schema.upgrade(target)
        counts = copies.copy(source, target)
    tell(f"copied {sum(counts.values())} rows", counts, as_json=as_json)


def _catch_up(settings: Settings, *, as_json: bool) -> None:
    # Only here: an upgrade need not wait for the whole bot.
    from app.restoring import catch_up  # noqa: PLC0415

    done = catch_up(settings)
    tell(
        f"restored: {done.looked_for} messages will be looked for before they are sent, "
        f"{done.left_out} are left out, {done.erased_again} people are erased again",
        asdict(done),
        as_json=as_json,
    )


@contextmanager
def _plainly() -> Iterator[None]:
    """Tell what cannot be done in one sentence."""
    try:
        with reachable():
            yield
    except ValueError as problem:
        raise Refusal(str(problem), code=1) from problem


def _make_room(url: str) -> None:
    """Create the folder of an SQLite file, so that a first start needs no preparation."""
    if url.startswith("sqlite:///"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise Refusal(f"{folder} cannot be created: {problem.strerror}", code=1) from problem
