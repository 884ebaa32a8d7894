"""Whatever HR does to a programme, or takes out of it, stands in the audit log, without content."""

from dataclasses import fields

from bot.flows import status
from bot.model import AuditEntry, Role
from bot.turn import Turn
from tests.flows.tandems import become_tandem
from tests.people import Company, catalogue


def logged(company: Company) -> set[str]:
    """Return what Hana did, as the log has it."""
    return {action for actor, action, _ in company.audit() if actor == company.hana.person_id}


def test_figures_taken_along_are_in_the_log_and_a_look_at_the_choice_is_not(
    company: Company,
) -> None:
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    company.wait(days=7)
    company.hana.says("/program status")
    company.hana.presses("status.export")
    assert not any(each.startswith("figures.") for each in logged(company))
    company.hana.presses("export.form.csv")
    company.hana.says("/program export pdf")
    assert {"figures.export.csv", "figures.export.pdf"} <= logged(company)


def test_a_look_at_who_could_not_be_reached_is_in_the_log(company: Company) -> None:
    company.hana.says("/program undelivered")
    assert "undelivered.show" in logged(company)


def test_a_refused_look_is_not(company: Company) -> None:
    company.carla.says("/program undelivered")
    company.carla.says("/program export csv")
    assert not any(actor == company.carla.person_id for actor, _, _ in company.audit())


def test_rounds_settings_and_announcements_are_in_the_log(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.hana.says("/program match")
    company.settle()
    company.hana.receives("round.review.title")
    company.hana.presses("round.review.send")
    company.hana.says("/program announce here")
    company.hana.says("/program settings")
    company.hana.presses("settings.change.figures")
    company.hana.fills(group="6")
    done = {"round.prepare", "round.send", "announce.post", "programme.settings.figures"}
    assert done <= logged(company)


def test_the_end_of_a_tandem_is_in_the_log_with_who_ended_it(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.asha.says("/program leave")
    company.asha.presses("participation.leave.do")
    assert (company.asha.person_id, "pairing.ended", pairing.id) in company.audit()


def test_an_entry_has_no_room_for_content() -> None:
    assert [each.name for each in fields(AuditEntry)] == ["at", "actor", "action", "subject", "id"]
