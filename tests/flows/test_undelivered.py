"""HR sees whom of her programme the bot could not reach, why, and what helps; nothing else."""

import ast
import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.gateway import Gateway
from adapters.slack.messenger import FOR_GOOD as SLACK_REASONS
from adapters.teams.messenger import FOR_GOOD as TEAMS_REASONS
from adapters.teams.messenger import REMOVED
from bot.commands import ShowUndelivered
from bot.flows.undelivered import ABOUT_THE_MESSAGE, CAUSES, Cause
from bot.grammar import payload_of
from bot.model import Address, Notice, NoticeState, ParticipantState, Platform, Role
from bot.ports import Undeliverable
from bot.said import Message, Text
from tests.chat import Chat
from tests.house.tree import sources
from tests.people import Company
from tests.screen import plain

NUMBERS = itertools.count(1)


def tried(
    company: Company,
    chat: Chat,
    reason: str = REMOVED,
    state: NoticeState = NoticeState.UNDELIVERABLE,
    refusals: int = 0,
) -> None:
    """Keep what became of a message to somebody, as the post does; an hour goes by."""
    company.now += timedelta(hours=1)
    with company.turn() as store:
        store.add(
            Notice(
                person=chat.person_id,
                kind="checkin.reminder",
                subject=1,
                once=f"tried:{next(NUMBERS)}",
                due=company.now,
                until=company.now,
                state=state,
                reason=reason,
                refusals=refusals,
                settled_at=company.now,
            )
        )


def take_part(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))


def unreached(company: Company) -> list[str]:
    company.hana.says("/program undelivered")
    people = (company.asha, company.bernd, company.carla, company.dario, company.emine)
    screen = plain(company.hana.last)
    return sorted((each.name for each in people if each.name in screen), key=screen.index)


def test_who_was_not_reached_is_shown_with_the_reason_and_what_helps(company: Company) -> None:
    take_part(company)
    tried(company, company.asha, "this person's account is deactivated")
    tried(company, company.bernd)
    assert unreached(company) == [company.bernd.name, company.asha.name]
    for key in ("why.removed", "help.removed", "why.deactivated", "help.deactivated"):
        company.hana.sees(f"undelivered.{key}")
    company.hana.sees_not("undelivered.help.set_up")
    company.hana.says("/program unerreichbar")
    company.hana.sees("undelivered.private")


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("no_address", "no_address"),
        ("Slack does not know this person (any more)", "deactivated"),
        ("Teams has moved this person: it works again once she writes", "chat"),
        ("the app's token has expired: install it again", "uninstalled"),
        ("the app lacks a permission: check its manifest", "permission"),
        ("the workspace's rules forbid the app to write", "forbidden"),
        ("Slack does not accept the app's token: check SLACK_BOT_TOKEN", "set_up"),
        ("something that a later version says", "refused"),
    ],
)
def test_every_cause_has_its_words(company: Company, reason: str, cause: str) -> None:
    take_part(company)
    tried(company, company.asha, reason)
    unreached(company)
    company.hana.sees(f"undelivered.why.{cause}")
    company.hana.sees(f"undelivered.help.{cause}")


@pytest.mark.parametrize(
    ("last_refusal", "cause"),
    [
        ("Teams cannot be reached", "passing"),
        ("this person has not opened the bot on Teams", "not_opened"),
        ("slack is not connected", "set_up"),
        ("Slack refuses the message (msg_blocked)", "refused"),
    ],
)
def test_what_was_refused_until_too_late_says_why(
    company: Company, last_refusal: str, cause: str
) -> None:
    take_part(company)
    tried(company, company.asha, f"too_late: {last_refusal}", NoticeState.EXPIRED, refusals=3)
    unreached(company)
    company.hana.sees(f"undelivered.why.{cause}")
    company.hana.sees(f"undelivered.help.{cause}")


