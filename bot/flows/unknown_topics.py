"""Words that no topic stands for, once as many people wrote them as a figure needs."""

from collections.abc import Mapping

from bot.matching import Catalogue, Decision
from bot.matching.fold import fold
from bot.model import ParticipantState, Programme
from bot.ports import Store

TAKING_PART = (ParticipantState.ACTIVE, ParticipantState.PAUSED)


def unknown_words(
    store: Store, programme: Programme, catalogue: Catalogue
) -> tuple[tuple[str, int], ...]:
    """Return words with the number of people who wrote them, most first.

    Of as many people as a figure needs: rarer words could lead to somebody.
    """
    writers: dict[str, set[int]] = {}
    for participant in store.participants_of(programme.id, TAKING_PART):
        for choice in (*participant.offers, *participant.wants):
            if choice.topic is None and not _understood(catalogue, choice.text):
                writers.setdefault(fold(choice.text), set()).add(participant.id)
    counts: Mapping[str, int] = {words: len(who) for words, who in writers.items()}
    shown = (pair for pair in counts.items() if pair[1] >= programme.smallest_group)
    return tuple(sorted(shown, key=lambda pair: (-pair[1], pair[0])))


def _understood(catalogue: Catalogue, words: str) -> bool:
    return catalogue.recognise(words).decision is Decision.CERTAIN
