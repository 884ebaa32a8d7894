"""kehrwert serve: runs the programme."""

import asyncio
from typing import Annotated

import typer

from app.serving import Role, serve_until_interrupted
from app.settings import load_settings


def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on", min=0, max=65535)] = None,
    role: Annotated[
        Role, typer.Option(help="what this process does, where several share one database")
    ] = Role.ALL,
) -> None:
    """Run the programme: the clock, the post and HTTP, with the platforms that are connected.

    Any number of processes may work on one database: `--role web` hears and answers, `--role worker`
    does what is due and sends, `all` does both. SIGTERM lets each finish within ten seconds.
    """
    settings = load_settings()
    changes = {"host": host or settings.host, "port": settings.port if port is None else port}
    asyncio.run(serve_until_interrupted(settings.model_copy(update=changes), role))
