"""Join: consent first, then at most seven short screens, each saved at once."""

from datetime import date, time

import pytest

from bot.model import (
    Language,
    Meeting,
    ParticipantState,
    Purpose,
    Role,
    Suggestion,
    TopicChoice,
)
from bot.said import Form, Note
from tests.flows.joining import AGREED, joins_as
from tests.people import Chat, Company
from tests.screen import keys_in, plain


def parts_in(company: Company, chat: Chat) -> int:
    with company.turn() as store:
        return len(store.participations(chat.person_id))


def test_a_mentor_joins_in_seven_screens(company: Company) -> None:
    asha = company.asha
    asha.says("/program join")
    asha.sees("consent.title")
    assert asha.form.step is None
    asha.fills(purposes=AGREED)
    asha.sees("join.role.title")
    assert asha.form.step is None, "the role decides how many screens follow"
    asha.fills(role="mentor")
    asha.sees("join.offers.title")
    assert asha.form.step == (1, 5)
    asha.fills(offers=("ai",), offers_more="")
    asha.sees("join.topics.title")
    asha.fills(offers_0_weight="3")
    asha.sees("join.hours.title")
    asha.fills(start="08:30", end="16:30", weekdays=("0", "1", "2", "3"))
    asha.sees("join.place.title")
    asha.fills(capacity="2", meeting="remote")
    asha.sees("join.about.title")
    assert asha.form.step == (5, 5)
    asha.fills(sentence="I love explaining things.")
    asha.sees("join.done.title")
    me = asha.participant
    assert me.state is ParticipantState.ACTIVE
    assert me.role is Role.MENTOR
    assert me.offers == (TopicChoice("Artificial intelligence", "ai", 3),)
    assert (me.capacity, me.meeting) == (2, Meeting.REMOTE)
    assert me.sentence == "I love explaining things."
    assert me.completed_at == company.now
    hours = asha.person.hours
    assert (hours.start, hours.end, hours.weekdays) == (
        time(8, 30),
        time(16, 30),
        frozenset({0, 1, 2, 3}),
    )


def test_a_mentee_is_asked_for_no_offers_and_no_capacity(company: Company) -> None:
    bernd = company.bernd
    joins_as(bernd, "mentee")
    bernd.sees("join.wants.title")
    bernd.reads("Was möchtest du lernen?")
    bernd.fills(wants=("social_media",))
    bernd.fills()
    bernd.fills()
    assert "capacity" not in [ask.key for ask in bernd.form.asks]
    bernd.fills()
    bernd.fills()
    bernd.sees("join.done.title")
    bernd.reads("Willkommen bei Reverse Mentoring 2026!")
    assert bernd.participant.role is Role.MENTEE
    assert bernd.participant.wants == (TopicChoice("Soziale Medien", "social_media", 2),)


def test_who_does_both_is_asked_eight_screens_at_most(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "both")
    steps = []
    asha.fills(offers=("ai",))
    asha.fills(wants=("social_media",))
    while isinstance(asha.last, Form):
        steps.append(asha.form.step)
        asha.fills()
    assert steps == [(3, 6), (4, 6), (5, 6), (6, 6)]
    assert asha.participant.state is ParticipantState.ACTIVE


def test_nobody_is_a_participant_before_consenting(company: Company) -> None:
    carla = company.carla
    carla.says("/program join")
    assert parts_in(company, carla) == 0
    carla.fills()
    assert carla.form.problems.keys() == {"purposes"}
    carla.fills(purposes=("figures",))
    assert carla.form.problems["purposes"].key == "consent.needed"
    assert parts_in(company, carla) == 0


def test_nothing_is_ticked_before_somebody_agrees(company: Company) -> None:
    company.asha.says("/program join")
    assert getattr(company.asha.ask("purposes"), "values", None) == ()


def test_each_purpose_is_kept_with_its_version_and_moment(company: Company) -> None:
    asha = company.asha
    asha.says("join")
    asha.fills(purposes=("matching",))
    with company.turn() as store:
        consents = store.consents_of(company.programme.id, asha.person_id)
    assert [(each.purpose, each.given_at) for each in consents] == [(Purpose.MATCHING, company.now)]
    assert consents[0].version


def test_a_consent_that_is_sent_twice_counts_once(company: Company) -> None:
    asha = company.asha
    asha.says("join")
    payload = asha.form.payload
    asha.fills(purposes=AGREED)
    asha.forges(payload, {"purposes": AGREED})
    asha.sees("join.role.title")
    with company.turn() as store:
        assert len(store.consents_of(company.programme.id, asha.person_id)) == 2
    assert parts_in(company, asha) == 1


