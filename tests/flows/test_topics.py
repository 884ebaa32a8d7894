"""Topics: everybody looks them up; HR adds, renames and merges them, for this programme only."""

import pytest

from bot.commands import AddTopic, AskMergeTopics, MergeTopics, RenameTopic
from bot.flows import reasons
from bot.grammar import payload_of
from bot.matching import edited
from bot.model import Language, Reason, Role, TopicAction, TopicChange, TopicChoice
from bot.said import Form, Note, Topics
from tests.people import MONDAY, Chat, Company, catalogue
from tests.screen import plain


def added(hana: Chat, **names: str | tuple[str, ...]) -> None:
    hana.says("/program topics")
    hana.presses("topics.add.button")
    hana.fills(**names)
    hana.sees("topics.added")


def suggested(company: Company, chat: Chat, words: str) -> list[str]:
    return [str(each.value) for each in company.bot.suggest_topics(chat.actor, words)]


def writes(company: Company, chat: Chat, words: str) -> None:
    with company.turn() as store:
        participant = store.participation(company.programme.id, chat.person_id)
        assert participant is not None
        wants = (*participant.wants, TopicChoice(words, None, 2))
        store.save(type(participant)(**{**vars(participant), "wants": wants}))


def test_anybody_looks_a_topic_up_in_her_language(company: Company) -> None:
    company.bernd.says("/program themen künstliche inteligenz")
    assert "Künstliche Intelligenz" in plain(company.bernd.last)
    company.asha.says("/program topics")
    company.asha.sees("topics.intro")
    company.asha.presses("topics.area.button")
    company.asha.sees("topics.area.title")
    company.asha.says("/program topics qqqqqqq")
    company.asha.sees("topics.found.nothing")


def test_only_hr_may_change_topics(company: Company) -> None:
    company.asha.says("/program topics")
    assert "topics.add.button" not in company.asha.buttons
    for request in (AddTopic(), RenameTopic(), MergeTopics(), AskMergeTopics()):
        company.asha.forges(payload_of(request), {"de": "Imkerei", "en": "Beekeeping"})
        assert isinstance(company.asha.last, Note)
        company.asha.sees("refusal.hr_only")
    with company.turn() as store:
        assert store.topic_changes(company.programme.id) == ()


def test_a_topic_of_our_own_is_understood_found_and_matched(company: Company) -> None:
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.emine.takes_part(Role.MENTEE, wants=("excel",))
    for person, side in ((company.dario, "offers"), (company.emine, "wants")):
        with company.turn() as store:
            taking = store.participation(company.programme.id, person.person_id)
            assert taking is not None
            words = "Bienenkunde" if side == "wants" else "beekeeping"
            own = (TopicChoice(words, None, 3),)
            store.save(type(taking)(**{**vars(taking), side: own}))
    added(company.hana, de="Imkerei", en="Beekeeping", labels="Bienenkunde, Honig")
    assert suggested(company, company.emine, "Imke")[0] == "own_beekeeping"
    company.hana.says("/program match")
    company.settle()
    review = company.hana.receives("round.review.pair")
    assert "Dario" in plain(review)


def test_a_word_that_is_taken_is_refused_and_says_what_to_do(company: Company) -> None:
    company.hana.says("/program topics")
    company.hana.presses("topics.add.button")
    company.hana.fills(de="KI", en="")
    company.hana.sees("topics.problem.taken")
    company.hana.fills(de="", en="")
    company.hana.sees("topics.problem.no_name")


def test_a_taken_word_is_named_with_its_topic_where_it_was_typed(company: Company) -> None:
    company.hana.says("/program topics")
    company.hana.presses("topics.add.button")
    company.hana.fills(de="KI", en="Thinking machines")
    assert set(company.hana.form.problems) == {"de"}
    taken = company.hana.sees("topics.problem.taken").values
    assert taken == {"word": "KI", "topic": "Artificial intelligence"}
    company.hana.fills(de="", labels="Denkmaschine, ki")
    assert set(company.hana.form.problems) == {"labels"}
    assert company.hana.sees("topics.problem.taken").values["word"] == "ki"


def test_a_refused_change_keeps_the_chosen_topics(company: Company) -> None:
    company.hana.says("/program topics")
    company.hana.presses("topics.rename.button")
    company.hana.fills(topic=("excel",), de="KI")
    assert set(company.hana.form.problems) == {"de"}
    company.hana.fills(de="Tabellenzauber")
    company.hana.sees("topics.renamed")
    company.hana.says("/program topics")
    company.hana.presses("topics.merge.button")
    company.hana.fills(topic=("tiktok",))
    company.hana.sees("topics.problem.choose_one")
    company.hana.fills(into=("instagram",))
    company.hana.sees("topics.merged")


def test_what_was_changed_is_named_in_the_readers_language(company: Company) -> None:
    company.hana.changes(language=Language.DE)
    company.hana.says("/program topics")
    company.hana.presses("topics.add.button")
    company.hana.fills(de="Imkerei", en="Beekeeping")
    assert company.hana.sees("topics.added").values["topic"] == "Imkerei"
    company.hana.says("/program topics")
    company.hana.presses("topics.rename.button")
    company.hana.fills(topic=("excel",), de="Tabellenzauber", en="Spreadsheet magic")
    assert company.hana.sees("topics.renamed").values["topic"] == "Tabellenzauber"


