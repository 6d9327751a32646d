"""How many alarms reach a desk: the verdicts of EEMUA 191, floods, and whose desk an alarm reaches."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.alarm_rate import desks_reached, most_within, rate_of
from tests.factories import NOON


def ago(*minutes: float):
    return [NOON - timedelta(minutes=each) for each in minutes]


@pytest.mark.parametrize(
    ("count", "words", "tone"),
    [
        (0, "no alarm", ""),
        (6, "very likely acceptable", ""),
        (7, "manageable", ""),
        (12, "manageable", ""),
        (13, "very likely over-demanding", "warn"),
        (60, "very likely over-demanding", "warn"),
        (61, "very likely unacceptable", "danger"),
    ],
)
def test_the_average_of_the_hour_has_its_words(count, words, tone):
    spread = rate_of("Sol", ago(*(59.5 * number / max(count, 1) + 0.1 for number in range(count))), NOON)
    assert spread.rung == count
    verdict = spread if not spread.flood else spread._replace(flood=False)
    assert (verdict.words, verdict.tone) == (words, tone)


def test_more_than_ten_in_ten_minutes_are_a_flood_while_they_stand():
    eleven = ago(*range(11))[:10] + ago(9.9)
    assert (rate_of("Sol", eleven, NOON).words, rate_of("Sol", eleven[:10], NOON).flood) == ("alarm flood", False)
    after = rate_of("Sol", eleven, NOON + timedelta(minutes=11))
    assert (after.flood, after.peak) == (False, 11)


def test_what_is_older_than_an_hour_or_still_to_come_does_not_count():
    assert rate_of("Sol", [*ago(60), *ago(59.9), NOON, NOON + timedelta(seconds=1)], NOON).rung == 2


def test_an_alarm_reaches_everybody_who_was_told_once_or_else_the_role():
    lines = [(NOON, {"told": ["Sol", "Tess", "Sol"], "to": "supervisor"}), (NOON, {"told": [], "to": "duty_manager"})]
    assert desks_reached(lines) == {"Sol": [NOON], "Tess": [NOON], "duty manager": [NOON]}


@given(st.lists(st.integers(0, 7200), max_size=60).map(sorted))
def test_the_peak_is_the_most_in_any_ten_minutes(seconds):
    instants = [NOON + timedelta(seconds=each) for each in seconds]
    span = timedelta(minutes=10)
    assert most_within(instants, span) == max(
        (sum(0 <= (other - each).total_seconds() < 600 for other in instants) for each in instants), default=0
    )
