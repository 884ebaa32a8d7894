"""The end of the story: a summary, a sentence shared, a wish, and surveys until three months after."""

from tests.chat import Chat
from tests.people import Company
from tests.screen import plain


def they_look_back_and_ahead(company: Company, mentor: Chat) -> None:
    """The summary, a sentence shared, a wish for next time, and a survey that nobody reads."""
    bernd = company.bernd
    assert "einmal" in plain(bernd.receives("ending.title"))
    bernd.last = None
    bernd.presses("ending.button.share")
    bernd.fills(takeaway="Reels sind kein Hexenwerk.")
    bernd.presses("ending.button.again")
    bernd.sees("ending.chosen.again")
    company.wait(days=3)
    assert "Reels sind kein Hexenwerk." in plain(mentor.receives("ending.shared.title"))
    bernd.receives("survey.end.title")
    bernd.last = None
    bernd.presses("survey.button.start")
    bernd.fills(satisfied="5")
    bernd.fills()
    bernd.fills(project="1", recommend="9")
    bernd.sees("survey.thanks.title")
    with company.turn() as store:
        (kept,) = (each for each in store.surveys_of(bernd.participant.id) if each.given_at)
    assert kept.answers == {"satisfied": 5, "project": 1, "recommend": 9}


def three_months_later_one_last_survey(company: Company, mentor: Chat) -> None:
    """It comes to both, is reminded of once where nobody answers, and is the last."""
    company.wait(weeks=14)
    for each in (company.bernd, mentor):
        each.receives("survey.later.title")
    company.wait(weeks=4)
    mentor.receives("survey.reminder.title")
    with company.turn() as store:
        times = [each.time for each in store.surveys_of(mentor.participant.id)]
    assert times == ["entry", "day30", "end", "later"]
