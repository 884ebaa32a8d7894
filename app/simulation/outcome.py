"""What a play leaves: the status as HR reads it, its picture, and everything as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from adapters.pictures import png
from app.refusal import Refusal
from app.simulation.play import Play
from app.simulation.verdict import Verdict
from bot.said import Aside, Bullets, Facts, Figure, Message, Paragraph, Quote, Table, every

STATUS_PICTURE, STATUS_JSON = "status.png", "status.json"


class Outcome:
    """The end of a play; the same people and the same seed give the same bytes."""

    def __init__(self, play: Play, verdict: Verdict) -> None:
        self.play = play
        self.verdict = verdict

    @property
    def facts(self) -> Mapping[str, object]:
        """Everything there is to say about the play, for programs."""
        chronicle, play = self.play.chronicle, self.play
        asked = Counter(each.asked.name if each.asked else "typed" for each in chronicle.events)
        return {
            "people": len(play.people),
            "format": play.programme.format,
            "weeks": play.programme.weeks,
            "seed": play.seed,
            "opening": play.opening.isoformat(),
            "end": play.ends.isoformat(),
            "did": dict(sorted(asked.items())),
            "messages": dict(
                sorted(Counter(each.message.title.key for each in chronicle.arrivals).items())
            ),
            "status": list(status_lines(self.verdict.status)),
            "counted_again": [asdict(each) for each in self.verdict.comparisons],
            "agrees": self.verdict.agrees,
        }

    @property
    def sentence(self) -> str:
        """The outcome for people: the status in words, and whether it is true."""
        chronicle, people = self.play.chronicle, len(self.play.people)
        told = self.verdict.comparisons
        right = sum(each.agrees for each in told)
        answers, messages = len(chronicle.events), len(chronicle.arrivals)
        weeks = self.play.programme.weeks
        return "\n".join(
            (
                *status_lines(self.verdict.status),
                "",
                f"{people} people, {weeks} weeks: {answers} answers to {messages} messages.",
                f"Counted again from what everybody did: {right} of {len(told)} numbers agree.",
                *(f"  {each}" for each in self.differences),
            )
        )

    @property
    def differences(self) -> tuple[str, ...]:
        """What HR is told that is not what happened, a line each."""
        return tuple(
            f"{each.figure} {each.week}: told {_said(each.told)}, counted {_said(each.counted)}"
            for each in self.verdict.comparisons
            if not each.agrees
        )

    def write(self, folder: Path) -> None:
        """Write the picture and the JSON into a folder; raises Refusal when that cannot be done."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for figure in every(Figure, self.verdict.status):
                (folder / STATUS_PICTURE).write_bytes(png(figure))
            whole = json.dumps(self.facts, ensure_ascii=False, indent=1)
            (folder / STATUS_JSON).write_text(f"{whole}\n", "utf-8")
        except OSError as problem:
            raise Refusal(f"{folder} cannot be written: {problem.strerror}", code=1) from problem


def _said(number: float | None) -> str:
    return "not yet" if number is None else f"{number:g}"


def status_lines(message: Message) -> Iterator[str]:
    """Yield a message as plain lines: no buttons, a figure by its caption, a table by its rows."""
    yield message.title.plain
    yield ""
    for part in message.parts:
        match part:
            case Paragraph(text=words) | Aside(text=words) | Quote(text=words):
                yield words.plain
            case Bullets(items=items):
                yield from (f"- {each.plain}" for each in items)
            case Facts(facts=facts):
                yield from (f"{label.plain}: {fact.plain}" for label, fact in facts)
            case Figure(caption=caption):
                yield caption.plain
            case Table(rows=rows):
                for label, *cells in rows:
                    yield f"- {label.plain}: {' · '.join(each.plain for each in cells)}"
