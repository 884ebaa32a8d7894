"""A clock that stands still until it is moved, and remembers its moment between two starts."""

import json
from datetime import UTC, datetime
from pathlib import Path

# A Monday morning in Berlin. Twelve weeks from here hold a public holiday and a clock change.
FIRST_MOMENT = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)


class MovableClock:
    """Tells the company's moment. Only goes forward; `file` keeps it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._now = self._remembered()

    def __call__(self) -> datetime:
        """Return the company's moment, aware, in UTC."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go forward to a moment; an earlier one changes nothing."""
        if moment > self._now:
            self._keep(moment)

    def start_over(self) -> None:
        """Go back to the first moment."""
        self._keep(FIRST_MOMENT)

    def _keep(self, moment: datetime) -> None:
        self._now = moment
        self.file.write_text(json.dumps({"now": moment.isoformat()}), "utf-8")

    def _remembered(self) -> datetime:
        try:
            moment = datetime.fromisoformat(json.loads(self.file.read_text("utf-8"))["now"])
        except (OSError, ValueError, KeyError, TypeError):
            return FIRST_MOMENT
        return moment.astimezone(UTC) if moment.tzinfo else FIRST_MOMENT
