"""What tests build with: a centre with people and units, time that passes on demand, and REST as a person speaks it."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.test import Client

from dispatch.accounts.actors import Crew, Staff, staff_of
from dispatch.accounts.models import ApiToken, Centre, Membership, User
from dispatch.clock import kinds
from dispatch.clock.kinds import Settling
from dispatch.clock.models import Timer
from incidents.commands.advise import read_advice
from incidents.commands.assess import answer_question
from incidents.commands.contacts import offer_contact
from incidents.commands.deploy import deploy_units
from incidents.commands.intake import open_incident
from incidents.commands.procedures import load_packs
from incidents.models import Contact, ContactLine, Deployment, Incident, LogLine, ProcedureEvent, ProcedurePack
from incidents.queries.paths import question_now
from incidents.queries.recall import lines_now
from resources.commands.gazetteer import import_gazetteer
from resources.models import Capability, Organisation, Place, Unit

NOON = datetime(2025, 11, 3, 12, 0, tzinfo=UTC)
PACKS = Path(settings.BASE_DIR) / "incidents" / "packs"
HARBOUR = {"place_text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98}

# The organisations that the shipped packs leave to the centre.
PARTNERS = ("WATER_CO", "POLICE_URN", "SOCIAL_CARE_EDT", "HIGHWAY_AUTH", "LANDLORD", "EMPLOYER_DUTY", "KEYHOLDERS", "EMERGENCY_PLANNING")

# Answers that lead each type to a known outcome.
OURS = ("deny", "inside", "affirm", "deny", "affirm")  # GAS-SMELL: P1, a crew goes, the gas service is told
LEAK = ("deny", "pipe_or_flat_above", "deny", "deny")  # FLOOD: P2, a crew goes, the landlord is told


def make_centre(code: str, name: str = "") -> Centre:
    """A centre with its partners and the shipped packs in use."""
    centre = Centre.objects.create(code=code, name=name or code.capitalize())
    Organisation.objects.bulk_create(
        Organisation(
            centre=centre,
            code=partner,
            label=partner.replace("_", " ").capitalize(),
            telephone="01632 960800",
            authority="supervisor" if partner == "EMERGENCY_PLANNING" else "agent",
        )
        for partner in PARTNERS
    )
    _use_the_shipped_packs(centre)
    return centre


def _use_the_shipped_packs(centre: Centre) -> None:
    """Load them; after the first time in a test process write the same rows again, which is ten times as fast."""
    if not _LOADED:
        load_packs(centre=centre, folder=PACKS, live=True, at=NOON)
        rows = ProcedurePack.objects.of(centre.pk).order_by("pk")
        _LOADED.extend((_columns(row), [_columns(event) for event in row.events.order_by("number")]) for row in rows)
        return
    packs = ProcedurePack.objects.bulk_create(ProcedurePack(**{**row, "centre_id": centre.pk}) for row, _ in _LOADED)
    written = zip(packs, _LOADED, strict=True)
    ProcedureEvent.objects.bulk_create(ProcedureEvent(**{**event, "pack_id": pack.pk}) for pack, (_, events) in written for event in events)


def _columns(row: Model) -> dict[str, Any]:
    """A row's columns without its key."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}


_LOADED: list[tuple[dict[str, Any], list[dict[str, Any]]]] = []


def make_person(centre: Centre, username: str, name: str, role: str, *, email: str = "") -> Staff:
    """A person who works in the centre; their password is "demo"."""
    user = User.objects.create_user(username, "demo", name=name)
    User.objects.filter(pk=user.pk).update(email=email)
    Membership.objects.create(user=user, centre=centre, role=role)
    return staff_of(Membership.objects.select_related("user", "centre").get(user=user, centre=centre))


def make_unit(centre: Centre, call_sign: str, *capabilities: str, **facts: Any) -> Unit:
    """A unit that is free to go, some 200 m from Harbour Lane."""
    made = Unit.objects.create(
        centre=centre,
        call_sign=call_sign,
        **{
            "name": f"{call_sign} crew",
            "kind": "Crew",
            "status": "available",
            "status_at": NOON,
            "lat": 50.5763,
            "lon": -2.98,
            "position_at": NOON,
            "email": f"unit-{call_sign.lower()}@{centre.code}.example",
            **facts,
        },
    )
    made.capabilities.set([Capability.objects.get_or_create(centre=centre, code=code, label=code)[0] for code in capabilities])
    return made


