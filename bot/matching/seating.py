"""Who sits at which table: the fullest table first, then every change that finds more people places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from bot.matching.score import Criteria
from bot.matching.tables import Filled, Learner, Limits, Offer, filled, more_at

MOST_TRIES = 4000  # tables that are laid anew to see what comes of it; sixty people need a hundred

Plan = Mapping[str, Filled]  # by the mentor's id: each leads one table
Worth = tuple[int, int, int]


def seated(offers: Iterable[Offer], limits: Limits, criteria: Criteria) -> tuple[Filled, ...]:
    """The tables of a round, by mentor and topic; nobody sits at two.

    As many mentees as can be found places for, then at few and full tables, since a small one
    fails when one says no; then the best fit in sum. A local optimum: no single table that is laid
    anew, with all that follows from it, makes it better, or MOST_TRIES were in vain.
    """
    hall = Hall(offers, limits, criteria)
    plan = hall.fullest_first()
    changes, tries = hall.changes(plan), 0
    while tries < MOST_TRIES and (changed := next(changes, None)) is not None:
        tries += 1
        if worth(changed) > worth(plan):
            plan, changes = changed, hall.changes(changed)
    return tuple(sorted(plan.values(), key=lambda each: each.rank[2:]))


def worth(plan: Plan) -> Worth:
    """What makes one plan better than another: mentees with a place, fewer tables, the fit in sum."""
    tables = plan.values()
    return sum(len(each.learners) for each in tables), -len(plan), sum(each.fit for each in tables)


class Hall:
    """All tables that there could be."""

    def __init__(self, offers: Iterable[Offer], limits: Limits, criteria: Criteria) -> None:
        possible = (each for each in offers if len(each.learners) >= limits.least)
        self._offers = sorted(possible, key=lambda each: (each.mentor.id, each.topic))
        self._limits, self._criteria = limits, criteria
        self._of: dict[str, list[Offer]] = {}  # in which somebody could teach or learn
        for offer in self._offers:
            for person in (offer.mentor.id, *(each.id for _, each in offer.learners)):
                self._of.setdefault(person, []).append(offer)

    def fullest_first(self) -> Plan:
        """The fullest table of those who are free, again and again."""
        return self._filled_up({}, self._offers)

    def changes(self, plan: Plan) -> Iterator[Plan]:
        """Every plan that comes of laying one table anew, those first that more people wait for."""
        taken = _people(plan.values())

        def waiting(offer: Offer) -> int:
            return sum(each.id not in taken for _, each in offer.learners)

        for offer in sorted(self._offers, key=waiting, reverse=True):
            for order in self._orders(plan, taken, offer):
                table = filled(offer, order, self._limits, self._criteria)
                if table and table != plan.get(offer.mentor.id):
                    yield self._with(plan, table)

    def _orders(
        self, plan: Plan, taken: Mapping[str, Filled], offer: Offer
    ) -> Iterator[Sequence[Learner]]:
        """In which order people are asked to a table: whom nobody would miss first, or the best.

        Then without each one of those: she may keep two others away.
        """

        def is_missed(person: str) -> bool:
            table = taken.get(person)
            here = table is None or table is plan.get(offer.mentor.id)
            return not here and table is not None and len(table.learners) == self._limits.least

        spare = [each for each in offer.learners if not is_missed(each[1].id)]
        spare.sort(key=lambda each: (each[1].id in taken, each[0], each[1].id))
        yield spare
        yield offer.learners
        for one in spare:
            yield [each for each in spare if each is not one]

    def _with(self, plan: Plan, table: Filled) -> Plan:
        """A plan with this table; those with whom it does away sit down anew where they can."""
        laid = {**plan, table.offer.mentor.id: table}
        near = [table.offer]
        for mentor, each in plan.items():
            if each.people.isdisjoint(table.people):
                continue
            staying = tuple(one for one in each.learners if one[1].id not in table.people)
            near.append(each.offer)
            if mentor not in table.people and len(staying) >= self._limits.least:
                laid[mentor] = Filled(each.offer, staying)
                continue
            if mentor != table.offer.mentor.id:
                del laid[mentor]
            near += (offer for person in each.people for offer in self._of[person])
        known = {(each.mentor.id, each.topic): each for each in near}
        return self._filled_up(laid, [known[mark] for mark in sorted(known)])

    def _filled_up(self, plan: Plan, offers: Iterable[Offer]) -> Plan:
        """A plan with those who are free at tables that have room, then at more tables of these."""
        full, taken = dict(plan), set(_people(plan.values()))
        offers = list(offers)
        for offer in offers:
            standing = full.get(offer.mentor.id)
            if standing is None or standing.offer is not offer:
                continue
            free = [each for each in offer.learners if each[1].id not in taken]
            full[offer.mentor.id] = more_at(standing, free, self._limits, self._criteria)
            taken |= full[offer.mentor.id].people
        tables = [table for each in offers if (table := self._free(each, taken))]
        while tables:
            table = min(tables, key=lambda each: each.rank)
            full[table.offer.mentor.id] = table
            taken |= table.people
            # Who is taken changes only the tables at which she sits: she kept nobody from the
            # others, and a table that cannot be filled now never will be, since nobody is freed.
            again = (
                each if taken.isdisjoint(each.people) else self._free(each.offer, taken)
                for each in tables
            )
            tables = [each for each in again if each]
        return full

    def _free(self, offer: Offer, taken: Set[str]) -> Filled | None:
        if offer.mentor.id in taken:
            return None
        free = [each for each in offer.learners if each[1].id not in taken]
        return filled(offer, free, self._limits, self._criteria)


def _people(tables: Iterable[Filled]) -> dict[str, Filled]:
    """Everybody who has a place, with the table."""
    return {person: each for each in tables for person in each.people}
