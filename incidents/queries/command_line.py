"""What the command bar knows: the centre's call signs and open incidents, and what an order would do, as a sentence."""

from collections.abc import Callable

from dispatch.refusal import NotFound, Refusal
from incidents.models import Check, Deployment, Desk, DeskTurn, Escalation, Incident
from incidents.queries.incident_page import incident_named
from incidents.rules.command_line import Order
from incidents.rules.desks import LEFT, PERSON, QUEUE
from resources.models import Unit
from resources.rules.status import STATUSES

RUNNING = (Check.State.PLANNED, Check.State.ASKED, Check.State.MISSED)
STATUS_OF = {"AK": "acknowledged", "EN": "en_route", "AR": "on_scene", "CL": "clear", "DE": "en_route", "DO": "on_scene"}
DOING = {"AK": "has acknowledged", "EN": "is on the way to", "AR": "is at scene at", "CL": "has finished at"}
ALREADY = {"D": "", "DE": ", already on the way", "DO": ", already at scene"}


def known_units(centre_id: int) -> dict[str, str]:
    """Call sign to what the unit is doing, in words."""
    rows = Unit.objects.of(centre_id).order_by("call_sign").values_list("call_sign", "status", "engaged_on")
    return {call_sign: f"{STATUSES[status].word} {engaged_on}".strip() for call_sign, status, engaged_on in rows}


def known_incidents(centre_id: int) -> dict[str, str]:
    """The open incidents, most urgent first: number to type and place."""
    rows = Incident.objects.of(centre_id).open().most_urgent_first()[:200]
    return {incident.reference: about(incident) for incident in rows}


def about(incident: Incident) -> str:
    """An incident in a few words."""
    return ", ".join(each for each in (incident.priority, incident.type_title or "not assessed", incident.place_text) if each)


def deployment_of(centre_id: int, call_sign: str) -> Deployment:
    """Where a unit is deployed now.

    Raises:
        Refusal: "unit-not-deployed".
    """
    found = Deployment.objects.active().filter(unit__centre_id=centre_id, unit__call_sign=call_sign)
    deployment = found.select_related("unit", "incident").first()
    if deployment is None:
        raise Refusal(f"{call_sign} is not at an incident.", code="unit-not-deployed", unit=call_sign)
    return deployment


def deployments_of(centre_id: int, order: Order) -> list[Deployment]:
    """Where the units of an order are deployed: one incident, so that the order is one change.

    Raises:
        Refusal: "unit-not-deployed", "units-apart".
    """
    found = [deployment_of(centre_id, call_sign) for call_sign in order.units]
    if len({each.incident_id for each in found}) > 1:
        raise Refusal("These units are at different incidents: report them one at a time.", code="units-apart")
    return found


def running_check(centre_id: int, call_sign: str) -> Check:
    """The check that runs for a unit's crew.

    Raises:
        Refusal: "check-unknown".
    """
    deployment = deployment_of(centre_id, call_sign)
    check = Check.objects.filter(deployment=deployment, state__in=RUNNING).first()
    if check is None:
        raise Refusal(f"No check is running for {call_sign}.", code="check-unknown", unit=call_sign)
    return check


def oldest_alarm(centre_id: int) -> Escalation:
    """The untaken alarm that has waited longest.

    Raises:
        NotFound: nothing rings.
    """
    found = Escalation.objects.untaken().filter(centre_id=centre_id, incident__closed_at=None)
    alarm = found.select_related("incident").order_by("raised_at", "pk").first()
    if alarm is None:
        raise NotFound("No alarm is waiting to be taken.", code="not-found")
    return alarm


def desk_coded(centre_id: int, code: str) -> Desk:
    """The desk of this code, in use.

    Raises:
        Refusal: "desk-unknown".
    """
    desk = Desk.objects.of(centre_id).in_use().filter(code__iexact=code).first() if code.isprintable() else None
    if desk is None:
        raise Refusal(f"There is no desk “{code[:12]}”.", code="desk-unknown")
    return desk


