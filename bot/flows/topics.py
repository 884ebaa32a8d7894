"""The topics of a programme: everybody looks them up, HR adds, renames and merges them."""

from collections import Counter

from bot.commands import (
    AddTopic,
    AskAddTopic,
    AskMergeTopics,
    AskRenameTopic,
    MergeTopics,
    RenameTopic,
    ShowHome,
    ShowTopics,
)
from bot.flows.questions.given import Given
from bot.flows.topic_forms import LONGEST_LABELS, MOST_RELATED, merge_form, names_form, rename_form
from bot.flows.unknown_topics import unknown_words
from bot.matching import LabelTaken, Topic, changed, own_key
from bot.matching.fold import compact, fold
from bot.matching.topic import LONGEST_NAME
from bot.model import Language, Programme, TopicAction, TopicChange
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Message,
    Option,
    Paragraph,
    Part,
    Reply,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import NotAllowed, Turn

ON_A_PAGE = 15
FOUND_AT_MOST = 12
UNKNOWN_SHOWN = 6
ABOUT = "topics"


def show(turn: Turn, request: ShowTopics) -> Reply:
    """Show the areas of the catalogue, the topics of one, or what a search finds."""
    leads = _led(turn)
    turn = turn.within(leads.id) if leads else turn
    buttons = [*_hr_buttons(leads), Button(text("home.button.home"), ShowHome())]
    if request.query:
        found = turn.catalogue.search(request.query, turn.language, FOUND_AT_MOST)
        return Message(
            text("topics.found.title" if found else "topics.found.nothing", query=request.query),
            _listed(turn, found),
            (Button(text("topics.all"), ShowTopics()), *buttons),
            ABOUT,
        )
    if request.area:
        return _area(turn, request, buttons)
    parts: list[Part] = [Paragraph(text("topics.intro", count=len(turn.catalogue.topics)))]
    parts.append(Buttons(tuple(_areas(turn))))
    if leads:
        parts += _unknown(turn, leads)
    return Message(text("topics.title"), tuple(parts), tuple(buttons), ABOUT)


def ask_add(turn: Turn, request: AskAddTopic) -> Reply:
    """Ask HR for a new topic's names; a text that people wrote may be filled in already."""
    turn.hr_programme()
    name = request.text[:1].upper() + request.text[1:]
    return names_form(de=name, en=name)


def add(turn: Turn, _request: AddTopic) -> Reply:
    """Add a topic to the programme."""
    programme, turn = _mine(turn)
    given = Given(turn)
    de, en = given.words("de", LONGEST_NAME), given.words("en", LONGEST_NAME)
    labels = given.words("labels", LONGEST_LABELS)
    related = given.choices("related", turn.catalogue)[:MOST_RELATED]
    problems = dict(given.problems)
    if not (de or en):
        problems["en"] = text("topics.problem.no_name")
    change = TopicChange(
        programme.id,
        turn.now,
        TopicAction.ADD,
        own_key(en or de, turn.catalogue),
        de,
        en,
        _parted(labels),
        related=related,
    )
    problems = problems or _taken(turn, change)
    if problems:
        near = _options(turn, related)
        return names_form(de=de, en=en, labels=labels, related=near, problems=problems)
    return _kept(turn, change, text("topics.added", topic=_name_after(turn, change)))


def ask_rename(turn: Turn, _request: AskRenameTopic) -> Reply:
    """Ask HR which topic gets which names."""
    turn.hr_programme()
    return rename_form()


def rename(turn: Turn, _request: RenameTopic) -> Reply:
    """Give a topic other names, or neighbours; the old names are still understood."""
    programme, turn = _mine(turn)
    given = Given(turn)
    chosen = given.choices("topic", turn.catalogue)
    de, en = given.words("de", LONGEST_NAME), given.words("en", LONGEST_NAME)
    labels = given.words("labels", LONGEST_LABELS)
    related = given.choices("related", turn.catalogue)[:MOST_RELATED]
    problems = dict(given.problems)
    if len(chosen) != 1:
        problems["topic"] = text("topics.problem.choose_one")
    if not (de or en or labels or related):
        problems["en"] = text("topics.problem.no_name")
    if not problems:
        action, more = TopicAction.RENAME, _parted(labels)
        change = TopicChange(
            programme.id, turn.now, action, chosen[0], de, en, more, related=related
        )
        problems = _taken(turn, change)
        if not problems:
            return _kept(turn, change, text("topics.renamed", topic=_name_after(turn, change)))
    which, near = _options(turn, chosen), _options(turn, related)
    return rename_form(chosen=which, de=de, en=en, labels=labels, related=near, problems=problems)


def ask_merge(turn: Turn, _request: AskMergeTopics) -> Reply:
    """Ask HR which topic is taken into which."""
    turn.hr_programme()
    return merge_form()


