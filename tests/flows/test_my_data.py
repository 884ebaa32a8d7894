"""Everything about me: complete, at once, and nothing that belongs to somebody else."""

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

from bot.commands import DeclineProposal, RateUseful
from bot.flows.disclosure import OTHERWISE, TOLD
from bot.grammar import payload_of
from bot.model import Role, Unmatched
from bot.said import File, every
from storage.mapping import NOUNS
from tests.flows.joining import joins_as
from tests.flows.tandems import after_the_hour, become_tandem, propose
from tests.people import Chat, Company

# What the bot keeps that is not about one person; Round gives what it says of a person in Unmatched.
ABOUT_NOBODY = {"FrozenFigures", "Organisation", "Programme", "Round", "TopicChange"}


def file_of(chat: Chat) -> dict[str, Any]:
    """Return what stands in the file that somebody asks for."""
    chat.says("/program mydata")
    (file,) = every(File, chat.last)
    assert file.media_type == "application/json"
    content: dict[str, Any] = json.loads(file.content)
    return content


def test_every_fact_about_a_person_is_told_or_left_out_on_purpose() -> None:
    kinds = {kind for kind in NOUNS if kind.__name__ not in ABOUT_NOBODY} | {Unmatched}
    assert TOLD.keys() == OTHERWISE.keys() == kinds
    for kind in kinds:
        assert {*TOLD[kind], *OTHERWISE[kind]} == {each.name for each in fields(kind)}, kind
        assert not set(TOLD[kind]) & set(OTHERWISE[kind]), kind


def test_somebody_who_takes_part_gets_all_she_said(company: Company) -> None:
    joins_as(company.bernd, "mentee")
    told = file_of(company.bernd)
    person = told["person"]
    assert person["name"] == "Bernd Vogel"
    assert person["manager"] == ["Greta Board"]
    (part,) = told["programmes"]
    assert part["role"] == "mentee"
    assert [each["purpose"] for each in part["consents"]] == ["figures", "matching"]
    assert told["addresses"] == [
        {
            "platform": "teams",
            "workspace": "musterwerk-tenant",
            "user": "UBERND",
            "used_at": company.now.isoformat(),
        }
    ]


def test_a_tandem_is_told_with_own_answers_only(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    check_in = after_the_hour(company, company.asha)
    company.asha.presses("checkin.asked.yes")
    company.asha.forges(payload_of(RateUseful(check_in.id, 5)))
    told = file_of(company.bernd)
    (part,) = told["programmes"]
    (tandem,) = part["tandems"]
    assert tandem["with"] == "Asha Rao"
    first = next(each for each in tandem["meetings"] if each["week"] == check_in.week)
    assert first["you_said_met"] is None
    assert first["your_feedback"] == []
    (part,) = file_of(company.asha)["programmes"]
    own = next(each for each in part["tandems"][0]["meetings"] if each["week"] == check_in.week)
    assert own["you_said_met"] is True
    assert own["your_feedback"][0]["useful"] == 5


def test_a_file_never_tells_who_said_no(company: Company) -> None:
    company.asha.takes_part(role=Role.MENTOR, offers=("social_media",))
    company.bernd.takes_part(role=Role.MENTEE, wants=("social_media",))
    put = propose(company, company.asha, company.bernd)
    company.asha.forges(payload_of(DeclineProposal(put.id)))
    company.settle()
    other = file_of(company.bernd)
    (part,) = other["programmes"]
    declined = part["proposals"][0]
    assert declined["state"] == "no longer open"
    assert declined["you_said_no"] is False
    assert "declin" not in json.dumps(other)
    own = file_of(company.asha)
    (part,) = own["programmes"]
    assert part["proposals"][0]["you_said_no"] is True


def test_an_expired_proposal_looks_like_a_declined_one(company: Company) -> None:
    company.asha.takes_part(role=Role.MENTOR, offers=("social_media",))
    company.bernd.takes_part(role=Role.MENTEE, wants=("social_media",))
    propose(company, company.asha, company.bernd)
    company.wait_until(company.now + timedelta(days=9))
    (part,) = file_of(company.bernd)["programmes"]
    assert part["proposals"][0]["state"] == "no longer open"


def test_somebody_who_takes_part_in_nothing_gets_a_file_too(company: Company) -> None:
    assert file_of(company.carla)["programmes"] == []
