"""Somebody in two programmes: what she does concerns the one that she means."""

from dataclasses import replace

from bot.commands import ChooseProgramme, Join, Leave, PausePart
from bot.grammar import payload_of
from bot.model import Participant, ParticipantState, Programme, Role
from tests.chat import Chat
from tests.flows.tandems import become_tandem
from tests.people import Company
from tests.screen import primary


def another(company: Company) -> Programme:
    """Found a second programme, newer than the first."""
    with company.turn() as store:
        return store.add(replace(company.programme, id=0, name="Lernwerkstatt"))


def part_in(company: Company, chat: Chat, programme: Programme) -> Participant:
    with company.books.read() as store:
        found = store.participation(programme.id, chat.person_id)
    assert found is not None
    return found


def state_in(company: Company, chat: Chat, programme: Programme) -> ParticipantState:
    return part_in(company, chat, programme).state


def leaves(company: Company, chat: Chat, programme: Programme) -> None:
    chat.forges(payload_of(Leave(part_in(company, chat, programme).id)))


def joins_too(company: Company, chat: Chat, first: Programme, also: Programme) -> None:
    """Let somebody take part in another programme as she does in the first."""
    part = part_in(company, chat, first)
    with company.turn() as store:
        store.add(replace(part, id=0, programme=also.id))


def in_both(company: Company) -> tuple[Programme, Programme]:
    """Let Bernd take part in both, and mean the older one."""
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    newer = another(company)
    joins_too(company, company.bernd, company.programme, newer)
    company.bernd.forges(payload_of(ChooseProgramme(company.programme.id, "")))
    return company.programme, newer


def test_home_and_the_break_are_of_the_programme_that_she_means(company: Company) -> None:
    older, newer = in_both(company)
    company.bernd.reads(older.name)
    company.bernd.says("/program pause")
    company.bernd.reads(older.name)
    company.bernd.fills()
    assert state_in(company, company.bernd, older) is ParticipantState.PAUSED
    assert state_in(company, company.bernd, newer) is ParticipantState.ACTIVE
    company.bernd.says("/program pause until 2026-11-20")  # of the same, until then
    assert state_in(company, company.bernd, newer) is ParticipantState.ACTIVE
    company.bernd.says("/program resume")
    assert state_in(company, company.bernd, older) is ParticipantState.ACTIVE


def test_which_of_two_open_programmes_to_join_is_asked(company: Company) -> None:
    another(company)
    company.carla.says("/program join")
    company.carla.sees("which.join.title")
    company.carla.presses("which.choice", nth=1)
    company.carla.sees("consent.title")
    company.carla.reads(company.programme.name)
    company.carla.fills(purposes=("matching", "figures"))
    company.carla.says("/program join")  # goes on where she was
    company.carla.sees("join.role.title")


def test_who_is_in_one_joins_the_other(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    newer = another(company)
    company.bernd.says("/program join")
    company.bernd.sees("consent.title")
    company.bernd.reads(newer.name)


def test_the_break_is_of_the_programme_that_its_form_names(company: Company) -> None:
    older, newer = in_both(company)
    company.bernd.says("/program pause")
    form = company.bernd.form
    company.bernd.forges(payload_of(ChooseProgramme(newer.id, "")))
    company.bernd.forges(form.payload, {"until": ""})
    assert state_in(company, company.bernd, older) is ParticipantState.PAUSED
    assert state_in(company, company.bernd, newer) is ParticipantState.ACTIVE


def test_a_break_from_a_part_that_was_left_or_is_somebody_elses_is_refused(
    company: Company,
) -> None:
    older, newer = in_both(company)
    part = part_in(company, company.bernd, older)
    company.carla.forges(payload_of(PausePart(part.id)), {"until": ""})
    company.carla.sees("refusal.not_yours")
    leaves(company, company.bernd, older)
    company.bernd.forges(payload_of(PausePart(part.id)), {"until": ""})
    company.bernd.sees("refusal.no_longer")
    assert state_in(company, company.bernd, newer) is ParticipantState.ACTIVE


def test_home_names_the_other_programme_and_lets_her_choose(company: Company) -> None:
    older, newer = in_both(company)
    company.bernd.says("/program")
    company.bernd.sees("home.also")
    company.bernd.reads(newer.name)
    company.bernd.presses("home.button.which")
    company.bernd.presses("which.choice", nth=1)
    company.bernd.sees("home.also")
    company.bernd.reads(older.name)


def test_home_lets_who_takes_no_part_choose_among_what_is_open(company: Company) -> None:
    newer = another(company)
    company.carla.says("/program")
    company.carla.sees("home.outside.also")
    company.carla.reads(newer.name)
    company.carla.presses("home.button.join")
    company.carla.sees("which.join.title")


def test_who_has_left_the_newest_is_shown_what_else_is_open(company: Company) -> None:
    newer = another(company)
    company.carla.forges(payload_of(Join(newer.id)))
    company.carla.fills(purposes=("matching", "figures"))
    leaves(company, company.carla, newer)
    company.carla.says("/program")
    company.carla.sees("home.outside.title")
    company.carla.reads(company.programme.name)


def test_the_goodbye_leads_back_to_the_programme_that_was_left(company: Company) -> None:
    _older, newer = in_both(company)
    leaves(company, company.bernd, newer)
    company.bernd.presses("home.button.join_again")
    company.bernd.sees("consent.title")
    company.bernd.reads(newer.name)


def test_no_round_is_the_next_step_where_nobody_has_a_place_left(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    with company.turn() as store:
        store.save(replace(company.asha.person, most_tandems=1))
    newer = another(company)
    for chat in (company.asha, company.bernd):
        joins_too(company, chat, company.programme, newer)
    company.hana.forges(payload_of(ChooseProgramme(newer.id, "")))
    company.hana.reads("2 people have joined")
    company.hana.sees("home.hr.few.title")
    assert "home.hr.match" not in company.hana.buttons
    assert primary(company.hana.last) == ["home.hr.announce"]
