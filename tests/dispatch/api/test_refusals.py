"""A no over REST: the right status, the house shape, the same sentence as everywhere."""

import pytest
from django.db import DatabaseError, DataError, IntegrityError, OperationalError

from dispatch.accounts.models import User
from dispatch.api.errors import answer_for
from incidents.commands.escalate import escalate, take_alarm
from incidents.models import Deployment, LogLine
from tests.factories import fresh, log_incident, send


def test_a_taken_unit_is_409_and_names_its_holder(as_amina, gas_to_send, van, amina):
    other = log_incident(amina)
    send(other, "B41", by=amina)
    answer = as_amina.post(f"incidents/{gas_to_send.reference}/deployments/", {"units": ["B41"]})
    assert answer.status_code == 409
    assert answer.json() == {
        "code": "unit-unavailable",
        "detail": f"B41 is at incident {other.reference}.",
        "fields": {},
        "facts": {"unit": "B41", "holder": other.reference, "status": "alerted"},
    }


def test_fields_that_do_not_fit_are_400_and_named(as_amina, gas):
    answer = as_amina.post(f"incidents/{gas.reference}/priority/", {"priority": "P9"})
    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert set(answer.json()["fields"]) == {"priority", "reason"}


def test_what_a_role_may_not_is_403_with_a_sentence(as_amina, flood):
    answer = as_amina.post(f"incidents/{flood.reference}/priority/", {"priority": "P4", "reason": "Only drips"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert answer.json()["detail"] == "Lowering a priority needs a supervisor."
    assert fresh(flood).priority == "P2"


def test_what_is_not_there_is_404(as_amina):
    for answer in (as_amina.get("incidents/77/"), as_amina.post("deployments/77/status/", {"status": "clear"})):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_an_alarm_taken_by_another_is_409_and_names_who(as_dev, gas, amina, sol, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    take_alarm(alarm_id=alarm.pk, by=sol, at=noon)
    answer = as_dev.post(f"alarms/{alarm.pk}/taken/")
    assert (answer.status_code, answer.json()["detail"]) == (409, "Sol Reyes has taken this alarm.")


def test_closing_lists_everything_in_the_way(as_amina, sent):
    answer = as_amina.post(f"incidents/{sent.incident.reference}/closure/", {"code": "resolved_on_scene", "outcome": "Safe"})
    assert (answer.status_code, answer.json()["code"]) == (409, "still-open")
    assert "B41 is still there: alerted." in answer.json()["facts"]["open"]


def test_the_token_of_a_person_who_has_left_no_longer_works(as_amina, amina):
    assert as_amina.get("board/").status_code == 200
    User.objects.filter(pk=amina.user_id).update(is_active=False)
    assert as_amina.get("board/").status_code == 401


@pytest.mark.parametrize(("password", "status"), [("demo", 200), ("wrong", 401)])
def test_a_name_and_password_give_a_token(as_nobody, amina, password, status):
    answer = as_nobody.post("token/", {"username": "agent", "password": password})
    assert answer.status_code == status
    if status == 200:
        as_nobody.headers = {"Authorization": f"Bearer {answer.json()['token']}"}
        assert as_nobody.get("board/").status_code == 200


def test_five_wrong_passwords_lock_the_name_and_the_right_one_too(as_nobody, amina):
    for _ in range(5):
        assert as_nobody.post("token/", {"username": "agent", "password": "wrong"}).status_code == 401
    assert as_nobody.post("token/", {"username": "agent", "password": "demo"}).status_code == 401


def test_a_refused_write_with_a_key_may_be_asked_again(as_amina, gas_to_send, van, amina, noon):
    from_elsewhere = send(log_incident(amina), "B41", by=amina)
    path = f"incidents/{gas_to_send.reference}/deployments/"
    assert as_amina.post(path, {"units": ["B41"]}, key="again").status_code == 409
    as_amina.post(f"deployments/{from_elsewhere.pk}/status/", {"status": "declined", "why": "Flat tyre"})
    assert as_amina.post(path, {"units": ["B41"]}, key="again").status_code == 201
    assert Deployment.objects.active().count() == 1


def test_the_same_key_of_another_person_is_another_key(as_amina, as_dev, gas):
    for rest in (as_amina, as_dev):
        assert rest.post(f"incidents/{gas.reference}/log/", {"text": "Hello"}, key="k").status_code == 201
    assert LogLine.objects.filter(entry="update").count() == 2


def test_the_browsers_session_needs_its_csrf_token(client, amina, gas):
    client.handler.enforce_csrf_checks = True
    client.force_login(User.objects.get(pk=amina.user_id), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/board/").status_code == 200
    answer = client.post(f"/api/v1/incidents/{gas.reference}/log/", {"text": "Hello"}, content_type="application/json")
    assert answer.status_code == 403
    assert LogLine.objects.filter(entry="update").count() == 0


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("server closed the connection"), 503),
        (DatabaseError("error with status PGRES_TUPLES_OK and no message"), 503),
        (DataError("value too long"), 400),
        (IntegrityError("twice"), 400),
    ],
)
def test_a_database_that_broke_off_is_busy_and_only_what_it_refused_is_invalid(error, status):
    answer = answer_for(error, {})
    assert answer is not None
    assert (answer.status_code, answer.data["code"]) == (status, "busy" if status == 503 else "invalid")
