"""Which units to send, and why: ranked, with reasons and named shortfalls (320 1.2; CFACC39 P4)."""

from typing import Any

from incidents.models import Deployment, Incident
from resources.models import Unit
from resources.queries.capabilities import capability_codes
from resources.queries.cards import stamp
from resources.rules.status import STATUSES
from resources.rules.suitability import Candidate, Need, Ranked, rank_units, shortfalls_of

COLUMNS = ("pk", "call_sign", "name", "status", "engaged_on", "lat", "lon", "position_at")  # of a unit, as ranking needs them
MOST_KEPT = 8  # of the ranked units, as evidence


def needs_of(incident: Incident) -> list[Need]:
    """What its outcome asks for, less what is already on its way."""
    plan = (incident.outcome or {}).get("plan", [])
    on_their_way = list(Deployment.objects.active().filter(incident=incident).values_list("unit_id", flat=True))
    there = list(capability_codes(incident.centre_id, on_their_way).values())
    return [
        Need(
            capability=line["capability"],
            label=line["label"],
            count=line["count"],
            required=line["required"],
            met=sum(line["capability"] in each for each in there),
        )
        for line in plan
    ]


def candidates_for(incident: Incident) -> list[Candidate]:
    """Every unit on duty, as the rules see it."""
    units = (
        Unit.objects.of(incident.centre_id)
        .filter(exercise=incident.exercise)
        .exclude(status="off_duty")
        .order_by("call_sign")
        .values_list(*COLUMNS)
    )
    able = capability_codes(incident.centre_id)
    declined = set(Deployment.objects.filter(incident=incident, status="declined").values_list("unit_id", flat=True))
    return [
        Candidate(
            call_sign=call_sign,
            name=name,
            status=status,
            status_word=STATUSES[status].word,
            free=STATUSES[status].free,
            free_for_p1=STATUSES[status].free_for_p1,
            holder=engaged_on,
            capabilities=frozenset(able.get(pk, ())),
            lat=lat,
            lon=lon,
            position_at=position_at,
            declined=pk in declined,
        )
        for pk, call_sign, name, status, engaged_on, lat, lon, position_at in units
    ]


def recommendation(incident: Incident) -> dict[str, Any]:
    """``{units, not_chosen, shortfalls, needs}``: what to send now."""
    needs = needs_of(incident)
    candidates = candidates_for(incident)
    ranked = rank_units(candidates, needs, lat=incident.lat, lon=incident.lon, urgent=incident.urgency == 1)
    return {
        "incident": incident.reference,
        "revision": incident.revision,
        "units": [_shown(each) for each in ranked if each.sendable],
        "not_chosen": [_shown(each) for each in ranked if not each.sendable],
        "shortfalls": shortfalls_of(ranked, needs),
        "needs": [{"capability": n.capability, "label": n.label, "count": n.count, "required": n.required, "met": n.met} for n in needs],
    }


def _shown(each: Ranked) -> dict[str, Any]:
    unit = each.unit
    return {
        "call_sign": unit.call_sign,
        "name": unit.name,
        "status": unit.status,
        "status_word": unit.status_word,
        "recommended": each.recommended,
        "travel_s": each.travel_s,
        "distance_m": each.distance_m,
        "position_at": stamp(unit.position_at),
        "reasons": [{"code": reason.code, "text": reason.text} for reason in each.reasons],
    }


def selection_as_it_stands(incident: Incident) -> dict[str, Any]:
    """What the console recommended at the moment of sending, as evidence: kept with the deployment and in the log."""
    needs = needs_of(incident)
    ranked = rank_units(candidates_for(incident), needs, lat=incident.lat, lon=incident.lon, urgent=incident.urgency == 1)
    sendable = [each for each in ranked if each.sendable]
    return {
        "recommended": [each.unit.call_sign for each in sendable if each.recommended],
        "ranked": [
            {"call_sign": each.unit.call_sign, "travel_s": each.travel_s, "why": [reason.code for reason in each.reasons]}
            for each in sendable[:MOST_KEPT]
        ],
        "shortfalls": shortfalls_of(ranked, needs),
    }
