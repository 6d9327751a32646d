"""What a replay keeps at hand, so that it need not ask the database: built from the database and the record when it begins."""

from dataclasses import dataclass, field

from incidents.models import Contact, Deployment, ReplayProgress
from incidents.replay.source import Event, Source

# The order in which a unit's events ought to come.
ORDER = ("unit_dispatched", "unit_en_route", "unit_on_scene", "unit_transport", "unit_at_hospital", "unit_available")
PLACE = {name: place for place, name in enumerate(ORDER)}


@dataclass
class Sent:
    """A deployment as the replay left it."""

    deployment_id: int
    status: str
    ended: bool = False


@dataclass
class Scene:
    """Keys by the record's own names. Only the replay itself changes what is kept here, never a timer."""

    contact_of: dict[str, int] = field(default_factory=dict)
    incident_of: dict[str, int] = field(default_factory=dict)
    sent: dict[tuple[str, str], Sent] = field(default_factory=dict)
    call_of_unit: dict[str, str] = field(default_factory=dict)
    furthest: dict[tuple[str, str], int] = field(default_factory=dict)

    def send(self, call: str, unit: str, deployment: Deployment) -> Sent:
        """Keep that a unit is now on a call."""
        sent = self.sent[call, unit] = Sent(deployment.pk, deployment.status)
        self.call_of_unit[unit] = call
        return sent

    def release(self, call: str, unit: str) -> None:
        """Keep that a unit has left a call."""
        self.sent[call, unit].ended = True
        self.call_of_unit.pop(unit, None)

    def units_on(self, call: str) -> list[str]:
        """The units that are on a call now, in order."""
        return sorted(unit for unit, its_call in self.call_of_unit.items() if its_call == call)

    def is_late(self, event: Event) -> bool:
        """Whether an event of a unit comes after one that ought to follow it; keeps the furthest."""
        place = PLACE.get(event.name, 0)
        furthest = self.furthest.get((event.call, event.unit), -1)
        self.furthest[event.call, event.unit] = max(furthest, place)
        return place < furthest


def scene_of(progress: ReplayProgress, source: Source) -> Scene:
    """The scene as the committed steps left it."""
    scene = Scene()
    contacts = Contact.objects.of(progress.pk).exclude(source_reference=None).values_list("source_reference", "pk", "incident_id")
    for call, contact_id, incident_id in contacts:
        scene.contact_of[str(call)] = contact_id
        if incident_id is not None:
            scene.incident_of[str(call)] = incident_id
    _place_units(scene, progress.pk)
    for event in source.events[: progress.position]:
        if event.unit:
            scene.is_late(event)
    return scene


def _place_units(scene: Scene, centre_id: int) -> None:
    call_of = {incident_id: call for call, incident_id in scene.incident_of.items()}
    for each in Deployment.objects.filter(incident__centre_id=centre_id).select_related("unit").order_by("pk"):
        call, unit = call_of[each.incident_id], each.unit.call_sign
        scene.send(call, unit, each)
        if each.ended_at is not None:
            scene.release(call, unit)
