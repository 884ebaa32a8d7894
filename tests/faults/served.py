"""`kehrwert serve` really started, any number of them, between a database and a chat on loopback."""

import asyncio
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from bot.model import NoticeState
from storage.books import SqlBooks
from storage.database import database_url
from storage.shelves.owed import NOTICE
from tests.app.test_serving import START_SECONDS, asked, command, free_port, settings
from tests.faults.audit import ENDED, states

PATIENCE_SECONDS = 420.0  # two leases of a minute, as in production, and a start
LEAVE_SECONDS = 60.0  # ten are promised; the machine may be very busy
Process = asyncio.subprocess.Process


@dataclass
class Served:
    """Processes at one database; `told` are the settings that connect them to the chat."""

    url: str
    folder: Path
    told: Mapping[str, str]
    processes: dict[int, Process] = field(default_factory=dict)  # by their ports

    def __post_init__(self) -> None:
        self.books = SqlBooks(self.url, careless=True)

    async def starts(self, many: int = 1) -> None:
        """Start processes that do everything, and wait until each is ready."""
        ports = [free_port() for _ in range(many)]
        for port in ports:
            with self._log.open("ab") as log:
                self.processes[port] = await asyncio.create_subprocess_exec(
                    *command("all", port),
                    env={**settings(self._address), **self.told},
                    stdout=log,
                    stderr=log,
                )
        for port in ports:
            await self.until(lambda port=port: self._ready(port), START_SECONDS)  # type: ignore[misc]

    def kills(self, many: int = 1) -> list[Process]:
        """Kill processes as a power cut would."""
        return self._signalled(many, signal.SIGKILL)

    def stops(self, many: int = 1) -> list[Process]:
        """Ask processes politely to stop."""
        return self._signalled(many, signal.SIGTERM)

    async def ends(self) -> None:
        """Leave nothing running and nothing open."""
        for process in self.kills(len(self.processes)):
            await process.wait()
        self.books.close()

    async def drains(self) -> None:
        """Wait until everything has ended."""
        await self.until(lambda: all(state in ENDED for state in states(self.books)))

    async def until(self, reached: Callable[[], bool], patience: float = PATIENCE_SECONDS) -> None:
        """Wait until something is so; raises AssertionError with what was logged."""
        try:
            async with asyncio.timeout(patience):
                while not await asyncio.to_thread(reached):  # noqa: ASYNC110 of other processes
                    await asyncio.sleep(0.3)
        except TimeoutError:
            raise AssertionError(f"{states(self.books)}\n{self.log()[-3000:]}") from None

    def held(self) -> int:
        """Return how many notices somebody holds."""
        with self.books.database.reading() as session:
            sending = select(func.count()).where(NOTICE.c.state == NoticeState.SENDING)
            return int(session.execute(sending).scalar_one())

    def log(self) -> str:
        """Return what all of them have logged."""
        return self._log.read_text("utf-8")

    @property
    def _log(self) -> Path:
        return self.folder / "serve.log"

    @property
    def _address(self) -> str:
        """Return the database's address as an operator writes it."""
        address = database_url(self.url)
        if address.get_backend_name() == "postgresql":
            address = address.set(drivername="postgresql")
        return address.render_as_string(hide_password=False)

    def _ready(self, port: int) -> bool:
        process = self.processes[port]
        assert process.returncode is None, self.log()[-3000:]
        return asked(port, "/health/ready") is not None

    def _signalled(self, many: int, sign: signal.Signals) -> list[Process]:
        chosen = [self.processes.pop(port) for port in list(self.processes)[:many]]
        for process in chosen:
            assert process.returncode is None, self.log()[-3000:]
            process.send_signal(sign)
        return chosen
