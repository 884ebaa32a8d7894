"""The tables: one row class per noun, in proper columns, with the rules a database can keep."""

from sqlalchemy import Table

from storage.tables.base import Row
from storage.tables.owed import (
    ChoreRow,
    HeardEventRow,
    NoticeRow,
    PaceRow,
    TickRow,
    WebChatRow,
    WebMessageRow,
)
from storage.tables.pairing import (
    CheckInRow,
    FeedbackRow,
    GroupProposalRow,
    GroupSeatRow,
    PairingRow,
    ProposalRow,
    RoundRow,
)
from storage.tables.people import (
    AddressRow,
    AuditEntryRow,
    DirectoryMarkRow,
    EarlierPartnersRow,
    OrganisationRow,
    PersonRow,
    SuggestionRow,
    WorkspaceRow,
)
from storage.tables.programme import ConsentRow, FrozenFiguresRow, ParticipantRow, ProgrammeRow
from storage.tables.slack import SlackInstallationRow, SlackInstallStateRow
from storage.tables.tandem_life import FarewellRow, GoalRow, PairAnswerRow, SurveyRow
from storage.tables.teams import TeamsReferenceRow
from storage.tables.topics import TopicChangeRow

TABLES = Row.metadata


def table_of(row: type[Row]) -> Table:
    """Return the table that keeps rows of this class."""
    return TABLES.tables[str(row.__tablename__)]


__all__ = [
    "TABLES",
    "AddressRow",
    "AuditEntryRow",
    "CheckInRow",
    "ChoreRow",
    "ConsentRow",
    "DirectoryMarkRow",
    "EarlierPartnersRow",
    "FarewellRow",
    "FeedbackRow",
    "FrozenFiguresRow",
    "GoalRow",
    "GroupProposalRow",
    "GroupSeatRow",
    "HeardEventRow",
    "NoticeRow",
    "OrganisationRow",
    "PaceRow",
    "PairAnswerRow",
    "PairingRow",
    "ParticipantRow",
    "PersonRow",
    "ProgrammeRow",
    "ProposalRow",
    "RoundRow",
    "Row",
    "SlackInstallStateRow",
    "SlackInstallationRow",
    "SuggestionRow",
    "SurveyRow",
    "TeamsReferenceRow",
    "TickRow",
    "TopicChangeRow",
    "WebChatRow",
    "WebMessageRow",
    "WorkspaceRow",
    "table_of",
]
