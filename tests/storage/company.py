"""A small company with one of everything: Asha mentors Bernd, Carla stands beside, Hana leads.

Long because each noun stands here once with all its facts.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.model import (
    Address,
    AuditEntry,
    Cadence,
    Cefr,
    CheckIn,
    CheckInState,
    Consent,
    Farewell,
    Feedback,
    Format,
    FrozenFigures,
    Goal,
    GoalState,
    GroupProposal,
    GroupProposalState,
    Language,
    LanguageSkill,
    Meeting,
    MeetingHour,
    Notice,
    NoticeState,
    Organisation,
    PairAnswer,
    Pairing,
    PairingState,
    PairQuestion,
    Participant,
    ParticipantState,
    Person,
    Platform,
    Priority,
    Programme,
    Proposal,
    ProposalState,
    Reader,
    Reason,
    Role,
    Round,
    RoundState,
    Suggestion,
    Survey,
    SurveyTime,
    Target,
    TopicAction,
    TopicChange,
    TopicChoice,
    Trial,
    Unmatched,
    Weights,
    WhatNext,
    WorkingHours,
)
from bot.ports import Store

NOW = datetime(2026, 11, 16, 9, 30, 15, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Company:
    """The nouns of the company, as they were kept."""

    organisation: Organisation
    asha: Person
    bernd: Person
    carla: Person
    hana: Person
    programme: Programme
    mentor: Participant
    mentee: Participant
    round: Round
    group: GroupProposal
    proposal: Proposal
    pairing: Pairing
    check_in: CheckIn


def person(organisation: int, name: str, **facts: object) -> Person:
    """Return somebody of the company who was not kept yet."""
    email = f"{name.split(maxsplit=1)[0].lower()}@muster.example"
    plain = Person(organisation, email, name, Language.EN, WorkingHours("Europe/Berlin"))
    return Person(**{**vars(plain), **facts})


def notice(person_id: int, once: str, **facts: object) -> Notice:
    """Return a notice that is due now and worth sending for a day."""
    plain = Notice(person_id, "checkin.reminder", 7, once, NOW, NOW + DAY)
    return Notice(**{**vars(plain), **facts})


def found(store: Store) -> Company:
    """Keep the company and return it."""
    organisation = store.add(Organisation("Musterwerk", ("muster.example", "muster.test")))
    asha = store.add(person(organisation.id, "Asha Rao"))
    bernd = store.add(person(organisation.id, "Bernd Grün", language=Language.DE, level=7))
    carla = store.add(person(organisation.id, "Carla Conti"))
    hana = store.add(person(organisation.id, "Hana Horáková"))
    programme = store.add(
        Programme(organisation.id, "Kehrwert 1", date(2026, 11, 2), hr_leads=(hana.id,))
    )
    active = ParticipantState.ACTIVE
    mentor = store.add(Participant(programme.id, asha.id, active, NOW, role=Role.MENTOR))
    mentee = store.add(Participant(programme.id, bernd.id, active, NOW, role=Role.MENTEE))
    draft = store.add(Round(programme.id, RoundState.DRAFT, hana.id, NOW))
    group = store.add(GroupProposal(programme.id, mentor.id, "ai", GroupProposalState.DRAFT, 2, 6))
    proposal = store.add(
        Proposal(programme.id, mentor.id, mentee.id, 80, (), ProposalState.DRAFT, round=draft.id)
    )
    hour = MeetingHour(1, time(14, 30), "Europe/Berlin", Cadence.WEEKLY)
    pairing = store.add(
        Pairing(
            programme.id,
            proposal.id,
            mentor.id,
            (mentee.id,),
            PairingState.ACTIVE,
            hour,
            NOW,
            date(2027, 1, 24),
        )
    )
    check_in = store.add(CheckIn(pairing.id, "2026-W47", NOW + DAY, CheckInState.PLANNED))
    return Company(
        organisation,
        asha,
        bernd,
        carla,
        hana,
        programme,
        mentor,
        mentee,
        draft,
        group,
        proposal,
        pairing,
        check_in,
    )


def every_fact(company: Company) -> list[Any]:
    """Return a noun of every kind, not kept yet, in which no field has its default."""
    reason = Reason("shared_topics", {"topic": "KI – für alle", "count": 2})
    return [
        Organisation("Nachbar & Söhne", ("nachbar.example",)),
        Person(
            company.organisation.id,
            "dora@muster.example",
            "Dóra Ödön",
            Language.DE,
            WorkingHours("Asia/Kathmandu", time(7, 45), time(16, 15), frozenset({0, 6})),
            (LanguageSkill("hu", Cefr.C2), LanguageSkill("de", Cefr.B1)),
            "DE",
            "BY",
            "München",
            "Werk 3",
            4,
            company.hana.id,
            "sales",
            True,
            False,
            2,
            company.programme.id,
        ),
        Suggestion(
            company.carla.id,
            "both",
            (("KI: Grundlagen", 3),),
            (("Führung", 1),),
            "remote",
            2,
            (company.asha.id,),
            (company.bernd.id,),
        ),
        Programme(
            company.organisation.id,
            "Kehrwert 2",
            date(2027, 2, 1),
            8,
            Cadence.FORTNIGHTLY,
            "Voneinander lernen",
            40,
            Weights(60, 20, 10, 5, 5, 30),
            9,
            5,
            (company.hana.id, company.carla.id),
            company.carla.id,
            "Pacific/Auckland",
            (Target("completion", 0.7),),
            True,
            2,
            "DE",
            "BY",
            False,
            ("de", "en"),
            "Mach mit!\n\nSchreib /program join.",
            Format.GROUP,
            3,
            5,
        ),
        Participant(
            company.programme.id,
            company.carla.id,
            ParticipantState.PAUSED,
            NOW,
            Role.BOTH,
            (TopicChoice("Künstliche Intelligenz", "ai", 3), TopicChoice("Imkern", None, 1)),
            (TopicChoice("Führung", "leading", 2),),
            Meeting.SAME_SITE,
            3,
            (company.hana.id,),
            (company.asha.id,),
            "Ich freue mich.",
            "Zuhören",
            ("role", "topics"),
            ("mentee",),
            NOW + HOUR,
            NOW + DAY,
            NOW + 2 * DAY,
            2,
        ),
        Consent(company.programme.id, company.asha.id, "matching", "2026-10", NOW, NOW + DAY),
        Round(
            company.programme.id,
            RoundState.SENT,
            company.hana.id,
            NOW,
            (Unmatched(company.mentee.id, "mentee", reason, Reason("ask_more")),),
            ((company.mentor.id, company.mentee.id),),
            True,
            NOW + HOUR,
            NOW + 2 * HOUR,
            Trial(((company.mentor.id, company.mentee.id),), 40, ((1, 2),), ((3, 4),)),
        ),
        Proposal(
            company.programme.id,
            company.mentee.id,
            company.mentor.id,
            55,
            (reason, Reason("common_hours", {"hours": 12})),
            ProposalState.DECLINED,
            company.round.id,
            True,
            False,
            NOW,
            NOW + DAY,
            NOW + HOUR,
            company.mentor.id,
            "Keine Zeit",
            company.group.id,
        ),
        GroupProposal(
            company.programme.id,
            company.mentor.id,
            "ai",
            GroupProposalState.BEGUN,
            3,
            5,
            (reason,),
            company.pairing.id,
            company.round.id,
            NOW,
            NOW + DAY,
            NOW + HOUR,
        ),
        CheckIn(
            company.pairing.id,
            "2026-W48",
            NOW + 7 * DAY,
            CheckInState.SKIPPED,
            2,
            (company.mentor.id, company.mentee.id),
            (company.mentor.id,),
            (company.mentee.id,),
            True,
            "holiday",
            "Ein Reel schneiden",
            (company.mentee.id,),
        ),
        Feedback(company.check_in.id, company.asha.id, 4, NOW, True, "Danke dir!", Reader.PARTNER),
        Goal(
            company.pairing.id,
            "Meinen ersten Beitrag selbst schreiben",
            GoalState.REACHED,
            company.mentee.id,
            NOW,
            2,
            NOW + HOUR,
            NOW + DAY,
            (company.mentor.id,),
        ),
        PairAnswer(company.pairing.id, company.asha.id, PairQuestion.FIT, "unsure", NOW),
        Survey(
            company.mentee.id,
            company.bernd.id,
            SurveyTime.END,
            NOW,
            NOW + HOUR,
            NOW + DAY,
            {"satisfied": 4},
        ),
        Farewell(company.pairing.id, company.bernd.id, NOW, WhatNext.SWAP, "Zuhören"),
        FrozenFigures(
            company.programme.id, "2026-W46", NOW, {"n": 12, "trend": [1, None, 2.5], "ü": {}}
        ),
        TopicChange(
            company.programme.id,
            NOW,
            TopicAction.ADD,
            "own_bees",
            "Imkerei",
            "Beekeeping",
            ("Bienen",),
            "x",
            ("sustainability", "circular_economy"),
        ),
        Notice(
            company.bernd.id,
            "proposal.open",
            company.proposal.id,
            "proposal.open:1:2",
            NOW,
            NOW + DAY,
            Priority.ANSWER,
            True,
            NOW + HOUR,
            NoticeState.SENT,
            3,
            NOW + HOUR,
            True,
            NOW + HOUR,
            NOW + HOUR,
            2,
            "proposal:1",
            Address(Platform.TEAMS, "tenant", "29:bernd"),
            "1:abc",
            "because",
            NOW + 2 * HOUR,
        ),
        AuditEntry(NOW, company.hana.id, "round.sent", company.round.id),
    ]
