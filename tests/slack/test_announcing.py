"""An announcement in a channel: everybody sees it, and what it brings is for who presses alone."""

from bot.model import Role
from tests.people import Company
from tests.slack.workspace import BASIC, Human, button, running


def in_channel(said: dict[str, object]) -> dict[str, object]:
    """Return a message as it stands in a channel that the bot is no member of."""
    return {**said, "channel": "CGENERAL", "ts": "7.7"}


async def test_hana_announces_in_the_channel_where_she_writes(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        status, said = await Human(workspace, "UHANA").types("announce here")
        assert (status, said["response_type"]) == (200, "in_channel")
        assert button("Join", said)["action_id"] == "press:all:0"
        assert workspace.slack.called("chat.postMessage") == []


async def test_without_the_word_only_hana_sees_the_text(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        _, said = await Human(workspace, "UHANA").types("announce")
        assert said["response_type"] == "ephemeral"
        _, refused = await Human(workspace, "UCARLA").types("announce here")
        assert refused["response_type"] == "ephemeral"


async def test_who_presses_gets_a_window_of_her_own_and_the_post_stays(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        _, said = await Human(workspace, "UHANA").types("announce here")
        carla = Human(workspace, "UCARLA")
        await carla.presses("Join", in_channel(said), actions=[button("Join", said)])
        assert "purposes" in str(carla.open["blocks"])
        assert workspace.slack.called("chat.update") == []
        await carla.submits(purposes=("matching",))
        assert workspace.slack.called("chat.update") == []


async def test_who_takes_part_already_reads_so_alone(company: Company) -> None:
    async with running(company, BASIC) as workspace:
        _, said = await Human(workspace, "UHANA").types("announce here")
        company.asha.takes_part(Role.MENTOR, offers=("ai",))
        await Human(workspace, "UASHA").presses(
            "Join", in_channel(said), actions=[button("Join", said)]
        )
        assert workspace.slack.called("chat.update") == []
        answer = workspace.slack.responses[-1]
        assert (answer["id"], answer["response_type"]) == ("UASHA", "ephemeral")
        assert answer["replace_original"] is False
