"""Does it fit? Each answers in private; a no ends the tandem kindly, and nobody learns who said it."""

from bot.commands import SayFit
from bot.grammar import payload_of
from bot.model import PairingState, ProposalState, Role
from tests.chat import Chat
from tests.flows.tandems import TOPIC, after_the_hour, become_tandem, notices, pairing_of
from tests.people import Company
from tests.screen import plain


def they_meet(company: Company, chat: Chat) -> None:
    """Let somebody's next hour take place, and tap the feedback."""
    after_the_hour(company, company.asha)
    company.settle()
    chat.last = None
    chat.presses("checkin.asked.yes")
    chat.presses("feedback.useful.4")
    chat.presses(f"feedback.second.yes.{'mentor' if chat is company.asha else 'mentee'}")


def test_after_the_first_hour_each_is_asked_in_the_thanks(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.sees("fit.question.title")
    company.bernd.sees("fit.question.who_sees")
    company.bernd.presses("fit.button.fits")
    company.bernd.sees("fit.fits.title")
    they_meet(company, company.bernd)
    company.bernd.sees_not("fit.question.title")


def test_who_has_answered_can_still_add_a_next_step_and_a_sentence(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for chat, answer in ((company.bernd, "fits"), (company.asha, "unsure")):
        they_meet(company, chat)
        chat.presses(f"fit.button.{answer}")
        assert {"feedback.step.add", "feedback.thanks.add"} <= set(chat.buttons)


def test_before_a_first_hour_there_is_nothing_to_say(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    for answer in ("fits", "unsure", "perhaps"):
        company.bernd.forges(payload_of(SayFit(pairing.id, answer)))
        company.bernd.sees("refusal.no_longer")
    company.carla.forges(payload_of(SayFit(pairing.id, "not")))
    company.carla.sees("refusal.not_yours")
    assert pairing_of(company, company.bernd).state is PairingState.ACTIVE


def test_a_doubt_gets_tips_and_is_asked_once_more_only(company: Company) -> None:
    company.changes(contact=company.carla.person_id)
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("fit.button.unsure")
    company.bernd.sees("fit.unsure.contact")
    they_meet(company, company.bernd)
    company.bernd.sees_not("fit.question.again")
    they_meet(company, company.bernd)
    company.bernd.sees("fit.question.again")
    company.bernd.presses("fit.button.unsure")
    company.bernd.sees_not("fit.unsure.later")
    they_meet(company, company.bernd)
    company.bernd.sees_not("fit.question.again")


def test_a_no_ends_it_in_the_same_words_for_both(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("fit.button.not")
    company.bernd.sees("fit.parted.body")
    company.wait(days=1)
    asked = company.asha.receives("fit.parted.title")
    assert pairing_of(company, company.asha).state is PairingState.ENDED
    assert "Bernd" in plain(asked)
    assert asked.buttons == ()
    company.hana.receives_nothing()
    with company.turn() as store:
        assert store.pairings_with(company.bernd.participant.id, (PairingState.ACTIVE,)) == ()


def test_what_was_said_about_a_tandem_goes_with_it(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.asha)
    company.asha.presses("fit.button.unsure")
    with company.turn() as store:
        assert [each.answer for each in store.pair_answers(pairing.id)] == ["unsure"]
    company.bernd.forges(payload_of(SayFit(pairing.id, "not")))
    with company.turn() as store:
        assert store.pair_answers(pairing.id) == ()


def test_both_are_matched_again_but_not_with_each_other(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.dario.takes_part(Role.MENTOR, offers=(TOPIC,))
    company.emine.takes_part(Role.MENTEE, wants=(TOPIC,))
    they_meet(company, company.bernd)
    company.bernd.presses("fit.button.not")
    company.wait(days=3)
    with company.turn() as store:
        asha, bernd = company.asha.participant.id, company.bernd.participant.id
        hers = store.proposals_with(asha, (ProposalState.OPEN,))
        his = store.proposals_with(bernd, (ProposalState.OPEN,))
    assert [each.mentee for each in hers] == [company.emine.participant.id]
    assert [each.mentor for each in his] == [company.dario.participant.id]


def test_who_is_told_of_the_end_is_asked_nothing_more(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("fit.button.not")
    company.wait(days=1)
    before = len(notices(company))
    company.wait(days=14)
    later = [each.kind for each in notices(company)[before:]]
    assert not [kind for kind in later if kind.startswith("checkin.")]


def test_it_can_be_said_from_the_tandem_too(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.asha.says("/program pair")
    company.asha.presses("fit.button.ask")
    company.asha.sees("fit.question.title")
    company.asha.presses("fit.button.fits")
    company.asha.sees("fit.fits.title")
