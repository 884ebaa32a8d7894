"""What Teams takes at most, and how words are cut to fit.

Sources: learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages (28 KB a
message) and …/task-modules-and-cards/cards/design-effective-cards (six actions).
"""

import json
from collections.abc import Mapping

CARD_BYTES = 25_000  # of the 28 KB of a message: the rest is for its summary and what surrounds it
TEXT = 4000  # characters of one text block, so that no single one fills the card
LABEL = 200
BUTTON_LABEL = 60  # a phone shows no more
ACTIONS = 6  # in one row; more would be hidden behind "…"
# A phone scrolls a row sideways, so that nobody sees what stands beyond its edge: so many letters
# fit, of which each button takes some for its own edges.
ROW = 42
AROUND_BUTTON = 5
EXPANDED = 7  # options shown as radio buttons or boxes; more become a menu
FILTERED = 12  # options beyond which a menu is searched by typing
OPTIONS = 100
OPTION = 200
# A form that is too large offers less, in shorter words: its questions must all be there.
SHARES = (1, 2, 4, 8)
INPUT = 4000  # characters that a person may type
FALLBACK = 250  # characters of a notification; it shows the first of them


def cut(words: str, most: int) -> str:
    """Return the words, shortened to `most` characters with an ellipsis where they are longer."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def size(card: Mapping[str, object]) -> int:
    """Return how many bytes a card takes on the wire, where every letter may be escaped."""
    return len(json.dumps(card, separators=(",", ":")))
