"""Whatever is kept about people is told in docs/privacy: every column has its row, or says why not."""

from collections.abc import Mapping

import pytest

from storage.tables import TABLES
from tests.house.tree import ROOT

# By table: the beginning of a row of "What is kept", and the columns that it tells of.
TOLD: Mapping[str, Mapping[str, str]] = {
    "address": {"addresses": "person platform workspace user used_at"},
    "audit_entry": {"audit log": "at actor action subject"},
    "check_in": {
        "pairings and check-ins": "pairing week starts_at state moved confirmed said_met "
        "said_missed asked_again skip_reason absent",
        "the next step": "next_step",
    },
    "consent": {"consent": "programme person purpose version given_at withdrawn_at"},
    "earlier_partners": {"whom not to be matched with, earlier": "organisation one other"},
    "farewell": {"farewell": "pairing person given_at next takeaway"},
    "feedback": {"feedback": "check_in person useful given_at exchanged sentence sentence_for"},
    "frozen_figures": {"frozen figures": "programme week frozen_at content"},
    "goal": {
        "goals of a tandem or a group": "pairing words state proposed_by proposed_at progress agreed_at "
        "reached_at agreed_by"
    },
    "group_proposal": {
        "a group that is put to people": "programme mentor topic state least most reasons pairing "
        "round sent_at expires_at closed_at"
    },
    "group_seat": {"pairings and check-ins": "pairing mentee"},
    "heard_event": {"what came in": "event at person answer"},
    "notice": {
        "notices": "person kind subject once due until at_latest priority edits state attempts "
        "leased_until doubted not_before slot refusals about address_platform address_workspace "
        "address_user message reason settled_at"
    },
    "pair_answer": {"whether the tandem fits": "pairing person question answer given_at"},
    "pairing": {
        "pairings and check-ins": "programme proposal mentor mentee mentees state hour_weekday "
        "hour_at hour_time_zone hour_cadence started_at ends_on ended_at topic left"
    },
    "participant": {
        "role, topics": "programme person joined_at role offers wants meeting capacity sentence "
        "learning_goal answered completed_at",
        "whom not to be matched with, earlier": "not_with earlier_partners",
        "for which seat": "ready",
        "state: answering": "state paused_until left_at",
        "how many proposals": "unanswered",
    },
    "person": {
        "name, work e-mail": "organisation email name language hours_time_zone hours_start "
        "hours_end hours_weekdays languages country subdivision site team level manager "
        "competes_in in_directory employed findable",
        "how many tandems": "most_tandems programme",
    },
    "programme": {"who leads a programme": "hr_leads contact"},
    "proposal": {
        "proposals": "programme mentor mentee score reasons state round mentor_accepted "
        "mentee_accepted sent_at expires_at closed_at declined_by decline_reason group"
    },
    "round": {
        "who leads a programme": "opened_by",
        "a round": "unmatched taken_out",
    },
    "slack_installation": {"who leads a programme": "installed_by"},
    "suggestion": {
        "what an import": "person role offers wants meeting capacity not_with earlier_partners"
    },
    "survey": {"surveys": "participant person time asked_at reminded_at given_at answers"},
    "teams_reference": {
        "on Teams": "tenant user account conversation bot service_url reachable renewed_at "
        "welcomed_at"
    },
}
# About a programme, a workspace or the bot's own work, and nobody in them.
OF_NOBODY: Mapping[str, str] = {
    "chore": "name subject due",
    "directory_mark": "source mark read_at",
    "organisation": "name mail_domains",
    "pace": "place free_at held_until",
    "programme": "organisation name starts_on weeks cadence goal threshold weights smallest_group "
    "proposal_days time_zone targets reviews_rolling reviews_rounds languages announcement "
    "reminder_days country subdivision format group_least group_most",
    "round": "programme state opened_at proven_best solved_at sent_at trial",
    "slack_install_state": "state until",
    "slack_installation": "workspace enterprise team name token refresh_token expires_at bot_user "
    "bot_id app_id scopes",
    "tick": "name at",
    "topic_change": "programme at action topic de en labels into related",
    "web_chat": "user version",  # of the demo, whose people are invented or presumed: README
    "web_message": "user provider_key mine content sent_at edited_at version",
    "workspace": "organisation platform workspace",
}
ROWS = [
    line.removeprefix("| ")
    for line in (ROOT / "docs" / "privacy" / "README.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
]


@pytest.mark.parametrize("table", sorted(each.name for each in TABLES.sorted_tables))
def test_every_column_is_told_of_or_about_nobody(table: str) -> None:
    told = [*TOLD.get(table, {}).values(), OF_NOBODY.get(table, "")]
    listed = " ".join(told).split()
    columns = {each.name for each in TABLES.tables[table].columns} - {"id"}
    assert sorted(listed) == sorted(columns), "say it in docs/privacy/README.md, then here"


@pytest.mark.parametrize("table", TOLD)
def test_what_is_told_of_a_table_stands_in_the_document(table: str) -> None:
    missing = [row for row in TOLD[table] if not any(line.startswith(row) for line in ROWS)]
    assert missing == []
