"""A crew in danger: raised from its page or at the desk, owned by one named person, worked through, ended with a result."""

from datetime import datetime

from dispatch.accounts.actors import Actor, Crew, Staff
from dispatch.accounts.permissions import Act, insist, may
from dispatch.refusal import NotAllowed, NotFound, require
from incidents.commands._change import Change, changing
from incidents.commands._emergency import begin, keep
from incidents.commands._units import locked_unit_of, report_unit
from incidents.commands.deploy import incident_of, locked_deployment
from incidents.commands.escalate import take
from incidents.commands.respond import insist_own, insist_still_sent, report_status
from incidents.models import CrewWords, Emergency
from incidents.rules.deployments import STATUS_WORDS
from incidents.rules.emergencies import STEPS, return_status, step_words
from incidents.rules.entries import Entry


def raise_emergency(*, deployment_id: int, kind: str, how: str, by: Actor, at: datetime) -> Emergency:
    """Raise an emergency for a crew that was heard or seen to need it. The same again is the one that stands.

    Raises:
        Refusal: "words-needed" without how it became known; "deployment-ended"; "silent".
    """
    require(kind in STEPS, "Say whether it is a Mayday or duress.", code="kind-unknown")
    require(how.strip(), "Say what was heard or seen.", code="words-needed")
    if kind == Emergency.Kind.MAYDAY:
        report_status(deployment_id=deployment_id, status="emergency", why=how.strip(), by=by, at=at)
        return Emergency.objects.open().whole().get(deployment_id=deployment_id, kind=kind)
    insist_own(by, deployment_id)
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.ESCALATE) as change:
        deployment = locked_deployment(change, deployment_id)
        require(deployment.ended_at is None, "This deployment has ended.", code="deployment-ended")
        emergency = begin(change, deployment, Emergency.Kind.DURESS, how=how.strip())
        change.abandoned = not change.lines
    return emergency


def press_button(*, deployment_id: int, by: Crew, at: datetime) -> None:
    """Take the agreed button of a lone worker's page: to the phone a report like any other, to the control room duress."""
    insist_own(by, deployment_id)
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.UPDATE) as change:
        deployment = locked_deployment(change, deployment_id)
        insist_still_sent(by, deployment)
        agreed = CrewWords.objects.filter(unit=deployment.unit).first()
        require(agreed, "This page has no such button.", code="no-button")
        change.log(Entry.UPDATE, agreed.button if agreed else "")
        begin(change, deployment, Emergency.Kind.DURESS, how="The agreed button of its page was pressed.")


def own_emergency(*, emergency_id: int, by: Staff, at: datetime) -> Emergency:
    """Take an emergency in one's own name. Of two who press at once one has it; the other is told who.

    Raises:
        Refusal: "emergency-owned" names who has it; "emergency-ended".
    """
    with changing(_incident_of(emergency_id), by=by, at=at, act=Act.TAKE_ALARM) as change:
        emergency = _the(change, emergency_id)
        _insist_open(emergency)
        owner = emergency.owned_by.name if emergency.owned_by else ""
        require(not owner, f"{owner} has it.", code="emergency-owned")
        take(change, emergency.alarm_id, by)
    return Emergency.objects.whole().get(pk=emergency_id)


def record_step(*, emergency_id: int, step: str, by: Staff, at: datetime) -> Emergency:
    """Tick one thing of the checklist as done. The same again changes nothing."""
    with changing(_incident_of(emergency_id), by=by, at=at, act=Act.ESCALATE) as change:
        emergency = _the(change, emergency_id)
        _insist_open(emergency)
        words = step_words(emergency.kind, step)
        require(words, "There is no such step.", code="step-unknown")
        if step in emergency.steps_done:
            change.abandoned = True
            return emergency
        emergency.steps_done[step] = {"at": at.isoformat(), "by": by.label}
        keep(change, emergency)
        change.log(Entry.EMERGENCY_STEP, words, unit=emergency.deployment.unit.call_sign, emergency=emergency.pk, step=step)
    return emergency


def end_emergency(*, emergency_id: int, result: str, by: Staff, at: datetime) -> Emergency:
    """End an emergency, saying how it ended. A Mayday: by its owner or a supervisor. Duress: by a supervisor only.

    Raises:
        Refusal: "emergency-unowned" before somebody has taken it; "emergency-ended"; "words-needed".
    """
    require(result.strip(), "Say how it ended, and how you know that the crew is safe.", code="words-needed")
    with changing(_incident_of(emergency_id), by=by, at=at, act=Act.ESCALATE) as change:
        emergency = _the(change, emergency_id)
        _insist_open(emergency)
        _insist_may_end(by, emergency)
        require(emergency.owned_at, "Take it first: an emergency ends in somebody’s name.", code="emergency-unowned")
        emergency.ended_at, emergency.ended_by_name, emergency.result = at, by.label, result.strip()[:300]
        keep(change, emergency)
        call_sign = emergency.deployment.unit.call_sign
        change.log(Entry.EMERGENCY_ENDED, f"{call_sign}: {emergency.result}", unit=call_sign, emergency=emergency.pk)
        if emergency.kind == Emergency.Kind.MAYDAY:
            _return_to_work(change, emergency)
    return emergency


def _return_to_work(change: Change, emergency: Emergency) -> None:
    deployment = locked_deployment(change, emergency.deployment_id)
    if deployment.status != "emergency":
        return
    status = return_status(emergency.status_before, at_scene=deployment.at_scene_at is not None)
    unit = locked_unit_of(change, deployment)
    report_unit(change, unit, status, change.at)
    deployment.status = status
    deployment.save(update_fields=["status"])
    change.log(Entry.UNIT_STATUS, f"{unit.call_sign}: {STATUS_WORDS[status]}", unit=unit.call_sign, status=status)


def _insist_may_end(by: Staff, emergency: Emergency) -> None:
    if emergency.kind == Emergency.Kind.DURESS:
        insist(by, Act.END_DURESS, emergency)
    elif emergency.owned_by_id != by.user_id and not may(by, Act.END_DURESS, emergency):
        raise NotAllowed("Only who has this Mayday, or a supervisor, ends it.", code="not-allowed")


def _insist_open(emergency: Emergency) -> None:
    require(emergency.ended_at is None, "This emergency has ended.", code="emergency-ended")


def _incident_of(emergency_id: int) -> int:
    found: int | None = Emergency.objects.filter(pk=emergency_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such emergency.", code="not-found")
    return found


def _the(change: Change, emergency_id: int) -> Emergency:
    emergency = Emergency.objects.whole().get(pk=emergency_id)
    emergency.incident = change.incident
    return emergency
