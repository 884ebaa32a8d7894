"""kehrwert slack: the app's manifest, and Slack's people as a directory."""

import json
import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from adapters.directory.intake import take_in
from adapters.directory.slack import LeftOut, SlackDirectory, SlackStaff, WhyNot
from adapters.slack.manifest import EXAMPLE_URL, Mode, manifest
from app.commands.output import AsJson, progress, tell
from app.opening import books_in_step, organisation_named
from app.refusal import Refusal
from app.settings import load_settings
from app.slack import slack_settings, workspace_of_token
from app.wiring import system_now
from bot.model import Platform

NAMES_SHOWN = 20  # of each reason
LEFT_OUT = {
    WhyNot.GUEST: "guests of the workspace",
    WhyNot.ELSEWHERE: "of another company or workspace",
    WhyNot.NO_EMAIL: "without an e-mail that the app can see",
    WhyNot.UNCONFIRMED: "whose e-mail is not confirmed yet",
    WhyNot.SAME_EMAIL: "with the e-mail of another account",
    WhyNot.BOT: "bots and apps",
}

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

    Nobody takes part before consenting in the chat. Who is left out (guests, people of other
    companies, without a confirmed e-mail) is named with the reason; whoever was deactivated leaves
    her programmes. Managers, levels and teams come from a people file.
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
    facts = asdict(taken) | {"deactivated": left, "left_out": [*map(asdict, listed.left_out)]}
    sentence = "\n".join(filter(None, (counts + gone, left_out_in_words(listed.left_out))))
    tell(sentence, facts, as_json=as_json)


def left_out_in_words(left_out: Sequence[LeftOut]) -> str:
    """Return how many were left out for which reason, and who; empty where nobody was."""
    by_reason = {why: [each.name for each in left_out if each.why is why] for why in WhyNot}
    lines = [
        f"  {LEFT_OUT[why]}: {len(names)}{_named(why, names)}"
        for why, names in by_reason.items()
        if names
    ]
    return "\n".join(["left out:", *lines]) if lines else ""


def _named(why: WhyNot, names: Sequence[str]) -> str:
    if why is WhyNot.BOT:
        return ""
    more = len(names) - NAMES_SHOWN
    rest = f" and {more} more: --json names all" if more > 0 else ""
    return f" ({', '.join(names[:NAMES_SHOWN])}{rest})"
