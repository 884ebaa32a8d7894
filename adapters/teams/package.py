"""The app package that a tenant's admin uploads: manifest, German words and icons in one zip."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from bot.grammar import COMMANDS, Command
from bot.model import Language

# The oldest manifest that knows slash triggers and targeted messages:
# learn.microsoft.com/microsoftteams/platform/resources/schema
SCHEMA_VERSION = "1.29"
SCHEMA = f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA_VERSION}/MicrosoftTeams{{}}.schema.json"
MOST_COMMANDS = 12  # in a list, by that schema
PLACES = (["personal"], ["team", "groupChat"])  # each with a list of commands of its own
TRIGGERS = (["mention"], ["mention", "slash"])
TRANSLATED = Language.DE
MANIFEST, TRANSLATION = "manifest.json", f"{Language.DE}.json"
COLOUR_ICON, OUTLINE_ICON = "color.png", "outline.png"
UNCHANGING = (1980, 1, 1, 0, 0, 0)  # the first moment of a zip: the same app gives the same bytes

Describe = Callable[[Command, Language], str]


@dataclass(frozen=True)
class App:
    """What the package is made for: the bot's app id, who offers it, and three pages of theirs."""

    app_id: str
    company: str
    website: str
    privacy: str
    terms: str


WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "name.short": "Kehrwert",
        "name.full": "Kehrwert – reverse mentoring",
        "description.short": "Runs your reverse-mentoring programme",
        "description.full": (
            "Kehrwert runs reverse mentoring: people early in their career mentor experienced "
            "colleagues, an hour a week. It asks who would like to take part, proposes pairs with "
            "their reasons, finds the hour, reminds, brings an agenda, and asks afterwards how it "
            "was. Everything is opt-in; nobody's messages are read; HR sees figures and never a "
            "single person's answers."
        ),
    },
    Language.DE: {
        "name.short": "Kehrwert",
        "name.full": "Kehrwert – Reverse Mentoring",
        "description.short": "Begleitet euer Reverse-Mentoring-Programm",
        "description.full": (
            "Kehrwert begleitet Reverse Mentoring: Wer am Anfang der Laufbahn steht, gibt erfahrenen "
            "Kolleg*innen eine Stunde pro Woche weiter, was er oder sie weiß. Kehrwert fragt, wer "
            "mitmachen möchte, schlägt Tandems mit Begründung vor, findet die Stunde, erinnert, "
            "bringt eine Agenda mit und fragt danach, wie es war. Alles ist freiwillig, Nachrichten "
            "liest niemand mit, und HR sieht Zahlen, nie die Antworten einzelner Personen."
        ),
    },
}


def package(app: App, describe: Describe) -> bytes:
    """Return the zip, the same bytes for the same app; `describe` says what a command does."""
    parts = {
        MANIFEST: _json(manifest(app, describe)),
        TRANSLATION: _json(translation(describe)),
        COLOUR_ICON: icon(COLOUR_ICON),
        OUTLINE_ICON: icon(OUTLINE_ICON),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(zipfile.ZipInfo(name, UNCHANGING), content)
    return written.getvalue()


def manifest(app: App, describe: Describe) -> dict[str, Any]:
    """Return the manifest, in English; the other language stands in its own file."""
    words, english = WORDS[Language.EN], Language.EN
    commands = [
        {"title": each.shown(english), "description": describe(each, english)} for each in listed()
    ]
    return {
        "$schema": SCHEMA.format(""),
        "manifestVersion": SCHEMA_VERSION,
        "version": version("kehrwert"),
        "id": app.app_id,
        "developer": {
            "name": app.company,
            "websiteUrl": app.website,
            "privacyUrl": app.privacy,
            "termsOfUseUrl": app.terms,
        },
        "name": {"short": words["name.short"], "full": words["name.full"]},
        "description": {"short": words["description.short"], "full": words["description.full"]},
        "localizationInfo": {
            "defaultLanguageTag": Language.EN.value,
            "additionalLanguages": [{"languageTag": TRANSLATED.value, "file": TRANSLATION}],
        },
        "icons": {"color": COLOUR_ICON, "outline": OUTLINE_ICON},
        "accentColor": "#0D5C57",
        "defaultInstallScope": "personal",
        "bots": [
            {
                "botId": app.app_id,
                "scopes": ["personal", "team", "groupChat"],
                "supportsFiles": True,
                "supportsTargetedMessages": True,
                "commandLists": [
                    {"scopes": scopes, "triggers": triggers, "commands": commands}
                    for scopes, triggers in zip(PLACES, TRIGGERS, strict=True)
                ],
            }
        ],
    }


def translation(describe: Describe) -> dict[str, str]:
    """Return the manifest's words in German, each under the place where it stands."""
    said = {"$schema": SCHEMA.format(".Localization"), **WORDS[TRANSLATED]}
    for place in range(len(PLACES)):
        for number, command in enumerate(listed()):
            key = f"bots[0].commandLists[{place}].commands[{number}]"
            said[f"{key}.title"] = command.shown(TRANSLATED)
            said[f"{key}.description"] = describe(command, TRANSLATED)
    return said


def listed() -> list[Command]:
    """Return the commands that Teams offers while typing: those for everybody, as many as it takes.

    HR's words are not shown to everybody; they work all the same.
    """
    return [each for each in COMMANDS if not each.for_hr][:MOST_COMMANDS]


def icon(name: str) -> bytes:
    """Return one of the two icons as PNG."""
    return (files("adapters.teams") / "icons" / name).read_bytes()


def _json(content: dict[str, Any]) -> bytes:
    return f"{json.dumps(content, ensure_ascii=False, indent=2)}\n".encode()
