"""Readings of the place: side by side, one in use, each understood."""

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.intake import correct_facts
from incidents.commands.places import add_reading, use_reading
from incidents.models import LogLine
from resources.models import Place
from tests.factories import entries, fresh, log_incident


def readings(incident):
    return [(each.text, each.method, each.in_use) for each in incident.readings.order_by("pk")]


def test_a_grid_reference_typed_as_the_place_gives_the_pin(amina):
    incident = log_incident(amina, place_text="TG 514 131", lat=None, lon=None)
    reading = incident.readings.get()
    assert (reading.method, reading.accuracy_m, reading.in_use) == ("grid", 100, True)
    assert (incident.lat, incident.lon) == (reading.lat, reading.lon)
    assert round(incident.lat, 3) == 52.658


def test_degrees_that_came_with_the_words_are_kept_as_they_came(amina):
    incident = log_incident(amina, place_text="TG 514 131", lat=50.5, lon=-2.9, method="map", accuracy_m=20)
    assert (incident.lat, incident.readings.get().method, incident.readings.get().accuracy_m) == (50.5, "map", 20)


def test_a_place_of_the_gazetteer_brings_its_address_and_degrees(amina, elsewhere, noon):
    place = Place.objects.create(
        centre=amina.centre,
        key="x",
        name="14",
        street="Alder Road",
        numbered=True,
        lat=50.57,
        lon=-2.98,
        words="14 alder road",
        changed_at=noon,
    )
    incident = log_incident(amina, place_text="", lat=None, lon=None, gazetteer=place.pk)
    assert (incident.place_text, incident.lat, incident.readings.get().place_id) == ("14 Alder Road", 50.57, place.pk)
    Place.objects.update(centre=elsewhere)
    stranger = log_incident(amina, place_text="14 Alder", lat=None, lon=None, gazetteer=place.pk)
    assert (stranger.place_text, stranger.lat, stranger.readings.get().place_id) == ("14 Alder", None, None)


def test_readings_that_disagree_stay_side_by_side_and_one_is_used(gas, amina, dev, noon):
    add_reading(incident_id=gas.pk, place_text="By the old mill", method="seen", by=amina, at=noon)
    other = add_reading(incident_id=gas.pk, place_text="50.5800, -2.9900", by=amina, at=noon)
    assert readings(gas) == [
        ("14 Harbour Lane", "said", True),
        ("By the old mill", "seen", False),
        ("50.5800, -2.9900", "coordinates", False),
    ]
    assert (fresh(gas).place_text, fresh(gas).lat) == ("14 Harbour Lane", 50.5745)
    use_reading(incident_id=gas.pk, reading_id=other.pk, by=dev, at=noon, why="Two callers agree")
    assert (fresh(gas).place_text, fresh(gas).lat, fresh(gas).lon) == ("50.5800, -2.9900", 50.58, -2.99)
    assert [each[2] for each in readings(gas)] == [False, False, True]
    line = LogLine.objects.filter(incident=gas).latest("number")
    assert (line.entry, line.text, line.known["was"]) == ("place.chosen", "50.5800, -2.9900. Two callers agree", "14 Harbour Lane")


def test_a_reading_without_degrees_leaves_the_pin_and_the_tick_goes_with_the_words(gas, amina, noon):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=noon, read_back=["place_text"])
    words = add_reading(incident_id=gas.pk, place_text="The blue house", method="seen", by=amina, at=noon)
    use_reading(incident_id=gas.pk, reading_id=words.pk, by=amina, at=noon)
    assert (fresh(gas).place_text, fresh(gas).lat, fresh(gas).read_back) == ("The blue house", 50.5745, [])


def test_what_they_can_see_is_read_for_what_it_says(gas, amina, noon):
    assert add_reading(incident_id=gas.pk, place_text="TG 514 131", method="seen", by=amina, at=noon).method == "grid"


def test_the_first_reading_of_all_is_the_one_in_use(amina, noon):
    incident = log_incident(amina, place_text="", lat=None, lon=None)
    add_reading(incident_id=incident.pk, lat=50.57, lon=-2.98, method="map", by=amina, at=noon)
    assert (fresh(incident).place_text, fresh(incident).lat) == ("50.57000, -2.98000", 50.57)
    assert readings(incident) == [("", "map", True)]


def test_what_somebody_else_chose_meanwhile_is_not_overwritten(gas, amina, dev, noon):
    seen = fresh(gas).revision
    other = add_reading(incident_id=gas.pk, place_text="16 Harbour Lane", by=dev, at=noon)
    use_reading(incident_id=gas.pk, reading_id=other.pk, by=dev, at=noon)
    with pytest.raises(Refusal) as refusal:
        correct_facts(incident_id=gas.pk, revision=seen, by=amina, at=noon, place_text="18 Harbour Lane")
    assert refusal.value.code == "stale"


@pytest.mark.parametrize("words", ["", "   "])
def test_a_reading_of_nothing_is_refused_and_nothing_is_written(gas, amina, noon, words):
    before = entries(gas)
    with pytest.raises(Refusal) as refusal:
        add_reading(incident_id=gas.pk, place_text=words.strip(), by=amina, at=noon)
    assert refusal.value.code == "place-needed"
    assert entries(gas) == before


def test_a_reading_in_use_or_of_another_incident_cannot_be_chosen(gas, flood, amina, charlie, noon):
    used = gas.readings.get()
    with pytest.raises(Refusal) as refusal:
        use_reading(incident_id=gas.pk, reading_id=used.pk, by=amina, at=noon)
    assert refusal.value.code == "reading-in-use"
    with pytest.raises(NotFound):
        use_reading(incident_id=gas.pk, reading_id=flood.readings.get().pk, by=amina, at=noon)
    with pytest.raises(NotFound):
        add_reading(incident_id=gas.pk, place_text="Here", by=charlie, at=noon)
