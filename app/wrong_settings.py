"""What is wrong with settings, in a sentence and under the name that the operator wrote."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import AliasChoices, ValidationError
from pydantic.fields import FieldInfo

PREFIX = "KEHRWERT_"
NEAR = 0.8  # difflib ratio; "hr_lead" is 0.93 from "hr_leads", "service_port" 0.5 from "port"
PATTERNS = {
    "public_url": "begin with https://, without a path",
    "slack_api_url": "begin with https://",
    "log_level": "write debug, info, warning or error",
    "microsoft_app_type": "write SingleTenant or UserAssignedMSI",
}

Fields = Mapping[str, FieldInfo]


class Sources:
    """Where settings were written: in the environment, which goes first, and in the file."""

    def __init__(
        self, fields: Fields, environment: Iterable[str], file: str, written: Mapping[str, Any]
    ) -> None:
        self.fields = fields
        self.environment = {name.casefold(): name for name in environment}
        self.file = file
        self.written = written

    def complaints(self, wrong: ValidationError) -> str:
        """Return all that is wrong with the values, and with names that are none."""
        return "; ".join(self._complaint(dict(error)) for error in wrong.errors())

    def slips(self) -> tuple[str, ...]:
        """Return what is said of names in the environment that look like ours, and are none.

        What looks like none of ours stays: Kubernetes sets KEHRWERT_SERVICE_HOST for a service.
        """
        return tuple(
            f"{name} is no setting; did you mean {near}?"
            for name in self._unknown()
            if (near := _nearest(name, self._environment_names()))
        )

    def ignored(self) -> tuple[str, ...]:
        """Return the names in the environment that begin like ours and mean nothing to us."""
        return tuple(self._unknown())

    def _unknown(self) -> Iterator[str]:
        known = {name.casefold() for name in self._environment_names()}
        for folded, name in sorted(self.environment.items()):
            if folded.startswith(PREFIX.casefold()) and folded not in known:
                yield name

    def _environment_names(self) -> tuple[str, ...]:
        return tuple(each for name in self.fields for each in self._in_environment(name))

    def _in_environment(self, name: str) -> tuple[str, ...]:
        """Return what a field is called in the environment, its usual name first."""
        usual, own = self._usual(name), PREFIX + name.upper()
        return (usual, own) if usual else (own,)

    def _usual(self, name: str) -> str:
        alias = self.fields[name].validation_alias
        assert not isinstance(alias, AliasChoices)
        return str(alias or "")

    def _complaint(self, error: dict[str, Any]) -> str:
        place = str(error["loc"][0]) if error["loc"] else "?"
        if error["type"] == "extra_forbidden":
            return f"{self.file}: {place} is no setting{self._hint(place)}"
        name = next((each for each in self.fields if place in (each, self._usual(each))), place)
        written, from_file = self._written(name)
        return f"{written}: {_wanted(name, self.fields[name], error, from_file=from_file)}"

    def _hint(self, place: str) -> str:
        """Return which name was meant; the usual one where a platform's own was nearly written."""
        usual = [self._usual(name) for name in self.fields]
        names = [each or name for each, name in zip(usual, self.fields, strict=True)]
        without = place.casefold().removeprefix(PREFIX.casefold())
        near = _nearest(without, (*names, *self.fields))
        return f"; did you mean {near}?" if near else ": docs/operations.md names them all"

    def _written(self, name: str) -> tuple[str, bool]:
        """Return the name under which a setting was written, and whether in the file."""
        for each in self._in_environment(name):
            if each.casefold() in self.environment:
                return self.environment[each.casefold()], False
        for each in (self._usual(name), name):
            if each and each in self.written:
                return each, True
        return name, False


def _nearest(name: str, known: Iterable[str]) -> str:
    folded = {each.casefold(): each for each in reversed(tuple(known))}
    near = get_close_matches(name.casefold(), folded, n=1, cutoff=NEAR)
    return folded[near[0]] if near else ""


def _wanted(name: str, field: FieldInfo, error: dict[str, Any], *, from_file: bool) -> str:
    """Return what to write instead of the value that an error is about."""
    kind = str(error["type"])
    if kind == "value_error":
        return str(error["ctx"]["error"])
    if kind == "tuple_type":
        return _list(error.get("input"), from_file=from_file)
    if kind.startswith(("int", "float", "greater", "less")):
        return _number(field)
    if kind == "string_pattern_mismatch" and name in PATTERNS:
        return PATTERNS[name]
    if kind == "enum":
        return "write " + str(error["ctx"]["expected"]).replace("'", "")
    return "write true or false" if kind.startswith("bool") else 'write text in "quotes"'


def _list(given: object, *, from_file: bool) -> str:
    if not from_file:
        return "write them with commas between, such as one,another"
    return f'write a list, ["{given}"]' if isinstance(given, str) else 'write a list, ["…"]'


def _number(field: FieldInfo) -> str:
    bounds = {
        key: value
        for each in field.metadata
        for key in ("gt", "ge", "le")
        if (value := getattr(each, key, None)) is not None
    }
    least = f"from {bounds['ge']}" if "ge" in bounds else f"above {bounds.get('gt')}"
    return f"write a number, such as {field.default} ({least} to {bounds.get('le')})"
