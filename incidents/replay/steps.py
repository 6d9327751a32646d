"""What each recorded event does: one function for each kind, made of commands only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Centre, Role
from incidents.commands.anomaly import note_anomaly
from incidents.commands.assess import leave_path_early
from incidents.commands.close import close_incident
from incidents.commands.contacts import answer_contact, offer_contact
from incidents.commands.deploy import deploy_units, stand_down
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import open_incident
from incidents.commands.respond import report_status, write_update
from incidents.models import Incident
from incidents.replay.crowd import Crowd
from incidents.replay.mapping import mapping
from incidents.replay.scene import Scene
from incidents.replay.source import Call, Event, Source
from incidents.replay.tally import Tally
from incidents.rules.deployments import may_report
from incidents.rules.stages import AT_SCENE

REASON = "Priority as the source recorded it"
OPEN, BUSY = "open calls", "units busy"


@dataclass
class Play:
    """Everything a step needs. ``last_release`` is by call: the event after which nobody is left on it."""

    source: Source
    centre: Centre
    people: dict[Role, Staff]
    scene: Scene
    crowd: Crowd
    tally: Tally
    last_release: dict[str, Event]

    def odd(self, kind: str, event: Event, text: str) -> None:
        """Count a flaw of the record; where there is an incident, its log says so."""
        self.tally.add("anomaly", kind)
        incident_id = self.scene.incident_of.get(event.call)
        if incident_id is not None:
            note_anomaly(incident_id=incident_id, kind=kind, text=text, by=self.people[Role.SUPERVISOR], at=event.at)


def call_received(play: Play, event: Event, call: Call) -> None:
    """Somebody calls, and the call-taker answers in the same instant: the record does not say when."""
    if call.number in play.scene.contact_of:
        play.odd("call received late or twice", event, f"Call {call.number} had begun already.")
        return
    agent = play.people[Role.AGENT]
    contact = offer_contact(
        centre=play.centre,
        by=agent,
        at=event.at,
        source_reference=call.number,
        words=call.kind,
        place_text=call.place,
        lat=call.lat,
        lon=call.lon,
    )
    answer_contact(contact_id=contact.pk, by=agent, at=event.at)
    play.scene.contact_of[call.number] = contact.pk


def call_entered(play: Play, event: Event, call: Call) -> None:
    """The call becomes an incident with the priority of the record; the organisations that its outcome names are told."""
    if call.number in play.scene.incident_of:
        play.odd("call entered late or twice", event, f"Call {call.number} was open already.")
        return
    if call.number not in play.scene.contact_of:
        play.odd("call entered before it was received", event, "")
        call_received(play, event, call)
    incident = _open(play, event.at, call)
    play.scene.incident_of[call.number] = incident.pk
    play.tally.move(OPEN, 1)
    supervisor, priority = play.people[Role.SUPERVISOR], mapping().priority_of(call)
    assessed = leave_path_early(
        incident_id=incident.pk, reason=REASON, outcome_id=mapping().outcomes[priority], priority=priority, by=supervisor, at=event.at
    )
    for each in (assessed.outcome or {})["notify"]:
        confirm_notice(incident_id=incident.pk, code=each["code"], their_reference=f"Call {call.number}", by=supervisor, at=event.at)
    play.crowd.look_for_alarms()
    _find_flaws(play, event, call)


def _open(play: Play, at: datetime, call: Call) -> Incident:
    more = f", {call.alarms} alarms" if call.alarms not in ("", "1") else ""
    return open_incident(
        centre=play.centre,
        by=play.people[Role.AGENT],
        at=at,
        contact_id=play.scene.contact_of[call.number],
        type_code=mapping().type_of(call),
        summary=f"{call.kind or 'Call'}{more} (call {call.number})",
        place_text=call.place or ("" if call.lat is not None else "The record has no place"),
        lat=call.lat,
        lon=call.lon,
        method="record",
    )


def _find_flaws(play: Play, event: Event, call: Call) -> None:
    found = play.source.units_of[call.number]
    flaws = {
        "kind of call is unknown": (call.kind not in mapping().call_types, f"“{call.kind}” is not in the table of types."),
        "priority is unknown": (not mapping().knows_priority_of(call), f"“{call.priority}” is not in the table of priorities."),
        "place is unknown": (not call.place and call.lat is None, "The record has neither an address nor coordinates."),
        "place is off the map": (bool(call.place) and call.lat is None, "The record has no coordinates that are on the globe."),
        "call misses some of its units": (0 < found < call.units_said, f"{call.units_said} units were sent; {found} are on record."),
        "call has no units": (found == 0, "No unit is on record; the incident stays open."),
    }
    for kind, (is_so, text) in flaws.items():
        if is_so:
            play.odd(kind, event, text)


def unit_dispatched(play: Play, event: Event, call: Call) -> None:
    """A unit is sent; if the record has it somewhere else, it is first stood down there."""
    if call.number not in play.scene.incident_of:
        call_entered(play, event, call)
        play.odd("unit sent before the call was entered", event, f"{event.unit} was sent before the call was entered.")
    if (call.number, event.unit) in play.scene.sent:
        play.odd("unit sent twice to one call", event, f"{event.unit} had been sent to this call already.")
        return
    _take_from_elsewhere(play, event)
    incident_id = play.scene.incident_of[call.number]
    (deployment,) = deploy_units(incident_id=incident_id, units=[event.unit], by=play.people[Role.DISPATCHER], at=event.at)
    play.scene.send(call.number, event.unit, deployment)
    play.tally.move(BUSY, 1)
    run = play.source.runs.get((call.number, event.unit))
    if run is not None and run.en_route_at is not None and run.en_route_at < event.at:
        _report(play, event, "en_route", happened_at=run.en_route_at)


def _take_from_elsewhere(play: Play, event: Event) -> None:
    other = play.scene.call_of_unit.get(event.unit)
    if other is None:
        return
    play.odd("unit sent before it was released", event, f"{event.unit} is sent here; the record had not yet released it from call {other}.")
    elsewhere = Event(at=event.at, name=event.name, call=other, unit=event.unit)
    _send_home(play, elsewhere, f"Sent on to call {event.call}; the record has no release before that")


def _note_silence(play: Play, event: Event) -> None:
    run = play.source.runs.get((event.call, event.unit))
    if run is not None and run.en_route_at is None:
        play.odd("unit never acknowledged", event, f"{event.unit}: the record has no acknowledgement.")


def _send_home(play: Play, event: Event, why: str) -> None:
    _note_silence(play, event)
    sent = play.scene.sent[event.call, event.unit]
    stand_down(deployment_id=sent.deployment_id, why=why, by=play.people[Role.DISPATCHER], at=event.at)
    play.scene.release(event.call, event.unit)
    play.tally.move(BUSY, -1)


def _report(play: Play, event: Event, status: str, *, happened_at: datetime | None = None) -> None:
    """Report a status over the radio; one that is out of order goes in by force, with the supervisor's name to it."""
    sent = play.scene.sent[event.call, event.unit]
    in_order = may_report(sent.status, status)
    report_status(
        deployment_id=sent.deployment_id,
        status=status,
        happened_at=happened_at,
        by=play.people[Role.DISPATCHER if in_order else Role.SUPERVISOR],
        at=event.at,
        forced=not in_order,
        why="" if in_order else "The record has it in this order",
    )
    sent.status = status


