"""A chat provider on loopback that takes a message in a millisecond and remembers when."""

import asyncio
import sys
import time

from aiohttp import web

ANSWER_SECONDS = 0.001


class Provider:
    """Keeps of each message who got it, and when."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.twice = 0

    async def send(self, request: web.Request) -> web.Response:
        """Take a message."""
        key = (await request.json())["key"]
        await asyncio.sleep(ANSWER_SECONDS)
        self.twice += key in self.arrived
        self.arrived.setdefault(key, time.time())
        return web.json_response({"id": key})

    async def count(self, _request: web.Request) -> web.Response:
        """Tell how many arrived, how many of them again, and when the first and the last."""
        moments = self.arrived.values()
        return web.json_response(
            {
                "count": len(moments),
                "twice": self.twice,
                "first": min(moments, default=0.0),
                "last": max(moments, default=0.0),
            }
        )

    async def when(self, request: web.Request) -> web.Response:
        """Tell when a message arrived."""
        return web.json_response({"at": self.arrived.get(request.query["key"])})


async def run() -> None:
    """Serve until killed; the port is the first line of the output."""
    provider = Provider()
    app = web.Application()
    app.add_routes(
        [
            web.post("/send", provider.send),
            web.get("/count", provider.count),
            web.get("/when", provider.when),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(run())
