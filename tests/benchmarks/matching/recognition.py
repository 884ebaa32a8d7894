"""How surely texts are understood: pools, typing slips, and pairs that look alike but are not."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.matching import Catalogue, Decision
from bot.matching.fold import SHORT_LABEL, compact, fold
from bot.matching.meaning import MET_FROM, RELATED, meaning_of, meeting
from tests.benchmarks.matching.labels import labels, seeded, with_slip

HARD_PAIRS = (
    ("Java", "JavaScript"), ("Go", "Google"), ("C", "C++"), ("C", "C#"), ("C++", "C#"), ("R", "Ruby"),
    ("social media", "social work"), ("Soziale Medien", "Soziale Arbeit"), ("SAP", "SAS"), ("R", "Rust"),
    ("Excel", "Excellence"), ("Java programming", "JavaScript programming"), ("Teams", "Teamarbeit"),
    ("Scala", "Scale"), ("Agile", "Agent"), ("React", "Reaction"), ("VR", "HR"), ("UX", "UI Path"),
    ("Deutsch", "Dutch"), ("Data Science", "Life Science"), ("Datenschutz", "Klimaschutz"),
    ("Content Marketing", "Influencer Marketing"), ("Design Thinking", "Lean Thinking"),
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A share of `of` tries."""

    name: str
    value: float
    of: int

    def row(self) -> str:
        """The line of the table."""
        return f"{self.name:<58}{self.value:>8.3f}   of {self.of}"


def pool_recall(catalogue: Catalogue) -> list[Share]:
    """A want against one offer of every topic: is the right one first, ties shared?"""
    chance = seeded(7)
    hits = plain_hits = wrong = 0.0
    tries = 0
    meanings = {label: meaning_of(label, catalogue) for its in labels().values() for label in its}
    for _ in range(5):
        pool = {topic: chance.choice(its) for topic, its in labels().items()}
        for topic, its in labels().items():
            want = chance.choice([label for label in its if label != pool[topic]] or [""])
            if not want:
                continue
            tries += 1
            ours = {
                key: meeting(meanings[want], meanings[offer], catalogue, RELATED)
                for key, offer in pool.items()
            }
            plain = {key: fuzz.WRatio(want.lower(), offer.lower()) for key, offer in pool.items()}
            hits += first(ours, topic)
            plain_hits += first(plain, topic)
            wrong += max(ours.values()) >= MET_FROM and not first(ours, topic)
    return [
        Share("want against a pool of offers, recall@1", hits / tries, tries),
        Share("  the same with WRatio", plain_hits / tries, tries),
        Share("  a wrong topic taken for the wanted one", wrong / tries, tries),
    ]


def slips(catalogue: Catalogue) -> list[Share]:
    """Every label of the catalogue with one slip, by language of the topic's names and labels."""
    chance = seeded(3)
    right, certain, tries = 0, 0, 0
    for topic in catalogue.topics:
        for label in (*topic.names.values(), *topic.labels):
            if len(compact(fold(label))) <= SHORT_LABEL + 1:
                continue
            tries += 1
            found = catalogue.recognise(with_slip(label, chance))
            right += found.decision is not Decision.UNKNOWN and found.topic == topic.key
            certain += found.decision is Decision.CERTAIN and found.topic == topic.key
    return [
        Share("known label with one slip, right topic", right / tries, tries),
        Share("  without a question to the person", certain / tries, tries),
    ]


def hard_pairs(catalogue: Catalogue) -> list[str]:
    """Pairs that are taken for the same although they are not."""
    return [
        f"{one} / {other}"
        for one, other in HARD_PAIRS
        if meeting(meaning_of(one, catalogue), meaning_of(other, catalogue), catalogue, RELATED)
        >= MET_FROM
    ]


def first(scores: dict[str, float], topic: str) -> float:
    """1 if the topic has the best score of all, its share where several do, else 0."""
    best = max(scores.values())
    if best <= 0 or scores[topic] < best:
        return 0.0
    return 1.0 / sum(score == best for score in scores.values())
