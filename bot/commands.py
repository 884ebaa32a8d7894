"""What the core can be asked: a Request comes from a person, a Chore from the clock.

Long because everything that can be asked stands here, three lines each, to be read as a list.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Request:
    """Something a person asks, by a word, a button or a form.

    Subclasses name themselves (`name`, as it stands in a button) and may carry int, str and bool
    arguments. `opens_form` says that the answer is a Form, so that a platform can open its modal
    before slow work. `only_reads` says that the answer changes nothing, so that it need not wait for
    those who write; `at_a_glance` that a few rows are enough for it besides, so that all who ask at
    the same moment are answered together. `concerns` says that it is about one of several
    programmes: one that the person "leads", or in which she has a "part".
    """

    name: ClassVar[str]
    opens_form: ClassVar[bool] = False
    only_reads: ClassVar[bool] = False
    at_a_glance: ClassVar[bool] = False
    concerns: ClassVar[str] = ""


@dataclass(frozen=True)
class Chore:
    """Something the clock asks about one noun; never decoded from anything a person can send."""

    name: ClassVar[str]
    subject: int


@dataclass(frozen=True)
class ShowHome(Request):
    """Where do I stand, and what is the one next step?"""

    name = "home"
    only_reads = True
    at_a_glance = True


@dataclass(frozen=True)
class ShowHelp(Request):
    """Which words does the bot know?"""

    name = "help"
    only_reads = True
    at_a_glance = True


@dataclass(frozen=True)
class NotUnderstood(Request):
    """A word that the grammar does not know; `meant` is the nearest that it does, or empty."""

    name = "not_understood"
    only_reads = True
    at_a_glance = True
    heard: str = ""
    meant: str = ""


@dataclass(frozen=True)
class SpeakLanguage(Request):
    """From now on, speak German or English with me."""

    name = "language"
    language: str


@dataclass(frozen=True)
class Join(Request):
    """Begin or go on with the questionnaire of a programme (0: the only or newest open one)."""

    name = "join"
    opens_form = True
    programme: int = 0


@dataclass(frozen=True)
class AnswerQuestions(Request):
    """Open or submit one screen of the questionnaire."""

    name = "join.answer"
    opens_form = True
    participant: int
    screen: str


@dataclass(frozen=True)
class ShowProfile(Request):
    """What did I answer, and change it."""

    name = "profile"
    concerns = "part"
    only_reads = True
    at_a_glance = True


@dataclass(frozen=True)
class EditProfile(Request):
    """Open or submit one part of the profile."""

    name = "profile.edit"
    opens_form = True
    participant: int
    screen: str


@dataclass(frozen=True)
class ShowPair(Request):
    """Who is my partner, when do we meet next?"""

    name = "pair"
    only_reads = True
    at_a_glance = True


@dataclass(frozen=True)
class AskPause(Request):
    """I would like a break: ask me until when."""

    name = "pause.ask"
    concerns = "part"
    opens_form = True
    only_reads = True


@dataclass(frozen=True)
class Pause(Request):
    """Pause my part until a day (ISO date, empty: until I come back)."""

    name = "pause"
    concerns = "part"
    until: str = ""


@dataclass(frozen=True)
class PausePart(Request):
    """Pause this part until the day in the form, whichever programme I mean meanwhile."""

    name = "pause.part"
    opens_form = True
    participant: int


@dataclass(frozen=True)
class Resume(Request):
    """Go on after a pause."""

    name = "resume"


@dataclass(frozen=True)
class StayIn(Request):
    """I was quiet, and am on a break because of that: I am still in."""

    name = "rest.stay"
    participant: int


@dataclass(frozen=True)
class ComeLater(Request):
    """I was quiet, and am on a break because of that: ask me again in four weeks."""

    name = "rest.later"
    participant: int


@dataclass(frozen=True)
class AskLeave(Request):
    """I think of leaving: say what that means before it happens."""

    name = "leave.ask"
    concerns = "part"
    only_reads = True


@dataclass(frozen=True)
class Leave(Request):
    """Leave the programme for good."""

    name = "leave"
    participant: int


@dataclass(frozen=True)
class ShowMyData(Request):
    """Everything about me, as a file."""

    name = "mydata"


@dataclass(frozen=True)
class AskForget(Request):
    """I think of being forgotten: say what that means before it happens."""

    name = "forget.ask"


@dataclass(frozen=True)
class Forget(Request):
    """Forget everything about me; `person` is my own number, so that an old button does nothing."""

    name = "forget"
    person: int


@dataclass(frozen=True)
class PrepareRound(Request):
    """HR: run the matcher and show me the draft."""

    name = "match"
    concerns = "leads"


@dataclass(frozen=True)
class ReviewRound(Request):
    """HR: show the draft of a round, from its n-th pair on."""

    name = "match.review"
    only_reads = True
    round: int
    start: int = 0


@dataclass(frozen=True)
class ShowUnmatched(Request):
    """HR: who of a round has no partner, and why."""

    name = "match.unmatched"
    only_reads = True
    round: int
    start: int = 0


@dataclass(frozen=True)
class TakeOut(Request):
    """HR: take this pair out of the draft and solve the rest again."""

    name = "match.take_out"
    proposal: int


@dataclass(frozen=True)
class KeepPair(Request):
    """HR: keep this pair of the draft whatever else changes, or let it go again."""

    name = "match.keep"
    proposal: int
    kept: bool


@dataclass(frozen=True)
class AskThreshold(Request):
    """HR: I would like to say how well people must fit at least in this round."""

    name = "match.ask_threshold"
    opens_form = True
    only_reads = True
    round: int


@dataclass(frozen=True)
class SetThreshold(Request):
    """HR: solve this round again with the submitted minimum score."""

    name = "match.threshold"
    round: int


@dataclass(frozen=True)
class SendRound(Request):
    """HR: put the draft's proposals to the people."""

    name = "match.send"
    round: int


