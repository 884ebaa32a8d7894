"""The conversations, one file each, and the tables in which each has its rows."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot import commands
from bot.commands import Chore, Request
from bot.flows import (
    beginning,
    checkins,
    departure,
    did_you_meet,
    feedback,
    fit,
    forgetting,
    goals,
    guidance,
    home,
    my_data,
    my_tandem,
    new_hours,
    next_step,
    new_programme,
    onboarding,
    pairings,
    participation,
    partners,
    profile,
    proposals,
    readiness,
    retention,
    rolling,
    rounds,
    sentences,
    settings,
    status,
    topics,
    what_if,
    which_programme,
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
        commands.ShowMyData: my_data.show,
        commands.AskForget: forgetting.ask_forget,
        commands.Forget: forgetting.forget,
        commands.AcceptProposal: proposals.accept,
        commands.AskDecline: proposals.ask_decline,
        commands.DeclineProposal: proposals.decline,
        commands.ShowPair: my_tandem.show,
        commands.ShowLesson: readiness.show_lesson,
        commands.AskReady: readiness.ask_ready,
        commands.SayReady: readiness.say_ready,
        commands.ConfirmCheckIn: checkins.confirm,
        commands.AskMove: checkins.ask_move,
        commands.MoveCheckIn: checkins.move,
        commands.SkipCheckIn: checkins.skip,
        commands.SayMet: did_you_meet.say_met,
        commands.RateUseful: feedback.rate,
        commands.SayExchanged: feedback.say_exchanged,
        commands.AskSentence: feedback.ask_sentence,
        commands.AddSentence: feedback.add_sentence,
        commands.AskNextStep: next_step.ask,
        commands.KeepNextStep: next_step.keep,
        commands.AskFit: fit.ask,
        commands.SayFit: fit.say,
        commands.ShowGoals: goals.show,
        commands.AskGoal: goals.ask,
        commands.ProposeGoal: goals.propose,
        commands.AgreeGoal: goals.agree,
        commands.AskChangeGoal: goals.ask_change,
        commands.ChangeGoal: goals.change,
        commands.MoveGoal: goals.move,
        commands.ReachGoal: goals.reach,
        commands.DropGoal: goals.drop,
        commands.PrepareRound: rounds.prepare,
        commands.ReviewRound: rounds.show,
        commands.ShowUnmatched: rounds.show_unmatched,
        commands.TakeOut: rounds.take_out,
        commands.KeepPair: what_if.keep,
        commands.AskThreshold: what_if.ask_threshold,
        commands.SetThreshold: what_if.set_threshold,
        commands.SendRound: rounds.send,
        commands.DiscardRound: rounds.discard,
        commands.ShowStatus: status.show_status,
        commands.ShowSettings: settings.show,
        commands.EditSettings: settings.edit,
        commands.CreateProgramme: new_programme.create,
        commands.AskProgramme: which_programme.ask,
        commands.ChooseProgramme: which_programme.choose,
        commands.ShowTopics: topics.show,
        commands.AskAddTopic: topics.ask_add,
        commands.AddTopic: topics.add,
        commands.AskRenameTopic: topics.ask_rename,
        commands.RenameTopic: topics.rename,
        commands.AskMergeTopics: topics.ask_merge,
        commands.MergeTopics: topics.merge,
    }
)

CHORES: Mapping[type[Chore], Callable[[Turn, Any], None]] = MappingProxyType(
    {
        commands.Depart: departure.depart,
        commands.EndPause: participation.end_pause,
        commands.RemindOfProposal: proposals.remind,
        commands.ExpireProposal: proposals.expire,
        commands.ForgetReason: proposals.forget_reason,
        commands.SeekPartner: rolling.seek,
        commands.JoinLate: rolling.join_late,
        commands.SolveWaiting: rolling.solve_waiting,
        commands.SolveRound: rounds.solve,
        commands.PlanCheckIns: new_hours.plan,
        commands.CompletePairing: pairings.complete,
        commands.CheckReadiness: readiness.check,
        commands.CloseCheckIn: did_you_meet.close,
        commands.Retain: retention.retain,
        commands.FreezeFigures: status.freeze_figures,
    }
)

# What a chore has to find out beforehand, reading only; it may take seconds.
STUDIES: Mapping[type[Chore], Callable[[Turn, Any], object]] = MappingProxyType(
    {
        commands.SolveWaiting: rolling.study,
        commands.SolveRound: rounds.study,
        commands.FreezeFigures: status.study,
    }
)

NOTICES: Mapping[str, Callable[[Turn, Notice], Message | None]] = MappingProxyType(
    {
        "participation.welcome_back": participation.welcome_back,
        "privacy.partner_gone": forgetting.partner_gone,
        "proposal.open": proposals.open_notice,
        "proposal.reminder": proposals.reminder_notice,
        "proposal.closed": proposals.closed_notice,
        "proposal.none_yet": partners.none_yet,
        "pairing.begun": beginning.begun_notice,
        "readiness.reminder": readiness.reminder_notice,
        "readiness.moved": readiness.moved_notice,
        "pairing.suspended": pairings.suspended_notice,
        "pairing.resumed": pairings.resumed_notice,
        "pairing.new_hour": new_hours.new_hour_notice,
        "pairing.ended": pairings.ended_notice,
        "pairing.parted": pairings.parted_notice,
        "goal.proposed": goals.proposed_notice,
        "pairing.completed": pairings.completed_notice,
        "checkin.reminder": checkins.reminder_notice,
        "checkin.now": checkins.now_notice,
        "checkin.changed": checkins.changed_notice,
        "checkin.card": checkins.card_notice,
        "checkin.asked": did_you_meet.asked_notice,
        "checkin.asked_again": did_you_meet.asked_again_notice,
        "feedback.sentence": sentences.sentence_notice,
        "rolling.waiting": rolling.waiting_notice,
        "round.ready": rounds.ready_notice,
        "round.no_partner": rounds.no_partner_notice,
    }
)

# What only reminds: where nobody can tell whether it arrived, it is not said again.
NUDGES = frozenset({"proposal.reminder", "checkin.reminder", "checkin.now", "checkin.asked_again"})
