"""kehrwert slack: the app's manifest, and Slack's people as a directory."""

import json
import time
from dataclasses import asdict
from typing import Annotated

import typer

from adapters.directory.intake import take_in
from adapters.directory.slack import SlackDirectory, SlackStaff
from adapters.slack.manifest import EXAMPLE_URL, Mode, manifest
from app.commands.output import AsJson, progress, tell
from app.opening import books_in_step, organisation_named
from app.refusal import Refusal
from app.settings import load_settings
from app.slack import slack_settings, workspace_of_token
from app.wiring import system_now
from bot.model import Platform

app = typer.Typer(no_args_is_help=True, help="Connect Slack (docs/slack.md).")


@app.command("manifest")
def show_manifest(
    mode: Annotated[
        Mode, typer.Option(help="socket: no public address; http: one workspace; many: by install")
    ] = Mode.SOCKET,
    url: Annotated[str, typer.Option(help="the public https address, for http and many")] = "",
) -> None:
    """Print the app's manifest, to be pasted at api.slack.com/apps under "From a manifest"."""
    # Socket Mode needs no address, so nothing of the settings, which may be half written yet.
    address = url or ("" if mode is Mode.SOCKET else load_settings().public_url)
    if mode is not Mode.SOCKET and not address.startswith("https://"):
        raise Refusal(f"--mode {mode} needs --url https://…, where Slack reaches this machine")
    shown = manifest(mode, address or EXAMPLE_URL)
    typer.echo(json.dumps(shown, indent=2, ensure_ascii=False))


@app.command()
def people(*, as_json: AsJson = False) -> None:
    """Take everybody of the workspace into the directory: name, e-mail, zone, language.

    Nobody takes part before consenting in the chat. Guests and bots are left out; whoever was
    deactivated leaves her programmes. Managers, levels and teams come from a people file.
    """
    settings = load_settings()
    told = slack_settings(settings)
    if told is None or not told.bot_token:
        raise Refusal("set SLACK_BOT_TOKEN: it names the workspace whose people are meant")
    with books_in_step(settings) as books, progress() as bar:
        bar.add_task("asking Slack for its people", total=None)
        workspace = workspace_of_token(told)
        try:
            listed = SlackDirectory(told.bot_token, told.base_url, time.sleep).listed()
        except ValueError as problem:
            raise Refusal(str(problem), code=1) from None
        with books.turn() as store:
            organisation = organisation_named(store, settings)
            store.allow(organisation.id, Platform.SLACK, workspace)
            taken = take_in(store, organisation.id, listed.entries)
        left = SlackStaff(books, system_now).left(workspace, listed.left)
    counts = f"{taken.created} new, {taken.updated} changed, {taken.unchanged} unchanged"
    gone = f"; {left} were deactivated and leave their programmes" if left else ""
    tell(counts + gone, asdict(taken) | {"deactivated": left}, as_json=as_json)
