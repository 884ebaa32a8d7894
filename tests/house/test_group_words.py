"""No sentence reads wrongly for a group, or where groups are made: it has words of its own there."""

import ast
import re

from bot.model import Language
from bot.texts import load_words
from tests.house.tree import Source, called, calls_in, sources

WORDS = load_words()
OF_TWO = {
    Language.DE: re.compile(
        r"\{partner\}|tandem|beide(?!s)|gegenüber|zu zweit, \{|partner(?!s\b)|(?-i:\bPaar)",
        re.IGNORECASE,
    ),
    Language.EN: re.compile(
        r"\{partner\}|tandem|\bboth\b|two of you|you two|partner|(?<!in )\bpairs?\b", re.IGNORECASE
    ),
}
# What a group may not read of itself; it may of a list of people after "with" or alone.
NOT_OF_A_GROUP = {
    Language.DE: re.compile(r"tandem|beide|gegenüber", re.IGNORECASE),
    Language.EN: re.compile(r"tandem|\bboth\b|two of you|you two|your partner", re.IGNORECASE),
}
READ_BY_TWO = "said only where two meet"
LIST = "a list of names reads as well as one"
ONE = "its {partner} is one person: the mentor, or whoever wrote or shares it"
BETWEEN = "of a mentor and one mentee, in a group too"
OF_BOTH = "speaks of both"
OF_BOTH_KINDS = "speaks of tandems and of groups"
OF_TANDEMS = "said of tandems only: of groups, what stands in forming.toml"
ALIKE = {
    "agenda.reflect": READ_BY_TWO,
    "checkin.on.partner": READ_BY_TWO,
    "named.contact.body": OF_BOTH_KINDS,
    "pairing.left.two": READ_BY_TWO,
    "checkin.skipped.nobody": ONE,
    "ending.theirs": ONE,
    "feedback.received.title": ONE,
    "pairing.show.mentee": ONE,
    "readiness.mentee.1.body": ONE,
    "feedback.thanks.sentence_for_partner": LIST,
    "home.paired.name": LIST,
    "pairing.show.mentor": LIST,
    "forming.open.mentee": ONE,
    "forming.open.running": ONE,
    "forming.open.title_mentee": ONE,
    "home.answered.body": OF_TANDEMS,
    "proposal.accepted.body": OF_TANDEMS,
    "proposal.accepted.pair": OF_TANDEMS,
    "proposal.accepted.title": OF_TANDEMS,
    "proposal.declined.body": OF_TANDEMS,
    "proposal.open.mentee": OF_TANDEMS,
    "proposal.open.mentor": OF_TANDEMS,
    "proposal.open.private": OF_TANDEMS,
    "proposal.open.title": OF_TANDEMS,
    "proposal.waiting.body": OF_TANDEMS,
    "round.review.empty": OF_TANDEMS,
    "round.review.keep": OF_TANDEMS,
    "round.review.next": OF_TANDEMS,
    "round.review.previous": OF_TANDEMS,
    "round.review.proven": OF_TANDEMS,
    "round.review.send_confirm.one": OF_TANDEMS,
    "round.review.send_confirm.other": OF_TANDEMS,
    "round.review.summary": OF_TANDEMS,
    "round.review.pairs.one": OF_TANDEMS,
    "round.review.pairs.other": OF_TANDEMS,
    "round.review.without.one": OF_TANDEMS,
    "round.review.without.other": OF_TANDEMS,
    "round.review.take_out": OF_TANDEMS,
    "round.review.title.one": OF_TANDEMS,
    "round.review.title.other": OF_TANDEMS,
    "round.taken_out.title": OF_TANDEMS,
    "reason.language.shared": BETWEEN,
    "reason.no_suitable_partner": BETWEEN,
    "reason.place.remote": BETWEEN,
    "reason.place.same_site": BETWEEN,
    "reason.unmatched.earlier_partners": BETWEEN,
    "reason.unmatched.mentors_full": BETWEEN,
    "reason.unmatched.not_needed": BETWEEN,
    "reason.topic.read_as": "of two words for a topic",
    "topics.problem.taken": "of two topics",
    "consent.matching": OF_BOTH,
    "consent.hr": OF_BOTH,
    "help.command.pair": OF_BOTH,
    "join.place.most": OF_BOTH,
    "join.role.both": "of two seats",
    "pairing.none.title": OF_BOTH,
    "pairing.proposed.body": OF_BOTH,
    "pairing.show.mixed": OF_BOTH,
    "participation.back.body": OF_BOTH,
    "settings.change.format": OF_BOTH,
    "settings.format.one_to_one": OF_TANDEMS,
    "settings.format.running.one": OF_BOTH,
    "settings.format.running.other": OF_BOTH,
}
OF_A_GROUP = re.compile(r"\.group(\.\w+)?$")
GROUPS = frozenset(
    OF_A_GROUP.sub("", key) for key in WORDS[Language.EN].templates if OF_A_GROUP.search(key)
)


