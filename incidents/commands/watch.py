"""What each clock of a waiting state does when it runs out: the alarm it raises, or nothing when nobody waits any more (CC38 1.7, P8)."""

from functools import partial

from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change
from incidents.models import Deployment, Escalation, Notice, Promise

Cause = Escalation.Cause


def nobody_sent(change: Change, incident_id: int) -> bool:
    """Reported but never sent: red at once."""
    if change.incident.stage != "to_send":
        return False
    _ring(
        change,
        "not-sent",
        incident_id,
        Cause.NOT_SENT,
        f"Nobody has been sent to this {change.incident.priority}",
        "Send a unit now, or say why not",
    )
    return True


def not_assessed(change: Change, incident_id: int) -> bool:
    """No outcome in time: new, sent on its location alone, or opened again."""
    incident = change.incident
    if incident.outcome is not None and not incident.reassessing:
        return False
    words = "The questions are not finished"
    if incident.reassessing:
        words = "The questions were opened again and are not finished"
    elif incident.first_sent_at:
        words = "A unit was sent and the assessment is still open"
    _ring(change, "not-assessed", incident_id, Cause.NOT_ASSESSED, words, "Finish the questions, or leave the path with a reason")
    return True


def no_safe_outcome(change: Change, incident_id: int) -> bool:
    """The crew is long there, or the work is long over, and nobody has said that all is safe."""
    if change.incident.stage not in ("at_scene", "to_close"):
        return False
    words = "A crew is at the scene and no safe outcome is recorded"
    if change.incident.stage == "to_close":
        words = "The work is over and no safe outcome is recorded"
    _ring(change, "not-safe", incident_id, Cause.NOT_SAFE, words, "Make sure that everybody is safe, then close it")
    return True


def _crew_waits(
    change: Change, deployment_id: int, *, kind: str, statuses: tuple[str, ...], cause: Escalation.Cause, words: str, action: str
) -> bool:
    """A crew is still where it should not be any more."""
    crew = Deployment.objects.active().select_related("unit").filter(pk=deployment_id, status__in=statuses).first()
    if crew is None:
        return False
    _ring(change, kind, deployment_id, cause, f"{crew.unit.call_sign} {words}", action, to_role="dispatcher", deployment=crew)
    return True


nobody_acknowledged = partial(
    _crew_waits,
    kind="not-acknowledged",
    statuses=("alerted",),
    cause=Cause.NOT_ACKNOWLEDGED,
    words="has not acknowledged",
    action="Call the crew, or send another unit",
)
nobody_moving = partial(
    _crew_waits,
    kind="not-moving",
    statuses=("acknowledged",),
    cause=Cause.NOT_MOVING,
    words="has not set off",
    action="Call the crew: can they go now? Otherwise send another unit",
)
nobody_arrived = partial(
    _crew_waits,
    kind="not-arrived",
    statuses=("alerted", "acknowledged", "en_route", "delayed", "at_rvp"),
    cause=Cause.NOT_ARRIVED,
    words="has not arrived in time",
    action="Ask where they are, tell the caller, think of another unit",
)


def nobody_told(change: Change, notice_id: int) -> bool:
    """An organisation outside is not told, or nobody has recorded that it was."""
    notice = Notice.objects.untold().filter(pk=notice_id).first()
    if notice is None:
        return False
    _ring(
        change,
        "not-told",
        notice_id,
        Cause.NOT_TOLD,
        f"{notice.label} has not been told",
        "Tell them now and write down the name or reference",
    )
    return True


def promise_broken(change: Change, promise_id: int) -> bool:
    """The promised time has come and nobody has spoken to them."""
    promise = Promise.objects.filter(pk=promise_id, kept_at=None).first()
    if promise is None:
        return False
    _ring(
        change,
        "not-updated",
        promise_id,
        Cause.NOT_UPDATED,
        "A promised update has not been given",
        "Call now, even if there is nothing new",
    )
    return True


def _ring(
    change: Change,
    kind: str,
    subject: int,
    cause: Escalation.Cause,
    what: str,
    action: str,
    *,
    to_role: str = "supervisor",
    deployment: Deployment | None = None,
) -> None:
    raise_alarm(change, cause=cause, to_role=to_role, what=what, action=action, deployment=deployment, watches=kind, subject=subject)
