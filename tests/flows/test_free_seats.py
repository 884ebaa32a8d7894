"""Whether somebody has a free seat is the same question, asked of all or of one."""

import pytest

from bot.flows.entrants import field_of, has_free_seat
from bot.flows.partners import none_yet
from bot.model import Notice, Role
from bot.turn import Turn
from tests.flows.test_proposals import sent_by_hr
from tests.people import Company, catalogue
from tests.storage.test_plans import overheard


def free(company: Company) -> set[int]:
    """Return who has a free seat, after asking for each of them alone, too."""
    with company.books.read() as store:
        turn = Turn(company.now, store, catalogue())
        everybody = store.participants_of(company.programme.id)
        field = field_of(turn, company.programme)
        asked_of_all = {each.id for each in everybody if field.entrant(each.id)}
        assert {each.id for each in everybody if has_free_seat(turn, each)} == asked_of_all
    return asked_of_all


@pytest.mark.parametrize("answer", ["proposal.accept", "proposal.decline"])
def test_one_alone_is_judged_as_among_all(company: Company, answer: str) -> None:
    asha = company.asha.takes_part(Role.MENTOR, offers=("ai_assistants",))
    bernd = company.bernd.takes_part(Role.MENTEE, wants=("ai_assistants",))
    dario = company.dario.takes_part(Role.BOTH, offers=("prompting",), wants=("prompting",))
    company.emine.takes_part(Role.MENTEE, wants=("prompting",))
    everybody = free(company)
    assert {asha.id, bernd.id, dario.id} < everybody
    sent_by_hr(company)
    assert asha.id not in free(company)
    company.asha.presses("proposal.accept")
    company.bernd.presses(answer)
    taken = answer == "proposal.accept"
    assert (asha.id in free(company)) is not taken
    assert (bernd.id in free(company)) is not taken
    company.emine.says("/program pause")
    company.dario.changes(employed=False)
    assert dario.id not in free(company)


def test_a_notice_reads_nobody_else(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai_assistants",))
    part = company.bernd.participant
    owed = Notice(part.person, "proposal.none_yet", part.id, "once", company.now, company.now)
    with overheard(company.books) as asked, company.books.turn() as store:
        assert none_yet(Turn(company.now, store, catalogue()), owed) is not None
    assert asked
    assert not [statement for statement, _ in asked if "person.organisation = " in statement]
    assert not [statement for statement, _ in asked if "participant.programme = " in statement]
