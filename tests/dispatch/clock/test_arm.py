"""Arming timers and taking them back."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from dispatch.clock.commands import arm, cancel, cancel_for, claim, rearm
from dispatch.clock.models import Timer

pytestmark = pytest.mark.django_db


def armed(centre: Model, noon: datetime, *, subject: int = 1, epoch: int = 1, lock_on: int | None = 7, kind: str = "welfare") -> Timer:
    return arm(centre_id=centre.pk, kind=kind, subject=subject, epoch=epoch, lock_on=lock_on, due_at=noon + timedelta(minutes=10), at=noon)


def test_an_armed_timer_waits_in_the_wall_lane(centre, noon):
    timer = Timer.objects.get(pk=armed(centre, noon).pk)
    assert (timer.state, timer.lane, timer.due_at, timer.armed_at, timer.attempts) == (
        "armed", "wall", noon + timedelta(minutes=10), noon, 0,
    )  # fmt: skip


def test_the_same_epoch_twice_is_refused_even_after_the_first_is_over(centre, noon):
    armed(centre, noon)
    cancel(kind="welfare", subject=1, at=noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        armed(centre, noon)
    assert armed(centre, noon, epoch=2).pk


def test_rearming_takes_the_old_one_back_and_takes_the_next_epoch(centre, noon):
    first = armed(centre, noon, epoch=4)
    later = noon + timedelta(minutes=5)
    second = rearm(centre_id=centre.pk, kind="welfare", subject=1, lock_on=7, due_at=later + timedelta(minutes=10), at=later)
    first.refresh_from_db()
    assert (first.state, first.settled_at, second.epoch, second.state) == ("cancelled", later, 5, "armed")


def test_rearming_works_when_nothing_was_armed(centre, noon):
    assert rearm(centre_id=centre.pk, kind="welfare", subject=1, lock_on=7, due_at=noon, at=noon).epoch == 1


def test_cancelling_takes_back_only_that_kind_and_subject_and_only_what_is_armed(centre, noon):
    mine, other_kind, other_subject = armed(centre, noon), armed(centre, noon, kind="callback"), armed(centre, noon, subject=2)
    assert cancel(kind="welfare", subject=1, at=noon) == 1
    assert cancel(kind="welfare", subject=1, at=noon + timedelta(hours=1)) == 0
    states = dict(Timer.objects.values_list("pk", "state"))
    assert states == {mine.pk: "cancelled", other_kind.pk: "armed", other_subject.pk: "armed"}
    assert Timer.objects.get(pk=mine.pk).settled_at == noon


def test_cancelling_for_an_incident_takes_back_all_of_its_timers_or_some_kinds(centre, noon):
    armed(centre, noon), armed(centre, noon, kind="callback"), armed(centre, noon, subject=9, lock_on=8)
    assert cancel_for(lock_on=7, kinds=["callback"], at=noon) == 1
    assert cancel_for(lock_on=7, at=noon) == 1
    assert list(Timer.objects.armed().values_list("lock_on", flat=True)) == [8]


def test_what_is_taken_back_with_the_command_that_failed_is_armed_again(centre, noon):
    timer = armed(centre, noon)
    with pytest.raises(RuntimeError), transaction.atomic():
        cancel(kind="welfare", subject=1, at=noon)
        raise RuntimeError
    timer.refresh_from_db()
    assert timer.state == "armed"


def test_only_an_armed_timer_can_be_claimed(centre, noon):
    timer = armed(centre, noon)
    with transaction.atomic():
        assert claim(timer.pk) == timer
    cancel(kind="welfare", subject=1, at=noon)
    with transaction.atomic():
        assert claim(timer.pk) is None


def test_a_timer_taken_back_while_it_is_being_settled_keeps_its_first_end(centre, noon):
    with transaction.atomic():
        timer = claim(armed(centre, noon).pk)
        cancel(kind="welfare", subject=1, at=noon)
        timer.settle(noon + timedelta(minutes=1))
    assert Timer.objects.values_list("state", "settled_at").get() == ("cancelled", noon)


@pytest.mark.parametrize(
    "wrong", [{"state": "asleep"}, {"lane": "slow"}, {"kind": ""}, {"state": "settled"}, {"settled_at": "2026-01-01T00:00Z"}]
)
def test_the_database_refuses_a_timer_that_makes_no_sense(centre, noon, wrong):
    timer = armed(centre, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Timer.objects.filter(pk=timer.pk).update(**wrong)
