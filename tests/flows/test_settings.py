"""HR changes the settings of a programme, founds another one, and says once which is meant."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.commands import EditSettings
from bot.flows.entrants import field_of
from bot.grammar import payload_of
from bot.heard import Answer
from bot.model import CheckInState, Programme, Role, Target, Weights
from bot.turn import Turn
from tests.flows.tandems import become_tandem, notices
from tests.people import Company, catalogue


def kept(company: Company) -> Programme:
    with company.turn() as store:
        found = store.get(Programme, company.programme.id)
    assert found is not None
    return found


def opens(company: Company, part: str) -> None:
    company.hana.says("/program settings")
    company.hana.presses(f"settings.change.{part}")


def test_rhythm_and_reminder_are_kept_and_written_down_without_values(company: Company) -> None:
    company.changes(contact=company.carla.person_id)
    opens(company, "rhythm")
    company.hana.fills(
        cadence="fortnightly", weeks="20", reminder="2", answer="10", country="de", subdivision="BY"
    )
    company.hana.sees("settings.title")
    now = kept(company)
    assert (now.cadence, now.weeks, now.reminder_days) == ("fortnightly", 20, 2)
    assert (now.proposal_days, now.country, now.subdivision) == (10, "DE", "BY")
    assert (company.hana.person_id, "programme.settings.rhythm", now.id) in company.audit()


@pytest.mark.parametrize(
    ("part", "answers", "wrong"),
    [
        ("rhythm", {"weeks": "3"}, {"weeks"}),
        ("rhythm", {"weeks": "zwölf", "answer": "99"}, {"weeks", "answer"}),
        ("rhythm", {"country": "XX"}, {"country"}),
        ("rhythm", {"country": "DE", "subdivision": "ZZ"}, {"subdivision"}),
        ("format", {"format": "choir"}, {"format"}),
        ("format", {"format": "group", "least": "1"}, {"least"}),
        ("format", {"format": "group", "most": "zehn"}, {"most"}),
        ("format", {"format": "group", "least": "5", "most": "4"}, {"most"}),
        ("matching", {"topics": "80"}, {"topics"}),
        ("matching", {"related": "50"}, {"related"}),
        ("matching", {"threshold": "-1"}, {"threshold"}),
        ("matching", {"reviews": "never"}, {"reviews"}),
        ("matching", {"languages": ("en", "klingon")}, {"languages"}),
        ("rhythm", {"cadence": "daily"}, {"cadence"}),
        ("rhythm", {"reminder": "9"}, {"reminder"}),
        ("figures", {"group": "4"}, {"group"}),
        ("figures", {"completion": "120"}, {"completion"}),
        ("figures", {"usefulness": "viel"}, {"usefulness"}),
        ("people", {"name": " "}, {"name"}),
        ("people", {"leads": ()}, {"leads"}),
        ("people", {"leads": ("999999",)}, {"leads"}),
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_changes_nothing(
    company: Company, part: str, answers: dict[str, Answer], wrong: set[str]
) -> None:
    company.changes(contact=company.carla.person_id)
    before = kept(company)
    opens(company, part)
    company.hana.fills(**answers)
    assert company.hana.form.problems.keys() == wrong
    assert kept(company) == before


def test_a_programme_that_runs_is_not_over_at_once_by_a_shorter_length(company: Company) -> None:
    now, programme = company.now, company.programme
    company.wait(days=(programme.starts_on - now.date()).days + 6 * 7)  # its seventh week begins
    opens(company, "rhythm")
    company.hana.sees("settings.rhythm.weeks_begun")
    company.hana.fills(weeks="6")
    assert company.hana.form.problems.keys() == {"weeks"}
    assert kept(company) == programme
    company.hana.fills(weeks="7")
    assert kept(company).weeks == 7
    assert not kept(company).ended(company.now)


def test_the_contact_leads_no_programme(company: Company) -> None:
    opens(company, "people")
    company.hana.fills(contact=(str(company.hana.person_id),))
    assert company.hana.form.problems.keys() == {"contact"}


def test_weights_and_review_are_kept(company: Company) -> None:
    opens(company, "matching")
    company.hana.fills(
        reviews="all",
        languages=("en", "de"),
        threshold="40",
        topics="60",
        hours="20",
        language="8",
        place="4",
        related="0",
    )
    now = kept(company)
    assert now.weights == Weights(60, 20, 8, 4, 8, 0)
    assert (now.reviews_rounds, now.reviews_rolling, now.threshold) == (True, True, 40)
    assert now.languages == ("en", "de")
    company.hana.reads("English and German")


def test_the_smallest_group_is_raised_and_never_lowered(company: Company) -> None:
    opens(company, "figures")
    company.hana.fills(group="9", completion="70", usefulness="4,2")
    now = kept(company)
    assert now.smallest_group == 9
    assert now.targets == (Target("completion", 0.7), Target("usefulness", 4.2))
    opens(company, "figures")
    company.hana.fills(group="8")
    assert company.hana.form.problems.keys() == {"group"}


def test_what_a_change_means_for_running_tandems_is_said_before(company: Company) -> None:
    opens(company, "rhythm")
    company.hana.sees_not("settings.rhythm.running")
    become_tandem(company, company.asha, company.bernd)
    opens(company, "rhythm")
    company.hana.sees("settings.rhythm.running")
    with company.turn() as store:
        (before,) = store.pairings_of(company.programme.id)
    company.hana.fills(cadence="monthly", weeks="4")
    with company.turn() as store:
        assert store.pairings_of(company.programme.id) == (before,)


def test_a_reminder_comes_as_many_working_days_before_as_hr_says(company: Company) -> None:
    company.changes(reminder_days=2)
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=9)  # the first meeting is announced by the tandem's beginning
    with company.turn() as store:
        (pairing,) = store.pairings_of(company.programme.id)
        check_ins = [
            each for each in store.check_ins_of(pairing.id) if each.state is CheckInState.PLANNED
        ]
    reminders = {n.subject: n.due for n in notices(company) if n.kind == "checkin.reminder"}
    planned = [each for each in check_ins if each.id in reminders]
    assert planned
    for each in planned:
        days = (each.starts_at.date() - reminders[each.id].date()).days
        assert days in {2, 4}, (each.starts_at, reminders[each.id])


def test_only_who_leads_sees_and_changes_settings(company: Company) -> None:
    company.carla.says("/program settings")
    company.carla.sees("refusal.hr_only")
    company.carla.forges(payload_of(EditSettings(company.programme.id, "people")), {"name": "Mine"})
    company.carla.sees("refusal.hr_only")
    assert kept(company).name == "Reverse Mentoring 2026"


def test_a_lead_names_others_and_may_hand_on(company: Company) -> None:
    company.changes(contact=None)
    opens(company, "people")
    company.hana.fills(leads=(str(company.hana.person_id), str(company.carla.person_id)))
    assert kept(company).hr_leads == (company.hana.person_id, company.carla.person_id)
    company.carla.says("/program einstellungen")
    company.carla.presses("settings.change.people")
    company.carla.fills(leads=(str(company.carla.person_id),))
    company.hana.says("/program settings")
    company.hana.sees("refusal.hr_only")
    opens_as_lead = company.carla.says("/program settings")
    assert opens_as_lead is not None
    company.carla.presses("settings.change.people")
    company.carla.fills(leads=(str(company.hana.person_id),))
    company.carla.sees("settings.handed_on.title")


def founds_another(company: Company, name: str = "Second") -> Programme:
    company.hana.says("/program create")
    company.hana.fills(name=name, goal="More", start="2026-12-07", weeks="8")
    with company.turn() as store:
        return store.programmes_of(company.organisation.id)[0]


def test_another_programme_has_the_rules_of_the_first(company: Company) -> None:
    company.changes(smallest_group=8, threshold=33, contact=company.carla.person_id)
    new = founds_another(company)
    assert (new.name, new.goal, new.weeks) == ("Second", "More", 8)
    assert new.starts_on == date(2026, 12, 7)
    assert (new.smallest_group, new.threshold, new.contact) == (8, 33, company.carla.person_id)
    assert new.hr_leads == (company.hana.person_id,)
    assert company.books.due_chores(company.now + timedelta(weeks=8), 100)


def test_goals_are_asked_when_a_programme_is_founded_and_stand_beside_its_figures(
    company: Company,
) -> None:
    company.changes(targets=(Target("completion", 0.6),))
    new = founds_another(company)
    company.hana.sees("settings.new.goals")
    asked = {ask.key: getattr(ask, "value", "") for ask in company.hana.form.asks}
    assert (asked["completion"], asked["usefulness"]) == ("60", "")  # as in the last programme
    company.hana.fills(completion="1000")
    assert company.hana.form.problems.keys() == {"completion"}
    company.hana.fills(completion="75", usefulness="4")
    company.hana.sees("settings.title")
    company.hana.sees("settings.fact.targets")
    company.hana.reads("at least 75%")
    company.hana.sees("reason.weights")
    with company.turn() as store:
        found = store.get(Programme, new.id)
        first = store.get(Programme, company.programme.id)
    assert found is not None
    assert first is not None
    assert found.targets == (Target("completion", 0.75), Target("usefulness", 4.0))
    assert first.targets == (Target("completion", 0.6),)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"name": ""}, "name"),
        ({"name": "Reverse Mentoring 2026"}, "name"),
        ({"start": "2020-01-01"}, "start"),
        ({"start": ""}, "start"),
        ({"weeks": "0"}, "weeks"),
        ({"format": "group", "least": "9"}, "least"),
    ],
)
def test_a_programme_that_cannot_be_is_not_founded(
    company: Company, answers: dict[str, Answer], wrong: str
) -> None:
    company.hana.says("/program create")
    company.hana.fills(**{"name": "Second", "start": "2026-12-07", "weeks": "8", **answers})
    assert company.hana.form.problems.keys() == {wrong}
    with company.turn() as store:
        assert len(store.programmes_of(company.organisation.id)) == 1


def test_which_programme_is_meant_is_asked_once_and_remembered(company: Company) -> None:
    founds_another(company)
    with company.turn() as store:
        store.save(replace(company.hana.person, programme=None))
    company.hana.says("/program settings")
    company.hana.sees("which.title")
    company.hana.presses("which.choice", nth=1)
    company.hana.sees("settings.title")
    company.hana.reads("Reverse Mentoring 2026")
    company.hana.says("/program status")
    company.hana.sees("status.title")
    company.hana.says("/program which")
    company.hana.presses("which.choice", nth=0)
    company.hana.says("/program settings")
    company.hana.reads("Second")


def test_with_one_programme_nobody_is_asked(company: Company) -> None:
    company.hana.says("/program status")
    company.hana.sees("status.title")
    company.hana.says("/program which")
    company.hana.sees("which.only")


def test_nobody_chooses_a_programme_that_is_not_hers(company: Company) -> None:
    founds_another(company)
    company.carla.forges(f"which:{company.programme.id}:settings")
    company.carla.sees("refusal.not_yours")


def test_one_limit_holds_for_all_programmes_together(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    new = founds_another(company)
    with company.turn() as store:
        mentor = replace(company.asha.participant, id=0, programme=new.id, capacity=3)
        mentor = store.add(mentor)
        for limit, free in ((None, True), (1, False), (2, True)):
            store.save(replace(company.asha.person, most_tandems=limit))
            entrant = field_of(Turn(company.now, store, catalogue()), new).entrant(mentor.id)
            assert (entrant is not None) is free, limit


def test_the_limit_is_asked_where_several_programmes_run(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.asha.says("/program profile")
    company.asha.presses("profile.change.place")
    assert "most" not in {ask.key for ask in company.asha.form.asks}
    founds_another(company)
    company.asha.says("/program profile")
    company.asha.presses("profile.change.place")
    company.asha.fills(most="2")
    assert company.asha.person.most_tandems == 2
