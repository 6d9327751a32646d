"""One incident, whole: what the REST interface gives and the incident page shows."""

from collections.abc import Sequence
from typing import Any

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound
from incidents.models import Briefing, Check, Deployment, Incident, Notice, Promise, Reassessment, SupportRequest
from incidents.queries.advice import readings_of
from incidents.queries.assessment import assessment_shown, blocking
from incidents.queries.cards import alarm_card
from incidents.queries.closing import close_codes, open_among, required_facts, words_of
from incidents.queries.linked import links_of
from incidents.queries.links import token_for
from incidents.queries.paths import question_on, steps_of, steps_on
from incidents.queries.procedures import of_incident
from incidents.queries.recall import outcome_now
from incidents.queries.where import where_shown
from incidents.queries.whole import Whole, notices_of, sent_to
from resources.queries.cards import stamp


def incident_named(centre_id: int, reference: str) -> Incident:
    """The centre's incident of this reference.

    Raises:
        NotFound: there is none, or it is another centre's.
    """
    # A reference with a NUL character cannot even be asked for.
    wanted = reference[:24] if reference.isprintable() else ""
    found = Incident.objects.of(centre_id).filter(reference=wanted).select_related("centre", "handled_by").first()
    if found is None:
        raise NotFound("There is no such incident.", code="not-found")
    return found


def incident_whole(incident: Incident, asker: Actor) -> dict[str, Any]:
    """The card, and everything else that is known to this asker."""
    whole = Whole.of(incident)
    readings = readings_of(incident) if incident.revision > 1 else []
    outcome = outcome_now(incident)
    read = {each["line"] for each in readings}
    advice = (outcome or {}).get("advice", [])
    return {
        **whole.card(),
        "summary": incident.summary,
        "place": where_shown(incident),
        "hazards": incident.hazards,
        "caller_name": incident.caller_name,
        "callback_number": incident.callback_number,
        "read_back": incident.read_back,
        "opened_by": incident.opened_by_name,
        "explanation": incident.explanation,
        "question": question_on(incident, whole.path, whole.standing) if whole.path and incident.is_open else None,
        "path": path_shown(whole),
        "outcome": outcome,
        "outcome_at": stamp(incident.outcome_at),
        "advice_read": list(dict.fromkeys(each["line"] for each in readings)),
        "advice_readings": readings,
        "notices": [notice_shown(each) for each in whole.notices],
        "deployments": [deployment_shown(each, asker) for each in whole.sent],
        "escalations": [alarm_card(each) for each in whole.alarms],
        "repeat_contact": repeat_shown(whole.repeat) if whole.repeat else None,
        "promise": promise_shown(whole.promised) if whole.promised else None,
        "duplicate_of": incident.duplicate_of or None,
        "links": links_of(incident) if incident.revision > 1 else [],
        **assessment_shown(incident, whole.assessed, advice=advice, read=read),
        "closing": closing_shown(whole, blocking(incident, whole.assessed, advice=advice, read=read)),
        "log_count": incident.log_count,
        "log_head": incident.log_head,
    }


def path_shown(whole: Whole) -> dict[str, Any]:
    """The last path walked: ``{state, type, pack, version, reason, steps}``."""
    path = whole.path
    if path is None:
        return {"state": None, "steps": []}
    pinned, _ = of_incident(whole.incident)
    return {
        "state": path.state,
        "type": path.type_code,
        "pack": pinned.pack.id,
        "version": pinned.pack.version,
        "digest": pinned.digest,
        "outcome": path.outcome_id or None,
        "reason": path.reason,
        "steps": steps_on(whole.incident, whole.standing),
        "before": [step for earlier in whole.assessed.left_by_the_tree() for step in steps_of(earlier, whole.assessed.standing(earlier))],
    }


def notices_shown(incident: Incident) -> list[dict[str, Any]]:
    """The organisations to tell, and which have been told."""
    return [notice_shown(each) for each in notices_of(incident)]


def notice_shown(notice: Notice) -> dict[str, Any]:
    """One organisation to tell."""
    return {
        "code": notice.code,
        "label": notice.label,
        "contact": notice.contact,
        "authority": notice.authority,
        "wanted_at": stamp(notice.wanted_at),
        "confirmed_at": stamp(notice.confirmed_at),
        "confirmed_by": notice.confirmed_by_name or None,
        "spoke_to": notice.spoke_to,
        "their_reference": notice.their_reference,
    }


def deployments_shown(incident: Incident, asker: Actor) -> list[dict[str, Any]]:
    """Every unit sent, with its brief, its checks and what it asked for."""
    return [deployment_shown(each, asker) for each in sent_to(incident)]


