"""Connections to a platform whose answers end in time, stay small, and come from where we asked."""

import aiohttp

ANSWER_SECONDS = 20.0  # that a platform has to answer; a notice's lease is longer
CONNECT_SECONDS = 10.0
UPLOAD = aiohttp.ClientTimeout(total=120.0, sock_connect=CONNECT_SECONDS)
# Of an answer, unpacked. Slack's longest, a page of 200 people, is below half a megabyte.
MOST_BYTES = 8 * 1024 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Moved(aiohttp.ClientError):
    """We were sent elsewhere with what we wrote: it was surely not taken, and goes nowhere else."""


# After these surely nothing was taken: no connection stood, or we were sent elsewhere.
NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, Moved)


class SmallAnswer(aiohttp.ClientResponse):
    """An answer that is read up to MOST_BYTES; aiohttp alone reads whatever it is sent."""

    async def read(self) -> bytes:
        """Return the body; raises aiohttp.ClientPayloadError where it is too large or breaks off."""
        if self._body is None:
            try:
                self._body = await self._small_body()
            except BaseException:
                self.close()
                raise
        return await super().read()

    async def _small_body(self) -> bytes:
        body = bytearray()
        async for part in self.content.iter_any():
            body += part
            if len(body) > MOST_BYTES:
                raise aiohttp.ClientPayloadError(f"an answer of more than {MOST_BYTES} bytes")
        return bytes(body)


def session(connector: aiohttp.BaseConnector | None = None) -> aiohttp.ClientSession:
    """Return a session that never follows a redirect with something that is to be written."""
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS),
        response_class=SmallAnswer,
        middlewares=(_stay,),
    )


async def _stay(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    answer = await handler(request)
    if answer.status in REDIRECTS and request.method != "GET":
        answer.close()
        raise Moved(f"{request.url.host} answers {answer.status}")
    return answer
