"""Steps for Workflow Builder: invite a person, and send the programme's figures to an HR lead.

Anybody may build a workflow, and name anybody in it. So a step gives nothing back to the workflow:
what it has to say goes only to the person named, and only what she may read anyway.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from adapters.slack.read import Incoming, Place
from bot.commands import ShowHome, ShowStatus
from bot.grammar import payload_of

PERSON = "person"  # the input of both steps


@dataclass(frozen=True)
class Step:
    """A step as Workflow Builder shows it, and the request that it makes for the person named.

    One that is only `once` does nothing for somebody for whom it was done before.
    """

    callback: str
    title: str
    description: str
    input_title: str
    payload: str
    once: bool = False


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        step.callback: step
        for step in (
            Step(
                "invite_person",
                "Invite a person to mentoring",
                "Tells a person about the programme, with a button to join; once a person.",
                "Whom to invite",
                payload_of(ShowHome()),
                once=True,
            ),
            Step(
                "programme_figures",
                "Send the programme's figures",
                "Sends the programme's figures to an HR lead, and to nobody else.",
                "To which HR lead",
                payload_of(ShowStatus()),
            ),
        )
    }
)


def incoming(step: Step, workspace: str, event: Mapping[str, Any]) -> Incoming:
    """Return what a step asks, as if the person named had asked it herself in her conversation."""
    person = str(event.get("inputs", {}).get(PERSON, ""))
    mark = person if step.once else str(event.get("function_execution_id", ""))
    return Incoming(
        workspace,
        person,
        Place(),
        event=f"slack:step:{step.callback}:{workspace}:{mark}",
        payload=step.payload,
    )


def declared() -> dict[str, Any]:
    """Return the steps as the manifest declares them."""
    return {
        step.callback: {
            "title": step.title,
            "description": step.description,
            "input_parameters": {
                PERSON: {
                    "type": "slack#/types/user_id",
                    "title": step.input_title,
                    "description": step.input_title,
                    "is_required": True,
                    "name": PERSON,
                }
            },
            "output_parameters": {},
        }
        for step in STEPS.values()
    }
