"""A chat provider on loopback that keeps every message with its key, and can have any mood."""

import argparse
import asyncio
import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field

from aiohttp import web

GRACE_SECONDS = 1.0  # what was on its way when somebody was asked for patience


@dataclass
class Provider:
    """Moods are chances from 0 to 1: `throttles`, `fails`, `loses` the answer, `hangs`."""

    moods: dict[str, float] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    quiet: dict[str, tuple[float, float]] = field(default_factory=dict)  # workspace -> from, until
    early: int = 0
    looks: int = 0
    asked: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 seeded moods

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take a message, or do what the mood says."""
        data = await request.json()
        workspace, key = data["workspace"], data["key"]
        self.asked += 1
        now = asyncio.get_running_loop().time()
        since, until = self.quiet.get(workspace, (0.0, 0.0))
        self.early += since + GRACE_SECONDS < now < until - 0.1
        if self._feels("throttles"):
            patience = self.moods.get("patience", 1.0)
            self.quiet[workspace] = (now, now + patience)
            return web.json_response({}, status=429, headers={"Retry-After": str(patience)})
        if self._feels("fails"):
            return web.json_response({}, status=500)
        await asyncio.sleep(self.moods.get("slow", 0.0))
        self.kept[key].append(f"m{self.asked}")
        if self._feels("hangs"):
            await asyncio.sleep(30)
        if self._feels("loses"):
            assert request.transport is not None
            request.transport.abort()
        return web.json_response({"id": self.kept[key][-1]})

    async def find(self, request: web.Request) -> web.Response:
        """Return the id of the message with this key."""
        self.looks += 1
        found = self.kept.get(request.query["key"], [])
        return web.json_response({"id": found[0] if found else None})

    async def mood(self, request: web.Request) -> web.Response:
        """Change the mood."""
        self.moods = await request.json()
        return web.json_response({})

    async def audit(self, _request: web.Request) -> web.Response:
        """Tell what was kept, how often, and who did not wait as long as asked."""
        counts = {key: len(messages) for key, messages in self.kept.items()}
        return web.json_response(
            {"kept": counts, "early": self.early, "looks": self.looks, "asked": self.asked}
        )

    def _feels(self, mood: str) -> bool:
        return self.dice.random() < self.moods.get(mood, 0.0)


async def run() -> None:
    """Serve until killed; the port is the first line of the output."""
    provider = Provider()
    app = web.Application()
    app.add_routes(
        [
            web.post("/send", provider.send),
            web.get("/find", provider.find),
            web.post("/mood", provider.mood),
            web.get("/audit", provider.audit),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__).parse_args()
    asyncio.run(run())
