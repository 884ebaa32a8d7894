"""What every mentor can teach of what every mentee wants, from distinct meanings only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.matching.catalogue import Catalogue, confidence
from bot.matching.crowd import Crowd, Numbers
from bot.matching.entrant import TopicChoice
from bot.matching.meaning import MET_FROM, Meaning, meaning_of
from bot.matching.score import LEVEL_WORTH, Criteria

Share = npt.NDArray[np.float32]
Bits = npt.NDArray[np.uint8]
Choice = tuple[int, int]  # number of the meaning, level or priority

MOST_CELLS = 25_000_000  # 100 MB


@dataclass(frozen=True)
class Teaching:
    """Coverage of wanted topics, and whether one is truly met, for stretches of mentees."""

    priorities: sparse.csr_array  # mentee by wanted meaning; each row together 1
    taught: sparse.csr_array | Share  # wanted meaning by mentor; best offer by likeness and level
    met: Bits  # wanted meaning by mentor, eight mentors in a byte

    @staticmethod
    def of(mentees: Crowd, mentors: Crowd, criteria: Criteria) -> "Teaching":
        """What these mentors can teach these mentees."""
        catalogue = criteria.catalogue
        catalogue.recognise_many(
            [choice.text for each in mentees.entrants for choice in each.wants]
            + [choice.text for each in mentors.entrants for choice in each.offers]
        )
        wants, wanted = _numbered([each.wants for each in mentees.entrants], catalogue)
        offers, offered = _numbered([each.offers for each in mentors.entrants], catalogue)
        likeness = _likeness(wanted, offered, catalogue, criteria.related)
        taught, met = _by_mentor(likeness, offers, len(mentors), len(wanted))
        del likeness  # tens of megabytes
        return Teaching(_priorities(wants, len(wanted)), taught, met)

    def only(self, mentees: Numbers, mentors: Numbers) -> "Teaching":
        """The same for some of them."""
        if (
            len(mentors) == self.taught.shape[1]
        ):  # all of them: no copy of a table of many megabytes
            return Teaching(self.priorities[mentees], self.taught, self.met)
        bits = np.packbits(np.unpackbits(self.met, axis=1)[:, mentors], axis=1)
        return Teaching(self.priorities[mentees], self.taught[:, mentors], bits)

    def coverage(self, rows: slice) -> Share:
        """Share of the wants that each mentor covers, by priority and level, 0 to 1."""
        product = self.priorities[rows] @ self.taught
        full: Share = product.toarray() if sparse.issparse(product) else np.asarray(product)
        return full

    def meets(self, rows: slice) -> npt.NDArray[np.bool_]:
        """Whether the mentor truly offers at least one wanted topic."""
        wants = self.priorities[rows]
        bits = np.zeros((wants.shape[0], self.met.shape[1]), np.uint8)
        owner = np.repeat(np.arange(wants.shape[0]), np.diff(wants.indptr))
        place = np.arange(len(owner)) - wants.indptr[owner]
        for turn in range(place.max(initial=-1) + 1):
            here = place == turn
            bits[owner[here]] |= self.met[wants.indices[here]]
        return np.unpackbits(bits, axis=1, count=self.taught.shape[1]).view(bool)


def _numbered(
    people: Sequence[Sequence[TopicChoice]], catalogue: Catalogue
) -> tuple[list[list[Choice]], list[Meaning]]:
    """Everybody's choices as numbers of distinct meanings, and those meanings."""
    by_text: dict[str, int] = {}
    by_meaning: dict[Meaning, int] = {}
    numbered = []
    for choices in people:
        row = []
        for choice in choices:
            number = by_text.get(choice.text)
            if number is None:
                meaning = meaning_of(choice.text, catalogue)
                number = by_meaning.setdefault(meaning, len(by_meaning))
                by_text[choice.text] = number
            row.append((number, choice.strength))
        numbered.append(row)
    return numbered, list(by_meaning)


def _priorities(wants: Sequence[Sequence[Choice]], width: int) -> sparse.csr_array:
    """One row for each mentee; the priorities of her wants, together 1."""
    rows, columns, values = [], [], []
    for row, choices in enumerate(wants):
        total = sum(priority for _, priority in choices)
        for number, priority in choices:
            rows.append(row)
            columns.append(number)
            values.append(priority / total)
    shape = (len(wants), width)
    return sparse.csr_array((np.array(values, np.float32), (rows, columns)), shape=shape)


