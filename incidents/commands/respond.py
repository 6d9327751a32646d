"""What a crew does: reads its brief, accepts or declines, moves through its statuses, reports."""

from datetime import datetime

from dispatch.accounts.actors import Actor, Crew
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotAllowed, Refusal, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._checks import end_checks, plan_check
from incidents.commands._emergency import begin, insist_silence_is_kept
from incidents.commands._round import leave_round
from incidents.commands._units import locked_unit_of, release_unit, report_unit
from incidents.commands.deploy import incident_of, locked_deployment
from incidents.models import Briefing, Deployment, Emergency, Escalation
from incidents.rules.deployments import ENDED, HEARD, STATUS_WORDS, may_report
from incidents.rules.entries import Entry
from incidents.rules.stages import AT_SCENE

FIELDS = {"acknowledged": "acknowledged_at", "en_route": "en_route_at", "on_scene": "at_scene_at"}


def insist_own(by: Actor, deployment_id: int) -> None:
    """A crew's link opens its own deployment only."""
    if isinstance(by, Crew) and by.deployment_id != deployment_id:
        raise NotAllowed("This link is for another deployment.", code="not-allowed")


def insist_still_sent(by: Actor, deployment: Deployment) -> None:
    """A crew's link dies with its deployment; the control room can still write afterwards."""
    if isinstance(by, Crew):
        require(deployment.ended_at is None, "This deployment has ended.", code="deployment-ended")


def read_brief(*, deployment_id: int, by: Actor, at: datetime) -> None:
    """The crew has opened its brief. Only the first time is news."""
    insist_own(by, deployment_id)
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.REPORT_STATUS) as change:
        deployment = locked_deployment(change, deployment_id)
        insist_still_sent(by, deployment)
        unread = Briefing.objects.filter(deployment=deployment, read_at=None).update(read_at=at)
        if not unread:
            change.abandoned = True
            return
        deployment.read_at = deployment.read_at or at
        deployment.save(update_fields=["read_at"])
        change.log(Entry.BRIEF_READ, f"{deployment.unit.call_sign} has read its brief", unit=deployment.unit.call_sign)


def accept_brief(*, deployment_id: int, version: int, by: Actor, at: datetime) -> Briefing:
    """Say that a crew has taken in a version of its brief. The same version again changes nothing.

    Raises:
        Refusal: "brief-changed" when a newer version has been sent, "deployment-ended".
    """
    insist_own(by, deployment_id)
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.REPORT_STATUS) as change:
        deployment = locked_deployment(change, deployment_id)
        require(deployment.ended_at is None, "This deployment has ended.", code="deployment-ended")
        briefing = Briefing.objects.filter(deployment=deployment).order_by("-version").first()
        newest = briefing.version if briefing else 0
        if briefing is None or newest != version:
            raise Refusal("The brief has changed since. Read the new version first.", code="brief-changed", version=newest)
        if briefing.accepted_at is not None:
            change.abandoned = True
            return briefing
        briefing.read_at, briefing.accepted_at = briefing.read_at or at, at
        briefing.save(update_fields=["read_at", "accepted_at"])
        call_sign = deployment.unit.call_sign
        change.log(Entry.BRIEF_ACCEPTED, f"{call_sign} has accepted version {version} of its brief", unit=call_sign, version=version)
    return briefing


