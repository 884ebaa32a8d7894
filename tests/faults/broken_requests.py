"""Requests as no platform sends them: written byte by byte, signed where that gets them further."""

import asyncio
import contextlib
import gzip
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SLACK, TEAMS = "/slack/events", "/api/messages"
MUCH = 32 * 1024 * 1024  # bytes, far more than any platform sends
BETWEEN_DROPS_SECONDS = 0.2
GIVEN_UP_SECONDS = 120.0  # nobody may be kept longer, on a machine however busy
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Rough:
    """A request's bytes; `ends` when all was said, else it `trickles` on, or waits for an answer."""

    said: bytes
    ends: bool = False
    trickles: bool = False


def head(path: str, *lines: str) -> bytes:
    """Return the head of a request."""
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


def signed(path: str, secret: str, body: bytes, kind: str = JSON, *lines: str) -> bytes:
    """Return a whole request with this body, signed as Slack does."""
    stamp = str(int(time.time()))
    # The SDK's own way signs text only: docs.slack.dev/authentication/verifying-requests-from-slack
    mark = hmac.new(secret.encode(), b"v0:%s:%s" % (stamp.encode(), body), hashlib.sha256)
    marks = (f"X-Slack-Request-Timestamp: {stamp}", f"X-Slack-Signature: v0={mark.hexdigest()}")
    length = f"Content-Length: {len(body)}"
    return head(path, f"Content-Type: {kind}", length, *marks, *lines) + body


def rough_requests(path: str, secret: str) -> Mapping[str, Rough]:
    """Return what may come in at a path."""

    def whole(body: bytes, kind: str = JSON, *lines: str) -> Rough:
        return Rough(signed(path, secret, body, kind, *lines))

    words = b'{"text": "Person 7", "type": "message"'
    half = head(path, f"Content-Type: {JSON}", "Content-Length: 5000") + words
    packed = gzip.compress(bytes(MUCH))
    return {
        "ends in the middle": Rough(half, ends=True),
        "ends in the head": Rough(head(path, "Content-Le")[:-4], ends=True),
        "ends in a chunk": Rough(
            head(path, "Transfer-Encoding: chunked") + b"ff\r\n" + words, ends=True
        ),
        "trickles": Rough(half, trickles=True),
        "never goes on": Rough(half),
        "longer than it says": Rough(head(path, "Content-Length: 2") + words),
        "a length below nothing": Rough(head(path, "Content-Length: -7") + words),
        "a length that is no number": Rough(head(path, "Content-Length: many") + words),
        "two lengths": Rough(head(path, "Content-Length: 2", "Content-Length: 38") + words),
        "a length and chunks": Rough(
            head(path, "Content-Length: 3", "Transfer-Encoding: chunked") + b"zz\r\n" + words
        ),
        "too large": Rough(head(path, f"Content-Length: {MUCH}") + bytes(MUCH)),
        "too large, in chunks": Rough(
            head(path, "Transfer-Encoding: chunked") + b"%x\r\n" % MUCH + bytes(MUCH)
        ),
        "a bomb": whole(packed, JSON, "Content-Encoding: gzip"),
        "packed, but broken": whole(b"\x1f\x8b\x08 Person 7", JSON, "Content-Encoding: gzip"),
        "no text": whole(b'{"text": "Person 7 \xff\xfe"}'),
        "no text in a form": whole(b"text=Person+7+%FF%FE&team_id=\xff", FORM),
        "an encoding of nobody's": whole(words + b"}", f"{JSON}; charset=utf-99"),
        "no JSON": whole(words),
        "a form without end": whole(b"payload=" + words, FORM),
        "a list": whole(b'["Person 7"]'),
        "a number": whole(b"7"),
        "nothing": whole(b""),
        "lists without end": whole(b"[" * 100_000),
        "NULs": whole(b"\x00" * 100),
        "garbage": Rough(b"\x16\x03\x01\x02 Person 7\r\n\r\n", ends=True),
        "a head without end": Rough(head(path, "X-Long: " + "Person 7" * 100_000)),
    }


async def sent(port: int, rough: Rough) -> int | None:
    """Send a request, and return the status of its answer, None where there was none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    saying = asyncio.create_task(_said(writer, rough))
    try:
        async with asyncio.timeout(GIVEN_UP_SECONDS):
            line = await reader.readline()
    except ConnectionError:
        return None
    finally:
        saying.cancel()
        await asyncio.gather(saying, return_exceptions=True)
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
    return int(line.split()[1]) if line else None


async def _said(writer: asyncio.StreamWriter, rough: Rough) -> None:
    with contextlib.suppress(ConnectionError):
        writer.write(rough.said)
        await writer.drain()
        if rough.ends:
            writer.write_eof()
        while rough.trickles:
            await asyncio.sleep(BETWEEN_DROPS_SECONDS)
            writer.write(b" ")
            await writer.drain()


def memory(pid: int) -> Callable[[], int]:
    """Return what tells how many bytes a process has used at the most."""

    def most() -> int:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:  # noqa: PTH123 no file
            line = next(each for each in status if each.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024

    return most
