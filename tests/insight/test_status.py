"""Hana asks whether it works: frozen figures, in her language, and nothing about a few people.

Long because each promise about figures is told with the same ten pairs.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.commands import FreezeFigures
from bot.flows import status
from bot.model import (
    Cadence,
    CheckIn,
    CheckInState,
    Consent,
    Feedback,
    Format,
    FrozenFigures,
    Language,
    Leaver,
    MeetingHour,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Proposal,
    ProposalState,
    Purpose,
    Role,
    Survey,
    SurveyTime,
)
from bot.ports import Store
from bot.said import Figure, Message, Table, every
from bot.turn import Turn
from tests.musterwerk import colleague
from tests.people import Company, catalogue
from tests.screen import plain

HOUR = MeetingHour(2, time(10), "Europe/Berlin", Cadence.WEEKLY)
FIRST_MONDAY = datetime(2026, 11, 2, 5, tzinfo=UTC)  # 06:00 in Berlin, the programme's first day
WEEK = timedelta(weeks=1)
JOINED = FIRST_MONDAY + timedelta(hours=3)
PAIRS = 10


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    yield company
    company.close()


def meet_for_weeks(company: Company, weeks: int) -> None:
    """Let ten pairs begin and meet; each week three of them miss their hour."""
    with company.turn() as store:
        halves = [_joins(company, store, number) for number in range(2 * PAIRS)]
        for pair in range(PAIRS):
            pairing = _begins(company, store, halves[pair], halves[PAIRS + pair])
            for week in range(weeks):
                met = (pair + week) % PAIRS >= 3
                hour = _meets(store, pairing, week, met=met)
                given = hour.starts_at + timedelta(hours=2)
                useful = 3 + pair % 3
                store.add(Feedback(hour.id, halves[pair].person, useful, given, exchanged=True))


def _joins(company: Company, store: Store, number: int) -> Participant:
    person = store.add(colleague(company.organisation.id, f"Person {number}"))
    store.add(Consent(company.programme.id, person.id, Purpose.FIGURES, "2026-11", JOINED))
    return store.add(
        Participant(
            company.programme.id,
            person.id,
            ParticipantState.ACTIVE,
            JOINED,
            role=Role.MENTOR if number < PAIRS else Role.MENTEE,
            completed_at=JOINED,
        )
    )


def _begins(company: Company, store: Store, mentor: Participant, mentee: Participant) -> Pairing:
    yes = Proposal(
        company.programme.id,
        mentor.id,
        mentee.id,
        80,
        (),
        ProposalState.ACCEPTED,
        mentor_accepted=True,
        mentee_accepted=True,
        sent_at=JOINED,
        closed_at=JOINED,
    )
    return store.add(
        Pairing(
            company.programme.id,
            store.add(yes).id,
            mentor.id,
            (mentee.id,),
            PairingState.ACTIVE,
            HOUR,
            JOINED + timedelta(days=1),
            company.programme.starts_on + timedelta(weeks=12),
        )
    )


def _meets(store: Store, pairing: Pairing, week: int, *, met: bool) -> CheckIn:
    starts = FIRST_MONDAY + week * WEEK + timedelta(days=2, hours=4)
    year, number, _ = starts.isocalendar()
    state = CheckInState.MET if met else CheckInState.MISSED
    yes, no = ((pairing.mentor,), ()) if met else ((), (pairing.mentor,))
    return store.add(
        CheckIn(pairing.id, f"{year}-W{number:02d}", starts, state, said_met=yes, said_missed=no)
    )


def frozen(company: Company) -> tuple[FrozenFigures, ...]:
    with company.books.read() as store:
        return store.frozen_figures(company.programme.id)


def row(reply: object, label: str) -> list[str]:
    """Return the words of the table's row with this label."""
    assert isinstance(reply, Message)
    (table,) = every(Table, reply)
    found = [cells for cells in table.rows if cells[0].key == f"status.figure.{label}"]
    return [cell.plain for cell in found[0]]


def test_before_the_first_freezing_hana_hears_when_it_comes(company: Company) -> None:
    company.hana.says("/program status")
    company.hana.sees("status.first.body")
    company.hana.reads("Monday, 9 November, 06:00")
    company.hana.reads("1 of 12")
    company.hana.reads("at least 5 people")
    assert not every(Table, company.hana.last)


def test_only_an_hr_lead_sees_figures(company: Company) -> None:
    company.asha.says("/program status")
    company.asha.sees("refusal.hr_only")