def _likeness(
    wanted: Sequence[Meaning], offered: Sequence[Meaning], catalogue: Catalogue, related: float
) -> list[dict[int, float]]:
    """For each wanted meaning the offered ones that are anything like it: `meeting`, many times."""
    offering: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, meaning in enumerate(offered):
        for topic, sure in meaning.readings:
            offering[topic].append((number, sure))
    found = [_by_topic(meaning, offering, catalogue, related) for meaning in wanted]
    _add_direct(found, wanted, offered, catalogue)
    return found


def _by_topic(
    meaning: Meaning,
    offering: Mapping[str, Sequence[tuple[int, float]]],
    catalogue: Catalogue,
    related: float,
) -> dict[int, float]:
    worth: dict[str, float] = {}
    for topic, sure in meaning.readings:
        worth[topic] = max(worth.get(topic, 0.0), sure)
        for near in catalogue.related[topic]:
            worth[near] = max(worth.get(near, 0.0), sure * related)
    best: dict[int, float] = {}
    for topic, value in worth.items():
        for number, sure in offering.get(topic, ()):
            best[number] = max(best.get(number, 0.0), value * sure)
    return best


def _add_direct(
    found: Sequence[dict[int, float]],
    wanted: Sequence[Meaning],
    offered: Sequence[Meaning],
    catalogue: Catalogue,
) -> None:
    """Adds, where the catalogue is sure of neither text, what the bare texts say: noisy-or."""
    ours = [number for number, meaning in enumerate(wanted) if meaning.text]
    theirs = [number for number, meaning in enumerate(offered) if meaning.text]
    if not (ours and theirs):
        return
    pairs = catalogue.measure.nearest(
        [wanted[number].text for number in ours], [offered[number].text for number in theirs]
    )
    for row, column, likeness in zip(pairs.one, pairs.other, pairs.likeness, strict=True):
        sure = confidence(float(likeness))
        if sure > 0:
            best, number = found[ours[row]], theirs[column]
            best[number] = 1.0 - (1.0 - best.get(number, 0.0)) * (1.0 - sure)


def _by_mentor(
    likeness: Sequence[Mapping[int, float]],
    offers: Sequence[Sequence[Choice]],
    mentors: int,
    width: int,
) -> tuple[sparse.csr_array | Share, Bits]:
    """For each wanted meaning and mentor: the best offer by likeness and level; whether one meets.

    A full table if it is small enough, because a product with it is far faster.
    """
    teachers: dict[int, dict[int, float]] = defaultdict(dict)
    for mentor, choices in enumerate(offers):
        for number, level in choices:
            known = teachers[number].get(mentor, 0.0)
            teachers[number][mentor] = max(known, LEVEL_WORTH[level])
    columns_of = {number: np.array(list(each)) for number, each in teachers.items()}
    worth_of = {number: np.array(list(each.values())) for number, each in teachers.items()}
    taught: list[tuple[npt.NDArray[np.int64], Share]] = []
    full = np.zeros((width, mentors) if width * mentors <= MOST_CELLS else (0, 0), np.float32)
    met = np.zeros((width, (mentors + 7) // 8), np.uint8)
    for row, near in enumerate(likeness):
        best = full[row] if full.size else np.zeros(mentors, np.float32)
        meets = np.zeros(mentors, bool)
        for number, alike in near.items():
            columns = columns_of[number]  # each mentor once
            worth = (alike * worth_of[number]).astype(np.float32)
            best[columns] = np.maximum(best[columns], worth)
            if alike >= MET_FROM:
                meets[columns_of[number]] = True
        if not full.size:
            taught.append((best.nonzero()[0], best[best > 0]))
        met[row] = np.packbits(meets)
    return full if full.size else _stacked(taught, (width, mentors)), met


def _stacked(
    rows: Sequence[tuple[npt.NDArray[np.int64], Share]], shape: tuple[int, int]
) -> sparse.csr_array:
    starts = np.concatenate([[0], np.cumsum([len(columns) for columns, _ in rows])])
    if not rows:
        return sparse.csr_array(shape, dtype=np.float32)
    columns = np.concatenate([columns for columns, _ in rows]).astype(np.int32)
    values = np.concatenate([values for _, values in rows])
    return sparse.csr_array((values, columns, starts.astype(np.int32)), shape=shape)
