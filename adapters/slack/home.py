"""App Home: the control room, in which the same requests are sent as everywhere else."""

from collections.abc import Mapping

from adapters.slack import render
from adapters.slack.api import Api
from bot.commands import AskPause, ShowHelp, ShowHome, ShowProfile, SpeakLanguage
from bot.grammar import payload_of
from bot.model import Language
from bot.said import HOME, Button, Message, every

START = payload_of(ShowHome())
PROFILE = payload_of(ShowProfile())
FOR_MEMBERS = frozenset(("settings_profile", "settings_pause"))
OTHER = {Language.EN: Language.DE, Language.DE: Language.EN}


async def publish(api: Api, workspace: str, user: str, said: Message, *, start: bool) -> None:
    """Show a message in somebody's App Home, as its start page or as one of its others."""
    view = page(workspace, said, start=start)
    await api.call("views.publish", user_id=user, view=view)


def page(workspace: str, said: Message, *, start: bool) -> Mapping[str, object]:
    """Return a message as a page of App Home, with what else somebody may want there."""
    there = {each.payload for each in every(Button, said)}
    offered = payloads(said.language).items()
    foot = {key: send for key, send in offered if send not in there}
    if said.about == HOME and PROFILE not in there:  # who takes no part has neither
        foot = {key: send for key, send in foot.items() if key not in FOR_MEMBERS}
    return render.home(said, workspace, start=start, payloads=foot)


def payloads(language: Language) -> Mapping[str, str]:
    """Return what the buttons around a page send, by the keys of their words."""
    return {
        "settings_profile": PROFILE,
        "settings_pause": payload_of(AskPause()),
        "settings_language": payload_of(SpeakLanguage(OTHER[language].value)),
        "settings_help": payload_of(ShowHelp()),
        "back_home": START,
    }
