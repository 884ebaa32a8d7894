"""The exit: what is said gets its words, its buttons what they send back, its files their content."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar, cast

from bot.grammar import payload_of
from bot.model import Language
from bot.ports import Write
from bot.said import Button, File, Form, Message, Note, Reply, Report, Text, rebuilt
from bot.texts import Audience, Words, drafted, in_words

Said = TypeVar("Said")

SENDING_BACK = (Button, Form)


class Exit:
    """Finishes what the conversations say, for one reader."""

    def __init__(self, words: Mapping[Language, Words], write: Write) -> None:
        self._words = words
        self._write = write

    def finished(self, said: Said, audience: Audience) -> Said:
        """Fill the words, and write what each button and form will send back."""

        def change(part: object) -> object | None:
            if isinstance(part, Text):
                return in_words(part, self._words, audience)
            if ask := drafted(part, self._words, audience):
                return rebuilt(ask, change)
            if isinstance(part, SENDING_BACK) and not part.payload:
                return rebuilt(replace(part, payload=payload_of(part.request)), change)
            return None

        finished = rebuilt(said, change)
        if isinstance(finished, Message | Form | Note):
            finished = replace(finished, language=audience.language)
        return cast("Said", finished)

    def with_files(self, reply: Reply) -> Reply:
        """Write the reports of a finished reply; slow, so to be done when no transaction is open."""
        if not isinstance(reply, Message) or not any(isinstance(p, Report) for p in reply.parts):
            return reply
        parts = (
            self.file(part, reply.language) if isinstance(part, Report) else part
            for part in reply.parts
        )
        return replace(reply, parts=tuple(parts))

    def file(self, report: Report, language: Language) -> File:
        """Return a worded report as the file that it becomes."""
        return File(report.name, report.media_type, self._write(report, language))
