"""How long everything about a delivery may take."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Terms:
    """How long a messenger may take, and how long a notice is held, for which nobody else takes it.

    A message sets out only while the lease still lasts as long as the messenger may take, and
    `margin` more: so nobody looks for it before it is decided whether it arrives.
    """

    messenger: timedelta = timedelta(seconds=35)  # 20 to answer, 15 for a new token
    margin: timedelta = timedelta(seconds=10)
    lease: timedelta = timedelta(seconds=60)


USUAL = Terms()
LEASE = USUAL.lease
