"""The conversations, one file each, and the tables in which each has its rows."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot import commands
from bot.commands import Chore, Request
from bot.flows import (
    guidance,
    home,
    onboarding,
    participation,
    partners,
    profile,
    proposals,
    rounds,
)
from bot.model import Notice
from bot.said import Message, Reply
from bot.turn import Turn

# A handler takes the request or chore it is listed for; a test holds the tables to the signatures.
HANDLERS: Mapping[type[Request], Callable[[Turn, Any], Reply]] = MappingProxyType(
    {
        commands.ShowHome: home.show,
        commands.ShowHelp: guidance.show_help,
        commands.NotUnderstood: guidance.not_understood,
        commands.SpeakLanguage: guidance.speak,
        commands.Join: onboarding.join,
        commands.AnswerQuestions: onboarding.answer,
        commands.ShowProfile: profile.show,
        commands.EditProfile: profile.edit,
        commands.AskPause: participation.ask_pause,
        commands.Pause: participation.pause,
        commands.Resume: participation.resume,
        commands.AskLeave: participation.ask_leave,
        commands.Leave: participation.leave,
        commands.AcceptProposal: proposals.accept,
        commands.AskDecline: proposals.ask_decline,
        commands.DeclineProposal: proposals.decline,
        commands.PrepareRound: rounds.prepare,
        commands.ReviewRound: rounds.show,
        commands.ShowUnmatched: rounds.show_unmatched,
        commands.TakeOut: rounds.take_out,
        commands.SendRound: rounds.send,
        commands.DiscardRound: rounds.discard,
    }
)

CHORES: Mapping[type[Chore], Callable[[Turn, Any], None]] = MappingProxyType(
    {
        commands.EndPause: participation.end_pause,
        commands.RemindOfProposal: proposals.remind,
        commands.ExpireProposal: proposals.expire,
        commands.SeekPartner: partners.seek,
        commands.SolveRound: rounds.solve,
    }
)

# What a chore has to find out beforehand, reading only; it may take seconds.
STUDIES: Mapping[type[Chore], Callable[[Turn, Any], object]] = MappingProxyType(
    {commands.SolveRound: rounds.study}
)

NOTICES: Mapping[str, Callable[[Turn, Notice], Message | None]] = MappingProxyType(
    {
        "participation.welcome_back": participation.welcome_back,
        "proposal.open": proposals.open_notice,
        "proposal.reminder": proposals.reminder_notice,
        "proposal.closed": proposals.closed_notice,
        "proposal.none_yet": partners.none_yet,
        "round.ready": rounds.ready_notice,
        "round.no_partner": rounds.no_partner_notice,
    }
)
