"""Has Python's collector of circular garbage look less often, where there is hardly any to find."""

import gc

# New objects between two looks, instead of 700: a turn makes thousands, nearly all of which go by
# themselves. A play spent 13 % of its time on looking.
BETWEEN_LOOKS = 20_000
IN_A_PLAY = 200_000  # which ends in a minute


def spare_the_collector(between_looks: int = BETWEEN_LOOKS) -> None:
    """Look less often, and never again at what was loaded at the start: it stays loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(between_looks)
