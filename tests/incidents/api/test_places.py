"""Places over REST: found as somebody types, readings side by side, site notes at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from incidents.commands.places import add_reading
from incidents.queries.briefs import suggested_brief
from resources.commands.gazetteer import import_gazetteer
from resources.commands.site_notes import add_site_note
from tests.factories import fresh, log_incident, make_place


@pytest.fixture
def home(wexmouth, amina, noon):
    place = make_place(wexmouth)
    add_site_note(
        place_id=place.pk, text="Oxygen in the front room.", hazards="oxygen", review_on=noon.date() + timedelta(days=90), by=amina, at=noon
    )
    return place


def test_an_address_is_found_with_its_site_notes(as_amina, home):
    found = as_amina.get("places/", q="alder rd 14").json()
    assert found["how"] == "exact" and found["reading"] is None
    (place,) = found["results"]
    assert (place["id"], place["text"], place["lat"], place["accuracy_m"]) == (home.pk, "14 Alder Road, Castle, WX1 3AA", 50.57, 10)
    assert place["site_notes"][0]["hazards"] == "oxygen"


def test_what_says_by_itself_where_it_is_comes_as_a_reading(as_amina, wexmouth, noon):
    read = as_amina.get("places/", q="TG 514 131").json()["reading"]
    assert (read["method"], read["method_word"], read["accuracy_m"], round(read["lat"], 2)) == ("grid", "Grid reference", 100, 52.66)
    assert as_amina.get("places/", q="M5 A 148.2").json()["reading"]["lat"] is None
    import_gazetteer(centre=wexmouth, lines=["name,street,lat,lon,kind,accuracy_m", "M5 A 148.2,,50.61,-2.95,marker,100"], at=noon)
    read = as_amina.get("places/", q="m5 148.2 a").json()["reading"]
    assert (read["lat"], read["accuracy_m"]) == (50.61, 100)


def test_a_list_is_bounded_and_a_strange_question_is_no_fault(as_amina, home):
    assert as_amina.get("places/", q="alder", limit=1).json()["results"].__len__() == 1
    assert as_amina.get("places/", q="alder", limit=51).status_code == 400
    assert as_amina.get("places/", q="\x00").status_code == 400
    assert as_amina.get("places/").json()["results"] == []
    assert as_amina.get("places/", q="x" * 5000).status_code == 200


def test_readings_stand_side_by_side_with_their_distance(as_amina, gas, amina, noon):
    added = as_amina.post(f"incidents/{gas.reference}/readings/", {"text": "50.5800, -2.9800", "said_by": "The second caller"})
    assert added.status_code == 201
    first, second = added.json()["readings"]
    assert (first["in_use"], first["away_m"], first["is_pin"]) == (True, 0, True)
    assert (second["method_word"], second["source"], second["away_m"]) == ("Coordinates", "The second caller", 612)
    chosen = as_amina.post(f"incidents/{gas.reference}/readings/{second['id']}/in-use/", {"why": "She stands in front of it"})
    assert chosen.json()["lat"] == 50.58
    assert as_amina.post(f"incidents/{gas.reference}/readings/{second['id']}/in-use/", {}).json()["code"] == "reading-in-use"


def test_a_rough_place_asks_for_a_second_kind_until_there_is_one(as_amina, amina, noon):
    lost = log_incident(amina, place_text="near the old mill", lat=None, lon=None)
    assert as_amina.get(f"incidents/{lost.reference}/").json()["place"]["ask_another"] is True
    add_reading(incident_id=lost.pk, place_text="TG 514 131", by=amina, at=noon)
    assert as_amina.get(f"incidents/{lost.reference}/").json()["place"]["ask_another"] is False


def test_a_site_note_shows_at_the_incident_and_stands_in_the_brief_also_when_it_is_out_of_date(as_amina, amina, home, noon):
    at_the_pin = log_incident(amina, "GAS-SMELL", place_text="Somewhere", lat=50.57003, lon=-2.98)
    chosen = log_incident(amina, place_text="", lat=None, lon=None, gazetteer=home.pk)
    for incident in (at_the_pin, chosen):
        assert as_amina.get(f"incidents/{incident.reference}/").json()["place"]["site_notes"][0]["text"] == "Oxygen in the front room."
        assert "Site (oxygen): Oxygen in the front room." in suggested_brief(fresh(incident), on=noon.date())["hazards"]
    late = suggested_brief(fresh(chosen), on=noon.date() + timedelta(days=400))["hazards"]
    assert "Oxygen in the front room. Out of date: its review was due on" in late


def test_a_note_is_written_and_retired_over_rest(as_amina, as_sol, home):
    body = {"text": "Large dog", "hazards": "dog", "review_on": (timezone.now() + timedelta(days=100)).date().isoformat()}
    made = as_amina.post(f"places/{home.pk}/site-notes/", body)
    assert made.status_code == 201
    assert as_amina.post(f"site-notes/{made.json()['id']}/retired/", {"why": "Moved"}).status_code == 403
    assert as_sol.post(f"site-notes/{made.json()['id']}/retired/", {"why": "Moved"}).status_code == 200
    assert len(as_amina.get(f"places/{home.pk}/site-notes/").json()["results"]) == 2
    assert as_amina.get("places/999999/site-notes/").status_code == 404
