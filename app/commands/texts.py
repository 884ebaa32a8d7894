"""kehrwert texts show, export, check: our words, and an operator's own ones over them."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.commands.output import AsJson, tell
from app.own_words import read_own_words
from app.refusal import Refusal
from app.settings import load_settings
from bot.model import Language
from bot.texts import FIXED, load_words, longest, text_files

app = typer.Typer(
    no_args_is_help=True,
    help="See the words that people read, and put your own in their place (docs/operations.md).",
)

Shown = Mapping[str, object]


@app.command()
def show(
    key: Annotated[
        str, typer.Argument(help="a text, or the beginning of several: readiness.mentor.1")
    ],
    *,
    language: Annotated[Language | None, typer.Option(help="only this one")] = None,
    as_json: AsJson = False,
) -> None:
    """Show texts of ours in both languages, with how many characters your own may have."""
    found = [
        _shown(each, name, template)
        for each, words in load_words().items()
        for name, template in words.templates.items()
        if language in {None, each} and f"{name}.".startswith(f"{key}.")
    ]
    if not found:
        raise Refusal(f"no text {key!r}: kehrwert texts export --folder content writes all of them")
    lines = [
        f"{each['language']}  {each['key']}  "
        + (f"(at most {each['longest']})" if each["yours_to_change"] else "(cannot be changed)")
        + f"\n    {each['text']}"
        for each in found
    ]
    tell("\n".join(lines), found, as_json=as_json)


@app.command()
def export(
    *,
    folder: Annotated[Path, typer.Option(help="folder to write into")],
    as_json: AsJson = False,
) -> None:
    """Write our texts into a folder, to be edited; overwrites nothing.

    Take away whatever you leave as it is: then it follows ours when Kehrwert is updated.
    """
    files = {
        folder / language / f"{name}.toml": content
        for language in Language
        for name, content in text_files(language)
        if name not in FIXED
    }
    there = next((path for path in files if path.exists() or path.is_symlink()), None)
    if there:
        raise Refusal(f"{there} is there already, nothing was written: choose another folder")
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as stream:
                stream.write(content)
    except OSError as problem:
        raise Refusal(f"{folder} cannot be written to: {problem.strerror}", code=1) from problem
    facts = {"files": [str(path) for path in files]}
    tell(f"{folder}: {len(files)} files; take away what you leave as it is", facts, as_json=as_json)


@app.command()
def check(
    *,
    folder: Annotated[
        Path | None, typer.Option(help="folder with your own words; else that of the settings")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say everything that is wrong with your own words, without starting anything."""
    place = str(folder) if folder else load_settings().content
    if not place:
        raise Refusal("no folder to look at: name one with --folder, or set KEHRWERT_CONTENT")
    found = read_own_words(Path(place))
    changed = {language.value: count for language, count in found.changed.items()}
    if as_json:
        problems = [asdict(each) for each in found.complaints]
        tell("", {"folder": place, "changed": changed, "problems": problems}, as_json=True)
    _ = found.words  # refuses where there are problems
    if not as_json:
        counts = ", ".join(f"{count} in {language}" for language, count in changed.items())
        tell(f"{place}: nothing is wrong; texts unlike ours: {counts}", None, as_json=False)


def _shown(language: Language, key: str, template: str) -> Shown:
    return {
        "language": language.value,
        "key": key,
        "text": template,
        "longest": longest(key, template),
        "yours_to_change": key.partition(".")[0] not in FIXED,
    }
