"""A file goes to the person's own conversation with the bot, wherever she asked for it."""

import json

from tests.people import Company
from tests.slack.fake import refused
from tests.slack.workspace import BASIC, Human, running


async def test_a_file_asked_for_in_a_channel_comes_to_the_person_alone(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        await Human(workspace, "UASHA").types("mydata")
        ((channel, name, number),) = workspace.slack.shared
        assert channel == "DUASHA"
        assert name.endswith(".json")
        content = json.loads(workspace.slack.files[number])
        assert content["person"]["name"] == "Asha Rao"


async def test_a_file_that_cannot_be_sent_is_said_in_words(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        workspace.slack.troubles["conversations.open"] = [refused(200, "user_not_found")]
        await Human(workspace, "UASHA").types("mydata")
        assert workspace.slack.shared == []
        assert "could not be sent" in str(workspace.slack.responses)
