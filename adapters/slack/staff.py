"""What Slack's own directory tells by itself: somebody changed her name, her zone, or left."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Staff(Protocol):
    """Whoever keeps the organisation's people: an `adapters.directory.slack.SlackStaff`."""

    def changed(self, workspace: str, profile: Mapping[str, object]) -> None:
        """Take over what changed about somebody."""
        ...

    def renewed(self, workspace: str, profiles: Sequence[Mapping[str, object]]) -> None:
        """Take over several people as they are now, whether something changed or not."""
        ...
