"""What one check of `kehrwert doctor` found, and what is to be done."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was found; `advice` is empty where all is well, `looked` is False where nobody could look."""

    found: str
    advice: str = ""
    looked: bool = True

    @property
    def well(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.advice


def not_looked_at(why: str) -> Finding:
    """Return what is found where another thing has to be mended first."""
    return Finding(f"not looked at: {why}", looked=False)