def test_what_speaks_of_two_has_words_for_a_group_or_says_why_not() -> None:
    lacking = {
        key
        for language, words in WORDS.items()
        for key, template in words.templates.items()
        if not key.endswith((".tandem", ".group"))
        and ".tandem." not in key
        and OF_TWO[language].search(template)
    }
    assert sorted(lacking - ALIKE.keys()) == []
    assert sorted(ALIKE.keys() - lacking) == []


def test_no_group_reads_of_a_tandem_or_of_both() -> None:
    wrong = [
        f"{language}: {key}"
        for language, words in WORDS.items()
        for key, template in words.templates.items()
        if ".group" in key and NOT_OF_A_GROUP[language].search(template)
    ]
    assert wrong == []


def test_what_has_words_for_a_group_is_said_so_that_it_gets_them() -> None:
    """By `half.text(…)`, or by `text(…, group=…)` where nobody's half is at hand."""
    assert unheard(sources("bot")) == []


def test_a_text_that_forgets_the_group_is_noticed() -> None:
    code = 'text("fit.parted.title")\nhalf.text("fit.parted.title")\ntext(f"fit.parted.{x}")'
    assert unheard([Source("bot/flows/a.py", code)]) == [
        r"bot/flows/a.py:1: fit\.parted\.title",
        r"bot/flows/a.py:3: fit\.parted\..+",
    ]


def unheard(modules: list[Source]) -> list[str]:
    """Return where a text that has words for a group is said without telling whether it is one.

    A key that is put together may be meant for others, where it is told elsewhere.
    """
    calls = [(module, call) for module in modules for call in calls_in(module.tree)]
    told = {
        key
        for _, call in calls
        if called(call).endswith(".text") or _tells(call)
        for pattern in _patterns(call)
        for key in GROUPS
        if re.fullmatch(pattern, key)
    }
    return [
        f"{module.at(call)}: {pattern}"
        for module, call in calls
        if called(call) in {"text", "NotAllowed"} and not _tells(call)
        for pattern in _patterns(call)
        if any(
            re.fullmatch(pattern, key) and (pattern == re.escape(key) or key not in told)
            for key in GROUPS
        )
    ]


def _tells(call: ast.Call) -> bool:
    return any(each.arg == "group" for each in call.keywords)


def _patterns(call: ast.Call) -> list[str]:
    """Return the key of a call as it is, or as an expression where parts of it are reckoned."""
    if not call.args:
        return []
    match call.args[0]:
        case ast.Constant(value=str(key)):
            return [re.escape(key)]
        case ast.IfExp(body=ast.Constant(value=one), orelse=ast.Constant(value=other)):
            return [re.escape(str(one)), re.escape(str(other))]
        case ast.JoinedStr(values=parts):
            return [
                "".join(
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"
                    for part in parts
                )
            ]
    return []
