"""Shifts, days, weeks, months and dates on the centre's clock, through both changes of the clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.kpi.buckets import EVERY, buckets_until
from incidents.rules.kpi.periods import SHIFTS, UnknownPeriod, period_of, shift_at

LONDON = ZoneInfo("Europe/London")
days = st.dates(date(2001, 1, 1), date(2190, 1, 1))
instants = st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


def hours(period) -> float:
    return (period.ends_at - period.begins_at).total_seconds() / 3600


@pytest.mark.parametrize(("day", "long"), [(date(2025, 3, 30), 23), (date(2025, 10, 26), 25), (date(2025, 11, 3), 24)])
def test_a_day_has_the_hours_that_it_has(day, long):
    assert hours(period_of("day", day, LONDON)) == long


def test_the_night_of_the_change_is_longer():
    night = period_of("shift", date(2025, 10, 25), LONDON, shift="late")
    assert (hours(night), night.begins_at) == (13, datetime(2025, 10, 25, 18, tzinfo=UTC))


@given(days, st.sampled_from(["day", "week", "month", "custom"]))
def test_the_next_begins_where_this_one_ends(day, kind):
    period = period_of(kind, day, LONDON)
    assert period.begins_at < period.ends_at == period.moved(1).begins_at
    assert period.moved(1).moved(-1) == period
    assert period.first <= day <= period.last


@given(days, st.sampled_from(sorted(SHIFTS)))
def test_shifts_follow_each_other_without_a_gap(day, shift):
    period = period_of("shift", day, LONDON, shift=shift)
    assert period.ends_at == period.moved(1).begins_at and period.begins_at == period.moved(-1).ends_at


@given(instants)
def test_the_shift_that_runs_contains_the_instant(at):
    day, shift = shift_at(at, LONDON)
    period = period_of("shift", day, LONDON, shift=shift)
    assert period.begins_at <= at < period.ends_at


@pytest.mark.parametrize(("kind", "last"), [("year", None), ("custom", date(2025, 11, 2)), ("custom", date(2027, 1, 1))])
def test_what_makes_no_period_is_refused(kind, last):
    with pytest.raises(UnknownPeriod):
        period_of(kind, date(2025, 11, 3), LONDON, last=last)


@given(instants, st.sampled_from(sorted(EVERY)))
def test_stretches_follow_each_other_up_to_the_instant(at, every):
    found = buckets_until(at, every, LONDON)
    assert len(found) == EVERY[every][1]
    assert all(one.ends_at == other.begins_at for one, other in zip(found, found[1:], strict=False))
    assert found[-1].begins_at < at <= found[-1].ends_at + timedelta(0)
