"""A decision path inside a change: beginning it, keeping answers, ending it, opening it again."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max

from dispatch.accounts.actors import Actor
from dispatch.refusal import Refusal
from incidents.commands._change import Change
from incidents.commands._lowering import overtake_request
from incidents.commands._outcome import take_outcome
from incidents.models import DecisionPath, Incident, PathAnswer
from incidents.queries.paths import changes_of_mind, last_path, standing_answers, walking_path
from incidents.queries.procedures import Loaded, loaded, of_incident, type_in_use
from incidents.rules.decision_path import PathError, Walk, walk
from incidents.rules.entries import Entry
from incidents.rules.packs.shape import IncidentType
from incidents.rules.path_words import explain, minds_changed

State = DecisionPath.State


def begin_path(change: Change, pinned: Loaded, kind: IncidentType) -> DecisionPath:
    """Choose the type, pin the procedure's version, and stand at the first question. An outcome in force stays until the new one."""
    incident = change.incident
    incident.type_code, incident.type_title, incident.pack_id = kind.code, kind.title, pinned.row_id
    _watch_the_outcome(change)
    path = DecisionPath.objects.create(incident=incident, pack_id=pinned.row_id, type_code=kind.code, started_at=change.at)
    change.log(Entry.TYPE_CHOSEN, kind.title, type=kind.code, pack=pinned.pack.id, version=pinned.pack.version, digest=pinned.digest)
    return path


def _watch_the_outcome(change: Change) -> None:
    """What is in force stays while the questions are asked anew, and finishing them becomes a timed task."""
    incident = change.incident
    incident.reassessing = incident.outcome is not None
    incident.reopened_at = change.at if incident.reassessing else None


def standing_path(incident: Incident) -> DecisionPath:
    """The path being walked.

    Raises:
        Refusal: it has reached its outcome, or no type is chosen.
    """
    path = walking_path(incident)
    if path is None:
        raise Refusal("The path has reached its outcome.", code="path-ended")
    return path


def walked(kind: IncidentType, given: Sequence[PathAnswer]) -> Walk:
    """Where these answers lead."""
    try:
        return walk(kind, [each.given for each in given])
    except PathError as error:
        raise Refusal(str(error), code="path-broken") from error


def keep_answer(path: DecisionPath, question: str, answer: str, *, inferred: bool, by: Actor, at: datetime) -> PathAnswer:
    """Write an answer down under the path's next number."""
    last: int | None = PathAnswer.objects.filter(path=path).aggregate(last=Max("number"))["last"]
    return PathAnswer.objects.create(
        path=path,
        number=(last or 0) + 1,
        question=question,
        answer=answer,
        inferred=inferred,
        answered_at=at,
        answered_by_id=by.user_id,
    )


def go_on(change: Change, pinned: Loaded, kind: IncidentType, path: DecisionPath, after: Walk) -> None:
    """After an answer: stay on the path, go over to another type, or take the outcome."""
    change.incident.flags = sorted(after.flags)
    if after.transfer is not None:
        finish(path, State.TRANSFERRED, at=change.at)
        begin_path(change, *type_in_use(change.incident.centre_id, after.transfer))
    elif after.outcome is not None:
        finish(path, State.COMPLETE, at=change.at, outcome_id=after.outcome.id)
        because = explain(kind, after, pinned.core) + minds_changed(kind, changes_of_mind(path))
        take_outcome(change, pinned, kind, after.outcome, path=path, because=because)


def finish(path: DecisionPath, state: DecisionPath.State, *, at: datetime, outcome_id: str = "", reason: str = "") -> None:
    """End a path."""
    path.state, path.ended_at, path.outcome_id, path.reason = state, at, outcome_id, reason
    path.save(update_fields=["state", "ended_at", "outcome_id", "reason"])


def withdraw(answers: Sequence[PathAnswer], *, why: str, at: datetime) -> None:
    """Take answers back. Their rows stay, and say why."""
    PathAnswer.objects.filter(pk__in=[each.pk for each in answers]).update(withdrawn_at=at, withdrawn_why=why)


def path_with(change: Change, question: str, *, why: str) -> tuple[Loaded, IncidentType, DecisionPath, list[PathAnswer]]:
    """The path on which a question stands answered, being walked (again), with its answers that stand.

    A path that has ended is opened again. One that the tree left for another type stays as it was: going back to it makes a
    new path of the old type and version, which carries its answers.

    Raises:
        Refusal: "type-missing", "answer-unknown" where the question has no standing answer.
    """
    incident = change.incident
    pinned, kind = of_incident(incident)
    path = last_path(incident)
    given = standing_answers(path) if path else []
    if path is not None and any(each.question == question for each in given):
        return pinned, kind, reopened(change, path), given
    for earlier in _left_by_the_tree(incident):
        given = standing_answers(earlier)
        if any(each.question == question for each in given):
            return _back_to(change, earlier, given, why=why)
    raise Refusal("This question has no answer to change.", code="answer-unknown")


def reopened(change: Change, path: DecisionPath) -> DecisionPath:
    """A path that had ended is walked again. What was decided stays in force meanwhile."""
    if path.state == State.WALKING:
        return path
    change.log(Entry.PATH_REOPENED, "", outcome=path.outcome_id, state=path.state)
    path.state, path.ended_at, path.outcome_id, path.reason = State.WALKING, None, "", ""
    path.save(update_fields=["state", "ended_at", "outcome_id", "reason"])
    _watch_the_outcome(change)
    overtake_request(change, "The questions were opened again")
    return path


def _left_by_the_tree(incident: Incident) -> list[DecisionPath]:
    """The paths that led, one after the other and without a person's doing, to the type that is assessed now; the latest first."""
    chain: list[DecisionPath] = []
    for path in list(DecisionPath.objects.filter(incident=incident).order_by("-pk"))[1:]:
        if path.state != State.TRANSFERRED or path.reason:
            break
        chain.append(path)
    return chain


def _back_to(
    change: Change, earlier: DecisionPath, given: list[PathAnswer], *, why: str
) -> tuple[Loaded, IncidentType, DecisionPath, list[PathAnswer]]:
    leave_for_another_type(change, why)
    pinned = loaded(earlier.pack_id)
    kind = pinned.type_named(earlier.type_code)
    path = begin_path(change, pinned, kind)
    copies = [
        PathAnswer(
            path=path,
            number=number,
            question=each.question,
            answer=each.answer,
            inferred=each.inferred,
            answered_at=each.answered_at,
            answered_by_id=each.answered_by_id,
        )
        for number, each in enumerate(given, 1)
    ]
    PathAnswer.objects.bulk_create(copies)
    return pinned, kind, path, standing_answers(path)


def leave_for_another_type(change: Change, reason: str) -> None:
    """End the path being walked because another type is chosen. An outcome already reached stays on its own path."""
    old = DecisionPath.objects.filter(incident=change.incident, state=State.WALKING)
    old.update(state=State.TRANSFERRED, ended_at=change.at, reason=reason)
    overtake_request(change, "Another type was chosen")
    change.log(Entry.PATH_LEFT_EARLY, reason, type=change.incident.type_code)