def make_place(centre: Centre, name: str = "14", street: str = "Alder Road", **facts: Any) -> Place:
    """A place of the gazetteer."""
    lines = [
        "uprn,name,street,locality,postcode,lat,lon",
        f"{facts.get('uprn', '')},{name},{street},Castle,WX1 3AA,{facts.get('lat', 50.57)},{facts.get('lon', -2.98)}",
    ]
    import_gazetteer(centre=centre, lines=lines, at=NOON)
    return Place.objects.get(centre=centre, name=name, street=street)


def log_incident(by: Staff, type_code: str = "", *, at: datetime = NOON, **facts: Any) -> Incident:
    """An incident at Harbour Lane."""
    return open_incident(centre=by.centre, by=by, at=at, type_code=type_code, **{**HARBOUR, **facts})


def offer(by: Staff, *, at: datetime = NOON, **told: Any) -> Contact:
    """A telephone call on the gas line."""
    told = {"channel": "telephone", "line": "Gas", "caller_number": "07700 900123", **told}
    return offer_contact(centre=by.centre, by=by, at=at, **told)


def answer_all(incident: Incident, answers: tuple[str, ...], *, by: Staff, at: datetime = NOON) -> Incident:
    """Give these answers to the questions as they come."""
    for answer in answers:
        question = question_now(fresh(incident))
        assert question, "there is no question left"
        answer_question(incident_id=incident.pk, question=question["id"], answer=answer, by=by, at=at)
    return fresh(incident)


def read_out(incident: Incident, *, by: Staff, at: datetime = NOON) -> None:
    """Read the lines of advice that must be read."""
    for line in lines_now(fresh(incident)):
        if line.get("mandatory"):
            read_advice(incident_id=incident.pk, line=line["id"], by=by, at=at)


def send(incident: Incident, *call_signs: str, by: Staff, at: datetime = NOON) -> Deployment:
    """Send these units; the first deployment."""
    return deploy_units(incident_id=incident.pk, units=call_signs, by=by, at=at)[0]


def close_quietly(incident: Incident, *, at: datetime = NOON) -> None:
    """An incident that was closed some time ago, whatever was open on it."""
    Incident.objects.filter(pk=incident.pk).update(stage="closed", closed_at=at)


def crew_of(deployment: Deployment) -> Crew:
    """The holder of a deployment's link."""
    return Crew(call_sign=deployment.unit.call_sign, centre_id=deployment.incident.centre_id, deployment_id=deployment.pk)


def fresh(row: Any) -> Any:
    """The row as the database holds it now."""
    return type(row)._default_manager.get(pk=row.pk)


def clocks(incident: Incident) -> dict[str, float]:
    """The incident's armed clocks: seconds from noon until each falls due, by kind (the earliest of a kind)."""
    armed = Timer.objects.armed().filter(lock_on=incident.pk).order_by("-due_at")
    return {timer.kind: (timer.due_at - NOON).total_seconds() for timer in armed}


def let_time_pass(until: datetime) -> list[str]:
    """Settle every clock that falls due, each at its own instant, as the loop does; the kinds in order."""
    settled = []
    while True:
        timer = Timer.objects.armed().filter(due_at__lte=until).most_overdue_first().first()
        if timer is None:
            return settled
        kinds.kind_named(timer.kind).settle(
            Settling(timer_id=timer.pk, kind=timer.kind, subject=timer.subject, lock_on=timer.lock_on, due_at=timer.due_at, at=timer.due_at)
        )
        settled.append(timer.kind)
        assert len(settled) < 500, "the clocks arm each other for ever"


def entries(incident: Incident) -> list[str]:
    """The codes of the incident's log lines, in order."""
    return list(LogLine.objects.filter(incident=incident).order_by("number").values_list("entry", flat=True))


def history(contact: Contact) -> list[str]:
    """What happened to a contact, by code, in order."""
    return list(ContactLine.objects.filter(contact=contact).order_by("pk").values_list("what", flat=True))


class Rest:
    """The REST interface as one person speaks it."""

    def __init__(self, person: Staff | None) -> None:
        self.person = person
        self.http = Client(raise_request_exception=False)
        self.headers: dict[str, str] = {}
        if person is not None:
            membership = Membership.objects.get(user_id=person.user_id, centre=person.centre)
            self.headers["Authorization"] = f"Bearer {ApiToken.issue(membership_id=membership.pk, at=NOON)}"

    def get(self, path: str, **query: Any) -> Any:
        """GET below /api/v1/."""
        return self.http.get(f"/api/v1/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """POST JSON below /api/v1/."""
        return self.raw(path, json.dumps({} if body is None else body), key=key)

    def raw(self, path: str, body: str | bytes, *, key: str = "", content_type: str = "application/json") -> Any:
        """POST these very bytes."""
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.http.post(f"/api/v1/{path}", body, content_type=content_type, headers=headers)
