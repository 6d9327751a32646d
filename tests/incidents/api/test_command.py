"""The command bar over REST: a preview changes nothing, a line does what the other doors do, a no is one sentence."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import Centre, Membership, User
from dispatch.accounts.permissions import Act
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import changing
from incidents.commands.intake import open_incident
from incidents.demo.load import load_centre
from incidents.models import Check, Deployment, DeskTurn, Escalation, Incident, LogLine
from resources.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> Centre:
    return load_centre(at=timezone.now())


def staff_named(username: str) -> Staff:
    return staff_of(Membership.objects.select_related("user", "centre").get(user__username=username))


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def amina(centre: Centre) -> Client:
    return signed_in("agent")


@pytest.fixture
def gas(centre: Centre) -> Incident:
    return open_incident(
        centre=centre,
        by=staff_named("agent"),
        at=timezone.now(),
        type_code="GAS-SMELL",
        place_text="14 Harbour Lane",
        lat=50.57,
        lon=-2.98,
    )


@pytest.fixture
def unit(centre: Centre) -> Unit:
    return Unit.objects.of(centre.pk).filter(status="available").order_by("pk")[0]


def run(client: Client, text: str, status: int = 200) -> dict[str, Any]:
    response = client.post("/api/v1/command/", {"text": text}, content_type="application/json")
    assert response.status_code == status, response.content
    return dict(response.json())


def ask(client: Client, text: str) -> dict[str, Any]:
    response = client.get("/api/v1/command/", {"text": text})
    assert response.status_code == 200
    return dict(response.json())


def test_a_preview_says_what_would_happen_and_changes_nothing(amina: Client, gas: Incident, unit: Unit) -> None:
    shown = ask(amina, f"D {unit.call_sign} {gas.reference}")
    assert shown["preview"].startswith(f"Send {unit.call_sign} (Available) to {gas.reference}")
    assert "14 Harbour Lane" in shown["preview"]
    assert shown["error"] == ""
    assert not Deployment.objects.exists()


def test_dispatching_sends_the_unit_as_the_deployments_door_does(amina: Client, gas: Incident, unit: Unit) -> None:
    run(amina, f"D {unit.call_sign} {gas.reference}")
    assert Deployment.objects.get().status == "alerted"
    assert LogLine.objects.filter(incident=gas, entry="unit.deployed").exists()


@pytest.mark.parametrize(("verb", "status"), [("DE", "en_route"), ("DO", "on_scene")])
def test_dispatching_an_underway_unit_reports_it_too(amina: Client, gas: Incident, unit: Unit, verb: str, status: str) -> None:
    run(amina, f"{verb} {unit.call_sign} {gas.reference}")
    assert Deployment.objects.get().status == status


def test_a_crew_goes_through_its_work_line_by_line(amina: Client, gas: Incident, unit: Unit) -> None:
    run(amina, f"D {unit.call_sign} {gas.reference}")
    for verb, status in (("AK", "acknowledged"), ("EN", "en_route"), ("AR", "on_scene")):
        run(amina, f"{verb} {unit.call_sign}")
        assert Deployment.objects.get().status == status
    assert Check.objects.filter(state="planned").exists()
    run(amina, f"WC {unit.call_sign} ok")
    assert Check.objects.filter(state="answered", all_well=True).exists()
    run(amina, f"CL {unit.call_sign}")
    assert Deployment.objects.get().ended_at is not None


def test_standing_down_a_note_a_priority_and_an_escalation(amina: Client, gas: Incident, unit: Unit) -> None:
    run(amina, f"D {unit.call_sign} {gas.reference}")
    run(amina, f"SD {unit.call_sign} caller has left")
    assert Deployment.objects.get().ended_why == "caller has left"
    run(amina, f"N {gas.reference} the caller is outside")
    run(amina, f"P {gas.reference} P1 child inside")
    run(amina, f"ES {gas.reference} evacuate the block?")
    gas.refresh_from_db()
    assert gas.priority == "P1"
    assert LogLine.objects.filter(incident=gas, entry="update", text="the caller is outside").exists()
    assert Escalation.objects.filter(incident=gas, what="evacuate the block?").exists()


def test_a_refusal_is_the_same_sentence_as_at_the_other_doors(amina: Client, gas: Incident, unit: Unit) -> None:
    run(amina, f"D {unit.call_sign} {gas.reference}")
    refused = run(amina, f"D {unit.call_sign} {gas.reference}", 409)
    assert refused["code"] == "unit-unavailable"
    assert refused["detail"] == f"{unit.call_sign} is at incident {gas.reference}."


def test_a_preview_of_the_impossible_is_an_error_not_a_failure(amina: Client, gas: Incident, unit: Unit) -> None:
    assert ask(amina, f"AR {unit.call_sign}")["error"] == f"{unit.call_sign} is not at an incident."
    assert ask(amina, "D X 1")["error"] == "There is no unit called “X”."
    assert ask(amina, "N 999999 hello")["error"] == "There is no such incident."
    assert ask(amina, "D M21\x00 1")["error"]


def test_units_at_different_incidents_are_reported_one_at_a_time(amina: Client, centre: Centre, gas: Incident) -> None:
    other = open_incident(centre=centre, by=staff_named("agent"), at=timezone.now(), place_text="2 Mill Street")
    one, two = Unit.objects.of(centre.pk).filter(status="available").order_by("pk")[:2]
    run(amina, f"D {one.call_sign} {gas.reference}")
    run(amina, f"D {two.call_sign} {other.reference}")
    assert run(amina, f"AR {one.call_sign} {two.call_sign}", 409)["code"] == "units-apart"


def test_a_line_declares_a_major_incident_and_from_an_agent_it_asks(amina: Client, gas: Incident) -> None:
    assert "METHANE as known" in ask(amina, f"MI {gas.reference} three streets")["preview"]
    run(amina, f"MI {gas.reference} three streets")
    assert Escalation.objects.filter(cause="major_asked").count() == 1
    run(signed_in("supervisor"), f"MI {gas.reference} three streets")
    assert Incident.objects.get(pk=gas.pk).major == "declared"
    assert run(signed_in("supervisor"), f"MI {gas.reference} again", 409)["code"] == "major-already"


def test_the_oldest_alarm_is_not_an_agents_to_take(amina: Client, gas: Incident) -> None:
    run(amina, f"ES {gas.reference} evacuate?")
    assert run(amina, "TA", 403)["code"] == "not-allowed"
    run(signed_in("supervisor"), "TA")
    assert Escalation.objects.get().taken_by is not None
    assert run(amina, "TA", 404)["detail"] == "No alarm is waiting to be taken."


def test_a_number_opens_its_incident(amina: Client, gas: Incident) -> None:
    opened = run(amina, gas.reference)
    assert opened["url"] == f"/incidents/{gas.reference}"
    assert opened["incident"] == gas.reference


def test_another_centres_incident_is_not_there(amina: Client, gas: Incident) -> None:
    far = Centre.objects.create(code="far", name="Far away")
    user = User.objects.create_user("far-agent", "a-long-password-1")
    Membership.objects.create(user=user, centre=far, role="agent")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert run(client, f"N {gas.reference} hello", 404)["detail"] == "There is no such incident."


@pytest.mark.parametrize("username", ["author", "assessor", "verifier"])
def test_people_who_do_not_watch_the_board_have_no_commands(centre: Centre, gas: Incident, username: str) -> None:
    client = signed_in(username)
    assert client.get("/api/v1/command/", {"text": "TA"}).status_code == 403
    assert run(client, f"N {gas.reference} hello", 403)["code"] == "not-allowed"


def test_a_line_that_is_not_understood_is_a_409_with_one_sentence(amina: Client) -> None:
    assert run(amina, "ZZ 1", 409) == {"code": "not-understood", "detail": "There is no command “ZZ”.", "fields": {}}


def test_completions_come_with_the_preview(amina: Client, unit: Unit) -> None:
    texts = [each["text"] for each in ask(amina, f"D {unit.call_sign[:1]}")["complete"]]
    assert f"D {unit.call_sign}" in texts


def test_an_alarm_raised_by_the_console_is_the_oldest(centre: Centre, gas: Incident) -> None:
    with changing(gas.pk, by=staff_named("agent"), at=timezone.now(), act=Act.ESCALATE) as change:
        raise_alarm(change, cause=Escalation.Cause.BY_HAND, to_role="dispatcher", what="First")
    run(signed_in("agent"), f"ES {gas.reference} second")
    assert "First" in run(signed_in("supervisor"), "TA")["detail"]


def test_a_desk_is_taken_and_left_from_the_command_bar(amina: Client, gas: Incident) -> None:
    agent = staff_named("agent")
    assert ask(amina, "ON Z9")["error"] == "There is no desk “Z9”."
    assert ask(amina, "ON a2")["preview"].startswith("Sign on at A2")
    assert run(amina, "ON a2")["desk"] == "A2"
    assert DeskTurn.objects.running().get(person_id=agent.user_id).desk.code == "A2"
    assert run(amina, "ON", 409)["code"] == "desk-yours"
    Incident.objects.filter(pk=gas.pk).update(handled_by_id=agent.user_id)
    assert ask(amina, "OFF")["error"] == ""
    assert run(amina, "OFF", 409)["code"] == "still-held"
    assert run(amina, "OFF nobodyhere", 409)["code"] == "colleague-unknown"
    assert run(amina, "OFF left", 409)["code"] == "reason-needed"
    assert run(amina, "OFF dispatcher")["desk"] == ""
    assert Incident.objects.get(pk=gas.pk).handled_by_id == staff_named("dispatcher").user_id
    assert run(amina, "OFF queue", 409)["code"] == "not-at-a-desk"
