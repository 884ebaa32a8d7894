"""A group is kept with its mentees; one of them can go, and the others stay."""

from dataclasses import replace
from datetime import time

import pytest

from bot.model import (
    Cadence,
    CheckIn,
    CheckInState,
    Feedback,
    Goal,
    GoalState,
    Leaver,
    MeetingHour,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Role,
)
from storage.books import SqlBooks
from storage.shelves.pairings import GROUP_SEAT
from tests.storage.company import DAY, NOW, Company

HOUR = MeetingHour(3, time(10), "Europe/Berlin", Cadence.WEEKLY)


@pytest.fixture
def carla(books: SqlBooks, company: Company) -> Participant:
    """Carla is a second mentee."""
    with books.turn() as store:
        active = ParticipantState.ACTIVE
        part = Participant(company.programme.id, company.carla.id, active, NOW, Role.MENTEE)
        return store.add(part)


@pytest.fixture
def group(books: SqlBooks, company: Company, carla: Participant) -> Pairing:
    """The mentor's group of two."""
    with books.turn() as store:
        return store.add(
            Pairing(
                company.programme.id,
                None,
                company.mentor.id,
                (company.mentee.id, carla.id),
                PairingState.ACTIVE,
                HOUR,
                NOW,
                (NOW + 84 * DAY).date(),
                topic="ai",
            )
        )


def test_everybody_of_a_group_finds_it(
    books: SqlBooks, company: Company, carla: Participant, group: Pairing
) -> None:
    with books.read() as store:
        assert store.get(Pairing, group.id) == group
        for each in (company.mentor, company.mentee):
            assert store.pairings_with(each.id) == (group, company.pairing)
        assert store.pairings_with(carla.id, {PairingState.ACTIVE}) == (group,)
        assert store.pairings_with(carla.id, {PairingState.ENDED}) == ()


def test_who_left_a_group_is_remembered_in_it_and_finds_it_no_longer(
    books: SqlBooks, carla: Participant, group: Pairing, company: Company
) -> None:
    left = replace(group, mentees=(company.mentee.id,), left=(Leaver(carla.id, NOW + DAY),))
    with books.turn() as store:
        assert store.save(left) == left
    with books.read() as store:
        assert store.get(Pairing, group.id) == left
        assert store.pairings_with(carla.id) == ()
        assert left in store.pairings_with(company.mentee.id)
        assert left.learners == group.mentees


def test_whoever_is_forgotten_is_off_the_group_and_the_others_keep_it(
    books: SqlBooks, company: Company, carla: Participant, group: Pairing
) -> None:
    both = (company.mentee.id, carla.id)
    with books.turn() as store:
        hour = store.add(
            CheckIn(group.id, "2026-W48", NOW, CheckInState.MET, 0, both, both, both, absent=both)
        )
        goal = store.add(
            Goal(group.id, "Post", GoalState.PROPOSED, company.mentor.id, NOW, agreed_by=both)
        )
        store.add(Feedback(hour.id, company.carla.id, 4, NOW))
        kept = store.add(Feedback(hour.id, company.asha.id, 5, NOW))
        store.save(replace(group, left=(Leaver(carla.id, NOW),)))
    with books.turn() as store:
        store.erase(company.carla.id, NOW + DAY)
    alone = (company.mentee.id,)
    with books.read() as store:
        assert store.get(Pairing, group.id) == replace(group, mentees=alone)
        assert store.check_ins_of(group.id) == (
            replace(hour, confirmed=alone, absent=alone, said_met=alone, said_missed=alone),
        )
        assert store.goals_of(group.id) == (replace(goal, agreed_by=alone),)
        assert store.feedback_on(hour.id) == (kept,)


def test_a_group_goes_with_its_mentor(books: SqlBooks, company: Company, group: Pairing) -> None:
    with books.turn() as store:
        store.add(CheckIn(group.id, "2026-W48", NOW, CheckInState.MET))
        store.erase(company.asha.id, NOW)
        assert store.get(Pairing, group.id) is None
        assert store.session.execute(GROUP_SEAT.select()).all() == []


def test_a_group_that_was_kept_long_enough_is_deleted_whole(
    books: SqlBooks, company: Company, carla: Participant, group: Pairing
) -> None:
    with books.turn() as store:
        hour = store.add(CheckIn(group.id, "2026-W48", NOW, CheckInState.MET))
        store.erase_pairing(group.id)
        assert store.get(CheckIn, hour.id) is None
        assert store.pairings_with(carla.id) == ()
        assert store.get(Pairing, company.pairing.id) == company.pairing
