"""The forms in which HR adds, renames and merges topics."""

from bot.commands import AddTopic, MergeTopics, RenameTopic
from bot.matching.topic import LONGEST_NAME
from bot.said import Aside, Form, Line, Lines, Option, Text, Topics, text

LONGEST_LABELS = 400
MOST_RELATED = 8


def names_form(
    *,
    de: str,
    en: str,
    labels: str = "",
    related: tuple[Option, ...] = (),
    problems: dict[str, Text] | None = None,
) -> Form:
    """Return the form that asks for a new topic's names, other ways to write it and its neighbours."""
    return Form(
        title=text("topics.add.title"),
        request=AddTopic(),
        intro=(Aside(text("topics.name.one_is_enough")),),
        asks=(
            Line("de", text("topics.name.de"), required=False, value=de, longest=LONGEST_NAME),
            Line("en", text("topics.name.en"), required=False, value=en, longest=LONGEST_NAME),
            _labels(labels),
            _related(related),
        ),
        submit=text("topics.add.submit"),
        problems=problems or {},
    )


def rename_form(
    *,
    chosen: tuple[Option, ...] = (),
    de: str = "",
    en: str = "",
    labels: str = "",
    related: tuple[Option, ...] = (),
    problems: dict[str, Text] | None = None,
) -> Form:
    """Return the form that asks which topic gets which names, ways to write it and neighbours."""
    return Form(
        title=text("topics.rename.title"),
        request=RenameTopic(),
        intro=(Aside(text("topics.rename.meaning")),),
        asks=(
            Topics("topic", text("topics.which"), chosen=chosen[:1], most=1),
            Line("de", text("topics.name.de"), required=False, value=de, longest=LONGEST_NAME),
            Line("en", text("topics.name.en"), required=False, value=en, longest=LONGEST_NAME),
            _labels(labels),
            _related(related),
        ),
        submit=text("topics.rename.submit"),
        problems=problems or {},
    )


def merge_form(
    *,
    gone: tuple[Option, ...] = (),
    into: tuple[Option, ...] = (),
    problems: dict[str, Text] | None = None,
) -> Form:
    """Return the form that asks which topic is taken into which."""
    return Form(
        title=text("topics.merge.title"),
        request=MergeTopics(),
        intro=(Aside(text("topics.merge.meaning")),),
        asks=(
            Topics("topic", text("topics.merge.gone"), chosen=gone[:1], most=1),
            Topics("into", text("topics.merge.into"), chosen=into[:1], most=1),
        ),
        submit=text("topics.merge.submit"),
        problems=problems or {},
    )


def _labels(value: str) -> Lines:
    return Lines(
        "labels",
        text("topics.labels"),
        hint=text("topics.labels_hint"),
        required=False,
        value=value,
        longest=LONGEST_LABELS,
    )


def _related(chosen: tuple[Option, ...]) -> Topics:
    return Topics(
        "related",
        text("topics.related"),
        hint=text("topics.related_hint"),
        required=False,
        chosen=chosen,
        most=MOST_RELATED,
    )