def test_trouble_that_lasted_too_long_is_told_and_mere_lateness_is_not(company: Company) -> None:
    take_part(company)
    tried(company, company.asha, "too_late", NoticeState.EXPIRED, refusals=3)
    tried(company, company.bernd, "too_late", NoticeState.EXPIRED)
    assert unreached(company) == [company.asha.name]
    company.hana.sees("undelivered.why.passing")


def test_who_was_reached_since_is_not_listed(company: Company) -> None:
    take_part(company)
    tried(company, company.asha)
    tried(company, company.asha, "", NoticeState.SENT)
    assert unreached(company) == []
    company.hana.sees("undelivered.title_nobody")
    tried(company, company.asha)
    assert unreached(company) == [company.asha.name]


def test_who_has_added_the_app_again_and_written_is_not_listed(company: Company) -> None:
    take_part(company)
    tried(company, company.asha)
    company.now += timedelta(days=2)
    company.asha.says("/program")
    assert unreached(company) == []


def test_a_message_that_is_gone_says_nothing_about_the_person(company: Company) -> None:
    take_part(company)
    tried(company, company.asha, "the message is gone")
    assert unreached(company) == []


def test_only_who_takes_part_in_her_programme_is_listed(company: Company) -> None:
    take_part(company)
    for chat in (company.asha, company.bernd, company.carla):
        tried(company, chat)
    with company.turn() as store:
        store.save(replace(company.asha.participant, state=ParticipantState.LEFT))
        another = store.add(replace(company.programme, id=0, name="Another", hr_leads=()))
        store.save(replace(company.bernd.participant, programme=another.id))
    assert unreached(company) == []


def test_neither_kind_nor_content_of_a_message_is_shown(company: Company) -> None:
    take_part(company)
    tried(company, company.asha)
    unreached(company)
    assert "reminder" not in plain(company.hana.last).casefold()


def test_only_who_leads_the_programme_sees_it(company: Company) -> None:
    take_part(company)
    company.asha.says("/program undelivered")
    company.asha.sees("refusal.hr_only")
    company.asha.forges(payload_of(ShowUndelivered(company.programme.id)))
    company.asha.sees("refusal.hr_only")
    company.hana.forges(payload_of(ShowUndelivered(company.programme.id + 7)))
    company.hana.sees("refusal.hr_only")


def test_long_lists_are_shown_by_pages(company: Company) -> None:
    for number in range(9):
        chat = company.hires(f"person{number}")
        chat.takes_part(Role.MENTEE, wants=("ai",))
        tried(company, chat)
    company.hana.says("/program status")
    company.hana.presses("status.undelivered")
    company.hana.sees_not("undelivered.previous")
    company.hana.presses("undelivered.next")
    company.hana.sees_not("undelivered.next")
    company.hana.presses("undelivered.previous")
    company.hana.sees("undelivered.next")


# A slip of ours, not of the person's or the company's.
OUR_OWN = frozenset({"the address is not one on Slack", "the address is not one on Teams"})


def test_whatever_a_messenger_says_when_it_cannot_deliver_has_a_cause() -> None:
    reasons = {*SLACK_REASONS.values(), *TEAMS_REASONS.values(), *said_in_place()}
    assert len(reasons) > len(SLACK_REASONS)
    assert reasons <= CAUSES.keys() | ABOUT_THE_MESSAGE | OUR_OWN


def said_in_place() -> set[str]:
    """Return the reasons that stand in the code of Slack and Teams, where they are raised."""
    calls = (
        node
        for module in sources("adapters/slack", "adapters/teams")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Undeliverable"
    )
    first = (call.args[0] for call in calls)
    return {each.value for each in first if isinstance(each, ast.Constant)}  # type: ignore[misc]


@pytest.mark.parametrize("platform", [Platform.SLACK, Platform.TEAMS])
async def test_a_platform_that_is_not_connected_is_told_as_such(platform: Platform) -> None:
    with pytest.raises(Undeliverable) as refusal:
        await Gateway({}).send(Address(platform, "T1", "U1"), Message(Text("")), "key")
    assert CAUSES[refusal.value.reason] is Cause.SET_UP
