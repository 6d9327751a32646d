"""Reading where it is from what somebody typed: every known kind, and nothing refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openlocationcode import openlocationcode as plus

from incidents.rules.whereabouts import METHODS, read_place, wants_another
from resources.rules.distance import metres_between

WEXMOUTH = (50.5745, -2.98)


def read(text: str):
    return read_place(text, near=lambda: WEXMOUTH)


@pytest.mark.parametrize(
    ("text", "method", "accuracy"),
    [
        ("TG 514 131", "grid", 100),
        ("tg51401317", "grid", 10),
        ("TG 51409 13177", "grid", 1),
        ("TG 51 13", "grid", 1000),
        ("50.5745, -2.98", "coordinates", 11),
        ("lat 50.57450 lon -2.98000", "coordinates", 1),
        ("50.5745° N 2.9800° W", "coordinates", 11),
        ("50°34'28\"N 2°58'48\"W", "coordinates", 31),
        ("50 34.47 N, 2 58.80 W", "coordinates", 19),
        ("filled.count.soap", "what3words", None),
        ("///filled.count.soap", "what3words", None),
        ("M5 A 148.2", "marker", None),
        ("m25 108/3", "marker", None),
        ("A1(M) B 45.7", "marker", None),
        ("14 Harbour Lane", "said", None),
        ("50 12", "said", None),
        ("the lay-by after the big pub", "said", None),
        ("", "said", None),
    ],
)
def test_each_kind_is_read_with_how_exact_it_is(text, method, accuracy):
    found = read(text)
    assert (found.method, found.accuracy_m) == (method, accuracy)
    assert found.method in METHODS


def test_a_grid_reference_is_where_the_ordnance_survey_says():
    found = read("TG 51409 13177")
    assert metres_between(found.lat, found.lon, 52.657977, 1.716038) < 6
    assert metres_between(*read("NN 166 712")[2:4], 56.7969, -5.0036) < 100


def test_degrees_and_minutes_are_the_same_as_their_decimals():
    found = read("50°34'28.2\"N 2°58'48.0\"W")
    assert (found.lat, found.lon) == (50.574500, -2.98)
    assert read("50°74'28\"N 2°58'48\"W").method == "said"


def test_a_plus_code_full_or_short_is_the_same_place():
    code = plus.encode(*WEXMOUTH)
    full, short = read(code), read(f"{plus.shorten(code, *WEXMOUTH)} Wexmouth")
    assert (full.lat, full.lon, full.accuracy_m) == (short.lat, short.lon, short.accuracy_m)
    assert metres_between(full.lat, full.lon, *WEXMOUTH) < 14
    assert 5 < full.accuracy_m < 15
    alone = read_place("HXQR+8W", near=lambda: None)
    assert (alone.method, alone.lat) == ("plus_code", None)


def test_three_words_are_kept_and_never_turned_into_a_place():
    found = read("Filled.Count.Soap")
    assert (found.text, found.lat) == ("///filled.count.soap", None)
    assert "ask for another kind" in found.meaning


def test_a_marker_post_says_what_it_means():
    found = read("M5 A 148.2")
    assert found.text == "M5 A 148.2"
    assert "carriageway A" in found.meaning and "148.2 km" in found.meaning
    assert "not said" in read("M25 108/3").meaning
    assert read("m5 148.2a").text == "M5 A 148.2"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_is_refused(text):
    found = read(text)
    assert found.method in METHODS
    assert (found.lat is None) == (found.lon is None)
    assert found.lat is None or (abs(found.lat) <= 90 and abs(found.lon) <= 180)


@settings(max_examples=100, deadline=None)
@given(st.floats(50, 58), st.floats(-5, 1))
def test_coordinates_come_back_within_what_they_claim(lat, lon):
    found = read(f"{lat:.4f}, {lon:.4f}")
    assert metres_between(found.lat, found.lon, lat, lon) <= found.accuracy_m


def test_a_rough_reading_asks_for_a_second_kind():
    assert wants_another([("said", None)])
    assert wants_another([("grid", 1000)])
    assert wants_another([("street", 400), ("street", 300)])
    assert not wants_another([("said", None), ("address", 10)])
    assert not wants_another([("street", 400), ("seen", None)])
    assert not wants_another([("grid", 100)])
    assert not wants_another([])