def deployment_shown(deployment: Deployment, asker: Actor) -> dict[str, Any]:
    """One deployment. The crew's link acts for the crew: only who may send units is shown it."""
    briefings = sorted(deployment.briefings.all(), key=lambda each: each.version)
    return {
        "id": deployment.pk,
        "call_sign": deployment.unit.call_sign,
        "unit_name": deployment.unit.name,
        "status": deployment.status,
        "status_word": deployment.get_status_display(),
        "task": deployment.task,
        "sent_at": stamp(deployment.sent_at),
        "sent_by": deployment.sent_by_name,
        "read_at": stamp(deployment.read_at),
        "acknowledged_at": stamp(deployment.acknowledged_at),
        "en_route_at": stamp(deployment.en_route_at),
        "at_scene_at": stamp(deployment.at_scene_at),
        "ended_at": stamp(deployment.ended_at),
        "ended_why": deployment.ended_why,
        "link": f"/r/{token_for(deployment.pk)}" if may(asker, Act.DISPATCH, deployment.unit) else None,
        "brief": brief_shown(briefings[-1]) if briefings else None,
        "checks": [check_shown(each) for each in sorted(deployment.checks.all(), key=lambda check: check.number)],
        "support": [support_shown(each) for each in sorted(deployment.support_requests.all(), key=lambda asked: asked.pk)],
    }


def brief_shown(briefing: Briefing) -> dict[str, Any]:
    """A version of a briefing, in its six parts."""
    return {
        "version": briefing.version,
        "what_happened": briefing.what_happened,
        "place_and_access": briefing.place_and_access,
        "hazards": briefing.hazards,
        "task": briefing.task,
        "limits": briefing.limits,
        "report_back": briefing.report_back,
        "sent_at": stamp(briefing.sent_at),
        "read_at": stamp(briefing.read_at),
        "accepted_at": stamp(briefing.accepted_at),
    }


def check_shown(check: Check) -> dict[str, Any]:
    """A check on a crew."""
    return {
        "id": check.pk,
        "number": check.number,
        "question": check.question,
        "state": check.state,
        "due_at": stamp(check.due_at),
        "grace_s": check.grace_s,
        "asked_at": stamp(check.asked_at),
        "missed_at": stamp(check.missed_at),
        "answered_at": stamp(check.answered_at),
        "answered_by": check.answered_by_name or None,
        "all_well": check.all_well,
        "words": check.words,
        "via": check.via or None,
        "said_by": check.said_by,
        "wants_word": check.wants_word,
        "escalated_at": stamp(check.escalated_at),
    }


def support_shown(asked: SupportRequest) -> dict[str, Any]:
    """What a crew asked for."""
    return {
        "id": asked.pk,
        "wanted": asked.wanted,
        "asked_at": stamp(asked.asked_at),
        "met_at": stamp(asked.met_at),
        "met_how": asked.met_how,
        "met_by": asked.met_by,
        "refused_at": stamp(asked.refused_at),
        "refused_why": asked.refused_why,
        "settled_by": asked.settled_by_name or None,
    }


def repeat_shown(task: Reassessment) -> dict[str, Any]:
    """A repeat contact that asks for another look."""
    return {
        "contacts": task.contacts,
        "raised_at": stamp(task.raised_at),
        "due_at": stamp(task.due_at),
        "contact": str(task.contact_id),
        "channel_word": task.contact.get_channel_display(),
        "words": task.contact.words,
    }


def promise_shown(promise: Promise) -> dict[str, Any]:
    """A promised update, open or kept."""
    return {
        "id": promise.pk,
        "to_whom": promise.to_whom,
        "made_at": stamp(promise.made_at),
        "made_by": promise.made_by_name,
        "due_at": stamp(promise.due_at),
        "kept_at": stamp(promise.kept_at),
        "kept_by": promise.kept_by_name or None,
        "words": promise.words,
    }


def closing_shown(whole: Whole, assessing: Sequence[str]) -> dict[str, Any]:
    """What closing asks for: ``{codes, facts, open}``, and how it was closed."""
    incident = whole.incident
    wanted = required_facts(incident)
    given = dict.fromkeys(wanted, "?")
    at_hand = {"sent": whole.sent, "notices": whole.notices, "alarms": whole.alarms, "repeat": whole.repeat, "promised": whole.promised}
    still_open = open_among(incident, given, assessing=assessing, **at_hand) if incident.is_open else []  # type: ignore[arg-type]
    return {
        "codes": list(close_codes(incident)),
        "facts": [{"name": name, "label": words_of(name)} for name in wanted],
        "open": still_open,
        "code": incident.close_code or None,
        "outcome": incident.close_outcome,
        "given": incident.close_facts,
    }
