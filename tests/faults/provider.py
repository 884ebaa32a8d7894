"""A chat provider on loopback that keeps every message with its key, and can have any mood."""

import argparse
import asyncio
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TextIO

from aiohttp import web

from tests.faults.orphans import end_with_parent

HANG_SECONDS = 30.0
# Between the provider's clock reading and ours: the same clock, read a moment apart.
A_MOMENT = 0.05


@dataclass
class Rest:
    """A workspace's rest: from a 429 until its time is over; `told` is when all processes knew."""

    workspace: str
    until: float
    told: float | None = None


@dataclass
class Provider:
    """Moods are chances from 0 to 1: `throttles`, `fails`, `falters`, `loses` the answer, `hangs`.

    One that fails took nothing, one that falters took the message and says 500. `patience` and
    `at_most` are the bounds of what a 429 asks for, in seconds, `slow` what every message takes.
    """

    moods: dict[str, float] = field(default_factory=dict)
    kept: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rests: dict[int, Rest] = field(default_factory=dict)
    during: list[tuple[float, list[Rest]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=count)
    journal: TextIO | None = None
    dice: random.Random = field(default_factory=lambda: random.Random(7))  # noqa: S311 seeded moods

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take a message, or do what the mood says."""
        data = await request.json()
        workspace, key = data["workspace"], data["key"]
        now = asyncio.get_running_loop().time()
        self.counts["asked"] += 1
        self._notes(workspace, data["stood"], now)
        if self._feels("throttles"):
            return self._throttled(workspace, now)
        if self._feels("fails"):
            return web.json_response({}, status=500)
        await asyncio.sleep(self.moods.get("slow", 0.0))
        self.kept[key].append(f"m{self.counts['asked']}")
        if self.journal is not None:
            self.journal.write(f"{key}\n")
            self.journal.flush()
        if self._feels("hangs"):
            await asyncio.sleep(HANG_SECONDS)
        if self._feels("loses"):
            assert request.transport is not None
            request.transport.abort()
        if self._feels("falters"):
            return web.json_response({}, status=500)
        return web.json_response({"id": self.kept[key][-1]})

    async def told(self, request: web.Request) -> web.Response:
        """Hear that a 429 stands in the books now, where every process sees it."""
        data = await request.json()
        self.rests[data["rest"]].told = data["since"]
        return web.json_response({})

    async def find(self, request: web.Request) -> web.Response:
        """Return the id of the message with this key."""
        self.counts["looks"] += 1
        found = self.kept.get(request.query["key"], [])
        return web.json_response({"id": found[0] if found else None})

    async def mood(self, request: web.Request) -> web.Response:
        """Change the mood."""
        self.moods = await request.json()
        return web.json_response({})

    async def audit(self, _request: web.Request) -> web.Response:
        """Tell what was kept, how often, and who did not wait as long as asked."""
        twice = [key for key, messages in self.kept.items() if len(messages) > 1]
        early = self._early()
        return web.json_response(
            {
                "arrived": len(self.kept),
                "twice": twice,
                "early": early,
                "under_way": len(self.during) - early,
                **self.counts,
            }
        )

    async def keys(self, _request: web.Request) -> web.Response:
        """Tell every key that was kept."""
        return web.json_response(list(self.kept))

    def _throttled(self, workspace: str, now: float) -> web.Response:
        least = self.moods.get("patience", 1.0)
        patience = round(self.dice.uniform(least, self.moods.get("at_most", least)), 3)
        number = next(self.numbers)
        self.rests[number] = Rest(workspace, now + patience)
        headers = {"Retry-After": str(patience)}
        return web.json_response({"rest": number}, status=429, headers=headers)

    def _notes(self, workspace: str, stood: float, now: float) -> None:
        """Note who came during a rest, and since when they stood in line."""
        rests = [
            rest
            for rest in self.rests.values()
            if rest.workspace == workspace and now < rest.until - A_MOMENT
        ]
        if rests:
            self.during.append((stood, rests))

    def _early(self) -> int:
        """Return how many came although they could know; the others were under way already."""
        return sum(
            any(rest.told is not None and rest.told < stood for rest in rests)
            for stood, rests in self.during
        )

    def _feels(self, mood: str) -> bool:
        return self.dice.random() < self.moods.get(mood, 0.0)


def remembering(file: Path | None) -> Provider:
    """Return a provider that keeps what stands in a file, and writes what it keeps there."""
    if file is None:
        return Provider()
    file.touch()
    provider = Provider(journal=file.open("a", encoding="ascii"))
    for number, key in enumerate(file.read_text("ascii").split()):
        provider.kept[key].append(f"before{number}")
    return provider


async def run(file: Path | None) -> None:
    """Serve until killed; the port is the first line of the output."""
    provider = remembering(file)
    app = web.Application()
    app.add_routes(
        [
            web.post("/send", provider.send),
            web.post("/told", provider.told),
            web.get("/find", provider.find),
            web.post("/mood", provider.mood),
            web.get("/audit", provider.audit),
            web.get("/keys", provider.keys),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    end_with_parent()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kept", type=Path, help="the file in which what it keeps outlives it")
    asyncio.run(run(parser.parse_args().kept))
