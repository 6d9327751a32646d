"""The OpenAPI description: it builds without a warning, and generated requests from it find no crash."""

import io
import logging
import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings

from tests.architecture.routes import API, api_doors
from tests.factories import OURS, Rest, answer_all, log_incident, make_centre, make_person, make_unit, send

CASES = int(os.environ.get("SCHEMA_CASES", "5"))  # for each operation


def described() -> str:
    out = io.StringIO()
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=out)
    return out.getvalue()


def test_the_description_builds_without_a_warning():
    assert "openapi: 3" in described()


def test_every_door_is_described():
    text = described()
    for route, _ in api_doors():
        plain = route.replace("<str:", "{").replace("<int:", "{").replace(">", "}")
        assert route == "docs/" or f"/{API}{plain}:" in text or route == "schema/", route


schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())


@pytest.fixture(scope="module")
def headers(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """Something for generated requests to meet, made once; axes is not to lock the door after five of them."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        centre = make_centre("wexmouth")
        make_unit(centre, "B41", "housing_duty")
        amina = make_person(centre, "agent", "Amina Khan", "supervisor")
        send(answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina), "B41", by=amina)
        yield Rest(amina).headers
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _connections_are_left_alone() -> Iterator[None]:
    """Requests close a connection in the middle of a transaction, here the test's own: Django's test client prevents that as well."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@schema.parametrize()
@settings(
    max_examples=CASES, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), database=None
)
def test_generated_requests_find_no_crash(case, headers):
    answer = case.call(headers=headers)
    assert answer.status_code < 500, (case.method, case.path, case.body)
