"""Sending units to an incident with a brief, changing the brief, and standing units down (320 1.2–1.4; CFACC39 P4, P7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._change import Change, changing
from incidents.commands._checks import end_checks
from incidents.commands._emergency import insist_silence_is_kept
from incidents.commands._post import Letter, post_all
from incidents.commands._round import leave_round
from incidents.commands._units import commit_unit, locked_unit_of, locked_units, release_unit, require_free
from incidents.models import Briefing, Check, Deployment
from incidents.queries.briefs import suggested_brief
from incidents.queries.links import responder_link
from incidents.queries.recommendation import selection_as_it_stands
from incidents.rules.entries import Entry
from resources.models import Unit

PARTS = ("what_happened", "place_and_access", "hazards", "task", "limits", "report_back")
NEEDED = ("place_and_access", "task")


def deploy_units(*, incident_id: int, units: Sequence[str], by: Actor, at: datetime, reason: str = "", **brief: str) -> list[Deployment]:
    """Send units to an incident and tell them what to do there. All of them go, or none.

    Args:
        units: call signs.
        reason: why these, when the recommendation named others.
        brief: any of PARTS; what is left out comes from the procedure.

    Raises:
        Refusal: "unit-unavailable" names the holder; "place-unknown"; "incident-closed".
    """
    require(units, "Choose at least one unit.", code="units-missing")
    try:
        with changing(incident_id, by=by, at=at, act=Act.DISPATCH) as change:
            incident = change.incident
            require(incident.is_open, "This incident is closed.", code="incident-closed")
            parts = suggested_brief(incident, on=at.date()) | {name: brief[name].strip() for name in PARTS if brief.get(name, "").strip()}
            require(incident.place_known or brief.get("place_and_access"), "Say where they are to go.", code="place-unknown")
            selection = selection_as_it_stands(incident)
            locked = locked_units(change, units)
            for unit in locked:
                require_free(change, unit)
            sent = [_send(change, unit, parts, {**selection, "reason": reason}) for unit in locked]
            incident.first_sent_at = incident.first_sent_at or at
    except IntegrityError as error:
        raise Refusal("One of these units has just been sent elsewhere.", code="unit-unavailable") from error
    return sent


def _send(change: Change, unit: Unit, parts: dict[str, str], selection: dict[str, Any]) -> Deployment:
    deployment = Deployment.objects.create(
        incident=change.incident,
        unit=unit,
        task=parts["task"],
        sent_at=change.at,
        sent_by_name=change.by.label,
        selection=selection,
    )
    Briefing.objects.create(deployment=deployment, sent_at=change.at, **{name: parts.get(name, "") for name in PARTS})
    commit_unit(change, unit)
    change.log(Entry.UNIT_DEPLOYED, f"{unit.call_sign}: {parts['task']}", unit=unit.call_sign, deployment=deployment.pk, **selection)
    send_brief(change, deployment, unit, parts, version=1)
    return deployment


def send_brief(change: Change, deployment: Deployment, unit: Unit, parts: dict[str, str], *, version: int) -> None:
    """Write a version of its brief to a unit that has an address."""
    if not unit.email:
        return
    incident = change.incident
    titles = ("WHAT HAPPENED", "WHERE AND HOW TO GET IN", "HAZARDS", "TASK", "LIMITS", "REPORT BACK")
    body = "\n\n".join(f"{title}\n{parts.get(name, '')}" for title, name in zip(titles, PARTS, strict=True))
    letter = Letter(
        key=f"brief-{deployment.pk}-{version}",
        to_name=unit.call_sign,
        address=unit.email,
        subject=f"{incident.priority or 'P1'} incident {incident.reference}: {incident.type_title or 'go to the place given'}",
        body=f"{body}\n\nAnswer here: {responder_link(deployment.pk)}",
        deployment=deployment,
    )
    post_all(change, [letter])


def locked_deployment(change: Change, deployment_id: int) -> Deployment:
    """A deployment of the incident being changed."""
    found = Deployment.objects.filter(pk=deployment_id, incident=change.incident).first()
    if found is None:
        raise NotFound("There is no such deployment.", code="not-found")
    return found


def incident_of(deployment_id: int) -> int:
    """The incident to lock for a deployment."""
    found: int | None = Deployment.objects.filter(pk=deployment_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such deployment.", code="not-found")
    return found


def change_brief(*, deployment_id: int, by: Actor, at: datetime, **brief: str) -> Briefing:
    """Tell a crew something new: a new version, to be accepted anew."""
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.DISPATCH) as change:
        deployment = locked_deployment(change, deployment_id)
        require(deployment.ended_at is None, "This crew has finished.", code="deployment-ended")
        insist_silence_is_kept(change, deployment)
        last = Briefing.objects.filter(deployment=deployment).order_by("-version").first()
        parts = {name: brief.get(name, "").strip() or (getattr(last, name) if last else "") for name in PARTS}
        require(last is None or any(parts[name] != getattr(last, name) for name in PARTS), "Nothing in it changes.", code="brief-same")
        version = last.version + 1 if last else 1
        briefing = Briefing.objects.create(deployment=deployment, version=version, sent_at=at, **parts)
        unit = locked_unit_of(change, deployment)
        changed = [name for name in PARTS if last is None or parts[name] != getattr(last, name)]
        words = " ".join(f"{name.replace('_', ' ').capitalize()}: {parts[name]}" for name in changed)
        change.log(Entry.BRIEF_CHANGED, f"{unit.call_sign}: {words}", unit=unit.call_sign, version=version, changed=changed)
        send_brief(change, deployment, unit, parts, version=version)
    return briefing


def stand_down(*, deployment_id: int, why: str, by: Actor, at: datetime, happened_at: datetime | None = None) -> Deployment:
    """Send a unit home from an incident, with a reason."""
    require(why.strip(), "Say why the unit is stood down.", code="reason-needed")
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.DISPATCH) as change:
        deployment = locked_deployment(change, deployment_id)
        if deployment.ended_at is not None:
            change.abandoned = True
            return deployment
        insist_silence_is_kept(change, deployment)
        _insist_seen(change, deployment)
        unit = locked_unit_of(change, deployment)
        release_unit(change, deployment, unit, "stood_down", why.strip(), happened_at or at)
        end_checks(deployment)
        leave_round(change, deployment)
        change.log(Entry.UNIT_STOOD_DOWN, f"{unit.call_sign}: {why.strip()}", at=happened_at, unit=unit.call_sign)
    return deployment


def _insist_seen(change: Change, deployment: Deployment) -> None:
    """A missed check is not waved away by standing the crew down: somebody has to have heard it, or a supervisor decides."""
    if deployment.checks.filter(state=Check.State.MISSED).exists():
        insist(change.by, Act.STRETCH_CHECKS, change.incident)
