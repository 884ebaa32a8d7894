"""Guidance: which words the bot knows, what a word it does not know may mean, and which language."""

from dataclasses import replace

from bot.commands import NotUnderstood, ShowHelp, ShowHome, SpeakLanguage
from bot.grammar import COMMANDS, Command, request_in
from bot.model import Language
from bot.said import (
    Aside,
    Button,
    Facts,
    Message,
    Paragraph,
    Part,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import NotAllowed, Turn


def show_help(turn: Turn, _request: ShowHelp) -> Reply:
    """List the words that the person may use, in her language."""
    everybody = tuple(each for each in COMMANDS if not each.for_hr)
    parts: list[Part] = [Paragraph(text("help.intro")), Facts(_listed(turn, everybody))]
    if _leads_a_programme(turn):
        for_hr = tuple(each for each in COMMANDS if each.for_hr)
        parts += [Paragraph(text("help.for_hr")), Facts(_listed(turn, for_hr))]
    parts.append(Aside(text("help.forgiving")))
    home = Button(text("home.button.home"), ShowHome(), Weight.PRIMARY)
    return Message(text("help.title"), tuple(parts), (home, _other_language(turn)), "help")


def not_understood(turn: Turn, request: NotUnderstood) -> Reply:
    """Say so, and offer the nearest word that the person may use, home and help as buttons."""
    nearest = _command(request.meant)
    buttons = [
        Button(text("home.button.home"), ShowHome()),
        Button(text("home.button.help"), ShowHelp()),
    ]
    if nearest is not None and (not nearest.for_hr or _leads_a_programme(turn)):
        word = text("help.did_you_mean", word=request.meant)
        buttons.insert(0, Button(word, request_in(request.meant), Weight.PRIMARY))
    return Message(
        text("help.unknown.title"),
        (Paragraph(text("help.unknown.body", heard=request.heard)),),
        tuple(buttons),
        "help",
    )


def speak(turn: Turn, request: SpeakLanguage) -> Reply:
    """Speak another language with the person from now on; where none is named, ask which."""
    if not request.language:
        return _which_language()
    if request.language not in set(Language):
        raise NotAllowed("help.unknown_language")
    language = Language(request.language)
    turn.store.save(replace(turn.person, language=language))
    turn.note_down("person.language", turn.person.id)
    home = Button(text("home.button.home"), ShowHome(), Weight.PRIMARY)
    return Message(text("help.language.title"), (Paragraph(text("help.language.body")),), (home,))


def _which_language() -> Message:
    return Message(
        text("help.language.which"),
        (),
        (
            Button(text("help.language.german"), SpeakLanguage(Language.DE)),
            Button(text("help.language.english"), SpeakLanguage(Language.EN)),
        ),
        "help",
    )


def _listed(turn: Turn, commands: tuple[Command, ...]) -> tuple[tuple[Text, Text], ...]:
    return tuple(
        (
            text("help.word", word=each.shown(turn.language)),
            text(f"help.command.{each.key}"),
        )
        for each in commands
    )


def _command(spelling: str) -> Command | None:
    """Return the command with this spelling in either language."""
    for command in COMMANDS:
        if any(spelling in spellings for spellings in command.spellings.values()):
            return command
    return None


def _other_language(turn: Turn) -> Button:
    if turn.language is Language.DE:
        return Button(text("help.language.english"), SpeakLanguage(Language.EN))
    return Button(text("help.language.german"), SpeakLanguage(Language.DE))


def _leads_a_programme(turn: Turn) -> bool:
    programmes = turn.store.programmes_of(turn.person.organisation)
    return any(turn.person.id in each.hr_leads for each in programmes)
