"""A replay drives its own lane: timers are settled in the order of its time, at its time."""

from datetime import timedelta

import pytest

from dispatch.clock.commands import alone, rearm
from dispatch.clock.kinds import Outcome, Settling
from dispatch.clock.loop import settle_due
from dispatch.clock.models import Timer

pytestmark = pytest.mark.django_db


def test_timers_are_settled_in_due_order_each_at_its_own_due_time(kind, arming, centre, noon):
    told: list[tuple[int, object]] = []
    kind("welfare", alone(lambda settling: told.append((settling.timer_id, settling.at))))
    second = arming("welfare", lane="replay", due_at=noon + timedelta(minutes=2))
    first = arming("welfare", lane="replay", due_at=noon + timedelta(minutes=1))
    later = arming("welfare", lane="replay", due_at=noon + timedelta(minutes=9))
    assert settle_due(centre_id=centre.pk, lane="replay", upto=noon + timedelta(minutes=5)) == 2
    assert told == [(first.pk, noon + timedelta(minutes=1)), (second.pk, noon + timedelta(minutes=2))]
    later.refresh_from_db()
    assert later.state == "armed"


def test_what_is_armed_on_the_way_has_its_turn_in_between(kind, arming, centre, noon):
    order: list[object] = []

    def every_minute(settling: Settling) -> Outcome:
        order.append(("check", settling.at))
        outcome = alone(lambda _: None)(settling)
        rearm(
            centre_id=centre.pk, kind="check", subject=settling.subject, lock_on=None, at=settling.at, lane="replay",
            due_at=settling.at + timedelta(minutes=1),
        )  # fmt: skip
        return outcome

    kind("check", every_minute)
    kind("call", alone(lambda settling: order.append(("call", settling.at))))
    arming("check", lane="replay", due_at=noon)
    arming("call", lane="replay", due_at=noon + timedelta(seconds=90))
    assert settle_due(centre_id=centre.pk, lane="replay", upto=noon + timedelta(minutes=2)) == 4
    assert [name for name, _ in order] == ["check", "check", "call", "check"]


def test_another_centres_and_another_lanes_timers_are_left_alone(kind, arming, centre, incident, noon):
    kind("welfare", alone(lambda settling: None))
    arming("welfare", lane="wall", due_at=noon)
    Timer.objects.filter(pk=arming("welfare", lane="replay", due_at=noon).pk).update(centre_id=incident.pk)
    assert settle_due(centre_id=centre.pk, lane="replay", upto=noon) == 0


def test_a_poisoned_timer_waits_in_the_lanes_own_time_and_then_dies(kind, arming, centre, noon):
    def poison(settling: Settling) -> Outcome:
        raise ValueError

    kind("welfare", poison)
    arming("welfare", lane="replay", due_at=noon)
    assert settle_due(centre_id=centre.pk, lane="replay", upto=noon + timedelta(minutes=5)) == 0
    assert Timer.objects.values_list("state", "attempts").get() == ("dead", 5)
