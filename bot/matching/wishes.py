"""One person's topics against those of thousands: each distinct text is compared once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from bot.matching.catalogue import confidence
from bot.matching.entrant import Entrant, Seat, TopicChoice
from bot.matching.fold import compact
from bot.matching.meaning import MET_FROM, Meaning, known_meanings, meaning_of
from bot.matching.score import LEVEL_WORTH, Criteria

Likeness = tuple[tuple[int, float], ...]  # (place among one's own topics, 0..1)
Near = list[tuple[TopicChoice, Likeness]]
NOTHING_ALIKE: Likeness = ()
_LEAST_SPELLING = 35  # rapidfuzz ratio; below it no two texts have yet been one topic


class Wishes:
    """What a newcomer wants (or offers), ready to be held against everybody on the other side."""

    def __init__(self, newcomer: Entrant, seat: Seat, criteria: Criteria) -> None:
        self._learns, self._criteria = seat is Seat.MENTEE, criteria
        self._mine = newcomer.wants if self._learns else newcomer.offers
        meanings = [meaning_of(choice.text, criteria.catalogue) for choice in self._mine]
        self._unsure = [(place, each.text) for place, each in enumerate(meanings) if each.text]
        self._known = known_meanings(criteria.catalogue)
        self._by_topic = self._topics(meanings)
        self._alike: dict[str, Likeness] = {}
        self._met: set[str] = set()

    def covered(self, others: Iterable[Entrant]) -> list[tuple[float, Entrant]]:
        """Those with whom a topic is truly met, each with the share of the wants, best first."""
        found, doubtful = [], []
        for each in others:
            near = self._near(each)
            if near is None:
                doubtful.append(each)
            elif near and (share := self._share(near, each)):
                found.append((share, each))
        if doubtful:
            self._compare_texts(doubtful)
            found += [(self._share(self._near(each) or [], each), each) for each in doubtful]
        found.sort(key=lambda pair: -pair[0])
        return [pair for pair in found if pair[0] > 0]

    def _near(self, other: Entrant) -> Near | None:
        """The other's topics that are anything like mine; None if that is not yet known."""
        near: Near = []
        alike = self._alike
        for choice in other.offers if self._learns else other.wants:
            likeness = alike.get(choice.text)
            if likeness is None:
                likeness = self._read(choice.text)
                if likeness is None:
                    return None
            if likeness:
                near.append((choice, likeness))
        return near

    def _share(self, near: Near, other: Entrant) -> float:
        """Share of the mentee's wants that the mentor covers, 0 to 1; 0 if none is truly met."""
        if not any(choice.text in self._met for choice, _ in near):
            return 0.0
        return self._learning(near) if self._learns else self._teaching(near, other.wants)

    def _learning(self, near: Near) -> float:
        best = [0.0] * len(self._mine)
        for offer, alike in near:
            worth = LEVEL_WORTH[offer.strength]
            for place, likeness in alike:
                best[place] = max(best[place], likeness * worth)
        gained = sum(w.strength * b for w, b in zip(self._mine, best, strict=True))
        return gained / sum(wanted.strength for wanted in self._mine)

    def _teaching(self, near: Near, theirs: Sequence[TopicChoice]) -> float:
        levels = [LEVEL_WORTH[offer.strength] for offer in self._mine]
        gained = sum(
            wanted.strength * max(levels[place] * likeness for place, likeness in alike)
            for wanted, alike in near
        )
        return gained / sum(wanted.strength for wanted in theirs)

    def _topics(self, meanings: Sequence[Meaning]) -> dict[str, dict[int, float]]:
        """What each topic of the catalogue is worth for each of the newcomer's own."""
        worth: dict[str, dict[int, float]] = defaultdict(dict)
        for place, meaning in enumerate(meanings):
            for topic, sure in meaning.readings:
                _raise(worth[topic], place, sure)
                for near in self._criteria.catalogue.related[topic]:
                    _raise(worth[near], place, sure * self._criteria.related)
        return dict(worth)

    def _read(self, text: str) -> Likeness | None:
        """How alike a text is to mine; None where both are unsure, for that needs a closer look."""
        meaning = self._known.get(text) or meaning_of(text, self._criteria.catalogue)
        if meaning.text and self._unsure:
            return None
        if meaning.topics and meaning.topics.isdisjoint(self._by_topic):
            self._alike[text] = NOTHING_ALIKE
            return NOTHING_ALIKE
        return self._remember(text, self._by_catalogue(meaning))

    def _by_catalogue(self, meaning: Meaning) -> dict[int, float]:
        best: dict[int, float] = {}
        for topic, sure in meaning.readings:
            for place, worth in self._by_topic.get(topic, {}).items():
                _raise(best, place, worth * sure)
        return best

    def _remember(self, text: str, likeness: dict[int, float]) -> Likeness:
        found = self._alike[text] = tuple(likeness.items())
        if max(likeness.values(), default=0.0) >= MET_FROM:
            self._met.add(text)
        return found

    def _compare_texts(self, doubtful: Sequence[Entrant]) -> None:
        """Adds, where the catalogue is sure of neither text, what the bare texts say: noisy-or."""
        meanings: dict[str, Meaning] = {}
        for each in doubtful:
            for choice in each.offers if self._learns else each.wants:
                meaning = meaning_of(choice.text, self._criteria.catalogue)
                if meaning.text:
                    meanings[choice.text] = meaning
        likeness = {text: self._by_catalogue(meaning) for text, meaning in meanings.items()}
        folded = list(dict.fromkeys(meaning.text for meaning in meanings.values()))
        for place, mine in self._unsure:
            direct = self._direct(mine, folded)
            for text, meaning in meanings.items():
                known = likeness[text].get(place, 0.0)
                if sure := direct.get(meaning.text, 0.0):
                    likeness[text][place] = 1.0 - (1.0 - known) * (1.0 - sure)
        for text, found in likeness.items():
            self._remember(text, found)

    def _direct(self, mine: str, folded: Sequence[str]) -> dict[str, float]:
        """How surely bare texts mean what mine does; only those spelled somewhat alike."""
        words = [compact(text) for text in folded]
        spelling = process.cdist(
            [compact(mine)], words, scorer=fuzz.ratio, score_cutoff=_LEAST_SPELLING
        )
        close = [folded[column] for column in spelling[0].nonzero()[0]]
        likenesses = self._criteria.catalogue.measure.likenesses(mine, close)
        return {text: confidence(each) for text, each in zip(close, likenesses, strict=True)}


def _raise(worth: dict[int, float], place: int, value: float) -> None:
    worth[place] = max(worth.get(place, 0.0), value)
