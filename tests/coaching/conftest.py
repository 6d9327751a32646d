"""A closed incident of Amina's, a review of it, and a support need between Amina and Tess."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from coaching.commands.review import Found, record_review
from coaching.commands.support import open_support_need
from coaching.models import Review, SupportNeed
from dispatch.accounts.actors import Crew, Staff
from incidents.commands.close import close_incident
from incidents.commands.inform import confirm_notice
from incidents.commands.respond import report_status
from incidents.models import Deployment, Incident
from incidents.queries.closing import required_facts
from tests.factories import NOON, Rest, fresh, read_out

PRAISE = "You sent the crew at once."
FOUND = Found("location", "moderate", "The address was not read back.")
TERMS = {
    "area": "location",
    "kind": "replay",
    "good_looks_like": "Every address is read back.",
    "agreed_text": "We listen to three calls on Thursday.",
}
TODAY = date(2025, 11, 3)


def browser_of(person: Staff) -> Client:
    """A browser this person is signed in with."""
    http = Client(raise_request_exception=False)
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def review_it(incident: Incident, colleague: Staff, *, by: Staff, at=NOON, praise: str = PRAISE, findings=(FOUND,)) -> Review:
    return record_review(incident_id=incident.pk, colleague_id=colleague.user_id, praise=praise, findings=findings, by=by, at=at)


def put_forward(colleague: Staff, *, by: Staff, at=NOON, **given) -> SupportNeed:
    return open_support_need(
        **{"colleague_id": colleague.user_id, "lead_view": "The address was not read back.", **TERMS, **given}, by=by, at=at
    )


@pytest.fixture
def done(sent: Deployment, dan: Crew, amina: Staff) -> Incident:
    """The smell of gas, handled by Amina and closed."""
    for status in ("acknowledged", "on_scene", "clear"):
        report_status(deployment_id=sent.pk, status=status, by=dan, at=NOON)
    confirm_notice(incident_id=sent.incident_id, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=NOON)
    read_out(sent.incident, by=amina)
    facts = dict.fromkeys(required_facts(fresh(sent.incident)), "Done")
    return close_incident(incident_id=sent.incident_id, code="resolved_on_scene", outcome="Made safe", facts=facts, by=amina, at=NOON)


@pytest.fixture
def review(done: Incident, amina: Staff, tess: Staff) -> Review:
    """Tess's review of Amina's part."""
    return review_it(done, amina, by=tess)


@pytest.fixture
def need(amina: Staff, tess: Staff) -> SupportNeed:
    """Put forward by Tess to Amina; nobody has signed."""
    return put_forward(amina, by=tess)


@pytest.fixture
def as_tess(tess: Staff) -> Rest:
    return Rest(tess)