def report_status(
    *,
    deployment_id: int,
    status: str,
    by: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    why: str = "",
    forced: bool = False,
    brief_version: int | None = None,
) -> Deployment:
    """Say where a crew is in its work. The same status again changes nothing.

    Args:
        happened_at: when it happened, if that is not now. It stands beside the recorded time; it never replaces it.
        why: the reason, needed for declining and for a change out of order.
        forced: take a change that is out of order; needs a supervisor and a reason.
        brief_version: the version that the crew had before it; a newer one stays to be accepted.

    Raises:
        Refusal: "status-unknown", "status-out-of-order", "reason-needed", "time-ahead".
    """
    insist_own(by, deployment_id)
    require(status in STATUS_WORDS, "There is no such status.", code="status-unknown")
    require(happened_at is None or happened_at <= at, "That time has not come yet.", code="time-ahead")
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.REPORT_STATUS) as change:
        deployment = locked_deployment(change, deployment_id)
        if deployment.status == status:
            change.abandoned = True
            return deployment
        insist_silence_is_kept(change, deployment)
        _insist_on_order(change, deployment, status, why=why, forced=forced)
        unit = locked_unit_of(change, deployment)
        when = happened_at or at
        if status in ENDED:
            _end(change, deployment, status, why=why.strip(), when=when, unit_call_sign=unit.call_sign)
            release_unit(change, deployment, unit, status, why.strip(), when)
        else:
            report_unit(change, unit, status, when)
            before = deployment.status
            _go_on(change, deployment, status, when, brief_version)
            if status == "emergency":
                begin(change, deployment, Emergency.Kind.MAYDAY, how=why.strip(), status_before=before)
        if status != "declined":
            change.log(Entry.UNIT_STATUS, f"{unit.call_sign}: {STATUS_WORDS[status]}", at=when, unit=unit.call_sign, status=status)
    return deployment


def _insist_on_order(change: Change, deployment: Deployment, status: str, *, why: str, forced: bool) -> None:
    if status == "declined":
        require(why.strip(), "Say why you cannot go.", code="reason-needed")
    if status == "stood_down":
        require(not isinstance(change.by, Crew), "The control room stands a crew down.", code="not-allowed")
        require(why.strip(), "Say why the unit is stood down.", code="reason-needed")
    if may_report(deployment.status, status):
        return
    require(
        forced and deployment.status not in ENDED,
        f"{STATUS_WORDS[status]} cannot follow {STATUS_WORDS[deployment.status]}.",
        code="status-out-of-order",
        now=deployment.status,
    )
    insist(change.by, Act.FORCE_STATUS, change.incident)
    require(why.strip(), "This change is out of order: say why.", code="reason-needed")


def _go_on(change: Change, deployment: Deployment, status: str, when: datetime, brief_version: int | None) -> None:
    deployment.status = status
    if status in HEARD:
        _hear(change, deployment, when, brief_version)
    field = FIELDS.get(status)
    if field and getattr(deployment, field) is None:
        setattr(deployment, field, when)
    deployment.save(update_fields=("status", "acknowledged_at", *FIELDS.values()))
    if status in AT_SCENE:
        if status != "emergency":  # which can befall a crew that is still on the way
            change.incident.first_at_scene_at = change.incident.first_at_scene_at or when
        plan_check(change, deployment, first=True)


def _hear(change: Change, deployment: Deployment, when: datetime, brief_version: int | None) -> None:
    """The crew has answered: it has its brief, up to the version it saw."""
    if deployment.acknowledged_at is not None:
        return
    deployment.acknowledged_at = when
    taken_in = Briefing.objects.filter(deployment=deployment, accepted_at=None)
    if brief_version is not None:
        taken_in = taken_in.filter(version__lte=brief_version)
    taken_in.update(accepted_at=when)


def _end(change: Change, deployment: Deployment, status: str, *, why: str, when: datetime, unit_call_sign: str) -> None:
    end_checks(deployment)
    leave_round(change, deployment)
    if status != "declined":
        return
    change.log(Entry.UNIT_DECLINED, f"{unit_call_sign} cannot go: {why}", at=when, unit=unit_call_sign)
    raise_alarm(
        change,
        cause=Escalation.Cause.DECLINED,
        to_role="dispatcher",
        what=f"{unit_call_sign} cannot go: {why}",
        action="Choose another unit",
        deployment=deployment,
    )


def write_update(*, incident_id: int, text: str, by: Actor, at: datetime, happened_at: datetime | None = None) -> None:
    """Write a line into the log. An agent, a crew or a connected system may."""
    require(text.strip(), "Write something first.", code="words-needed")
    require(happened_at is None or happened_at <= at, "That time has not come yet.", code="time-ahead")
    with changing(incident_id, by=by, at=at, act=Act.UPDATE) as change:
        if isinstance(by, Crew):
            insist_still_sent(by, locked_deployment(change, by.deployment_id))
        change.log(Entry.UPDATE, text.strip(), at=happened_at)
