"""What happened, what was decided, who was sent, and the proof of it."""

from incidents.models.accountability import Round, RoundAnswer
from incidents.models.alarm_question import AlarmQuestion
from incidents.models.alarm_receiver import AlarmReceiver, AlarmSignal, SpentSignature
from incidents.models.answer_target import AnswerTarget
from incidents.models.board_view import BoardView
from incidents.models.briefing import Briefing
from incidents.models.check import Check, CheckPlan, Visit
from incidents.models.contact import Contact
from incidents.models.contact_history import ContactLine, SilentCall
from incidents.models.conversation import TalkStep
from incidents.models.decision_path import AdviceRead, DecisionPath, PathAnswer
from incidents.models.deployment import CrewForm, Deployment, SupportRequest
from incidents.models.desk import Desk, DeskLine, DeskTurn, SoundCheck
from incidents.models.draft import Draft
from incidents.models.drill import Drill, DrillContact, DrillPause, DrillSeat
from incidents.models.emergency import CrewWords, Emergency
from incidents.models.escalation import Escalation
from incidents.models.escalation_policy import EscalationPolicy
from incidents.models.exercise_call import ExerciseCall
from incidents.models.handover import Handover, HandoverEvent, HandoverLine
from incidents.models.incident import Incident
from incidents.models.judgement import Contradiction, Judgement
from incidents.models.law import LawCheck
from incidents.models.link import IncidentLink
from incidents.models.log import LogLine
from incidents.models.lowering import LoweringRequest
from incidents.models.mailbox import Mailbox
from incidents.models.major import Attendance, CommandPost, JointBriefing, MajorIncident, MajorTask, Methane
from incidents.models.message import Message
from incidents.models.notice import Notice
from incidents.models.paper import PaperPack
from incidents.models.procedure import ProcedureAuthor, ProcedureConsultation, ProcedureEvent, ProcedurePack, ProcedureReading
from incidents.models.promise import Promise
from incidents.models.reading import LocationReading
from incidents.models.reassessment import Reassessment
from incidents.models.recall import Recall, RecalledWording, RecallTask
from incidents.models.referral import Referral
from incidents.models.replay import ReplayProgress
from incidents.models.simulator import SimulatorSwitch
from incidents.models.trial import Trial, TrialCase, TrialRow
from incidents.models.web_report import ReportTry

__all__ = [
    "AdviceRead",
    "AlarmQuestion",
    "AlarmReceiver",
    "AlarmSignal",
    "AnswerTarget",
    "Attendance",
    "BoardView",
    "Briefing",
    "Check",
    "CheckPlan",
    "CommandPost",
    "Contact",
    "ContactLine",
    "Contradiction",
    "CrewForm",
    "CrewWords",
    "DecisionPath",
    "Deployment",
    "Desk",
    "DeskLine",
    "DeskTurn",
    "Draft",
    "Drill",
    "DrillContact",
    "DrillPause",
    "DrillSeat",
    "Emergency",
    "Escalation",
    "EscalationPolicy",
    "ExerciseCall",
    "Handover",
    "HandoverEvent",
    "HandoverLine",
    "Incident",
    "IncidentLink",
    "JointBriefing",
    "Judgement",
    "LawCheck",
    "LocationReading",
    "LogLine",
    "LoweringRequest",
    "Mailbox",
    "MajorIncident",
    "MajorTask",
    "Message",
    "Methane",
    "Notice",
    "PaperPack",
    "PathAnswer",
    "ProcedureAuthor",
    "ProcedureConsultation",
    "ProcedureEvent",
    "ProcedurePack",
    "ProcedureReading",
    "Promise",
    "Reassessment",
    "Recall",
    "RecallTask",
    "RecalledWording",
    "Referral",
    "ReplayProgress",
    "ReportTry",
    "Round",
    "RoundAnswer",
    "SilentCall",
    "SimulatorSwitch",
    "SoundCheck",
    "SpentSignature",
    "SupportRequest",
    "TalkStep",
    "Trial",
    "TrialCase",
    "TrialRow",
    "Visit",
]
