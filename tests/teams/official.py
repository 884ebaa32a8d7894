"""Microsoft's own renderer of Adaptive Cards, from npm: what it finds wrong with a card."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "emulators"
RENDERER = HERE / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.js"
NODE = shutil.which("node") or "node"
# What Teams has and the public renderer does not: it takes a chart's fallback, knows the search while
# typing only in a later version, and wants a list of its own where what is found makes the list.
OWN = ("Chart.", "choices.data", "at least one choice")

needs_official = pytest.mark.skipif(
    shutil.which("node") is None or not RENDERER.is_file(),
    reason="adaptivecards is not here: tests/tools/need_emulators",
)


def warnings(cards: Mapping[str, object]) -> list[str]:
    """Return what it finds wrong with these cards, each with the card's name before it."""
    told = subprocess.run(
        [NODE, str(HERE / "parse.js")],
        input=json.dumps(cards),
        capture_output=True,
        text=True,
        check=True,
    )
    return [each for each in json.loads(told.stdout) if not any(own in each for own in OWN)]