@dataclass(frozen=True)
class DiscardRound(Request):
    """HR: throw the draft away."""

    name = "match.discard"
    round: int


@dataclass(frozen=True)
class AcceptProposal(Request):
    """Yes to this partner."""

    name = "proposal.accept"
    proposal: int


@dataclass(frozen=True)
class AskDecline(Request):
    """No to this partner: offer to say why."""

    name = "proposal.ask_decline"
    opens_form = True
    only_reads = True
    proposal: int


@dataclass(frozen=True)
class DeclineProposal(Request):
    """No to this partner."""

    name = "proposal.decline"
    proposal: int


@dataclass(frozen=True)
class AcceptGroup(Request):
    """Mentor: yes to this group."""

    name = "group.accept"
    group: int


@dataclass(frozen=True)
class AskDeclineGroup(Request):
    """Mentor: no to this group: offer to say why."""

    name = "group.ask_decline"
    opens_form = True
    only_reads = True
    group: int


@dataclass(frozen=True)
class DeclineGroup(Request):
    """Mentor: no to this group."""

    name = "group.decline"
    group: int


@dataclass(frozen=True)
class ShowLesson(Request):
    """Prepare me for my seat in a tandem: the n-th page, from 1 on."""

    name = "ready.lesson"
    pairing: int
    page: int


@dataclass(frozen=True)
class AskReady(Request):
    """I have read it: ask me what I confirm."""

    name = "ready.ask"
    opens_form = True
    pairing: int


@dataclass(frozen=True)
class SayReady(Request):
    """Confirm the submitted points: I am ready for the first hour."""

    name = "ready.say"
    pairing: int


@dataclass(frozen=True)
class ConfirmCheckIn(Request):
    """We are on: I will be there."""

    name = "checkin.on"
    check_in: int


@dataclass(frozen=True)
class AskMove(Request):
    """Show other hours of the same week."""

    name = "checkin.ask_move"
    opens_form = True
    only_reads = True
    check_in: int


@dataclass(frozen=True)
class MoveCheckIn(Request):
    """Move the hour inside its week; the submitted form says to when."""

    name = "checkin.move"
    check_in: int


