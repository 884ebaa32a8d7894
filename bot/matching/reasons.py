"""Every reason the matcher can give, by key, with the facts a sentence about it may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Fact = str | int


@dataclass(frozen=True)
class Reason:
    """A key of REASONS with its facts: topics, codes, hours and counts, never names or blocks."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if set(self.facts) != REASONS[self.key]:
            raise ValueError(
                f"{self.key} takes {sorted(REASONS[self.key])}, got {sorted(self.facts)}"
            )


def _facts(*names: str) -> frozenset[str]:
    return frozenset(names)


# Why these two: shown to both of them with the proposal.
PAIR_REASONS: Mapping[str, frozenset[str]] = {
    "topic.met": _facts("wanted", "offered", "topic", "level"),
    "topic.similar": _facts("wanted", "offered", "level"),
    "topic.related": _facts("wanted", "offered", "topic", "level"),
    "topic.open": _facts("wanted"),
    "language.shared": _facts("language", "level"),
    "language.all": _facts("language", "level"),
    "hours.common": _facts("hours"),
    "place.same_site": _facts("site"),
    "place.remote": _facts(),
    "distance.steps": _facts("steps"),
    "distance.separate": _facts(),
}

# Why nobody yet: shown to the person herself.
UNMATCHED_REASONS: Mapping[str, frozenset[str]] = {
    "unmatched.paused": _facts(),
    "unmatched.no_places": _facts(),
    "unmatched.no_wants": _facts(),
    "unmatched.no_offers": _facts(),
    "unmatched.level_missing": _facts(),
    "unmatched.team_missing": _facts(),
    "unmatched.no_language": _facts("level"),
    "unmatched.no_mentors": _facts(),
    "unmatched.no_mentees": _facts(),
    "unmatched.not_offered": _facts("wanted"),
    "unmatched.not_wanted": _facts("offered"),
    "unmatched.reporting_line": _facts("topic"),
    "unmatched.same_team": _facts("topic"),
    "unmatched.level": _facts("topic"),
    "unmatched.language": _facts("topic"),
    "unmatched.hours": _facts("topic"),
    "unmatched.hours_missing": _facts(),
    "unmatched.organisation": _facts("topic"),
    "unmatched.competition": _facts("topic"),
    "unmatched.earlier_partners": _facts("topic"),
    "unmatched.below_threshold": _facts("topic", "threshold"),
    "unmatched.mentors_full": _facts("topic"),
    "unmatched.not_needed": _facts("topic"),
    "unmatched.no_group": _facts("topic"),
    "no_suitable_partner": _facts(),
}

# What would help: shown beside the reason.
ADVICE: Mapping[str, frozenset[str]] = {
    "advice.resume": _facts(),
    "advice.add_places": _facts(),
    "advice.add_wants": _facts(),
    "advice.add_offers": _facts(),
    "advice.ask_hr_for_data": _facts(),
    "advice.add_language": _facts("level"),
    "advice.widen_topics": _facts(),
    "advice.related_topic": _facts("topic"),
    "advice.widen_hours": _facts("minutes"),
    "advice.add_hours": _facts(),
    "advice.next_round": _facts(),
    "advice.recruit_mentors": _facts("topic"),
}

REASONS: Mapping[str, frozenset[str]] = {**PAIR_REASONS, **UNMATCHED_REASONS, **ADVICE}
