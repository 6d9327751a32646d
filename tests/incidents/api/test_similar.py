"""Twenty callers about one fire: each is offered the incident, and none is lost."""

import json
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.models import Contact, Incident, LocationReading, LogLine
from incidents.queries.linked import contacts_of
from tests.bench.similar import BURSTS, burst
from tests.factories import log_incident, offer


def asked(rest, told, **more):
    """The desk's question as soon as the place and the first words are typed."""
    where = {"lat": told.pins[0].lat, "lon": told.pins[0].lon} if told.pins else {}
    if told.pins and told.pins[0].accuracy_m is not None:
        where["accuracy_m"] = told.pins[0].accuracy_m
    answer = rest.get("incidents/similar/", text=" ".join(told.places), words=told.words, **where, **more)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_twenty_callers_about_one_fire_are_one_incident_with_twenty_contacts(as_amina, as_dev, amina, telephony, settings):
    for number in range(5):
        log_incident(amina, "FLOOD", summary="Water through the ceiling", lat=50.60 + number / 100, lon=-2.9)
    others = Incident.objects.count()
    callers = list(burst(BURSTS["A visible fire seen from far"], random.Random(5)))
    words = []
    for number, told in enumerate(callers):
        rest = (as_amina, as_dev)[number % 2]
        call = offer(telephony, caller_number=f"07700 9001{number:02}")
        rest.post(f"contacts/{call.pk}/answer/")
        pin = (
            {"lat": told.pins[0].lat, "lon": told.pins[0].lon, "method": "map", "accuracy_m": told.pins[0].accuracy_m} if told.pins else {}
        )
        facts = {"summary": told.words, "place": {"text": f"{' '.join(told.places)} caller {number}".strip(), **pin}, "contact": call.pk}
        words.append(told.words)
        if number == 0:
            assert rest.post("incidents/", facts).status_code == 201
            continue
        offered = asked(rest, told)
        assert offered, (number, told)
        fire = offered[0]
        assert fire["contacts"] == number and fire["why"]
        assert rest.post(f"incidents/{fire['reference']}/callers/", facts).status_code == 201
    assert Incident.objects.count() == others + 1
    fire = Incident.objects.latest("pk")
    assert contacts_of(fire).count() == Contact.objects.filter(incident=fire, state="linked").count() == 20
    said = " ".join(LogLine.objects.filter(incident=fire, entry__in=("contact.said", "incident.logged")).values_list("text", flat=True))
    assert all(each in said for each in words)
    assert LocationReading.objects.filter(incident=fire).count() == 20
    assert LocationReading.objects.filter(incident=fire, in_use=True).count() == 1


def test_the_incident_being_told_of_is_not_offered_to_itself(as_amina, gas):
    assert [
        each["reference"] for each in as_amina.get("incidents/similar/", lat=50.5745, lon=-2.98, words="gas").json()["results"]
    ] == []  # long ago
    Incident.objects.update(opened_at="2099-01-01T00:00:00Z")
    near = {"lat": 50.5745, "lon": -2.98, "words": "gas"}
    assert [each["reference"] for each in as_amina.get("incidents/similar/", **near).json()["results"]] == [gas.reference]
    assert as_amina.get("incidents/similar/", **near, but=gas.reference).json()["results"] == []


def test_another_centres_incidents_are_not_offered(as_charlie, gas):
    Incident.objects.update(opened_at="2099-01-01T00:00:00Z")
    assert as_charlie.get("incidents/similar/", lat=50.5745, lon=-2.98, words="gas").json()["results"] == []


@pytest.mark.parametrize(
    "query", [{"lat": "x"}, {"lat": 1}, {"lat": 91, "lon": 0}, {"words": "x" * 3000}, {"text": "\x00"}, {"accuracy_m": -1}]
)
def test_a_question_that_makes_no_sense_is_refused_in_words(as_amina, query):
    answer = as_amina.get("incidents/similar/", **query)
    assert answer.status_code == 400
    assert answer.json()["detail"]


def test_as_many_queries_for_many_open_incidents_as_for_one(as_amina, amina, gas):
    def taken():
        with CaptureQueriesContext(connection) as queries:
            as_amina.get("incidents/similar/", lat=50.5745, lon=-2.98, words="gas", type="GAS-SMELL")
        return len(queries)

    Incident.objects.update(opened_at="2099-01-01T00:00:00Z")
    taken()
    few = taken()
    for _ in range(12):
        log_incident(amina)
    Incident.objects.update(opened_at="2099-01-01T00:00:00Z")
    assert taken() == few <= 8


def test_links_and_their_undoing_over_rest(as_amina, gas, flood):
    made = as_amina.post(f"incidents/{flood.reference}/links/", {"other": gas.reference, "kind": "duplicate", "why": "One burst pipe"})
    assert made.status_code == 201
    assert made.json()["duplicate_of"] == gas.reference
    (shown,) = as_amina.get(f"incidents/{gas.reference}/links/").json()["results"]
    assert as_amina.post(f"links/{shown['id']}/undone/", {"why": "Two pipes"}).json()["duplicate_of"] is None
    assert as_amina.post(f"incidents/{flood.reference}/links/", {"other": "77777", "kind": "related", "why": "x"}).status_code == 404
    assert (
        json.loads(as_amina.post(f"incidents/{flood.reference}/links/", {"other": flood.reference, "kind": "related", "why": "x"}).content)[
            "code"
        ]
        == "link-to-itself"
    )
