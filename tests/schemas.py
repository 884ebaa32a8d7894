"""Published JSON schemas, and what they find wrong."""

import json
from pathlib import Path
from typing import Any

from jsonschema.validators import validator_for


def wrong(content: Any, schema: Path) -> list[str]:
    """Return what a schema finds wrong, each with its place."""
    rules = json.loads(schema.read_text("utf-8"))
    kind = validator_for(rules)
    found = kind(rules, format_checker=kind.FORMAT_CHECKER).iter_errors(content)
    return sorted(f"{each.json_path}: {each.message}" for each in found)
