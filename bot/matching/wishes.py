"""One person's topics against those of thousands: each distinct text is compared once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.matching.entrant import Entrant, Seat, TopicChoice
from bot.matching.meaning import MET_FROM, Meaning, known_meanings, meaning_of
from bot.matching.score import LEVEL_WORTH, Criteria
from bot.matching.strangers import strangers_met

Likeness = tuple[tuple[int, float], ...]  # (place among one's own topics, 0..1)
Near = list[tuple[TopicChoice, Likeness]]


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
        people = list(others)
        texts = {choice.text for each in people for choice in self._theirs(each)}
        self._criteria.catalogue.recognise_many([text for text in texts if text not in self._known])
        self._read(texts)
        met = self._met
        # Nothing is kept for each of thousands: the rubbish collector would look at everybody.
        meeting = (
            each
            for each in people
            if not met.isdisjoint([choice.text for choice in self._theirs(each)])
        )
        return sorted(((self._share(each), each) for each in meeting), key=lambda pair: -pair[0])

    def _theirs(self, other: Entrant) -> Sequence[TopicChoice]:
        return other.offers if self._learns else other.wants

    def _share(self, other: Entrant) -> float:
        """Share of the mentee's wants that the mentor covers, 0 to 1."""
        alike, choices = self._alike, self._theirs(other)
        near = [(choice, alike[choice.text]) for choice in choices if choice.text in alike]
        return self._learning(near) if self._learns else self._teaching(near, choices)

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

    def _read(self, texts: Iterable[str]) -> None:
        """Finds the texts that are anything like mine, as `meeting` does for two."""
        catalogue = self._criteria.catalogue
        doubtful: dict[str, Meaning] = {}
        by_readings: dict[tuple[tuple[str, float], ...], Likeness] = {}
        for text in texts:
            meaning = self._known.get(text) or meaning_of(text, catalogue)
            if meaning.text and self._unsure:
                doubtful[text] = meaning
            elif not (meaning.topics and meaning.topics.isdisjoint(self._by_topic)):
                readings = meaning.readings
                if readings not in by_readings:
                    by_readings[readings] = tuple(self._by_catalogue(meaning).items())
                self._remember(text, by_readings[readings])
        if doubtful:
            self._compare(doubtful)

    def _by_catalogue(self, meaning: Meaning) -> dict[int, float]:
        best: dict[int, float] = {}
        for topic, sure in meaning.readings:
            for place, worth in self._by_topic.get(topic, {}).items():
                _raise(best, place, worth * sure)
        return best

    def _remember(self, text: str, likeness: Likeness) -> None:
        if likeness:
            self._alike[text] = likeness
            if max(worth for _, worth in likeness) >= MET_FROM:
                self._met.add(text)

    def _compare(self, doubtful: Mapping[str, Meaning]) -> None:
        """Adds, where the catalogue is sure of neither text, what the bare texts say: noisy-or."""
        catalogue = self._criteria.catalogue
        strangers = strangers_met({each.text for each in doubtful.values()}, catalogue)
        direct = [(place, strangers.alike(mine)) for place, mine in self._unsure]
        for text, meaning in doubtful.items():
            likeness = self._by_catalogue(meaning)
            for place, alike in direct:
                if sure := alike.get(meaning.text):
                    likeness[place] = 1.0 - (1.0 - likeness.get(place, 0.0)) * (1.0 - sure)
            self._remember(text, tuple(likeness.items()))


def _raise(worth: dict[int, float], place: int, value: float) -> None:
    worth[place] = max(worth.get(place, 0.0), value)
