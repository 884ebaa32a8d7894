"""Looking after a tandem: two hours missed in a row, none for long, and HR only if both want it."""

from datetime import timedelta
from itertools import pairwise

from bot.commands import (
    AllowHelp,
    AskMove,
    AskRhythm,
    ConfirmCheckIn,
    LookAfter,
    SayMet,
    SkipCheckIn,
)
from bot.grammar import payload_of
from bot.model import (
    INTERVALS,
    LONG_AT_LEAST,
    Cadence,
    CheckInState,
    NoticeState,
    PairingState,
    long_from,
)
from tests.chat import Chat
from tests.flows.tandems import (
    after_the_hour,
    become_tandem,
    check_ins,
    coming,
    notices,
    pairing_of,
)
from tests.people import Company
from tests.screen import keys_in, plain


def they_miss(company: Company, chat: Chat, times: int = 1) -> None:
    for _ in range(times):
        after_the_hour(company, company.asha)
        chat.last = None
        chat.presses("checkin.asked.no")


def kinds(company: Company, chat: Chat) -> list[str]:
    sent = notices(company, NoticeState.SENT)
    return [each.kind for each in sent if each.person == chat.person_id]


def test_after_two_misses_in_a_row_both_are_asked_once(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_miss(company, company.bernd)
    company.wait(days=2)
    assert "care.missed" not in kinds(company, company.asha)
    they_miss(company, company.bernd)
    company.wait(days=4)
    for chat in (company.asha, company.bernd):
        asked = chat.receives("care.missed.title")
        labels = [each.label.key for each in asked.buttons]
        assert labels == [
            "care.button.keep",
            "care.button.slower",
            "care.button.partner",
            "care.button.stop",
        ]
        assert kinds(company, chat).count("care.missed") == 1
    company.hana.receives_nothing()


def test_a_meeting_in_between_is_no_row(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_miss(company, company.bernd)
    after_the_hour(company, company.asha)
    company.asha.last = None
    company.asha.presses("checkin.asked.yes")
    they_miss(company, company.bernd)
    company.wait(days=3)
    assert "care.missed" not in kinds(company, company.bernd)


def test_hours_that_one_leaves_out_count_and_holidays_do_not(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for _ in range(2):
        company.bernd.says("/program pair")
        company.bernd.presses("checkin.button.skip")
        company.wait(days=7)
    assert "care.missed" in kinds(company, company.bernd)


def test_the_answer_to_two_misses_may_end_it_kindly(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_miss(company, company.bernd, 2)
    company.wait(days=4)
    company.asha.last = None
    company.asha.presses("care.button.partner")
    company.asha.sees("fit.parted.title")
    assert pairing_of(company, company.bernd).state is PairingState.ENDED


def test_without_a_meeting_for_three_weeks_the_pair_is_asked_and_hr_hears_nothing(
    company: Company,
) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=20)
    assert "care.long" not in kinds(company, company.asha)
    company.wait(days=8)
    for chat in (company.asha, company.bernd):
        chat.receives("care.long.help")
    company.hana.receives_nothing()


def test_nobody_is_asked_before_an_hour_that_they_have_agreed_on(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    met = after_the_hour(company, company.asha)
    company.asha.forges(payload_of(SayMet(met.id, met=True)))
    for _ in range(2):
        company.asha.forges(payload_of(SkipCheckIn(coming(company, company.asha).id)))
        company.wait(days=7)
    hour = coming(company, company.asha)
    assert hour.starts_at == long_from(pairing_of(company, company.asha), met.starts_at)
    company.asha.forges(payload_of(AskMove(hour.id)))
    company.asha.fills(when=(hour.starts_at + timedelta(days=2)).isoformat())
    company.wait_until(hour.starts_at + timedelta(days=2, hours=6))
    company.asha.receives("checkin.asked.first.title")
    assert "care.long" not in kinds(company, company.asha)
    company.bernd.forges(payload_of(SayMet(hour.id, met=True)))
    company.wait(days=5)
    assert "care.long" not in kinds(company, company.asha)


def test_an_hour_that_was_agreed_on_and_did_not_take_place_is_asked_about(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for _ in range(3):
        company.wait(days=6)
        company.asha.forges(payload_of(ConfirmCheckIn(coming(company, company.asha).id)))
        company.wait(days=1)
    company.wait(days=6)
    company.bernd.receives("care.long.title")


def test_a_meeting_takes_the_question_back_without_a_sound(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=27)
    for chat in (company.asha, company.bernd):
        chat.receives("care.long.title")
    after_the_hour(company, company.asha)
    before = len(company.bernd.messages)
    company.asha.last = None
    company.asha.presses("checkin.asked.yes")
    company.settle()
    for chat in (company.asha, company.bernd):
        chat.receives("care.met.title")
        assert "care.long.title" not in {key for each in chat.messages for key in keys_in(each)}
    assert len(company.bernd.messages) == before
    company.wait(days=6)
    mended = [each for each in notices(company, NoticeState.SENT) if each.kind == "care.met"]
    assert len(mended) == 2


def test_hr_learns_two_names_only_if_both_agree_just_then(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    allow = payload_of(AllowHelp(pairing.id, allowed=True))
    company.asha.forges(allow)
    company.asha.sees("refusal.no_longer")
    company.wait(days=28)
    company.asha.forges(allow)
    company.asha.sees("care.allowed.waiting")
    company.wait(days=1)
    company.hana.receives_nothing()
    company.carla.forges(allow)
    company.carla.sees("refusal.not_yours")
    company.bernd.forges(allow)
    company.bernd.sees("care.allowed.both")
    company.wait(days=1)
    told = plain(company.hana.receives("care.hr.title"))
    assert "Asha" in told
    assert "Bernd" in told


def test_who_takes_it_back_in_time_is_not_named(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.wait(days=28)
    company.now = company.now.replace(hour=22)  # Hana is told in the morning
    for chat in (company.asha, company.bernd):
        chat.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
    company.bernd.presses("care.button.no_help")
    company.bernd.sees("care.allowed.no")
    company.wait(days=3)
    company.hana.receives_nothing()


def test_what_hr_has_read_is_taken_back_and_said_to_be(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.wait(days=28)
    for chat in (company.asha, company.bernd):
        chat.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
    company.settle()
    company.asha.receives("care.allowed.both")  # who agreed first, on her card
    company.wait(days=1)
    company.hana.receives("care.hr.title")
    company.asha.forges(payload_of(AllowHelp(pairing.id, allowed=False)))
    company.asha.sees("care.allowed.told")
    company.settle()
    left = plain(company.hana.receives("care.hr.back_title"))
    assert "Asha" not in left
    company.bernd.receives("care.allowed.back")
    company.asha.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
    company.asha.sees("care.allowed.both")
    company.wait(days=1)
    assert "Asha" in plain(company.hana.receives("care.hr.title"))


def test_a_break_is_no_neglect(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.bernd.says("/program pause until 2026-12-07")
    company.wait(days=40)
    assert "care.long" not in kinds(company, company.asha)


def test_a_meeting_ends_what_was_allowed(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.wait(days=28)
    company.asha.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
    after_the_hour(company, company.asha)
    company.asha.last = None
    company.asha.presses("checkin.asked.yes")
    company.settle()
    with company.turn() as store:
        assert store.pair_answers(pairing.id) == ()


def test_patience_grows_with_the_rhythm(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    assert INTERVALS[Cadence.MONTHLY] * 2 > LONG_AT_LEAST
    assert INTERVALS[Cadence.FORTNIGHTLY] * 2 > LONG_AT_LEAST
    with company.turn() as store:
        store.never_mind(LookAfter(pairing_of(company, company.asha).id))


def changes_rhythm(company: Company, rhythm: str) -> None:
    pairing = pairing_of(company, company.bernd)
    company.bernd.forges(payload_of(AskRhythm(pairing.id)))
    company.bernd.fills(rhythm=rhythm)
    company.bernd.sees("care.sent.title")
    company.settle()


def test_a_new_rhythm_holds_once_the_partner_agrees(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    changes_rhythm(company, "fortnightly")
    assert pairing_of(company, company.asha).hour.cadence is Cadence.WEEKLY
    company.asha.receives("care.wished.title")
    company.asha.presses("care.button.agree")
    company.asha.sees("care.changed.title")
    company.asha.sees("checkin.coming")
    assert pairing_of(company, company.asha).hour.cadence is Cadence.FORTNIGHTLY
    company.settle()
    company.bernd.receives("care.changed.title")
    company.wait(days=42)
    met_or_not = [
        each for each in check_ins(company, company.asha) if each.state is not CheckInState.SKIPPED
    ]
    apart = [later.starts_at - earlier.starts_at for earlier, later in pairwise(met_or_not)]
    assert all(timedelta(days=10) < each < timedelta(days=18) for each in apart)


def test_a_wish_that_is_not_shared_changes_nothing(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    before = check_ins(company, company.asha)
    changes_rhythm(company, "monthly")
    company.asha.presses("care.button.stay")
    company.asha.sees("care.kept.title")
    assert pairing_of(company, company.asha).hour.cadence is Cadence.WEEKLY
    assert check_ins(company, company.asha) == before
    company.asha.presses("care.button.agree")
    company.asha.sees("refusal.no_longer")


def test_only_a_rhythm_that_is_another_one_can_be_wished(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.bernd.forges(payload_of(AskRhythm(pairing.id)))
    company.bernd.fills(rhythm="weekly")
    company.bernd.sees("care.rhythm.same")
    company.bernd.fills(rhythm="daily")
    company.bernd.sees("care.rhythm.choose")
    company.carla.forges(payload_of(AskRhythm(pairing.id)))
    company.carla.sees("refusal.not_yours")