@dataclass(frozen=True)
class SkipCheckIn(Request):
    """Leave this week's hour out."""

    name = "checkin.skip"
    check_in: int


@dataclass(frozen=True)
class StayAway(Request):
    """I cannot come this time; the others of my group meet without me."""

    name = "checkin.away"
    check_in: int


@dataclass(frozen=True)
class ComeAfterAll(Request):
    """I can come after all."""

    name = "checkin.back"
    check_in: int


@dataclass(frozen=True)
class SayMet(Request):
    """The answer to "did you meet?"."""

    name = "checkin.met"
    check_in: int
    met: bool


@dataclass(frozen=True)
class RateUseful(Request):
    """First tap of the feedback: how useful was the hour, 1 to 5."""

    name = "feedback.useful"
    check_in: int
    useful: int


@dataclass(frozen=True)
class SayExchanged(Request):
    """Second tap of the feedback: I taught something (mentor), I learned something (mentee)."""

    name = "feedback.exchanged"
    check_in: int
    exchanged: bool


@dataclass(frozen=True)
class AskSentence(Request):
    """I would like to add a sentence."""

    name = "feedback.ask_sentence"
    opens_form = True
    only_reads = True
    check_in: int


@dataclass(frozen=True)
class AddSentence(Request):
    """Add the submitted sentence to my feedback."""

    name = "feedback.sentence"
    check_in: int


@dataclass(frozen=True)
class AskNextStep(Request):
    """I would like to write down what we do until the next hour."""

    name = "step.ask"
    opens_form = True
    check_in: int


@dataclass(frozen=True)
class KeepNextStep(Request):
    """Keep the submitted next step; both see it."""

    name = "step.keep"
    check_in: int


@dataclass(frozen=True)
class AskFit(Request):
    """Ask me whether my tandem fits."""

    name = "fit.ask"
    pairing: int


@dataclass(frozen=True)
class SayFit(Request):
    """It fits, I am not sure, or it does not ("fits", "unsure", "not")."""

    name = "fit.say"
    pairing: int
    answer: str


@dataclass(frozen=True)
class AskRhythm(Request):
    """I would like to meet more or less often."""

    name = "rhythm.ask"
    opens_form = True
    pairing: int


@dataclass(frozen=True)
class WishRhythm(Request):
    """Put the submitted rhythm to my partner."""

    name = "rhythm.wish"
    pairing: int


@dataclass(frozen=True)
class AgreeRhythm(Request):
    """Agree to the rhythm that my partner would like ("weekly", "fortnightly", "monthly")."""

    name = "rhythm.agree"
    pairing: int
    rhythm: str


@dataclass(frozen=True)
class KeepRhythm(Request):
    """Leave our rhythm as it is."""

    name = "rhythm.keep"
    pairing: int


@dataclass(frozen=True)
class AllowHelp(Request):
    """HR may, or may not, learn that the two of us would like help."""

    name = "care.help"
    pairing: int
    allowed: bool


@dataclass(frozen=True)
class ShowGoals(Request):
    """What have we agreed to reach, and how far are we?"""

    name = "goal.show"
    pairing: int


@dataclass(frozen=True)
class AskGoal(Request):
    """I would like to propose a goal."""

    name = "goal.ask"
    opens_form = True
    pairing: int


@dataclass(frozen=True)
class ProposeGoal(Request):
    """Put the submitted goal to my partner."""

    name = "goal.propose"
    pairing: int


@dataclass(frozen=True)
class AgreeGoal(Request):
    """Agree to the goal that my partner proposed."""

    name = "goal.agree"
    goal: int


@dataclass(frozen=True)
class AskChangeGoal(Request):
    """I would put my partner's goal differently."""

    name = "goal.ask_change"
    opens_form = True
    goal: int


@dataclass(frozen=True)
class ChangeGoal(Request):
    """Put the goal in the submitted words to my partner."""

    name = "goal.change"
    goal: int


