"""A OneDrive on loopback, behind TLS and under its own name: it takes what is laid into it."""

import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from tests.teams.fake import private_key

HOST = "musterwerk-my.sharepoint.com"
UPLOAD = f"https://{HOST}/personal/bernd/upload"


@dataclass
class OneDrive:
    """What was laid here, by its address, and how it was sent; `status` is its answer."""

    laid: dict[str, bytes] = field(default_factory=dict)
    sent: list[dict[str, str]] = field(default_factory=list)
    status: int = 201

    async def put(self, request: web.Request) -> web.StreamResponse:
        """Take a document: learn.microsoft.com/graph/api/driveitem-createuploadsession."""
        self.sent.append(dict(request.headers))
        if self.status < 400:
            self.laid[f"https://{request.host}{request.path}"] = await request.read()
        return web.json_response({"id": "item-1"}, status=self.status)


class _Here(AbstractResolver):
    """Finds every name of the world on this machine."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return loopback, whatever the name."""
        assert port
        assert family is not None
        return [
            ResolveResult(
                hostname=host,
                host="127.0.0.1",
                port=self._port,
                family=socket.AF_INET,
                proto=0,
                flags=0,
            )
        ]

    async def close(self) -> None:
        """Close nothing."""


@asynccontextmanager
async def serving_onedrive(folder: Path) -> AsyncIterator[tuple[OneDrive, aiohttp.TCPConnector]]:
    """Serve a OneDrive, and return it with the way there for a session."""
    pem = folder / "onedrive.pem"
    pem.write_bytes(_certificate())
    inside = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    inside.load_cert_chain(pem)
    trusting = ssl.create_default_context(cafile=str(pem))
    drive, app = OneDrive(), web.Application()
    app.add_routes([web.put("/{path:.*}", drive.put)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=inside).start()
    try:
        yield drive, aiohttp.TCPConnector(resolver=_Here(runner.addresses[0][1]), ssl=trusting)
    finally:
        await runner.cleanup()


def _certificate() -> bytes:
    key, now = private_key("onedrive"), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + signed.public_bytes(serialization.Encoding.PEM)
