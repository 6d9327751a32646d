"""May this person do this? The only place that answers."""

from enum import StrEnum
from typing import Protocol

from dispatch.accounts.actors import Actor, Console, Crew, SigningSystem, Staff
from dispatch.accounts.models import Role
from dispatch.refusal import NotAllowed


class Act(StrEnum):
    """Everything that a person can be allowed to do."""

    OFFER_CONTACT = "offer-contact"
    WATCH = "watch"
    TAKE_CONTACT = "take-contact"
    LOG_INCIDENT = "log-incident"
    ASSESS = "assess"
    RAISE_PRIORITY = "raise-priority"
    LOWER_PRIORITY = "lower-priority"
    DISPATCH = "dispatch"
    REPORT_STATUS = "report-status"
    FORCE_STATUS = "force-status"
    MOVE_UNIT = "move-unit"
    INFORM = "inform"
    INFORM_ABOVE = "inform-above"
    UPDATE = "update"
    ANSWER_CHECK = "answer-check"
    STRETCH_CHECKS = "stretch-checks"
    AGREE_WORDS = "agree-words"
    COUNT_CREWS = "count-crews"
    END_DURESS = "end-duress"
    ESCALATE = "escalate"
    TAKE_ALARM = "take-alarm"
    REPORT_METHANE = "report-methane"
    DECLARE_MAJOR = "declare-major"
    RUN_MAJOR = "run-major"
    CLOSE = "close"
    REVIEW = "review"
    AGREE_SUPPORT = "agree-support"
    SIGN_SUPPORT = "sign-support"
    READ_LOG = "read-log"
    READ_PROCEDURES = "read-procedures"
    WRITE_PROCEDURES = "write-procedures"
    CONSULT_ON_PROCEDURES = "consult-on-procedures"
    APPROVE_PROCEDURES = "approve-procedures"
    ACKNOWLEDGE_PROCEDURES = "acknowledge-procedures"
    SEE_READERS = "see-readers"
    WITHDRAW_ADVICE = "withdraw-advice"
    CALL_BACK = "call-back"
    SIGN_UNREACHED = "sign-unreached"
    TRY_PROCEDURES = "try-procedures"
    CHECK_LAW = "check-law"
    SEE_FIGURES = "see-figures"
    SET_UP = "set-up"
    WORK_AT_DESK = "work-at-desk"
    RELEASE_DESK = "release-desk"
    HAND_OVER = "hand-over"
    RUN_SIMULATOR = "run-simulator"
    WRITE_SITE_NOTE = "write-site-note"
    RETIRE_SITE_NOTE = "retire-site-note"
    RUN_EXERCISE = "run-exercise"
    RUN_DRILL = "run-drill"
    ENTER_DRILL = "enter-drill"
    SEE_INBOX = "see-inbox"
    SEE_HEALTH = "see-health"
    SET_ROTA = "set-rota"
    SET_WALLS = "set-walls"
    SEE_LOAD = "see-load"


FLOOR = {Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.TEAM_LEAD}
IN_CHARGE = {Role.SUPERVISOR, Role.TEAM_LEAD}
REVIEWERS = {Role.SUPERVISOR, Role.TEAM_LEAD, Role.AUDITOR, Role.COMPLAINTS_OFFICER}
PROCEDURE_OWNERS = {Role.PROCEDURE_AUTHOR, Role.PROCEDURE_APPROVER}
ALL = set(Role) - {Role.SYSTEM}

