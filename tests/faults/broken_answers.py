"""A platform whose answers are broken HTTP: written byte by byte, and then closed, or kept open."""

import asyncio
import contextlib
import gzip
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

FLOOD = bytes(64 * 1024)
BOMB_BYTES = 64 * 1024 * 1024  # unpacked; packed a thousandth of it
BETWEEN_DROPS_SECONDS = 0.02


@dataclass(frozen=True)
class Broken:
    """What is said to whatever is asked, and what comes `then`."""

    said: bytes
    then: str = "closes"  # or resets, falls silent, trickles, floods


def answer(
    body: bytes, status: str = "200 OK", kind: str = "application/json", **more: str
) -> bytes:
    """Return a whole answer with this body, whatever it is."""
    head = {"Content-Type": kind, "Content-Length": str(len(body)), **more}
    lines = [f"HTTP/1.1 {status}", *(f"{key.replace('_', '-')}: {head[key]}" for key in head)]
    return "\r\n".join([*lines, "", ""]).encode() + body


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
# After each of these nobody can tell whether what was written was taken.
DOUBTFUL: Mapping[str, Broken] = {
    "closes without a word": Broken(b""),
    "resets the connection": Broken(b"", "resets"),
    "closes in the status line": Broken(b"HTTP/1.1 20"),
    "closes in the headers": Broken(HEAD + b"Date: Mo"),
    "closes in the body": Broken(HEAD + b'Content-Length: 500\r\n\r\n{"ok": tr'),
    "resets in the body": Broken(HEAD + b'Content-Length: 500\r\n\r\n{"ok": tr', "resets"),
    "closes in a chunk": Broken(HEAD + b'Transfer-Encoding: chunked\r\n\r\nff\r\n{"ok"'),
    "a chunk of no size": Broken(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
    "two lengths": Broken(HEAD + b"Content-Length: 2\r\nContent-Length: 9\r\n\r\n{}"),
    "a length that is no number": Broken(HEAD + b"Content-Length: many\r\n\r\n{}"),
    "garbage": Broken(b"\x00\xff\x13 nothing that anybody speaks\r\n\r\n"),
    "another protocol": Broken(b"220 mail.example ESMTP\r\n"),
    "a header without an end": Broken(HEAD + b"X-Long: " + b"x" * 1_000_000),
    "no JSON": Broken(answer(b"{'ok': True, Person 7")),
    "half of the JSON": Broken(answer(b'{"ok": true, "ts": "17')),
    "a page": Broken(answer(b"<html>Sign in, Person 7</html>", kind="text/html")),
    "a text": Broken(answer(b"ok, Person 7", kind="text/plain")),
    "bytes that are no text": Broken(answer(b'{"ok": true, "id": "\xff\xfe"}')),
    "an encoding of nobody's": Broken(answer(b"\x81\xff", kind="application/json; charset=utf-99")),
    "a list": Broken(answer(b'["Person 7"]')),
    "a word": Broken(answer(b'"Person 7"')),
    "lists without end": Broken(answer(b"[" * 200_000)),
    "packed, but broken": Broken(answer(b"\x1f\x8b\x08 nothing", Content_Encoding="gzip")),
    "a bomb": Broken(answer(gzip.compress(bytes(BOMB_BYTES)), Content_Encoding="gzip")),
    "a flood": Broken(HEAD + b"Content-Length: 100000000000\r\n\r\n", "floods"),
    "falls silent at once": Broken(b"", "falls silent"),
    "falls silent in the headers": Broken(HEAD, "falls silent"),
    "falls silent in the body": Broken(HEAD + b"Content-Length: 500\r\n\r\n{", "falls silent"),
    "trickles": Broken(HEAD + b"Content-Length: 100000\r\n\r\n", "trickles"),
    "a disturbance, with a page": Broken(answer(b"<html>", "503 Busy", "text/html")),
}
# After these it was surely not taken, and may be said again.
REFUSING: Mapping[str, Broken] = {
    "moved, to ask there": Broken(answer(b"", "302 Found", Location="/elsewhere")),
    "moved, to write there": Broken(answer(b"", "307 Moved", Location="/elsewhere")),
    "moved for good": Broken(answer(b"", "308 Moved", Location="https://elsewhere.invalid/")),
    "a proxy's refusal": Broken(answer(b"<html>No, Person 7", "407 No", "text/html")),
}
PATIENT = Broken(answer(b"<html>", "429 Many", "text/html", Retry_After="7"))


@dataclass
class BrokenPlatform:
    """What was asked of it, and how much of its answers somebody has taken."""

    asked: int = 0
    taken: int = 0
    url: str = ""


@asynccontextmanager
async def breaking(broken: Broken) -> AsyncIterator[BrokenPlatform]:
    """Serve broken answers on loopback."""
    platform = BrokenPlatform()
    answering = set()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answering.add(asyncio.current_task())
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                await _request(reader)
                platform.asked += 1
                writer.write(broken.said)
                await writer.drain()
                if broken.then in {"closes", "resets"}:
                    break
                await _goes_on(broken.then, platform, reader, writer)
        if broken.then == "resets":
            writer.transport.abort()
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    platform.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield platform
    finally:
        server.close()
        await asyncio.gather(*filter(None, answering))  # whoever asked has hung up by now


async def _request(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").casefold()
    length = next((line for line in head.split("\r\n") if line.startswith("content-length:")), ":0")
    await reader.readexactly(int(length.partition(":")[2]))


async def _goes_on(
    how: str,
    platform: BrokenPlatform,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
) -> None:
    """Go on until the other side hangs up; raises ConnectionError then."""
    while how != "falls silent":
        drop = FLOOD if how == "floods" else b" "
        writer.write(drop)
        await writer.drain()
        platform.taken += len(drop)
        if how == "trickles":
            await asyncio.sleep(BETWEEN_DROPS_SECONDS)
    await reader.readexactly(1)
