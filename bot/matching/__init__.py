"""Who could teach whom: topics understood, rules kept, the best whole assignment, reasons given."""

from bot.matching.assign import Certificate
from bot.matching.catalogue import Catalogue
from bot.matching.editing import changed, edited, merged, own_key, with_more, with_name, with_topic
from bot.matching.entrant import Entrant, Hours, OrgChart, Seat, Terms, TopicChoice
from bot.matching.group_round import GroupMatch, GroupRound, match_group_round
from bot.matching.groups import Group, match_groups
from bot.matching.hierarchy import Hierarchy
from bot.matching.joining import Place, Table, best_place
from bot.matching.meaning import compare
from bot.matching.reading import Decision, Recognition
from bot.matching.reasons import REASONS, Reason
from bot.matching.result import Difference, Match, RoundResult, Unmatched, difference
from bot.matching.rolling import best_partners, match_one
from bot.matching.round import match_round
from bot.matching.rules import refusals
from bot.matching.score import Criteria, Score, Weights, score
from bot.matching.similarity import similarity
from bot.matching.together import in_common, may_sit_together
from bot.matching.topic import CatalogueError, LabelTaken, Topic
from bot.matching.topic_table import TopicPlan, TopicRow

__all__ = [
    "REASONS",
    "Catalogue",
    "CatalogueError",
    "Certificate",
    "Criteria",
    "Decision",
    "Difference",
    "Entrant",
    "Group",
    "GroupMatch",
    "GroupRound",
    "Hierarchy",
    "Hours",
    "LabelTaken",
    "Match",
    "OrgChart",
    "Place",
    "Reason",
    "Recognition",
    "RoundResult",
    "Score",
    "Seat",
    "Table",
    "Terms",
    "Topic",
    "TopicChoice",
    "TopicPlan",
    "TopicRow",
    "Unmatched",
    "Weights",
    "best_partners",
    "best_place",
    "changed",
    "compare",
    "difference",
    "edited",
    "in_common",
    "match_group_round",
    "match_groups",
    "match_one",
    "match_round",
    "may_sit_together",
    "merged",
    "own_key",
    "refusals",
    "score",
    "similarity",
    "with_more",
    "with_name",
    "with_topic",
]