@dataclass(frozen=True)
class MoveGoal(Request):
    """We are so far with it: 0 agreed, 1 begun, 2 halfway, 3 nearly there."""

    name = "goal.move"
    goal: int
    progress: int


@dataclass(frozen=True)
class ReachGoal(Request):
    """We have reached it, or after all not yet."""

    name = "goal.reach"
    goal: int
    reached: bool


@dataclass(frozen=True)
class DropGoal(Request):
    """Rather without this goal."""

    name = "goal.drop"
    goal: int


@dataclass(frozen=True)
class AnswerSurvey(Request):
    """Open or submit one screen of a survey."""

    name = "survey.answer"
    opens_form = True
    survey: int
    page: str


@dataclass(frozen=True)
class DeclineSurvey(Request):
    """Leave this survey alone."""

    name = "survey.decline"
    survey: int


@dataclass(frozen=True)
class SayNext(Request):
    """What I would like after my tandem ("on", "again", "swap", "stop")."""

    name = "ending.next"
    pairing: int
    next: str


@dataclass(frozen=True)
class AskTakeaway(Request):
    """I would like to share what I take away from my tandem."""

    name = "ending.ask_takeaway"
    opens_form = True
    only_reads = True
    pairing: int


@dataclass(frozen=True)
class ShareTakeaway(Request):
    """Share the submitted sentence with my partner; an empty one takes an earlier one back."""

    name = "ending.takeaway"
    pairing: int


@dataclass(frozen=True)
class ShowStatus(Request):
    """HR: does it work? Figures and a picture."""

    name = "status"
    concerns = "leads"
    only_reads = True


@dataclass(frozen=True)
class ExportFigures(Request):
    """HR: what may I take along of a programme (0: mine), or give it to me in this form."""

    name = "export"
    concerns = "leads"
    programme: int = 0
    form: str = ""


@dataclass(frozen=True)
class ShowSettings(Request):
    """HR: what are the settings of the programme?"""

    name = "settings"
    concerns = "leads"


@dataclass(frozen=True)
class EditSettings(Request):
    """HR: open or submit one form of the settings."""

    name = "settings.edit"
    opens_form = True
    programme: int
    part: str


@dataclass(frozen=True)
class CreateProgramme(Request):
    """HR: found another programme."""

    name = "create"
    opens_form = True


@dataclass(frozen=True)
class ShowAnnouncement(Request):
    """HR: give me a text with which I can announce the programme."""

    name = "announce"
    concerns = "leads"
    only_reads = True


@dataclass(frozen=True)
class PostAnnouncement(Request):
    """HR: announce the programme where I write this, with a button to join."""

    name = "announce.post"
    concerns = "leads"


@dataclass(frozen=True)
class EditAnnouncement(Request):
    """HR: open the announcement to change it, or show it as it was submitted."""

    name = "announce.edit"
    opens_form = True
    programme: int


@dataclass(frozen=True)
class ShowUndelivered(Request):
    """HR: whom of a programme (0: mine) could the bot not reach, from the n-th on, and why?"""

    name = "undelivered"
    concerns = "leads"
    programme: int = 0
    start: int = 0


@dataclass(frozen=True)
class AskProgramme(Request):
    """I mean another one of my programmes: ask me which."""

    name = "which.ask"


@dataclass(frozen=True)
class ChooseProgramme(Request):
    """This programme is meant, now and from now on; `then` is the payload of what was asked."""

    name = "which"
    programme: int
    then: str


@dataclass(frozen=True)
class ShowTopics(Request):
    """Which topics are there: areas, the topics of one from the n-th on, or what fits a word?"""

    name = "topics"
    only_reads = True
    query: str = ""
    area: str = ""
    start: int = 0


@dataclass(frozen=True)
class AskAddTopic(Request):
    """HR: I would like to add a topic, perhaps one that people have written."""

    name = "topics.ask_add"
    opens_form = True
    only_reads = True
    text: str = ""


@dataclass(frozen=True)
class AddTopic(Request):
    """HR: add the submitted topic to the programme."""

    name = "topics.add"


