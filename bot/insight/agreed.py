"""Who counts: of a tandem only if both agreed to it, of a group whoever did if its mentor did."""

from collections.abc import Collection
from dataclasses import replace

from bot.model import CheckIn, Pairing, Proposal

Agreed = Collection[int]  # participants' ids


def proposal_counts(proposal: Proposal, agreed: Agreed) -> bool:
    """Tell whether both of a proposal agreed."""
    return proposal.mentor in agreed and proposal.mentee in agreed


def as_counted(pairing: Pairing, agreed: Agreed) -> Pairing | None:
    """Return a pairing with those of it who count, None where it does not.

    A group counts like its mentor's tandem with each mentee: one who did not agree, or left the
    programme and so took it back, does not hide what the others did.
    """
    if pairing.mentor not in agreed or not any(each in agreed for each in pairing.learners):
        return None
    return replace(
        pairing,
        mentees=tuple(each for each in pairing.mentees if each in agreed),
        left=tuple(each for each in pairing.left if each.mentee in agreed),
    )


def hour_counts(check_in: CheckIn, agreed: Agreed) -> bool:
    """Tell whether what is known of an hour was said by somebody who agreed, or by nobody at all."""
    said = (*check_in.said_met, *check_in.said_missed)
    return not said or any(each in agreed for each in said)
