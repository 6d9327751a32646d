"""Changing one's mind on a path: going back, changing one answer, going on after an early exit (CC38 1.4; CFACC39 P1).

What is in force stays until the questions lead somewhere else: something higher holds at once, something lower when a
supervisor has approved it.
"""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import Change, changing
from incidents.commands._path import go_on, keep_answer, path_with, reopened, walked, withdraw
from incidents.models import DecisionPath, Incident, PathAnswer
from incidents.queries.paths import last_path
from incidents.queries.procedures import of_incident
from incidents.rules.decision_path import Given, PathError, Walk
from incidents.rules.entries import Entry
from incidents.rules.packs.lookup import find_question
from incidents.rules.packs.shape import IncidentType
from incidents.rules.rewalk import Rewalk, rewalk


def withdraw_answer(*, incident_id: int, question: str, reason: str, by: Actor, at: datetime) -> Walk:
    """Go back to a question: its answer and those after it are withdrawn, kept, and may be given anew.

    A path that has reached its outcome is opened again, and so is the path of a type that the tree itself has left.
    """
    require(reason.strip(), "Say why the answer changes.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        _, kind, _, given = path_with(change, question, why=reason.strip())
        place = next(place for place, each in enumerate(given) if each.question == question)
        withdraw(given[place:], why=reason.strip(), at=at)
        change.log(Entry.ANSWER_WITHDRAWN, reason.strip(), questions=[each.question for each in given[place:]])
        after = walked(kind, given[:place])
        change.incident.flags = sorted(after.flags)
    return after


def change_answer(*, incident_id: int, question: str, was: str, answer: str, reason: str, by: Actor, at: datetime) -> Walk:
    """Change one answer, with a reason; later answers that are still asked for stay, the others are withdrawn.

    Args:
        was: the answer the person saw; another one is refused, so that two people do not change it past each other.

    Raises:
        Refusal: "reason-needed", "answer-moved", "answer-same", "answer-unknown".
    """
    require(reason.strip(), "Say why the answer changes.", code="reason-needed")
    require(answer != was, "That is the answer already.", code="answer-same")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        pinned, kind, path, given = path_with(change, question, why=reason.strip())
        now = next(each.answer for each in given if each.question == question)
        require(now == was, "Somebody changed this answer meanwhile.", code="answer-moved", answer=now)
        found = _rewalked(kind, given, Given(question, answer))
        withdraw(given[found.kept :], why=reason.strip(), at=at)
        _write_down(change, kind, path, given, found, Given(question, answer), reason.strip())
        go_on(change, pinned, kind, path, found.walk)
    return found.walk


def _rewalked(kind: IncidentType, given: list[PathAnswer], changed: Given) -> Rewalk:
    try:
        return rewalk(kind, [each.given for each in given], changed)
    except PathError as error:
        raise Refusal(str(error), code="answer-unknown") from error


def _write_down(
    change: Change, kind: IncidentType, path: DecisionPath, given: list[PathAnswer], found: Rewalk, changed: Given, reason: str
) -> None:
    """The new answer, and after it the answers that are carried over, as they were given."""
    before = next(each for each in given if each.question == changed.question)
    keep_answer(path, changed.question, changed.answer, inferred=False, by=change.by, at=change.at)
    for place in found.carried:
        old = given[place]
        copy = keep_answer(path, old.question, old.answer, inferred=old.inferred, by=change.by, at=old.answered_at)
        PathAnswer.objects.filter(pk=copy.pk).update(answered_by_id=old.answered_by_id)
    node = find_question(kind, changed.question)
    words = {each.code: each.words for each in node.answers} if node else {}
    change.log(
        Entry.ANSWER_CHANGED,
        f"{node.ask if node else changed.question} {words.get(before.answer, '')} is now {words.get(changed.answer, '')}: {reason}",
        question=changed.question,
        was=before.answer,
        now=changed.answer,
        withdrawn=[each.question for place, each in enumerate(given) if place > found.kept and place not in found.carried],
    )


def resume_path(*, incident_id: int, by: Actor, at: datetime) -> Incident:
    """Go on with questions that were left early. The outcome that was taken then stays in force until they are finished."""
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        of_incident(incident)
        path = last_path(incident)
        if path is None or path.state != DecisionPath.State.LEFT_EARLY:
            raise Refusal("There are no questions that were left early.", code="path-not-left")
        reopened(change, path)
    return incident
