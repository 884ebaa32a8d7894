"""kehrwert export: a programme's figures as files, for whoever runs the database."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from adapters.gateway import Gateway
from app.commands.output import AsJson, tell
from app.opening import ProgrammeName, books_in_step, programme_named
from app.own_words import words_of
from app.refusal import Refusal
from app.settings import load_settings
from app.wiring import build, system_now
from bot.model import AuditEntry, Language
from bot.said import File


class Form(StrEnum):
    """A form that figures can be written in."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


def export(
    *,
    folder: Annotated[Path, typer.Option("--out", help="the folder to write into", metavar="DIR")],
    programme: ProgrammeName = "",
    form: Annotated[
        list[Form] | None, typer.Option("--form", help="only this one; may be repeated")
    ] = None,
    language: Annotated[Language, typer.Option(help="of the words in the files")] = Language.DE,
    force: Annotated[bool, typer.Option("--force", help="overwrite files")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a programme's newest figures as PDF, XLSX and CSV: what its HR leads may see, no more."""
    settings = load_settings()
    words = words_of(settings)
    forms, now = form or tuple(Form), system_now()
    with books_in_step(settings) as books:
        with books.read() as store:
            led = programme_named(store, programme)
        bot = build(books, Gateway({}), system_now, words=words).bot
        files = bot.reports(led.id, forms, language, now)
        if not files:
            raise Refusal(f"{led.name} has no figures yet: they are frozen on Mondays", code=1)
        paths = _free(files, folder, force=force)
        with books.turn() as store:  # first, so that no figures leave the house unnoticed
            for each in forms:
                store.add(AuditEntry(now, None, f"figures.export.{each}", led.id))
    _write(files, paths)
    tell("\n".join(map(str, paths)), {"files": [str(path) for path in paths]}, as_json=as_json)


def _free(files: tuple[File, ...], folder: Path, *, force: bool) -> list[Path]:
    """Return where the files go, in a folder that is there from then on."""
    paths = [folder / file.name for file in files]
    there = next((path for path in paths if path.exists()), None)
    if there and not force:
        raise Refusal(f"{there} is there already: choose another folder or add --force")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise _closed(folder, problem) from problem
    return paths


def _write(files: tuple[File, ...], paths: list[Path]) -> None:
    try:
        for file, path in zip(files, paths, strict=True):
            path.write_bytes(file.content)
    except OSError as problem:
        raise _closed(paths[0].parent, problem) from problem


def _closed(folder: Path, problem: OSError) -> Refusal:
    return Refusal(f"{folder} cannot be written to: {problem.strerror}", code=1)
