"""What a survey asks: few items, each once, whatever somebody's role and topics are."""

from dataclasses import replace

import pytest

from bot.flows import survey_items
from bot.model import Role, Survey, SurveyTime, TopicChoice
from bot.turn import Turn
from tests.people import Company, catalogue

WANTED = ("social_media", "ai", "data_analysis")


@pytest.mark.parametrize("time", SurveyTime)
@pytest.mark.parametrize("role", Role)
def test_no_survey_asks_more_than_twelve_items(
    company: Company, time: SurveyTime, role: Role
) -> None:
    chat = company.bernd
    participant = chat.takes_part(role, wants=WANTED if role.learns else ())
    with company.turn() as store:
        more = (*participant.wants, TopicChoice("etwas Eigenes", None, 3))
        participant = store.save(replace(participant, wants=more if role.learns else ()))
        turn = Turn(company.now, store, catalogue(), chat.person)
        asked = Survey(participant.id, participant.person, time, company.now)
        pages = survey_items.pages(turn, participant, asked)
    keys = [item.key for page in pages for item in page.items]
    assert len(keys) == len(set(keys))
    assert 0 < len(keys) <= survey_items.MOST_ITEMS
    assert [page for page in pages if not page.items] == []
