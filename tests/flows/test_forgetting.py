"""Forgotten for good: nothing about somebody is left in any column of any table."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands import (
    AskGoal,
    AskMove,
    ConfirmCheckIn,
    DropGoal,
    Forget,
    RateUseful,
    ShowGoals,
    SkipCheckIn,
)
from bot.flows.pairing_news import PARTNER_GONE
from bot.grammar import payload_of
from bot.model import (
    Feedback,
    Participant,
    ParticipantState,
    Person,
    Reader,
    Reason,
    Role,
    Round,
    RoundState,
    TopicChoice,
    Trial,
    Unmatched,
)
from storage.shelves.shelf import Shelf
from storage.tables import TABLES
from tests.flows.tandems import after_the_hour, become_tandem, coming, propose
from tests.people import Company

OWN_WORDS = "Bienenzucht auf dem Dach"
SECRETS = ("asha", OWN_WORDS, "gern mit Kaffee", "mehr Mut", "danke dir sehr")


@pytest.fixture(params=["sqlite", "postgres"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Company]:
    url = "" if request.param == "sqlite" else str(request.getfixturevalue("postgres_url"))
    company = Company(tmp_path, url)
    yield company
    company.close()


def everything_kept(company: Company) -> dict[str, str]:
    """Return every row of every table as words, by table."""
    with company.turn() as store:
        assert isinstance(store, Shelf)
        return {
            table.name: "\n".join(
                str(tuple(row)) for row in store.session.execute(select(*table.c))
            )
            for table in TABLES.sorted_tables
        }


def found(company: Company, words: str) -> list[str]:
    """Return the tables in which these words stand, in whatever case."""
    return [
        name
        for name, rows in everything_kept(company).items()
        if words.casefold() in rows.casefold()
    ]


def a_full_life(company: Company) -> Participant:
    """Let Asha do everything that leaves a trace."""
    become_tandem(company, company.asha, company.bernd)
    check_in = after_the_hour(company, company.asha)
    company.asha.forges(payload_of(RateUseful(check_in.id, 5)))
    part = company.asha.participant
    with company.turn() as store:
        part = store.save(
            replace(
                part,
                sentence="gern mit Kaffee",
                learning_goal="mehr Mut",
                wants=(TopicChoice(OWN_WORDS, None, 3),),
            )
        )
        given = store.feedback_by(check_in.id, company.asha.person_id)
        said = Feedback(check_in.id, company.asha.person_id, 5, company.now)
        sentence = {"sentence": "danke dir sehr", "sentence_for": Reader.PARTNER}
        if given is None:
            store.add(replace(said, **sentence))  # type: ignore[arg-type]
        else:
            store.save(replace(given, **sentence))  # type: ignore[arg-type]
        others = store.add(
            replace(part, id=0, person=company.carla.person_id, not_with=(company.asha.person_id,))
        )
        hers = Unmatched(
            part.id, "mentor", Reason("not_wanted", {"offered": OWN_WORDS}), Reason("a")
        )
        besides = Unmatched(
            others.id, "mentor", Reason("not_needed", {"topic": OWN_WORDS}), Reason("a")
        )
        store.save(replace(others, sentence="", learning_goal="", wants=(), offers=()))
        pair = ((part.id, others.id),)
        trial = Trial(kept=pair, gained=pair, lost=pair)
        store.add(
            Round(
                *(company.programme.id, RoundState.SENT, company.hana.person_id, company.now),
                unmatched=(hers, besides),
                taken_out=pair,
                trial=trial,
            )
        )
    return part


def test_the_scan_finds_what_is_kept(company: Company) -> None:
    a_full_life(company)
    for words in SECRETS:
        assert found(company, words), words


def test_after_forget_no_column_of_any_table_holds_anything_of_hers(company: Company) -> None:
    part = a_full_life(company)
    company.asha.says("/program forget")
    company.asha.sees("privacy.forget.partner")
    company.asha.presses("privacy.forget.do")
    company.asha.sees("privacy.forgotten.title")
    for words in SECRETS:
        assert found(company, words) == [], words
    with company.turn() as store:
        kept = store.get(Person, company.asha.person_id)
        assert kept is not None
        assert (kept.name, kept.email, kept.site, kept.team) == ("", "", "", "")
        assert kept.manager is None
        (sent,) = store.rounds_of(company.programme.id)
        assert part.id not in {each.participant for each in sent.unmatched}
        assert (sent.taken_out, sent.tried) == ((), Trial())
        carla = store.participation(company.programme.id, company.carla.person_id)
        assert carla is not None
        assert carla.not_with == ()


def test_everybody_else_keeps_everything(company: Company) -> None:
    a_full_life(company)
    before = company.bernd.participant, company.bernd.person, company.hana.person
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    assert (company.bernd.participant, company.bernd.person, company.hana.person) == before


def test_the_partner_is_told_kindly_and_is_free_for_the_next(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.asha.says("/program vergessen")
    company.asha.presses("privacy.forget.do")
    company.wait(days=1)
    told = company.bernd.receives("privacy.partner_gone.title")
    assert "Asha" not in str(told)
    company.bernd.receives("proposal.open.title")
    company.asha.receives_nothing("pairing.ended.title")


def test_the_partners_older_cards_are_open_no_longer(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    company.bernd.forges(payload_of(AskGoal(pairing.id)))
    company.bernd.fills(words="Einen Kanal aufbauen")
    with company.turn() as store:
        (goal,) = store.goals_of(pairing.id)
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    for old in (
        ConfirmCheckIn(hour.id),
        AskMove(hour.id),
        SkipCheckIn(hour.id),
        RateUseful(hour.id, 5),
        ShowGoals(pairing.id),
        DropGoal(goal.id),
    ):
        company.bernd.forges(payload_of(old))
        company.bernd.sees("refusal.no_longer")


def test_an_open_proposal_to_her_is_closed_without_her_name(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    company.bernd.takes_part(Role.MENTEE, wants=("social_media",))
    propose(company, company.asha, company.bernd)
    company.bernd.receives("proposal.open.title")
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    company.wait(days=1)
    company.bernd.receives("proposal.closed.title")
    company.bernd.receives_nothing("proposal.open.title")


def test_only_she_herself_can_ask_for_it(company: Company) -> None:
    company.bernd.forges(payload_of(Forget(company.asha.person_id)))
    company.bernd.sees("refusal.no_longer")
    assert company.asha.person.name == "Asha Rao"


def test_she_can_begin_anew_and_an_old_button_does_not_forget_her_again(company: Company) -> None:
    company.asha.says("/program forget")
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    company.asha.says("/program join")
    company.asha.sees("consent.title")
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    company.asha.sees("refusal.no_longer")


def test_who_leads_a_programme_alone_names_somebody_else_first(company: Company) -> None:
    company.hana.says("/program forget")
    company.hana.sees("privacy.forget.last_lead")
    assert "privacy.forget.do" not in company.hana.buttons
    company.hana.forges(payload_of(Forget(company.hana.person_id)))
    company.hana.sees("privacy.forget.last_lead")
    company.changes(hr_leads=(company.hana.person_id, company.carla.person_id))
    company.hana.says("/program forget")
    company.hana.presses("privacy.forget.do")
    company.hana.sees("privacy.forgotten.title")
    assert found(company, "hana") == []
    with company.turn() as store:
        (programme,) = store.programmes_of(company.organisation.id)
    assert (programme.hr_leads, programme.contact) == ((company.carla.person_id,), None)


def test_hr_learns_that_the_confidential_contact_is_gone(company: Company) -> None:
    company.changes(contact=company.carla.person_id)
    company.carla.says("/program forget")
    company.carla.sees("privacy.forget.contact")
    company.carla.presses("privacy.forget.do")
    company.wait(days=1)
    company.hana.receives("named.contact_gone.title")
    company.hana.presses("settings.change.people")
    company.hana.sees("settings.change.people")


def test_whoever_comes_back_with_an_old_database_is_erased_again(company: Company) -> None:
    before = company.asha.person
    become_tandem(company, company.asha, company.bernd)
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    company.settle()
    assert company.books.come_back() == ()
    with company.turn() as store:
        store.save(before)  # as a restored backup would have it
    assert company.books.come_back() == (before.id,)
    company.bot.erase(before.id, company.now, quietly=True)
    assert company.books.come_back() == ()
    assert found(company, "asha") == []


def test_the_journal_names_nobody(company: Company, tmp_path: Path) -> None:
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    written = (tmp_path / "journal" / "erased").read_text()
    assert len(written.splitlines()) == 1
    assert "asha" not in written.casefold()
    assert (tmp_path / "journal" / "key").stat().st_mode & 0o077 == 0
    assert PARTNER_GONE not in written


def test_somebody_who_left_long_ago_can_be_forgotten_too(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.asha.says("/program leave")
    company.asha.presses("participation.leave.do")
    company.asha.stands(ParticipantState.LEFT)
    company.asha.forges(payload_of(Forget(company.asha.person_id)))
    assert found(company, "asha") == []
