"""The one way out unasked: claim what is due, look where in doubt, stand in line, send, tick off."""

from bot.post.delivering import (
    BATCH,
    LEASE,
    LEAST_LEASE_LEFT,
    MESSENGER_SECONDS,
    Post,
    key_of,
)
from bot.post.tally import Tally

__all__ = [
    "BATCH",
    "LEASE",
    "LEAST_LEASE_LEFT",
    "MESSENGER_SECONDS",
    "Post",
    "Tally",
    "key_of",
]
