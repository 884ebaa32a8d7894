"""Somebody in two programmes: what she does concerns the one that she means."""

from dataclasses import replace

from bot.commands import ChooseProgramme
from bot.grammar import payload_of
from bot.model import ParticipantState, Programme, Role
from tests.chat import Chat
from tests.people import Company


def another(company: Company) -> Programme:
    """Found a second programme, newer than the first."""
    with company.turn() as store:
        return store.add(replace(company.programme, id=0, name="Lernwerkstatt"))


def state_in(company: Company, chat: Chat, programme: Programme) -> ParticipantState | None:
    with company.books.read() as store:
        found = store.participation(programme.id, chat.person_id)
    return found.state if found else None


def in_both(company: Company) -> tuple[Programme, Programme]:
    """Let Bernd take part in both, and mean the older one."""
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    newer = another(company)
    with company.turn() as store:
        older_part = store.participation(company.programme.id, company.bernd.person_id)
        assert older_part is not None
        store.add(replace(older_part, id=0, programme=newer.id))
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