def test_hr_says_in_the_chat_which_topics_are_near_one(company: Company) -> None:
    added(company.hana, de="Imkerei", en="Beekeeping", related=("sustainability",))
    company.hana.says("/program topics")
    company.hana.presses("topics.rename.button")
    company.hana.fills(topic=("excel",), related=("sap", "own_beekeeping"))
    company.hana.sees("topics.renamed")
    with company.turn() as store:
        new, more = store.topic_changes(company.programme.id)
    assert new.related == ("sustainability",)
    assert (more.topic, more.related) == ("excel", ("sap", "own_beekeeping"))


def test_a_refused_topic_keeps_what_was_said_to_be_near_it(company: Company) -> None:
    company.hana.says("/program topics")
    company.hana.presses("topics.add.button")
    company.hana.fills(de="KI", en="", related=("excel",))
    form = company.hana.last
    assert isinstance(form, Form)
    near = next(each for each in form.asks if each.key == "related")
    assert isinstance(near, Topics)
    assert [each.value for each in near.chosen] == ["excel"]
    company.hana.sees("topics.problem.taken")


def test_a_renamed_topic_has_its_new_name_and_is_still_read_by_the_old(company: Company) -> None:
    company.hana.says("/program topics")
    company.hana.presses("topics.rename.button")
    company.hana.fills(topic=("excel",), en="Spreadsheet magic", de="")
    company.hana.sees("topics.renamed")
    company.asha.says("/program topics excel")
    assert "Spreadsheet magic" in plain(company.asha.last)


def test_merged_topics_are_one_from_then_on(company: Company) -> None:
    company.dario.takes_part(Role.MENTOR, offers=("tiktok",))
    company.emine.takes_part(Role.MENTEE, wants=("instagram",))
    company.hana.says("/program topics")
    company.hana.presses("topics.merge.button")
    company.hana.fills(topic=("tiktok",), into=("tiktok",))
    company.hana.sees("topics.problem.same")
    company.hana.fills(topic=("tiktok",), into=("instagram",))
    company.hana.sees("topics.merged")
    company.hana.says("/program match")
    company.settle()
    review = plain(company.hana.receives("round.review.pair"))
    assert "Dario" in review
    assert "Exactly what's wanted: Instagram" in review
    assert "own words" not in review


def test_hr_reads_the_present_name_of_a_renamed_topic(company: Company) -> None:
    company.dario.takes_part(Role.MENTOR, offers=("excel",))
    company.emine.takes_part(Role.MENTEE, wants=("excel",))
    company.hana.says("/program topics")
    company.hana.presses("topics.rename.button")
    company.hana.fills(topic=("excel",), en="Spreadsheet magic", de="Tabellenzauber")
    company.hana.says("/program match")
    company.settle()
    review = plain(company.hana.receives("round.review.pair"))
    assert "Exactly what's wanted: Spreadsheet magic" in review


def test_a_reason_found_before_a_merge_names_what_became_of_its_topics() -> None:
    change = TopicChange(1, MONDAY, TopicAction.MERGE, "tiktok", into="instagram")
    after = edited(catalogue(), (change,))
    facts: dict[str, str | int] = {
        "wanted": "TikTok",
        "offered": "Instagram",
        "topic": "tiktok",
        "level": 2,
    }
    to_hr = reasons.said(Reason("topic.met", facts), after, Language.DE, to_hr=True)
    assert to_hr.key == "reason.topic.same"
    assert {to_hr.values[each] for each in ("wanted", "offered", "topic")} == {"Instagram"}
    to_her = reasons.said(Reason("topic.met", facts), after, Language.DE)
    assert to_her.values["wanted"] == "TikTok"
    assert to_her.values["topic"] == "Instagram"


@pytest.mark.parametrize("writers", [4, 5])
def test_words_are_shown_to_hr_once_enough_people_wrote_them(
    company: Company, writers: int
) -> None:
    people = [company.asha, company.bernd, company.dario, company.emine, company.hana]
    for person in people[:writers]:
        person.takes_part(Role.MENTEE, wants=("excel",))
        writes(company, person, "Bienenkunde" if person is not company.asha else "bienenkunde ")
    company.hana.says("/program topics")
    if writers < 5:
        company.hana.sees("topics.unknown.none")
        assert "bienenkunde" not in plain(company.hana.last).lower()
        return
    assert company.hana.sees("topics.unknown.line").values["count"] == 5
    company.hana.presses("topics.unknown.add")
    company.hana.fills(de="Imkerei", en="Beekeeping", labels="bienenkunde")
    company.hana.says("/program topics")
    company.hana.sees("topics.unknown.none")


def test_a_profile_shows_what_became_of_a_chosen_topic_and_keeps_its_weight(
    company: Company,
) -> None:
    emine = company.emine
    emine.takes_part(Role.MENTEE, wants=("tiktok",))
    company.hana.says("/program topics")
    company.hana.presses("topics.merge.button")
    company.hana.fills(topic=("tiktok",), into=("instagram",))
    emine.says("/program profile")
    emine.reads("Instagram")
    assert "TikTok" not in plain(emine.last)
    emine.presses("profile.change.wants")
    emine.fills()
    (wanted,) = emine.participant.wants
    assert (wanted.topic, wanted.weight) == ("instagram", 2)