def merge(turn: Turn, _request: MergeTopics) -> Reply:
    """Take one topic into another: whatever meant the one now means the other."""
    programme, turn = _mine(turn)
    given = Given(turn)
    gone, into = given.choices("topic", turn.catalogue), given.choices("into", turn.catalogue)
    problems = dict(given.problems)
    for key, chosen in (("topic", gone), ("into", into)):
        if len(chosen) != 1:
            problems[key] = text("topics.problem.choose_one")
    if not problems and gone == into:
        problems["into"] = text("topics.problem.same")
    if problems:
        return merge_form(gone=_options(turn, gone), into=_options(turn, into), problems=problems)
    names = [turn.catalogue.topic(each).name(turn.language) for each in (gone[0], into[0])]
    change = TopicChange(programme.id, turn.now, TopicAction.MERGE, gone[0], into=into[0])
    return _kept(turn, change, text("topics.merged", topic=names[0], into=names[1]))


def _mine(turn: Turn) -> tuple[Programme, Turn]:
    """Return the programme that the person leads, and the turn with its topics."""
    programme = turn.hr_programme()
    return programme, turn.within(programme.id)


def _led(turn: Turn) -> Programme | None:
    try:
        return turn.hr_programme()
    except NotAllowed:
        return None


def _taken(turn: Turn, change: TopicChange) -> dict[str, Text]:
    """Return what is wrong with the first word that belongs to another topic, where it was typed."""
    try:
        changed(turn.catalogue.topics, change)
    except LabelTaken as taken:
        other = next(each for each in taken.topics if each != change.topic)
        typed = [("de", change.de), ("en", change.en), *(("labels", one) for one in change.labels)]
        same = compact(fold(taken.label))
        found = (each for each in typed if compact(fold(each[1])) == same)
        key, word = next(found, ("de", taken.label))
        whose = turn.catalogue.topic(other).name(turn.language)
        return {key: text("topics.problem.taken", word=word, topic=whose)}
    return {}


def _name_after(turn: Turn, change: TopicChange) -> str:
    """Return what a topic is called in the reader's language once it is changed."""
    topics = changed(turn.catalogue.topics, change)
    return next(each for each in topics if each.key == change.topic).name(turn.language)


def _kept(turn: Turn, change: TopicChange, title: Text) -> Message:
    turn.store.add(change)
    turn.note_down(f"topics.{change.action.value}", change.programme)
    on = (Button(text("topics.all"), ShowTopics()), Button(text("home.button.home"), ShowHome()))
    return Message(title, (Paragraph(text("topics.from_now_on")),), on, ABOUT)


def _parted(labels: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in labels.replace("\n", ",").split(",") if each.strip())


def _options(turn: Turn, keys: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(
        Option(key, verbatim(turn.catalogue.topic(key).name(turn.language))) for key in keys
    )


def _hr_buttons(leads: Programme | None) -> list[Button]:
    if leads is None:
        return []
    return [
        Button(text("topics.add.button"), AskAddTopic(), Weight.PRIMARY),
        Button(text("topics.rename.button"), AskRenameTopic()),
        Button(text("topics.merge.button"), AskMergeTopics()),
    ]


def _areas(turn: Turn) -> list[Button]:
    counts = Counter(topic.area for topic in turn.catalogue.topics if topic.area)
    return [
        Button(
            text("topics.area.button", area=text(f"topics.area.{area}"), count=count),
            ShowTopics(area=area),
        )
        for area, count in sorted(counts.items())
    ]


def _area(turn: Turn, request: ShowTopics, buttons: list[Button]) -> Message:
    inside = [topic for topic in turn.catalogue.topics if topic.area == request.area]
    if not inside:
        raise NotAllowed("refusal.no_longer")
    inside.sort(key=lambda topic: fold(topic.name(turn.language)))
    start = max(0, min(request.start, len(inside) - 1))
    end = start + ON_A_PAGE
    ways = [Button(text("topics.all"), ShowTopics())]
    if end < len(inside):
        ways.insert(0, Button(text("topics.more"), ShowTopics(area=request.area, start=end)))
    title = text("topics.area.title", area=text(f"topics.area.{request.area}"), count=len(inside))
    return Message(title, _listed(turn, inside[start:end]), (*ways, *buttons), ABOUT)


def _listed(turn: Turn, topics: tuple[Topic, ...] | list[Topic]) -> tuple[Part, ...]:
    """Return topics by name, each with the other language's where it differs."""
    other = Language.EN if turn.language is Language.DE else Language.DE
    lines = []
    for topic in topics:
        name, also = topic.name(turn.language), topic.name(other)
        same = name == also
        lines.append(verbatim(name) if same else text("topics.line", name=name, also=also))
    return (Bullets(tuple(lines)),) if lines else ()


def _unknown(turn: Turn, programme: Programme) -> list[Part]:
    """Return words that are no topic, each written by as many people as a figure needs."""
    shown = unknown_words(turn.store, programme, turn.catalogue)
    if not shown:
        return [Aside(text("topics.unknown.none", count=programme.smallest_group))]
    parts: list[Part] = [Paragraph(text("topics.unknown.title"))]
    for words, count in shown[:UNKNOWN_SHOWN]:
        parts.append(Paragraph(text("topics.unknown.line", words=words, count=count)))
        button = Button(text("topics.unknown.add", words=words), AskAddTopic(words[:LONGEST_NAME]))
        parts.append(Buttons((button,)))
    return parts