def test_figures_of_a_few_people_are_not_shown(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR)
    company.bernd.takes_part(Role.MENTEE)
    company.wait(days=7)
    reply = company.hana.says("/program status")
    assert isinstance(reply, Message)
    (table,) = every(Table, reply)
    assert {cells[1].key for cells in table.rows} == {"status.value.too_few"}
    assert not every(Figure, reply)
    assert "2" not in row(reply, "waiting")[1:]


def test_hana_sees_figures_with_their_n_and_a_picture(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    reply = company.hana.says("/program status")
    company.hana.reads("Figures for W48, frozen on Monday, 30 November")
    company.hana.reads("The next ones will come on Monday, 7 December")
    assert row(reply, "activation")[1:] == ["100% (84% to 100%), as of W45", "20"]
    # 21 of 30 hours; the interval is Wilson's of 0.7 for ten pairs.
    assert row(reply, "completion")[1:] == ["70% (40% to 89%)", "20"]
    # Nobody declined: that is as hidden as if a few had.
    assert row(reply, "acceptance")[1:] == [
        "hidden – a part of it would be fewer than 5 people",
        "–",
    ]
    # One mentor never met; nine did: 3 3 3 4 4 4 5 5 5 is 4.0, s = 0.866, t(8) = 2.306.
    assert row(reply, "usefulness")[1:] == ["4.0 (3.3 to 4.7), as of W47", "9"]
    (picture,) = every(Figure, reply)
    assert [series.values for series in picture.series] == [(10, 10, 10), (7, 7, 7)]
    assert [each.plain for each in picture.categories] == ["W45", "W46", "W47"]
    assert picture.caption.plain == "W47: 7 of 10 hours took place."


def test_a_raised_threshold_hides_at_once_what_rests_on_fewer(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    reply = company.hana.says("/program status")
    assert row(reply, "usefulness")[2] == "9"
    assert every(Figure, reply)
    company.changes(smallest_group=20)
    reply = company.hana.says("/program status")
    assert row(reply, "usefulness")[1:] == ["not enough answers yet (fewer than 20)", "–"]
    assert row(reply, "completion")[2] == "20"
    company.changes(smallest_group=21)
    reply = company.hana.says("/program status")
    assert row(reply, "completion")[2] == "–"
    assert not every(Figure, reply)


def test_the_figures_of_groups_speak_of_groups(company: Company) -> None:
    company.changes(format=Format.GROUP)
    meet_for_weeks(company, 3)
    company.wait(days=28)
    shown = plain(company.hana.says("/program status"))
    assert "Mentees who found a group" in shown
    assert "an individual's activity" in shown
    for word in ("tandem", "partner", "pair", "both"):
        assert word not in shown.lower()


def test_who_did_not_agree_to_it_is_not_counted(company: Company) -> None:
    meet_for_weeks(company, 3)
    with company.turn() as store:
        for consent in store.standing_consents(company.programme.id, Purpose.FIGURES)[:4]:
            store.save(replace(consent, withdrawn_at=company.now))
    company.wait(days=28)
    shown = company.hana.says("/program status")
    # Four mentors of ten withdrew: six are left who rated, and six pairs of whom both agreed.
    assert row(shown, "usefulness")[2] == "6"
    assert row(shown, "completion")[2] == "12"


def test_one_who_left_a_group_does_not_hide_what_the_others_did(company: Company) -> None:
    meet_for_weeks(company, 3)
    with company.turn() as store:
        ten = store.pairings_of(company.programme.id)
        mentees = tuple(mentee for each in ten[1:6] for mentee in each.mentees)
        left = (Leaver(ten[0].mentees[0], JOINED + WEEK),)
        store.save(replace(ten[0], mentees=mentees, left=left, topic="agile"))
        gone = store.get(Participant, left[0].mentee)
        assert gone is not None
        for consent in store.standing_consents(company.programme.id, Purpose.FIGURES):
            if consent.person == gone.person:
                store.save(replace(consent, withdrawn_at=company.now))
    company.wait(days=28)
    shown = company.hana.says("/program status")
    assert row(shown, "matched_mentors")[2] == "10"
    assert row(shown, "matched_mentors")[1].startswith("100%")
    assert row(shown, "usefulness")[2] == "9"  # the tenth mentor has rated nothing as before


def test_tandems_without_a_meeting_for_long_are_counted_and_hana_hears_no_names(
    company: Company,
) -> None:
    meet_for_weeks(company, 5)
    with company.turn() as store:
        silent = {each.id for each in store.pairings_of(company.programme.id)[:3]}
        for hour in store.check_ins_in(company.programme.id):
            if hour.pairing in silent:
                no = (*hour.said_met, *hour.said_missed)
                store.save(replace(hour, state=CheckInState.MISSED, said_met=(), said_missed=no))
    company.wait(days=35)
    reply = company.hana.says("/program status")
    assert row(reply, "long_apart")[1:] == ["3 tandems", "20"]
    company.hana.reads("plus a week in which only the two of them were asked what would help")
    assert "Person" not in plain(reply)


def test_in_german_too(company: Company) -> None:
    company.hana.changes(language=Language.DE)
    meet_for_weeks(company, 3)
    company.wait(days=28)
    reply = company.hana.says("/program status")
    company.hana.reads("Zahlen der KW 48")
    assert row(reply, "completion")[1:] == ["70\u00a0% (40\u00a0% bis 89\u00a0%)", "20"]
    assert row(reply, "usefulness")[1] == "4,0 (3,3 bis 4,7), Stand KW 47"


def test_hana_reads_what_the_surveys_say_apart_and_with_care(company: Company) -> None:
    meet_for_weeks(company, 3)
    with company.turn() as store:
        for number, each in enumerate(store.participants_of(company.programme.id)):
            mentee = number >= PAIRS
            topic = "now.topic.ai" if mentee else "now.skill.showing"
            asked = JOINED + timedelta(days=number % 3)
            first = Survey(each.id, each.person, SurveyTime.ENTRY, asked, None, asked, {topic: 2})
            said = {topic: 3 + number % 2, "satisfied": 3 + number % 3, "project": number % 2}
            last = replace(first, time=SurveyTime.END, answers=said)
            store.add(first)
            store.add(last)
    company.wait(days=28)
    shown = company.hana.says("/program status")
    assert isinstance(shown, Message)
    _, table = every(Table, shown)
    found = {cells[0].key.rpartition(".")[2]: cells[1:] for cells in table.rows}
    assert set(found) == {
        *("response_entry", "response_end", "satisfaction_end", "project_end"),
    }
    assert found["satisfaction_end"][0].plain == "4.0 (3.6 to 4.3), as of W45"
    assert found["satisfaction_end"][1].plain == "20"
    assert found["project_end"][0].plain == "50% (30% to 70%), as of W45"
    company.hana.reads("with no comparison group")


def test_one_answer_more_changes_nothing_that_hana_sees(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    before = plain(every(Table, company.hana.says("/program status"))[0])
    with company.turn() as store:
        hour = store.check_ins_in(company.programme.id)[0]
        participant = store.participants_of(company.programme.id)[1]
        store.add(Feedback(hour.id, participant.person, 1, company.now, exchanged=False))
    company.wait(days=7)
    after = company.hana.says("/program status")
    assert row(after, "usefulness")[1] == "4.0 (3.3 to 4.7), as of W47"
    assert row(after, "usefulness")[2] in before


def test_a_week_is_frozen_once_and_the_next_one_planned(company: Company) -> None:
    company.wait(days=21)
    assert [each.week for each in frozen(company)] == ["2026-W45", "2026-W46", "2026-W47"]
    again = FreezeFigures(company.programme.id)
    with company.turn() as store:
        turn = Turn(company.now, store, catalogue())
        assert status.study(turn, again) is None
        # Another process reckoned the same week at the same time.
        status.freeze_figures(replace(turn, finding=frozen(company)[-1]), again)
    assert len(frozen(company)) == 3
    assert company.books.next_due() == FIRST_MONDAY + 4 * WEEK


def test_a_late_clock_freezes_what_was_true_on_monday(company: Company) -> None:
    company.now += timedelta(days=9)  # nothing was done on Monday the 9th
    company.asha.takes_part(Role.MENTOR)
    company.settle()
    (only,) = frozen(company)
    assert only.week == "2026-W45"
    assert only.content["as_of"] == (FIRST_MONDAY + WEEK).isoformat()


def test_freezing_ends_half_a_year_after_the_programme(company: Company) -> None:
    company.changes(weeks=2)
    company.now += timedelta(weeks=60)
    company.settle()
    assert company.books.next_due() is None


def test_the_freezing_hour_is_six_on_the_programmes_own_clock(company: Company) -> None:
    eastern = replace(company.programme, time_zone="America/New_York")
    summer = datetime(2026, 10, 26, 12, tzinfo=UTC)
    with company.turn() as store:
        store.save(eastern)
        status.expect_figures(Turn(summer, store, catalogue()), eastern)
    # Clocks go back on 1 November: six o'clock is 11:00 UTC from then on.
    assert company.books.next_due() == datetime(2026, 11, 2, 11, tzinfo=UTC)
