"""Which open incidents are suggested: what callers of one thing differ in, and what is not the same."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.rules.duplicates import ENOUGH, Pin, Told, best, match, shown_m
from incidents.rules.topics import topics_of
from tests.bench.similar import BURSTS, CALLS, NOON, false_suggestions, recall, recorded

HERE = Pin(50.5745, -2.98, 10)


def told(words="", minutes=0, north_m=0.0, **facts):
    return Told(NOON + timedelta(minutes=minutes), **{"pins": (Pin(50.5745 + north_m / 111_320, -2.98, 10),), "words": words, **facts})


def score(report, known):
    return match(report, known, last_at=known.at).score


FIRE = told("Smoke and flames from a roof")


@pytest.mark.parametrize(
    ("report", "known", "same"),
    [
        (told("Big fire, I can see it from my balcony", 2, 600), FIRE, True),
        (told("Big fire, I can see it from my balcony", 2, 3000), FIRE, False),
        (told("Something is burning", 2, pins=(), places=("Mill Lane",)), told("Fire", places=("14 Mill Lane",)), True),
        (told("Huge smoke over the town", 2, pins=()), FIRE, True),
        (told("Chest pain", 2, 5), told("Chest pain"), True),
        (told("Chest pain", 2, 120), told("Fainted"), False),
        (told("Chest pain", 30, 5), told("Chest pain"), False),
        (told("Two cars crashed", 3, 150), told("Accident, somebody is hurt"), True),
        (told("Bleeding badly", 3, 30), told("Collision at the lights"), True),
        (told("Fire alarm sounding", 2, 100), told("Fire alarm sounding"), False),
        (told("Smell of gas", 3, 40), told("Water through the ceiling"), False),
        (told("", 3, 40), FIRE, True),
        (told("", 3, 900), FIRE, False),
        (told("Bin on fire", 90, 0), FIRE, False),
        (told("", 3, pins=(), places=("3 Quay Street",)), told("", pins=(), places=("4 Quay Street",)), False),
        (told("Smoke", 3, pins=(), places=("3 Quay Street",)), told("Fire", pins=(), places=("4 Quay Street",)), True),
        (told("", 3, pins=(), places=("3 Quay Street",)), told("", pins=(), places=("3 Quay St",)), True),
    ],
)
def test_what_is_offered_and_what_is_not(report, known, same):
    assert (score(report, known) >= ENOUGH) is same, match(report, known, last_at=known.at)


@pytest.mark.parametrize(
    ("report", "known", "strong"),
    [
        (told("Smoke", 3, 15, places=("7 Quay Street",)), told("Fire", places=("6 Quay Street",)), True),
        (told("The lift is stuck", 3, 15, places=("7 Quay Street",)), told("Somebody shouts", places=("6 Quay Street",)), False),
        (
            told("The lift is stuck", 3, 15, places=("7 Quay Street, WX3 3AA",)),
            told("Somebody shouts", places=("6 Quay Street, WX3 3AA",)),
            False,
        ),
        (told("", 3, 15, places=("7 Quay Street",)), told("Water through the ceiling", places=("6 Quay Street",)), False),
        (told("", 3, 0, places=("6 Quay Street",)), told("Water through the ceiling", places=("6 Quay Street",)), True),
        (told("Smoke over the town", 2, pins=()), FIRE, False),
    ],
)
def test_only_a_strong_match_is_asked_about_first_and_the_house_next_door_is_not_one(report, known, strong):
    found = match(report, known, last_at=known.at)
    assert (found.score >= ENOUGH, found.strong) == (True, strong), found


def test_the_type_counts_where_words_say_nothing():
    known = told("It has happened again", type_code="NOISE", title="Loud neighbour")
    assert score(told("Please come", 3, 60, type_code="NOISE", title="Loud neighbour"), known) >= ENOUGH


def test_it_says_how_far_how_long_ago_and_why():
    found = match(told("Flames in the window", 3, 120), FIRE, last_at=FIRE.at)
    assert found.away_m == 120
    assert found.why == ("120 m away", "last told of 3 min ago", "both about fire")
    assert [shown_m(each) for each in (3, 124, 1240)] == ["3 m", "120 m", "1.2 km"]


def test_the_likeliest_come_first_and_only_a_few():
    near, far = told("Fire", 1, 10), told("Fire and smoke", 1, 400)
    scored = [(number, match(near if number == 7 else far, FIRE, last_at=FIRE.at)) for number in range(1, 9)]
    found = best(scored)
    assert found[0][0] == 7 and len(found) == 5


def test_a_fire_alarm_is_no_fire_until_somebody_speaks_of_smoke():
    assert topics_of("The fire alarm is ringing") == {"alarm"}
    assert topics_of("The fire alarm is ringing and there is smoke") == {"alarm", "fire"}


words = st.lists(
    st.sampled_from(["fire", "smoke", "flood", "crash", "alarm", "gas", "the", "and", "Mill", "Lane", "🔥", "é", "14"]), max_size=6
).map(" ".join)
degrees = st.floats(-0.05, 0.05)


def at_random(text, lat, lon, minute):
    return Told(NOON + timedelta(minutes=minute), (Pin(50.5 + lat, -2.9 + lon),), (text,), text)


reports = st.builds(at_random, words, degrees, degrees, st.integers(0, 300))


@settings(max_examples=60, deadline=None)
@given(reports, reports)
def test_a_score_is_between_nought_and_one_and_nearer_is_never_less_likely(one, other):
    found = match(one, other, last_at=other.at)
    assert 0 <= found.score <= 1
    moved = one._replace(pins=other.pins)
    assert match(moved, other, last_at=other.at).score >= found.score


@pytest.mark.parametrize("kind", BURSTS)
def test_nearly_every_caller_of_a_burst_is_offered_its_incident(kind):
    offered, asked = recall(BURSTS[kind], bursts=8)
    assert offered / asked >= 0.92


@pytest.mark.skipif(not CALLS.is_file(), reason="the recorded calls are not on this machine")
def test_few_recorded_calls_get_a_suggestion():
    calls = recorded()
    ours, naive = false_suggestions(calls)
    assert ours / len(calls) < 0.012 < 0.028 < naive / len(calls)