def unit_en_route(play: Play, event: Event, call: Call) -> None:
    """The crew has its message and is on its way: the record has one instant for both."""
    sent = play.scene.sent[call.number, event.unit]
    if sent.status == "alerted":
        _report(play, event, "acknowledged")
    if sent.status not in AT_SCENE:
        _report(play, event, "en_route")


def unit_on_scene(play: Play, event: Event, call: Call) -> None:
    """The unit has arrived."""
    _report(play, event, "on_scene")
    play.crowd.look_for_checks()


def _written(words: str) -> Callable[[Play, Event, Call], None]:
    def step(play: Play, event: Event, call: Call) -> None:
        incident_id = play.scene.incident_of[call.number]
        write_update(incident_id=incident_id, text=f"{event.unit}: {words}", by=play.people[Role.DISPATCHER], at=event.at)

    return step


def unit_available(play: Play, event: Event, call: Call) -> None:
    """The unit is free: finished, or stood down if it had not arrived."""
    if play.scene.sent[call.number, event.unit].status in AT_SCENE:
        _note_silence(play, event)
        _report(play, event, "clear")
        play.scene.release(call.number, event.unit)
        play.tally.move(BUSY, -1)
    else:
        _send_home(play, event, "Released before it arrived")


def close_call(play: Play, event: Event, call: Call) -> None:
    """The last unit has left: take what still rings, and close with the ending of the record."""
    for unit in play.scene.units_on(call.number):
        play.odd("unit never released", event, f"{unit} is stood down: the record does not say when it left.")
        _send_home(play, Event(at=event.at, name=event.name, call=call.number, unit=unit), "The record does not say when it left")
    if call.disposition not in mapping().dispositions:
        play.odd("ending is unknown", event, f"“{call.disposition}” is not in the table of endings.")
    incident_id = play.scene.incident_of[call.number]
    play.crowd.take_all_of(incident_id, event.at)
    ending = call.disposition or "Not recorded"
    play.crowd.account_for_advice(incident_id, event.at)
    close_incident(
        incident_id=incident_id,
        code=mapping().close_code_of(call),
        outcome=ending,
        facts={"disposition": ending},
        by=play.people[Role.DISPATCHER],
        at=event.at,
    )
    play.tally.move(OPEN, -1)


STEPS: dict[str, Callable[[Play, Event, Call], None]] = {
    "call_received": call_received,
    "call_entered": call_entered,
    "unit_dispatched": unit_dispatched,
    "unit_en_route": unit_en_route,
    "unit_on_scene": unit_on_scene,
    "unit_transport": _written("taking a patient to hospital"),
    "unit_at_hospital": _written("at hospital"),
    "unit_available": unit_available,
}
NEEDS_A_UNIT_SENT = frozenset(STEPS) - {"call_received", "call_entered", "unit_dispatched"}
