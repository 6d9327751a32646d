from datetime import timedelta

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.promise import keep_promise, promise_update
from incidents.models import Escalation, Promise
from incidents.queries.closing import still_open
from tests.factories import clocks, entries, let_time_pass


def test_a_promise_has_a_clock_and_is_kept_by_speaking_to_them(gas, amina, noon):
    promise = promise_update(incident_id=gas.pk, within_min=15, to_whom="The caller", by=amina, at=noon)
    assert clocks(gas)["not-updated"] == 15 * 60
    assert "A promised update has not been given." in still_open(gas, {})
    keep_promise(promise_id=promise.pk, words="The crew is ten minutes away", by=amina, at=noon + timedelta(minutes=10))
    assert "not-updated" not in clocks(gas)
    assert entries(gas)[-2:] == ["promise.made", "promise.kept"]


def test_a_promise_that_is_not_kept_rings_and_rings_again_after_it_was_taken(gas, amina, sol, noon):
    promise_update(incident_id=gas.pk, within_min=2, by=amina, at=noon)
    assert "not-updated" in let_time_pass(noon + timedelta(minutes=2))
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.to_role, alarm.watches) == ("not_updated", "supervisor", "not-updated")
    assert "not-updated" not in clocks(gas)


def test_a_new_promise_replaces_the_open_one_but_not_an_overdue_one(gas, amina, noon):
    promise_update(incident_id=gas.pk, within_min=10, by=amina, at=noon)
    promise_update(incident_id=gas.pk, within_min=30, by=amina, at=noon + timedelta(minutes=1))
    assert clocks(gas)["not-updated"] == 31 * 60
    with pytest.raises(Refusal) as refusal:
        promise_update(incident_id=gas.pk, within_min=30, by=amina, at=noon + timedelta(hours=1))
    assert refusal.value.code == "promise-overdue"
    assert Promise.objects.filter(kept_at=None).count() == 1


def test_a_promise_is_kept_once_and_with_words(gas, amina, charlie, noon):
    promise = promise_update(incident_id=gas.pk, within_min=10, by=amina, at=noon)
    with pytest.raises(NotFound):
        keep_promise(promise_id=promise.pk, words="Told", by=charlie, at=noon)
    with pytest.raises(Refusal) as words:
        keep_promise(promise_id=promise.pk, words=" ", by=amina, at=noon)
    keep_promise(promise_id=promise.pk, words="Told", by=amina, at=noon)
    with pytest.raises(Refusal) as second:
        keep_promise(promise_id=promise.pk, words="Told", by=amina, at=noon)
    assert (words.value.code, second.value.code) == ("words-needed", "promise-kept")
