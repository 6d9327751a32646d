"""Support that a crew asks for: asked, given by whom, or refused with a reason, all against the crew's own request (320 1.5)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._emergency import insist_silence_is_kept
from incidents.commands.deploy import incident_of, locked_deployment
from incidents.commands.respond import insist_own
from incidents.models import Escalation, SupportRequest
from incidents.rules.entries import Entry


def ask_support(*, deployment_id: int, wanted: str, by: Actor, at: datetime) -> SupportRequest:
    """A crew asks for more: the board rings until someone takes it."""
    insist_own(by, deployment_id)
    require(wanted.strip(), "Say what you need.", code="words-needed")
    with changing(incident_of(deployment_id), by=by, at=at, act=Act.UPDATE) as change:
        deployment = locked_deployment(change, deployment_id)
        require(deployment.ended_at is None, "This deployment has ended.", code="deployment-ended")
        insist_silence_is_kept(change, deployment)
        asked = SupportRequest.objects.create(deployment=deployment, wanted=wanted.strip()[:300], asked_at=at)
        call_sign = deployment.unit.call_sign
        change.log(Entry.SUPPORT_ASKED, f"{call_sign} asks for: {asked.wanted}", unit=call_sign, request=asked.pk)
        raise_alarm(
            change,
            cause=Escalation.Cause.HELP_WANTED,
            to_role="dispatcher",
            what=f"{call_sign} asks for: {asked.wanted}",
            action="Send what is needed, then say what was sent",
            deployment=deployment,
        )
    return asked


def give_support(*, request_id: int, how: str, by: Actor, at: datetime, given_by: str = "") -> SupportRequest:
    """Say what was given, and which unit or organisation gives it.

    Raises:
        Refusal: "words-needed", "request-settled", "silent".
    """
    require(how.strip(), "Say how the request was met.", code="words-needed")
    with changing(_incident_of(request_id), by=by, at=at, act=Act.DISPATCH) as change:
        asked = _unsettled(change, request_id)
        asked.met_at, asked.met_how, asked.met_by, asked.settled_by_name = at, how.strip()[:300], given_by.strip()[:120], by.label
        asked.save(update_fields=["met_at", "met_how", "met_by", "settled_by_name"])
        call_sign = asked.deployment.unit.call_sign
        text = f"{call_sign}, {asked.wanted}: {asked.met_by + ': ' if asked.met_by else ''}{asked.met_how}"
        change.log(Entry.SUPPORT_GIVEN, text, request=asked.pk, unit=call_sign, given_by=asked.met_by)
    return asked


def refuse_support(*, request_id: int, why: str, by: Actor, at: datetime) -> SupportRequest:
    """Say that a request will not be met, and why; the crew reads it."""
    require(why.strip(), "Say why it cannot be given, and what the crew should do instead.", code="reason-needed")
    with changing(_incident_of(request_id), by=by, at=at, act=Act.DISPATCH) as change:
        asked = _unsettled(change, request_id)
        asked.refused_at, asked.refused_why, asked.settled_by_name = at, why.strip()[:300], by.label
        asked.save(update_fields=["refused_at", "refused_why", "settled_by_name"])
        call_sign = asked.deployment.unit.call_sign
        change.log(Entry.SUPPORT_REFUSED, f"{call_sign}, {asked.wanted}: {asked.refused_why}", request=asked.pk, unit=call_sign)
    return asked


def _incident_of(request_id: int) -> int:
    found: int | None = SupportRequest.objects.filter(pk=request_id).values_list("deployment__incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such request.", code="not-found")
    return found


def _unsettled(change: Change, request_id: int) -> SupportRequest:
    asked = SupportRequest.objects.select_related("deployment__unit").get(pk=request_id)
    require(asked.met_at is None, "This request has been met already.", code="request-met")
    require(asked.refused_at is None, "This request has been refused already.", code="request-refused")
    insist_silence_is_kept(change, asked.deployment)
    return asked
