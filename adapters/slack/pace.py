"""How fast Slack lets us write: a message a second into a conversation, 300 a minute in all."""

from collections import OrderedDict
from collections.abc import Callable

# docs.slack.dev/apis/web-api/rate-limits
CONVERSATION_SECONDS = 1.0  # between two messages into one conversation
WORKSPACE_SECONDS = 0.2  # between two messages into one workspace: 300 a minute
MOST_REMEMBERED = 50_000  # conversations


class Pace:
    """Gives each message the next free moment; `monotonic` counts seconds and never jumps."""

    def __init__(
        self,
        monotonic: Callable[[], float],
        conversation: float = CONVERSATION_SECONDS,
        workspace: float = WORKSPACE_SECONDS,
    ) -> None:
        self._monotonic = monotonic
        self._gaps = (conversation, workspace)
        self._free_at: OrderedDict[tuple[str, str], float] = OrderedDict()

    def reserve(self, workspace: str, conversation: str, longest: float) -> float | None:
        """Return how many seconds to wait before writing; None when that is longer than `longest`."""
        now = self._monotonic()
        places = ((workspace, conversation), (workspace, ""))
        moment = max(now, *(self._free_at.get(place, now) for place in places))
        if moment - now > longest:
            return None
        for place, gap in zip(places, self._gaps, strict=True):
            self._free_at[place] = moment + gap
            self._free_at.move_to_end(place)
        while len(self._free_at) > MOST_REMEMBERED:
            self._free_at.popitem(last=False)
        return moment - now

    def hold(self, workspace: str, seconds: float) -> None:
        """Write nothing into a workspace for so long, because Slack asked for it."""
        key = (workspace, "")
        self._free_at[key] = max(self._free_at.get(key, 0.0), self._monotonic() + seconds)
