"""HR runs a round: prepares it, reviews it, takes pairs out, sends or discards it."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.commands import AskThreshold, KeepPair, SendRound, SetThreshold, TakeOut
from bot.grammar import payload_of
from bot.model import Language, ProposalState, Role, RoundState, TopicChoice
from bot.said import Bullets, Note, every
from tests.people import Chat, Company
from tests.screen import plain, words

pytestmark = pytest.mark.usefixtures("two_pairs")


@pytest.fixture
def two_pairs(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai_assistants", "prompting"))
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.bernd.takes_part(Role.MENTEE, wants=("ai_assistants",))
    company.emine.takes_part(Role.MENTEE, wants=("social_media",))


def drafted(company: Company) -> Chat:
    company.hana.says("/program match")
    company.hana.sees("round.solving.title")
    company.settle()
    company.hana.receives("round.review.title")
    return company.hana


def test_a_round_is_drafted_and_nobody_else_is_told(company: Company) -> None:
    hana = drafted(company)
    review = hana.receives("round.review.pair")
    assert "Asha Rao" in str(review)
    assert [len(each.items) for each in every(Bullets, review)] == [2, 2]
    assert "shared hours a week · " in plain(review)
    for other in (company.asha, company.bernd, company.dario, company.emine):
        other.receives_nothing()


def test_sending_a_round_puts_each_proposal_to_both_people(company: Company) -> None:
    drafted(company).presses("round.review.send")
    company.hana.sees("round.sent.title")
    company.settle()
    for person in (company.asha, company.bernd, company.dario, company.emine):
        person.receives("proposal.open.title")


def test_a_pair_that_hr_takes_out_is_not_in_the_next_draft(company: Company) -> None:
    hana = drafted(company)
    hana.presses("round.review.take_out")
    hana.sees("round.taken_out.title")
    company.settle()
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
        assert draft is not None
        standing = {
            (each.mentor, each.mentee)
            for each in store.proposals_in(draft.id)
            if each.state is ProposalState.DRAFT
        }
        assert len(draft.taken_out) == 1
        assert standing.isdisjoint(draft.taken_out)
    assert len([each for each in hana.messages if each.about == f"round:{draft.id}"]) == 1


def test_a_discarded_draft_tells_nobody_and_makes_room_for_another(company: Company) -> None:
    drafted(company).presses("round.review.discard")
    company.hana.sees("round.discarded.title")
    company.wait(days=1)
    company.asha.receives_nothing()
    company.hana.says("/program match")
    company.hana.sees("round.solving.title")


def test_asking_for_a_round_again_shows_the_draft_under_review(company: Company) -> None:
    drafted(company).says("/program zuordnen")
    company.hana.sees("round.review.title")


def test_who_has_no_partner_is_told_why_when_the_round_is_sent(company: Company) -> None:
    lonely = company.hires("Lena Fox", level=8, team="Legal", manager=None)
    lonely.takes_part(Role.MENTEE, wants=("sustainability",))
    hana = drafted(company)
    hana.presses("round.review.unmatched")
    hana.sees("round.unmatched.line")
    hana.presses("round.review.back")
    hana.presses("round.review.send")
    company.settle()
    lonely.receives("round.no_partner.title")
    lonely.receives("reason.unmatched.not_offered")


def test_who_paused_during_the_review_gets_no_proposal(company: Company) -> None:
    hana = drafted(company)
    company.asha.says("/program pause until 2026-11-20")
    hana.presses("round.review.send")
    hana.sees("round.still_solving")
    company.settle()
    hana.presses("round.review.send")
    company.settle()
    company.asha.receives_nothing("proposal.open.title")
    company.bernd.receives_nothing("proposal.open.title")
    company.emine.receives("proposal.open.title")


def test_a_wish_saved_during_the_review_is_kept(company: Company) -> None:
    hana = drafted(company)
    bernd = company.bernd
    with company.turn() as store:
        store.save(replace(bernd.participant, not_with=(company.asha.person_id,)))
    hana.presses("round.review.send")
    company.settle()
    bernd.receives_nothing("proposal.open.title")
    company.asha.receives_nothing("proposal.open.title")
    company.emine.receives("proposal.open.title")


def test_nobody_who_left_is_told_that_there_is_no_partner(company: Company) -> None:
    lonely = company.hires("Lena Fox", level=8, team="Legal", manager=None)
    lonely.takes_part(Role.MENTEE, wants=("sustainability",))
    hana = drafted(company)
    lonely.says("/program leave")
    lonely.presses("participation.leave.do")
    company.settle()
    hana.presses("round.review.send")
    company.wait(days=3)
    lonely.receives_nothing()


def test_hr_reads_no_words_that_somebody_chose_herself(company: Company) -> None:
    lonely = company.hires("Lena Fox", level=8, team="Legal", manager=None)
    part = lonely.takes_part(Role.MENTEE)
    private = TopicChoice("Konflikt mit meiner Chefin", None, 3)
    with company.turn() as store:
        store.save(replace(part, wants=(private,)))
    hana = drafted(company)
    hana.presses("round.review.unmatched")
    hana.sees("reason.own_topic")
    assert "Chefin" not in plain(hana.last) + plain(hana.messages)


def test_a_failed_proposal_cannot_be_read_off_from_the_next_round(company: Company) -> None:
    drafted(company).presses("round.review.send")
    company.settle()
    company.bernd.presses("proposal.decline")
    company.settle()
    company.hana.says("/program match")
    company.hana.sees("round.nobody")


def test_proposals_of_a_night_round_wait_for_the_morning(company: Company) -> None:
    company.now = datetime(2026, 11, 7, 1, 30, tzinfo=UTC)  # Saturday in Berlin
    drafted(company).presses("round.review.send")
    company.hana.reads("from Monday, 9 November, 09:00.")
    company.settle()
    company.bernd.receives_nothing()
    company.wait_until(datetime(2026, 11, 9, 9, tzinfo=UTC))
    company.bernd.receives("proposal.open.title")


def test_hr_learns_when_a_proposal_arrives_only_where_it_waits(company: Company) -> None:
    drafted(company).presses("round.review.send")
    company.hana.sees("round.sent.title")
    company.hana.sees_not("round.sent.later")
    company.hana.sees_not("round.sent.some_later")


def test_hr_learns_that_some_get_their_proposal_later(company: Company) -> None:
    with company.turn() as store:
        hours = replace(company.dario.person.hours, time_zone="Asia/Tokyo", start=time(9))
        store.save(replace(company.dario.person, hours=hours))
    drafted(company).presses("round.review.send")
    company.hana.sees("round.sent.some_later")


def test_one_seat_is_not_several(company: Company) -> None:
    company.hires("Ines Okafor", level=7).takes_part(Role.MENTEE, wants=("excel",))
    drafted(company).says("/program match")
    company.hana.reads("2 pairs found, one seat still without a partner")


def test_after_its_end_a_programme_is_not_matched(company: Company) -> None:
    company.wait(weeks=13)
    company.hana.says("/program match")
    company.hana.sees("round.over_programme")


def test_without_a_mentor_and_a_mentee_hr_is_told_what_is_missing(company: Company) -> None:
    for person in (company.asha, company.dario):
        person.says("/program leave")
        person.presses("participation.leave.do")
    company.hana.says("/program match")
    company.hana.sees("round.nobody")


@pytest.mark.parametrize("name", ["asha", "carla"])
def test_nobody_but_an_hr_lead_can_touch_a_round(company: Company, name: str) -> None:
    drafted(company)
    stranger: Chat = getattr(company, name)
    stranger.says("/program match")
    stranger.sees("refusal.hr_only")
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
        assert draft is not None
        proposal = store.proposals_in(draft.id)[0]
    for forged in (SendRound(draft.id), TakeOut(proposal.id)):
        stranger.forges(payload_of(forged))
        assert isinstance(stranger.last, Note)
        stranger.sees("refusal.hr_only")
    with company.turn() as store:
        after = store.draft_round(company.programme.id)
        assert after is not None
        assert after == draft
        assert store.proposals_in(draft.id)[0].state is ProposalState.DRAFT


def test_a_round_is_sent_once_however_often_the_button_is_pressed(company: Company) -> None:
    hana = drafted(company)
    hana.presses("round.review.send")
    with company.turn() as store:
        sent = store.rounds_of(company.programme.id)[0]
    assert sent.state is RoundState.SENT
    hana.forges(payload_of(SendRound(sent.id)))
    hana.sees("refusal.no_longer")
    company.settle()
    assert len(company.asha.messages) == 1


def test_hr_raises_the_least_degree_and_sees_what_that_costs(company: Company) -> None:
    hana = drafted(company)
    hana.presses("round.review.threshold")
    hana.fills(threshold="101")
    hana.sees("round.threshold.problem")
    hana.fills(threshold="100")
    hana.sees("round.solving.title")
    company.settle()
    hana.says("/program match")
    assert hana.sees("round.changes.went").values["count"] == 2
    hana.presses("round.review.threshold")
    hana.fills(threshold="0")
    company.settle()
    hana.says("/program match")
    assert hana.sees("round.changes.came").values["count"] == 2


@pytest.mark.parametrize("language", Language)
def test_one_change_is_not_several(language: Language) -> None:
    for group, wrong in ((False, ("pairs", "Tandems")), (True, ("seats", "Plätze"))):
        said = words("round.changes.came", language, count=1, group=group)
        assert not any(each in said for each in wrong)


def test_a_pair_that_hr_keeps_outlives_a_higher_degree(company: Company) -> None:
    hana = drafted(company)
    hana.says("/program match")
    hana.presses("round.review.keep")
    hana.sees("round.review.let_go")
    hana.presses("round.review.threshold")
    hana.fills(threshold="100")
    company.settle()
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
        assert draft is not None
        standing = [
            (each.mentor, each.mentee)
            for each in store.proposals_in(draft.id)
            if each.state is ProposalState.DRAFT
        ]
    assert standing == list(draft.tried.kept)
    hana.says("/program match")
    hana.presses("round.review.let_go")
    hana.sees_not("round.review.let_go")


def test_only_hr_may_try_a_round(company: Company) -> None:
    drafted(company)
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
        assert draft is not None
        proposal = store.proposals_in(draft.id)[0]
    for request in (
        KeepPair(proposal.id, kept=True),
        AskThreshold(draft.id),
        SetThreshold(draft.id),
    ):
        company.asha.forges(payload_of(request), {"threshold": "50"})
        assert isinstance(company.asha.last, Note)
    with company.turn() as store:
        assert store.draft_round(company.programme.id) == draft
