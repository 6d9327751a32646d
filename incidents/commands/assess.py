"""Assessing: the type, the answers, leaving early (CC38 1.4; CFACC39 P1). Changing one's mind is in ``reassess``."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import Refusal, require
from incidents.commands._change import changing
from incidents.commands._outcome import take_outcome
from incidents.commands._path import begin_path, finish, go_on, keep_answer, leave_for_another_type, standing_path, walked
from incidents.models import DecisionPath, Incident
from incidents.queries.paths import standing_answers
from incidents.queries.procedures import of_incident, type_in_use
from incidents.rules.decision_path import Walk, fallback_outcome
from incidents.rules.entries import Entry
from incidents.rules.path_words import explain
from incidents.rules.priority import rank


def choose_type(*, incident_id: int, type_code: str, by: Actor, at: datetime, reason: str = "") -> Incident:
    """Choose the incident type, or another one instead: the path so far is kept, and a reason with it.

    An outcome that was reached stays in force until the new questions are finished, and is then replaced by rule.
    """
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        require(incident.type_code != type_code, "That is its type already.", code="type-same")
        pinned, kind = type_in_use(incident.centre_id, type_code)
        if incident.type_code:
            require(reason.strip(), "Say why the type changes.", code="reason-needed")
            leave_for_another_type(change, reason.strip())
        begin_path(change, pinned, kind)
    return incident


def answer_question(*, incident_id: int, question: str, answer: str, by: Actor, at: datetime, inferred: bool = False) -> Walk:
    """Answer the question the path stands at. The last answer settles the outcome.

    Args:
        inferred: the caller volunteered it; it was not asked.

    Raises:
        Refusal: another question stands ("question-moved", with the one that does), or no such answer.
    """
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        pinned, kind = of_incident(incident)
        path = standing_path(incident)
        before = walked(kind, standing_answers(path))
        at_question = before.question
        if at_question is None or at_question.id != question:
            raise Refusal("The path stands at another question.", code="question-moved", question=at_question.id if at_question else None)
        chosen = next((each for each in at_question.answers if each.code == answer), None)
        if chosen is None:
            raise Refusal("This question has no such answer.", code="answer-unknown", answers=[a.code for a in at_question.answers])
        keep_answer(path, question, answer, inferred=inferred, by=by, at=at)
        change.log(Entry.QUESTION_ANSWERED, f"{at_question.ask} {chosen.words}", question=question, answer=answer, inferred=inferred)
        after = walked(kind, standing_answers(path))
        go_on(change, pinned, kind, path, after)
    return after


def leave_path_early(*, incident_id: int, reason: str, by: Actor, at: datetime, outcome_id: str = "", priority: str = "") -> Incident:
    """Leave the path before its end, with a reason. Without an outcome named, the type's own fallback is taken: P1 or P2.

    Args:
        outcome_id: an outcome of the type to take instead of the fallback.
        priority: P1 to P5 to take with it, where another system has set it. Going lower than the fallback needs a supervisor.
    """
    require(reason.strip(), "Say why the path is left early.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        pinned, kind = of_incident(incident)
        path = standing_path(incident)
        outcomes = {each.id: each for each in kind.tree.outcomes if each.transfer is None}
        require(not outcome_id or outcome_id in outcomes, "This type has no such outcome.", code="outcome-unknown")
        outcome = outcomes[outcome_id] if outcome_id else fallback_outcome(kind)
        if rank(priority or outcome.priority) > rank(fallback_outcome(kind).priority):
            insist(by, Act.LOWER_PRIORITY, incident)
        finish(path, DecisionPath.State.LEFT_EARLY, at=at, outcome_id=outcome.id, reason=reason.strip())
        change.log(Entry.PATH_LEFT_EARLY, reason.strip(), type=kind.code, outcome=outcome.id)
        because = explain(kind, walked(kind, standing_answers(path)), pinned.core, sent_now=reason)
        take_outcome(change, pinned, kind, outcome, path=path, because=because, priority=priority)
    return incident