def rest_of(order: Order) -> str:
    """Where everything goes that somebody holds who signs off, as the command takes it."""
    where = order.where.lower()
    return where if where in ("", QUEUE, LEFT) else f"{PERSON}{where.removeprefix(PERSON)}"


def preview(order: Order, centre_id: int) -> str:
    """What the order would do, as a sentence.

    Raises:
        Refusal: it would be refused as things stand.
    """
    return PREVIEWS[order.verb](order, centre_id)


def _sending(order: Order, centre_id: int) -> str:
    incident = incident_named(centre_id, order.incident)
    if not incident.is_open:
        raise Refusal("This incident is closed.", code="incident-closed")
    units = known_units(centre_id)
    shown = " and ".join(f"{call_sign} ({units.get(call_sign, '')})" for call_sign in order.units)
    return f"Send {shown} to {incident.reference}{ALREADY[order.verb]}: {about(incident)}."


def _reporting(order: Order, centre_id: int) -> str:
    incident = deployments_of(centre_id, order)[0].incident
    return f"{' and '.join(order.units)} {DOING[order.verb]} {incident.reference}: {about(incident)}."


def _standing_down(order: Order, centre_id: int) -> str:
    return f"Stand {order.units[0]} down from {deployment_of(centre_id, order.units[0]).incident.reference}: {order.words}."


def _noting(order: Order, centre_id: int) -> str:
    return f"Write into {incident_named(centre_id, order.incident).reference}: {order.words}"


def _answering(order: Order, centre_id: int) -> str:
    running_check(centre_id, order.units[0])
    said = "all is well" if order.all_well else "the crew is NOT well: an alarm rings at once"
    return f"Answer the check for {order.units[0]}: {said}. {order.words}".strip()


def _prioritising(order: Order, centre_id: int) -> str:
    incident = incident_named(centre_id, order.incident)
    return f"Change {incident.reference} from {incident.priority or 'no priority'} to {order.priority}: {order.words}"


def _escalating(order: Order, centre_id: int) -> str:
    return f"Escalate {incident_named(centre_id, order.incident).reference} to the supervisor: {order.words}"


def _declaring(order: Order, centre_id: int) -> str:
    incident = incident_named(centre_id, order.incident)
    if incident.major == "declared":
        raise Refusal("This is declared a major incident already.", code="major-already")
    return f"MAJOR INCIDENT at {incident.reference}, METHANE as known ({about(incident)}): {order.words}. An agent asks a supervisor."


def _taking(order: Order, centre_id: int) -> str:
    alarm = oldest_alarm(centre_id)
    return f"Take the alarm of {alarm.incident.reference}: {alarm.what}"


def _checking_sound(order: Order, centre_id: int) -> str:
    return "Play the tones of the alarms, and ask whether you heard them."


def _signing_on(order: Order, centre_id: int) -> str:
    if not order.desk:
        return "Sign on at your usual desk, or at a free one."
    desk = desk_coded(centre_id, order.desk)
    turn = DeskTurn.objects.running().filter(desk=desk).select_related("person").first()
    return f"Sign on at {desk.code}, {desk.name}{f': {turn.person.name} is there' if turn else ''}."


def _signing_off(order: Order, centre_id: int) -> str:
    goes = {"": "to nobody: say where, if you hold anything", QUEUE: "to the queue", LEFT: "nowhere: it stays open in your name"}
    return f"Sign off. What you hold goes {goes.get(rest_of(order), f'to {order.where}')}. {order.words}".strip()


def _opening(order: Order, centre_id: int) -> str:
    incident = incident_named(centre_id, order.incident)
    return f"Open {incident.reference}: {about(incident)}."


PREVIEWS: dict[str, Callable[[Order, int], str]] = {
    **dict.fromkeys(("D", "DE", "DO"), _sending),
    **dict.fromkeys(("AK", "EN", "AR", "CL"), _reporting),
    "SD": _standing_down,
    "N": _noting,
    "WC": _answering,
    "P": _prioritising,
    "ES": _escalating,
    "MI": _declaring,
    "TA": _taking,
    "ON": _signing_on,
    "OFF": _signing_off,
    "SC": _checking_sound,
    "OPEN": _opening,
}
