"""The commands in our documents, and a shell of our own that follows them."""

import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

from tests.house.tree import ROOT, files

BLOCK = re.compile(r"^```console\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^(?P<name>[a-z-]+):.*?##", re.MULTILINE)
SETTING = re.compile(r"(?P<name>[A-Z_]+)=(?P<value>.*)")
KEHRWERT = Path(sys.executable).parent / "kehrwert"
SERVING_SECONDS = 60  # generous: the machine may be busy with the other tests
FINISHING_SECONDS = 120


@dataclass(frozen=True)
class Command:
    """A line after `$` in a console block: settings in front, then the program and its words."""

    document: str
    line: str

    @property
    def settings(self) -> Mapping[str, str]:
        """Return what is set for this command only."""
        return {match["name"]: match["value"] for match in self._front()}

    @property
    def words(self) -> list[str]:
        """Return the program and its words."""
        return shlex.split(self.line)[len(list(self._front())) :]

    def _front(self) -> Iterator[re.Match[str]]:
        for word in shlex.split(self.line):
            match = SETTING.fullmatch(word)
            if match is None:
                return
            yield match


def documents() -> list[Path]:
    """Return our documents: Markdown at the top and under docs/."""
    return [path for path in (*ROOT.glob("*.md"), *files("docs")) if path.suffix == ".md"]


def commands_in(document: str, text: str) -> list[Command]:
    """Return the commands of a document in their order; ValueError for a line that is neither a
    command nor what one printed (two spaces in front)."""
    found = []
    for block in BLOCK.finditer(text):
        for line in block["lines"].splitlines():
            if line.startswith("$ "):
                found.append(Command(document, line.removeprefix("$ ").split("  #")[0]))
            elif line.strip() and not line.startswith("  "):
                raise ValueError(f"{document}: {line!r} is neither a command nor an output")
    return found


def targets(makefile: str) -> set[str]:
    """Return the targets that `make help` shows."""
    return {match["name"] for match in TARGET.finditer(makefile)}


def follow(command: Command, folder: Path) -> str:
    """Run a `kehrwert …` in a folder; return what is wrong, empty when it ended well."""
    surroundings = {**_clean_environment(), **command.settings}
    words = [str(KEHRWERT), *command.words[1:]]
    if command.words[1:2] == ["serve"]:
        return _serve(words, folder, surroundings)
    done = subprocess.run(
        words,
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=FINISHING_SECONDS,
        check=False,
    )
    return f"{command.line}: exit code {done.returncode}: {done.stderr}" if done.returncode else ""


def _serve(words: list[str], folder: Path, surroundings: Mapping[str, str]) -> str:
    """Start a server, wait until it is ready, stop it politely; return what is wrong."""
    with _free_port() as port:
        surroundings = {**surroundings, "KEHRWERT_PORT": str(port)}
    process = subprocess.Popen(words, cwd=folder, env=surroundings, stderr=subprocess.PIPE)
    try:
        ready = _wait_for(f"http://127.0.0.1:{port}/health/ready", process)
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=FINISHING_SECONDS)
    finally:
        process.kill()
    if ready and process.returncode == 0:
        return ""
    return f"{shlex.join(words)}: ready {ready}, code {process.returncode}: {errors.decode()}"


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + SERVING_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            time.sleep(0.1)
    return False


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield int(probe.getsockname()[1])


def _clean_environment() -> dict[str, str]:
    """Return this environment without anybody's settings of Kehrwert."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("KEHRWERT_") and name != "DATABASE_URL"
    }