@dataclass(frozen=True)
class AskRenameTopic(Request):
    """HR: I would like to rename a topic."""

    name = "topics.ask_rename"
    opens_form = True
    only_reads = True


@dataclass(frozen=True)
class RenameTopic(Request):
    """HR: give the submitted topic the submitted names."""

    name = "topics.rename"


@dataclass(frozen=True)
class AskMergeTopics(Request):
    """HR: I would like to merge two topics."""

    name = "topics.ask_merge"
    opens_form = True
    only_reads = True


@dataclass(frozen=True)
class MergeTopics(Request):
    """HR: take the one submitted topic into the other."""

    name = "topics.merge"


@dataclass(frozen=True)
class RemindOfProposal(Chore):
    """Half the time of a proposal is over: owe a reminder to whoever has not answered."""

    name = "proposal.remind"


@dataclass(frozen=True)
class ExpireProposal(Chore):
    """A proposal's time is over."""

    name = "proposal.expire"


@dataclass(frozen=True)
class RemindOfGroup(Chore):
    """Half the time of a group that was put to people is over: remind whoever has not answered."""

    name = "group.remind"


@dataclass(frozen=True)
class ExpireGroup(Chore):
    """The time to answer for a group is over: it begins with those who said yes, or not at all."""

    name = "group.expire"


@dataclass(frozen=True)
class ForgetReason(Chore):
    """The reason of a no has been kept long enough."""

    name = "proposal.forget_reason"


@dataclass(frozen=True)
class SeekPartner(Chore):
    """A participant was left without a partner: propose the next best."""

    name = "participant.seek"


@dataclass(frozen=True)
class JoinLate(Chore):
    """A participant has joined after the first round."""

    name = "participant.join_late"


@dataclass(frozen=True)
class SolveWaiting(Chore):
    """A programme's short waiting list is to be solved."""

    name = "programme.waiting"


@dataclass(frozen=True)
class SolveRound(Chore):
    """A round's draft is to be computed, or computed anew."""

    name = "round.solve"


@dataclass(frozen=True)
class PlanCheckIns(Chore):
    """Plan the coming check-ins of a pairing."""

    name = "pairing.plan"


@dataclass(frozen=True)
class CompletePairing(Chore):
    """A pairing's programme is over."""

    name = "pairing.complete"


@dataclass(frozen=True)
class CheckReadiness(Chore):
    """The day before a first hour: it moves where somebody has not prepared yet."""

    name = "checkin.readiness"


@dataclass(frozen=True)
class LookAfter(Chore):
    """See how a pairing fares: hours missed in a row, or none for long."""

    name = "pairing.care"


@dataclass(frozen=True)
class CoachMentor(Chore):
    """A few weeks have gone by: a short note for the mentor of a pairing."""

    name = "pairing.coach"


@dataclass(frozen=True)
class CloseCheckIn(Chore):
    """Nobody said whether a check-in took place."""

    name = "checkin.close"


@dataclass(frozen=True)
class MindSurveys(Chore):
    """A survey of a participant is to be asked, or to be reminded of."""

    name = "participant.surveys"


@dataclass(frozen=True)
class TellAgain(Chore):
    """A programme was founded: tell of it whoever wanted to hear."""

    name = "programme.again"


@dataclass(frozen=True)
class RestSilent(Chore):
    """A participant has let several matters in a row pass, and nothing is heard of her."""

    name = "participant.rest"


@dataclass(frozen=True)
class EndPause(Chore):
    """A participant's pause is over."""

    name = "participant.resume"


@dataclass(frozen=True)
class Depart(Chore):
    """A person is employed no longer, as a directory says."""

    name = "person.depart"


@dataclass(frozen=True)
class Retain(Chore):
    """A night of a programme: delete what has been kept long enough."""

    name = "programme.retain"


@dataclass(frozen=True)
class FreezeFigures(Chore):
    """A programme's week is over: freeze its figures."""

    name = "programme.freeze"