def test_the_questionnaire_goes_on_where_it_was_left(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    asha.says("/program")
    asha.sees("home.unfinished.title")
    asha.presses("home.button.continue")
    asha.sees("join.topics.title")


def test_going_back_shows_what_was_answered(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.presses("join.back")
    asha.sees("join.role.title")
    assert getattr(asha.ask("role"), "value", None) == "mentor"
    asha.fills(role="both")
    asha.sees("join.offers.title")


def test_an_import_fills_the_forms_but_counts_only_after_consent(company: Company) -> None:
    asha = company.asha
    with company.turn() as store:
        store.add(
            Suggestion(
                asha.person_id,
                role="mentor",
                offers=(("KI", 3), ("Xylophone tuning", 1)),
                meeting="remote",
                capacity=2,
                not_with=(company.bernd.person_id,),
            )
        )
    asha.says("join")
    assert parts_in(company, asha) == 0
    asha.fills(purposes=AGREED)
    asha.fills()
    assert [option.value for option in getattr(asha.ask("offers"), "chosen", ())] == ["ai"]
    assert getattr(asha.ask("offers_more"), "value", None) == "Xylophone tuning"
    asha.fills()
    assert getattr(asha.ask("offers_0_weight"), "value", None) == "3"
    asha.fills()
    asha.fills()
    assert getattr(asha.ask("capacity"), "value", None) == "2"
    asha.fills()
    asha.fills()
    me = asha.participant
    assert me.state is ParticipantState.ACTIVE
    assert [(each.topic, each.weight) for each in me.offers] == [("ai", 3), (None, 1)]
    assert (me.meeting, me.capacity) == (Meeting.REMOTE, 2)
    assert me.not_with == (company.bernd.person_id,)


def test_a_foreign_or_forged_screen_changes_nothing(company: Company) -> None:
    asha, carla = company.asha, company.carla
    joins_as(asha, "mentor")
    payload = asha.form.payload
    carla.forges(payload, {"offers": ("ai",)})
    assert isinstance(carla.last, Note)
    carla.sees("refusal.not_yours")
    asha.forges(payload.replace("offers", "wants"), {"wants": ("ai",)})
    asha.sees("refusal.no_longer")
    asha.forges(payload.replace("offers", "salary"), {})
    asha.sees("refusal.no_longer")
    assert asha.participant.offers == ()


def test_a_screen_of_a_finished_questionnaire_is_no_longer_open(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    payload = asha.form.payload
    asha.fills(offers=("ai",))
    while isinstance(asha.last, Form):
        asha.fills()
    before = asha.participant
    asha.forges(payload, {"offers": ("social_media",)})
    asha.sees("refusal.no_longer")
    assert asha.participant == before


@pytest.mark.parametrize(
    "facts", [{"in_directory": False, "level": None}, {"level": None}, {"team": " "}]
)
def test_whoever_cannot_be_matched_for_want_of_facts_joins_and_is_told(
    company: Company, facts: dict[str, object]
) -> None:
    noor = company.hires("Noor New", **{"team": "Legal", **facts})
    joins_as(noor, "mentor")
    noor.fills(offers=("ai",))
    while isinstance(noor.last, Form):
        noor.fills()
    noor.sees("join.done.facts_missing")
    assert "manager" not in plain(noor.last)


def test_whoever_has_no_manager_lacks_nothing(company: Company) -> None:
    noor = company.hires("Noor New", team="Legal", manager=None)
    joins_as(noor, "mentor")
    noor.fills(offers=("ai",))
    while isinstance(noor.last, Form):
        noor.fills()
    noor.sees_not("join.done.facts_missing")


def test_whoever_takes_part_already_is_shown_where_she_stands(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.asha.says("/program join")
    company.asha.sees("home.waiting.title")


def test_nobody_joins_a_programme_that_is_over_or_somebody_elses(company: Company) -> None:
    company.changes(starts_on=date(2026, 1, 5))
    company.asha.says("/program join")
    company.asha.sees("join.no_programme")
    company.asha.forges("join:4711")
    company.asha.sees("refusal.not_yours")


def test_the_audit_log_says_what_happened_without_content(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    asha.fills(offers=("ai",))
    while isinstance(asha.last, Form):
        asha.fills()
    assert company.audit() == [
        (asha.person_id, action, asha.participant.id)
        for action in (
            "consent.given.figures",
            "consent.given.matching",
            "participant.begin",
            "participant.complete",
        )
    ]


def test_the_whole_talk_can_be_held_in_german(company: Company) -> None:
    bernd = company.bernd
    assert bernd.actor.language is Language.DE
    bernd.says("/program mitmachen")
    bernd.reads("bevor es losgeht")
    bernd.fills(purposes=("matching",))
    said = [plain(bernd.last)]
    bernd.fills(role="both")
    said.append(plain(bernd.last))
    bernd.fills(offers=("ai",))
    bernd.fills(wants=("social_media",))
    while isinstance(bernd.last, Form):
        said.append(plain(bernd.last))
        bernd.fills()
    said.append(plain(bernd.last))
    assert "Künstliche Intelligenz (gut)" in said[-1]
    assert "Montag bis Freitag, 09:00–17:00 Uhr (Europe/Berlin)" in said[-1]
    assert "join.done.title" in keys_in(bernd.last)


def test_hr_leads_help_and_the_confidential_contact_is_not_spent_on_it(company: Company) -> None:
    company.changes(contact=company.emine.person_id)
    company.carla.says("/program")
    company.carla.reads("Hana Weiss")
    company.carla.presses("home.button.join")
    company.carla.reads("Hana Weiss")
    assert "Emine" not in plain(company.carla.last)
