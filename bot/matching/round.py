"""A round: everybody at once, the best whole assignment, with a reason for each and all."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from bot.matching.assign import assign
from bot.matching.board import Board, RoundTerms
from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms, TopicChoice
from bot.matching.explain import explained
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.meaning import meaning_of
from bot.matching.result import Match, RoundResult, Unmatched
from bot.matching.rules import refusals
from bot.matching.score import Criteria, Weights, score
from bot.matching.waiting import unmatched

MOST_PLACES = 20  # nobody is a good mentor to more at once, whatever a file says

Pair = tuple[str, str]  # ids of mentor and mentee
Progress = Callable[[str, float], None]


def match_round(
    entrants: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
    keep: Collection[Pair] = (),
    without: Collection[Pair] = (),
    progress: Progress | None = None,
) -> RoundResult:
    """The best whole assignment of a round; the same people in any order give the same result.

    Pairs are (mentor, mentee). `keep` fixes pairs that the rules allow, whatever their score;
    `without` takes pairs out. Raises ValueError if two entrants share an id.
    """
    found = _Round(entrants, chart, catalogue, weights or Weights(), terms or Terms())
    return found.solved(threshold, frozenset(keep), frozenset(without), progress or _silent)


def _silent(_step: str, _share: float) -> None:
    return None


class _Round:
    """Everybody sorted by id, and who can sit on which seat at all."""

    def __init__(
        self,
        entrants: Iterable[Entrant],
        chart: OrgChart,
        catalogue: Catalogue,
        weights: Weights,
        terms: Terms,
    ) -> None:
        self._entrants = sorted(entrants, key=lambda each: each.id)
        for one, other in zip(self._entrants, self._entrants[1:], strict=False):
            if one.id == other.id:
                raise ValueError(f"two entrants have the id {one.id!r}")
        self._by_id = {each.id: each for each in self._entrants}
        hierarchy = Hierarchy(chart, self._entrants)
        self._criteria = Criteria(hierarchy, catalogue, weights, terms)
        self._catalogue, self._terms = catalogue, terms

    def solved(
        self, threshold: int, keep: frozenset[Pair], without: frozenset[Pair], tell: Progress
    ) -> RoundResult:
        kept = self._kept(sorted(keep - without))
        taken = Counter(mentor for mentor, _ in kept)
        served = {mentee for _, mentee in kept}
        seated = {seat: self._fit(seat) for seat in Seat}
        mentees = tuple(each for each in seated[Seat.MENTEE] if each.id not in served)
        places = {
            each.id: min(each.capacity, MOST_PLACES) - taken[each.id]
            for each in seated[Seat.MENTOR]
        }
        mentors = tuple(each for each in seated[Seat.MENTOR] if places[each.id] > 0)
        tell("topics", 0.0)
        board = Board.of(mentees, mentors, self._criteria, RoundTerms(threshold, without))
        tell("pairs", 0.3)
        found = assign(
            board,
            [places[each.id] for each in mentors],
            lambda share: tell("pairs", 0.3 + share / 2),
        )
        board.forget()
        pairs = [*kept, *((mentors[column].id, mentees[row].id) for row, column in found.pairs)]
        tell("reasons", 0.8)
        wanted, offered = self._wanted(Seat.MENTEE), self._wanted(Seat.MENTOR)
        result = RoundResult(
            matches=tuple(self._match(pair) for pair in sorted(pairs, key=lambda pair: pair[::-1])),
            unmatched=self._unmatched(board, pairs, frozenset(offered)),
            wanted_not_offered=_missing(wanted, offered),
            offered_not_wanted=_missing(offered, wanted),
            certificate=found.certificate,
        )
        tell("reasons", 1.0)
        return result

    def left_over(self, pairs: Sequence[Pair]) -> tuple[Unmatched, ...]:
        """Everybody without a partner in these pairs, and why."""
        board = Board.of(self._fit(Seat.MENTEE), self._fit(Seat.MENTOR), self._criteria)
        return self._unmatched(board, pairs, frozenset(self._wanted(Seat.MENTOR)))

    def _kept(self, pairs: Iterable[Pair]) -> list[Pair]:
        """The pairs HR keeps, as far as the rules and the free places allow."""
        kept: list[Pair] = []
        places = {each.id: each.capacity for each in self._entrants}
        served: set[str] = set()
        for mentor, mentee in pairs:
            if mentor not in self._by_id or mentee not in self._by_id or mentee in served:
                continue
            refused = refusals(
                self._by_id[mentor], self._by_id[mentee], self._criteria.hierarchy, self._terms
            )
            if not refused and places[mentor] > 0:
                places[mentor] -= 1
                served.add(mentee)
                kept.append((mentor, mentee))
        return kept

    def _fit(self, seat: Seat) -> tuple[Entrant, ...]:
        return tuple(each for each in self._on(seat) if unfit(each, seat, self._terms) is None)

    def _on(self, seat: Seat) -> list[Entrant]:
        mentor = seat is Seat.MENTOR
        return [each for each in self._entrants if (each.mentor if mentor else each.mentee)]

    def _match(self, pair: Pair) -> Match:
        mentor, mentee = (self._by_id[person] for person in pair)
        return described(mentor, mentee, self._criteria)

    def _unmatched(
        self, board: Board, pairs: Sequence[Pair], offered: frozenset[str]
    ) -> tuple[Unmatched, ...]:
        paired = {
            Seat.MENTOR: {pair[0] for pair in pairs},
            Seat.MENTEE: {pair[1] for pair in pairs},
        }
        found = []
        for seat in Seat:
            for each in self._on(seat):
                barred = unfit(each, seat, self._terms)
                if barred and each.id not in paired[seat]:
                    found.append(Unmatched(each.id, seat, *barred))
            found += unmatched(board, seat, paired[seat], offered)
        return tuple(sorted(found, key=lambda each: (each.entrant, each.seat)))

    def _wanted(self, seat: Seat) -> Counter[str]:
        """How many people on a seat name each topic of the catalogue for certain."""
        counts: Counter[str] = Counter()
        for each in self._fit(seat):
            counts.update(
                _topics(each.offers if seat is Seat.MENTOR else each.wants, self._catalogue)
            )
        return counts


def left_over(
    entrants: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    pairs: Sequence[Pair],
    *,
    weights: Weights,
    terms: Terms,
) -> tuple[Unmatched, ...]:
    """Everybody whom these pairs (mentor, mentee) leave without a partner, and why."""
    found = _Round(entrants, chart, catalogue, weights, terms)
    return found.left_over(pairs)


def described(mentor: Entrant, mentee: Entrant, criteria: Criteria) -> Match:
    """The pair as a match, with its degree and its reasons."""
    scored = score(mentor, mentee, criteria)
    reasons = explained(scored.facts, mentor.site, criteria.catalogue)
    parts = tuple((part, round(points, 2)) for part, points in scored.parts.items())
    return Match(mentor.id, mentee.id, scored.whole, reasons, parts)


def _topics(choices: Iterable[TopicChoice], catalogue: Catalogue) -> set[str]:
    return {topic for each in choices for topic in meaning_of(each.text, catalogue).topics}


def _missing(named: Counter[str], elsewhere: Counter[str]) -> tuple[tuple[str, int], ...]:
    only = [(topic, count) for topic, count in named.items() if topic not in elsewhere]
    return tuple(sorted(only, key=lambda pair: (-pair[1], pair[0])))
