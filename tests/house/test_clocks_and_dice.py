"""Time and chance come in as arguments, and the database has one room."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from tests.house.tree import PRODUCT, Source, sources

CLOCKS = frozenset(
    {
        "datetime.date.today",
        "datetime.datetime.now",
        "datetime.datetime.today",
        "datetime.datetime.utcnow",
        "time.ctime",
        "time.gmtime",
        "time.localtime",
        "time.time",
        "time.time_ns",
    }
)
MAY_ASK_THE_TIME: Mapping[str, frozenset[str]] = {
    "app/wiring.py": frozenset({"datetime.datetime.now"}),
    # The watchdog compares the machine's clock with the monotonic one, to see it jump.
    "scheduling/clock.py": frozenset({"time.time"}),
}

STOPWATCHES = frozenset(
    f"time.{name}"
    for clock in ("perf_counter", "process_time", "thread_time")
    for name in (clock, clock + "_ns")
)
MAY_STOP_THE_TIME = ("tests/benchmarks/", "tests/faults/")

DICE = re.compile(r"(random|secrets|uuid|os\.urandom|os\.getrandom|numpy\.random)(\.|$)")
SEEDED = frozenset({"random.Random", "numpy.random.default_rng", "numpy.random.Generator"})
MAY_ROLL: Mapping[str, frozenset[str]] = {
    # Who begins an installation must be the one who ends it: nobody may guess the mark.
    "adapters/slack/oauth.py": frozenset({"secrets.token_urlsafe"}),
    # Under this reference a failure is found in the logs; no behaviour hangs on it.
    "adapters/web/guard.py": frozenset({"uuid.uuid4"}),
    "bot/core.py": frozenset({"uuid.uuid4"}),
    # Handed on as an argument, as the time is.
    "app/wiring.py": frozenset({"random.random"}),
    # The key that makes the hashes of erased people unreadable; made once, kept in a file.
    "app/opening.py": frozenset({"secrets.token_bytes"}),
}

DRIVERS = frozenset({"alembic", "psycopg", "sqlalchemy", "sqlite3", "sqlmodel"})
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE|PRAGMA\s)",
    re.DOTALL,
)


def clocks_read(modules: Iterable[Source]) -> list[str]:
    """Return where somebody asks the machine for the time who may not."""
    return [
        f"{module.at(node)} reads {name}"
        for module in modules
        for node, name in _names(module)
        if name in CLOCKS - MAY_ASK_THE_TIME.get(module.path, frozenset())
    ]


def stopwatches_held(modules: Iterable[Source]) -> list[str]:
    """Return where a test measures: what is fast is a benchmark's matter, on a quiet machine."""
    return [
        f"{module.at(node)} uses {name}"
        for module in modules
        if not module.path.startswith(MAY_STOP_THE_TIME)
        for node, name in _names(module)
        if name in STOPWATCHES
    ]


def dice_rolled(modules: Iterable[Source]) -> list[str]:
    """Return where chance comes from the machine and not from an argument or a seed."""
    complaints = []
    for module in modules:
        allowed = SEEDED | MAY_ROLL.get(module.path, frozenset())
        names = dict(_names(module))
        complaints += [
            f"{module.at(node)} uses {name}"
            for node, name in names.items()
            if DICE.match(name) and name not in allowed
        ]
        complaints += [
            f"{module.at(node)} makes {names[node.func]} without a seed"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Call) and names.get(node.func) in SEEDED and not node.args
        ]
    return complaints


def database_touched(modules: Iterable[Source]) -> list[str]:
    """Return where a database driver is imported, or SQL is written."""
    complaints = []
    for module in modules:
        known = _imported(module.tree)
        complaints += [
            f"{module.path} imports {name}"
            for name in sorted(set(known.values()))
            if name.split(".")[0] in DRIVERS
        ]
        complaints += [
            f"{module.at(node)} writes SQL"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and SQL.search(node.value)
        ]
    return complaints


def _names(module: Source) -> Iterator[tuple[ast.expr, str]]:
    """Yield every use of an imported name, written out: `now` as "datetime.datetime.now"."""
    known = _imported(module.tree)
    inner: set[ast.expr] = set()  # the `random` of `random.choice` was yielded with it
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            inner.add(node.value)
        if isinstance(node, ast.Attribute | ast.Name) and node not in inner:
            first, _, rest = ast.unparse(node).partition(".")
            if first in known and "(" not in rest:
                yield node, ".".join(filter(None, (known[first], rest)))


def _imported(tree: ast.Module) -> dict[str, str]:
    known = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.name if alias.asname else alias.name.split(".")[0]
                known[alias.asname or name] = name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known


def test_only_the_wiring_and_the_clock_ask_the_machine_for_the_time() -> None:
    assert clocks_read(sources(*PRODUCT)) == []


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import datetime, UTC\nx = datetime.now(UTC)",
        "import datetime as dt\nx = dt.date.today()",
        "import time\nx = time.time()",
        "from time import time as wall\nask = wall",
    ],
)
def test_reading_the_clock_is_noticed(code: str) -> None:
    assert len(clocks_read([Source("bot/a.py", code)])) == 1


def test_a_clock_of_ours_is_no_clock_of_the_machine() -> None:
    code = "import time\nx = self.company.now()\ny = time.monotonic()\nz = clock.now"
    assert clocks_read([Source("bot/a.py", code)]) == []


def test_chance_comes_from_an_argument_or_a_seed() -> None:
    assert dice_rolled(sources(*PRODUCT)) == []


@pytest.mark.parametrize(
    "code",
    [
        "import random\nx = random.choice(people)",
        "import random\nx = random.Random()",
        "from random import shuffle\nshuffle(people)",
        "import uuid\nx = uuid.uuid4()",
        "import numpy as np\nx = np.random.rand(3)",
        "import os\nx = os.urandom(8)",
    ],
)
def test_rolling_dice_is_noticed(code: str) -> None:
    assert len(dice_rolled([Source("bot/a.py", code)])) == 1


def test_a_seeded_die_is_fine() -> None:
    code = "import random\ndef roll(die: random.Random): return random.Random(7).random()"
    assert dice_rolled([Source("bot/a.py", code)]) == []


def test_the_database_is_touched_in_storage_only() -> None:
    assert database_touched(sources(*(room for room in PRODUCT if room != "storage"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import sqlite3",
        "def late():\n    from sqlalchemy.orm import Session",
        "x = 'SELECT id FROM person'",
        "x = f'DELETE FROM {table}'",
        "x = 'PRAGMA journal_mode = WAL'",
    ],
)
def test_touching_the_database_is_noticed(code: str) -> None:
    assert len(database_touched([Source("bot/a.py", code)])) == 1


def test_storage_is_where_the_database_is_touched() -> None:
    assert database_touched(sources("storage")) != []


def test_how_fast_something_is_is_left_to_the_benchmarks() -> None:
    assert stopwatches_held(sources("tests")) == []


def test_a_measuring_test_is_noticed() -> None:
    code = "from time import perf_counter\nbegan = perf_counter()"
    assert len(stopwatches_held([Source("tests/flows/test_a.py", code)])) == 1
    assert stopwatches_held([Source("tests/benchmarks/a.py", code)]) == []
