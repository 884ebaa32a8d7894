"""Rows of a people file as hypothesis invents them: every value that a row may hold."""

from datetime import time

from hypothesis import strategies as st

from adapters.directory.columns import language_codes, one_line
from adapters.directory.person_row import PersonRow
from bot.model import Cefr, LanguageSkill, Meeting, Role

NASTY = "=+-@|:\\;,\"'\t\r\nß漢é＝ ab1"
texts = st.text(st.sampled_from(NASTY) | st.characters(codec="utf-8"), max_size=40).map(one_line)
names = texts
words = texts.filter(bool)
topics = st.lists(st.tuples(words, st.integers(1, 3)), max_size=5).map(tuple)
emails = st.builds(
    lambda name, domain: f"{name}@{domain}.example",
    st.text("abcXYZ.-+=_'", min_size=1, max_size=12),
    st.text("abcü-", min_size=1, max_size=8),
)
hours = st.times().map(lambda moment: time(moment.hour, moment.minute))
languages = st.lists(
    st.builds(LanguageSkill, st.sampled_from(sorted(language_codes())), st.sampled_from(Cefr)),
    max_size=4,
    unique_by=lambda skill: skill.code,
).map(tuple)
day_shifts = st.tuples(hours, hours).filter(lambda pair: pair[0] < pair[1])


@st.composite
def companies(draw: st.DrawFn) -> tuple[PersonRow, ...]:
    """A few people with distinct e-mails; managers stand earlier, so that lines end at the top."""
    addresses = draw(st.lists(emails, min_size=1, max_size=6, unique_by=str.lower))
    return tuple(draw(_person(email, addresses[:place])) for place, email in enumerate(addresses))


@st.composite
def _person(draw: st.DrawFn, email: str, earlier: list[str]) -> PersonRow:
    start, end = draw(day_shifts)
    country, subdivision = draw(st.sampled_from([("", ""), ("DE", "BY"), ("IN", ""), ("PL", "")]))
    others = st.lists(st.sampled_from(earlier), unique=True, max_size=3) if earlier else st.just([])
    return PersonRow(
        email=email,
        name=draw(words),
        manager_email=draw(st.sampled_from(["", *earlier])),
        team=draw(names),
        site=draw(names),
        country=country,
        subdivision=subdivision,
        time_zone=draw(st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "UTC"])),
        work_start=start,
        work_end=end,
        languages=draw(languages),
        level=draw(st.none() | st.integers(1, 9)),
        role=draw(st.none() | st.sampled_from(Role)),
        capacity=draw(st.integers(0, 20)),
        offers=draw(topics),
        wants=draw(topics),
        meeting=draw(st.sampled_from(Meeting)),
        not_with=tuple(draw(others)),
        earlier_partners=tuple(draw(others)),
        competes_in=draw(names),
    )