MAY: dict[Act, set[Role]] = {
    Act.OFFER_CONTACT: FLOOR | {Role.SYSTEM},
    Act.WATCH: FLOOR | REVIEWERS | {Role.SYSTEM, Role.ADMINISTRATOR},
    Act.TAKE_CONTACT: FLOOR,
    Act.LOG_INCIDENT: FLOOR,
    Act.ASSESS: FLOOR,
    Act.RAISE_PRIORITY: FLOOR,
    Act.LOWER_PRIORITY: IN_CHARGE,
    Act.DISPATCH: FLOOR,
    Act.REPORT_STATUS: FLOOR | {Role.SYSTEM},
    Act.FORCE_STATUS: IN_CHARGE,
    Act.MOVE_UNIT: FLOOR | {Role.SYSTEM},
    Act.INFORM: FLOOR,
    Act.INFORM_ABOVE: IN_CHARGE,
    Act.UPDATE: FLOOR | {Role.SYSTEM},
    Act.ANSWER_CHECK: FLOOR,
    Act.STRETCH_CHECKS: IN_CHARGE,
    Act.AGREE_WORDS: IN_CHARGE,
    Act.COUNT_CREWS: FLOOR,
    Act.END_DURESS: IN_CHARGE,
    Act.ESCALATE: FLOOR,
    Act.TAKE_ALARM: FLOOR - {Role.AGENT},
    Act.REPORT_METHANE: FLOOR,
    Act.DECLARE_MAJOR: IN_CHARGE,
    Act.RUN_MAJOR: FLOOR,
    Act.CLOSE: FLOOR,
    Act.REVIEW: IN_CHARGE,
    Act.AGREE_SUPPORT: IN_CHARGE,
    Act.SIGN_SUPPORT: FLOOR,
    Act.READ_LOG: FLOOR | REVIEWERS | {Role.SYSTEM},
    Act.READ_PROCEDURES: ALL,
    Act.WRITE_PROCEDURES: {Role.PROCEDURE_AUTHOR},
    Act.CONSULT_ON_PROCEDURES: PROCEDURE_OWNERS,
    Act.APPROVE_PROCEDURES: {Role.PROCEDURE_APPROVER},
    Act.ACKNOWLEDGE_PROCEDURES: FLOOR,
    Act.SEE_READERS: IN_CHARGE | PROCEDURE_OWNERS,
    Act.WITHDRAW_ADVICE: IN_CHARGE | {Role.PROCEDURE_APPROVER},
    Act.CALL_BACK: FLOOR,
    Act.SIGN_UNREACHED: IN_CHARGE,
    Act.TRY_PROCEDURES: IN_CHARGE | PROCEDURE_OWNERS,
    Act.CHECK_LAW: IN_CHARGE | PROCEDURE_OWNERS,
    Act.SEE_FIGURES: IN_CHARGE | {Role.AUDITOR},
    Act.SET_UP: {Role.ADMINISTRATOR},
    Act.WORK_AT_DESK: FLOOR,
    Act.RELEASE_DESK: IN_CHARGE,
    Act.HAND_OVER: IN_CHARGE,
    Act.RUN_SIMULATOR: FLOOR,
    Act.WRITE_SITE_NOTE: FLOOR | {Role.ADMINISTRATOR},
    Act.RETIRE_SITE_NOTE: IN_CHARGE | {Role.ADMINISTRATOR},
    Act.RUN_EXERCISE: IN_CHARGE,
    Act.RUN_DRILL: IN_CHARGE | {Role.ADMINISTRATOR},
    Act.ENTER_DRILL: FLOOR | REVIEWERS | {Role.ADMINISTRATOR},
    Act.SEE_INBOX: IN_CHARGE | {Role.ADMINISTRATOR},
    Act.SEE_HEALTH: IN_CHARGE | {Role.AUDITOR, Role.ADMINISTRATOR},
    Act.SET_ROTA: IN_CHARGE,
    Act.SET_WALLS: IN_CHARGE | {Role.ADMINISTRATOR},
    Act.SEE_LOAD: IN_CHARGE,
}

CREW_MAY = {Act.REPORT_STATUS, Act.ANSWER_CHECK, Act.UPDATE, Act.ESCALATE}


class OfACentre(Protocol):
    """Anything that belongs to a centre."""

    @property
    def centre_id(self) -> int: ...


def may(actor: Actor, act: Act, thing: OfACentre) -> bool:
    """Whether the actor may do this act to this thing. Another centre's things: never."""
    if actor.centre_id != thing.centre_id:
        return False
    if isinstance(actor, Staff):
        return actor.role in MAY[act]
    if isinstance(actor, Crew):
        return act in CREW_MAY
    if isinstance(actor, SigningSystem):
        return act == Act.OFFER_CONTACT
    return isinstance(actor, Console)


WORDS = {
    Act.RETIRE_SITE_NOTE: "A site note is amended or retired by a supervisor, a team lead or an administrator.",
    Act.LOWER_PRIORITY: "Lowering a priority needs a supervisor.",
    Act.INFORM_ABOVE: "This organisation is told by a supervisor.",
    Act.TAKE_ALARM: "An alarm is taken by a dispatcher, a supervisor or a team lead.",
    Act.DECLARE_MAJOR: "A major incident is declared, led and stood down by a supervisor or a team lead: report METHANE and ask.",
    Act.STRETCH_CHECKS: "A check on a crew is made rarer, or given up, by a supervisor only.",
    Act.AGREE_WORDS: "Safe words are agreed with a supervisor.",
    Act.END_DURESS: "Silent listening is ended by a supervisor or a team lead.",
    Act.FORCE_STATUS: "This change of status is out of order and needs a supervisor.",
    Act.REVIEW: "Only a supervisor or a team lead reviews incidents.",
    Act.WRITE_PROCEDURES: "Only a procedure author writes procedures.",
    Act.CONSULT_ON_PROCEDURES: "Only procedure authors and approvers keep the consultation.",
    Act.APPROVE_PROCEDURES: "Only a procedure approver decides this.",
    Act.WITHDRAW_ADVICE: "Advice is withdrawn by a supervisor, a team lead or a procedure approver.",
    Act.TRY_PROCEDURES: "Procedures are tried by their authors and approvers, supervisors and team leads.",
    Act.CHECK_LAW: "The law is checked by procedure authors and approvers, supervisors and team leads.",
    Act.SIGN_UNREACHED: "That somebody cannot be reached is signed by a supervisor or a team lead.",
    Act.SET_ROTA: "The rota and the escalation policy are set by a supervisor or a team lead.",
    Act.SET_WALLS: "Big screens are let in by a supervisor, a team lead or an administrator.",
    Act.RELEASE_DESK: "A desk is released by a supervisor or a team lead.",
    Act.HAND_OVER: "A shift is handed over between supervisors or team leads.",
    Act.RUN_EXERCISE: "Exercises are run by a supervisor or a team lead.",
    Act.RUN_DRILL: "A drill is opened, paused and ended by a supervisor, a team lead or an administrator.",
    Act.AGREE_SUPPORT: "Only a supervisor or a team lead opens a support need.",
}


def insist(actor: Actor, act: Act, thing: OfACentre) -> None:
    """Refuse with 403 unless the actor may."""
    if not may(actor, act, thing):
        raise NotAllowed(WORDS.get(act, "Your role does not allow this."), code="not-allowed", act=act.value)
