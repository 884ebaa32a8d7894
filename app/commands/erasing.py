"""kehrwert erase: forgets a person on her request, where she cannot ask in the chat herself."""

from typing import Annotated

import typer

from adapters.gateway import Gateway
from app.commands.output import AsJson, tell
from app.opening import books_in_step
from app.refusal import Refusal
from app.settings import load_settings
from app.wiring import build, system_now


def erase(
    email: Annotated[str, typer.Argument(help="the person's work e-mail", metavar="EMAIL")],
    *,
    sure: Annotated[bool, typer.Option("--yes", help="do not ask whether you are sure")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete everything about a person, end her tandems kindly, and note it in the journal.

    The same as /program forget in the chat. It cannot be undone; published figures stay.
    """
    with books_in_step(load_settings()) as books:
        with books.read() as store:
            everywhere = [
                store.person_by_email(organisation.id, email)
                for organisation in store.organisations()
            ]
        found = [each for each in everywhere if each is not None]
        if not found:
            raise Refusal(f"nobody has the e-mail {email}: look at kehrwert people export", code=1)
        if not sure and not typer.confirm(f"Erase everything about {email} for good?"):
            raise Refusal("nothing was erased", code=1)
        house = build(books, Gateway({}), system_now)
        for person in found:
            house.bot.erase(person.id, system_now())
    tell(f"{email}: erased", {"erased": len(found)}, as_json=as_json)
