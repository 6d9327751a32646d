"""What a unit itself is doing, and where it is."""

from datetime import timedelta

import pytest

from dispatch.live import position
from dispatch.refusal import NotAllowed, NotFound, Refusal
from resources.commands.status import record_position, report_own_status
from resources.models import StatusChange
from tests.factories import fresh


def test_a_unit_goes_on_its_break_and_the_board_hears_of_it(van, amina, wexmouth, noon):
    before = position(wexmouth.pk).sequence
    changed = report_own_status(unit_id=van.pk, status="break", by=amina, at=noon)
    assert (changed.status, changed.status_at, changed.revision) == ("break", noon, van.revision + 1)
    assert StatusChange.objects.values_list("before", "after", "by_name").get() == ("available", "break", "Amina Khan")
    assert position(wexmouth.pk).sequence == before + 1


def test_the_same_status_again_leaves_no_trace_in_its_history(van, amina, noon):
    report_own_status(unit_id=van.pk, status="available", by=amina, at=noon + timedelta(minutes=1))
    assert StatusChange.objects.count() == 0
    assert fresh(van).status_at == noon


def test_a_unit_at_an_incident_is_reported_there(sent, van, amina, noon):
    with pytest.raises(Refusal) as refusal:
        report_own_status(unit_id=van.pk, status="available", by=amina, at=noon)
    assert (refusal.value.code, refusal.value.facts) == ("unit-engaged", {"incident": "1001"})
    assert fresh(van).status == "alerted"


@pytest.mark.parametrize(("status", "code"), [("flying", "status-unknown"), ("en_route", "status-needs-incident")])
def test_a_status_that_cannot_be_reported_is_refused(van, amina, noon, status, code):
    with pytest.raises(Refusal) as refusal:
        report_own_status(unit_id=van.pk, status=status, by=amina, at=noon)
    assert refusal.value.code == code
    assert fresh(van).revision == van.revision


def test_a_change_out_of_order_needs_a_supervisor_and_a_reason(van, amina, sol, noon):
    report_own_status(unit_id=van.pk, status="out_of_service", by=amina, at=noon)
    with pytest.raises(NotAllowed):
        report_own_status(unit_id=van.pk, status="break", by=amina, at=noon, reason="Hungry")
    with pytest.raises(Refusal) as refusal:
        report_own_status(unit_id=van.pk, status="break", by=sol, at=noon)
    assert refusal.value.code == "reason-needed"
    assert report_own_status(unit_id=van.pk, status="break", by=sol, at=noon, reason="Wrong button").status == "break"


def test_a_newer_position_replaces_an_older_one_and_not_the_other_way_round(van, telephony, noon):
    record_position(unit_id=van.pk, lat=50.58, lon=-2.97, by=telephony, at=noon + timedelta(minutes=2))
    record_position(unit_id=van.pk, lat=50.1, lon=-2.1, by=telephony, at=noon + timedelta(minutes=3), seen_at=noon + timedelta(minutes=1))
    assert (fresh(van).lat, fresh(van).lon, fresh(van).position_at) == (50.58, -2.97, noon + timedelta(minutes=2))


def test_a_position_from_the_future_counts_as_of_now(van, telephony, noon):
    record_position(unit_id=van.pk, lat=50.58, lon=-2.97, by=telephony, at=noon, seen_at=noon + timedelta(days=1))
    assert fresh(van).position_at == noon


def test_a_stranger_finds_no_unit(van, charlie, noon):
    with pytest.raises(NotFound):
        report_own_status(unit_id=van.pk, status="break", by=charlie, at=noon)
    with pytest.raises(NotFound):
        record_position(unit_id=van.pk, lat=0, lon=0, by=charlie, at=noon)
    assert fresh(van).status == "available"
