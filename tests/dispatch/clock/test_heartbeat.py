"""The engines' heartbeat, and what the console says of its clock."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.clock import heartbeat
from dispatch.clock.heartbeat import Pulse, engine_age_s, health
from dispatch.clock.loop import Engine
from dispatch.clock.models import EngineBeat

pytestmark = pytest.mark.django_db


def test_without_an_engine_there_is_no_age():
    assert engine_age_s() is None
    assert health()["age_s"] is None


def test_an_engine_beats_at_most_once_a_second_and_keeps_one_row(centre):
    engine = Engine()
    engine.cycle()
    first = EngineBeat.objects.get().at
    engine.cycle()
    assert EngineBeat.objects.get().at == first
    engine.pulse._beat_at -= 1
    engine.cycle()
    assert EngineBeat.objects.get().at > first


def test_the_age_is_that_of_the_youngest_engine():
    now = datetime.now(UTC)
    EngineBeat.objects.create(node="gone", at=now - timedelta(hours=2))
    EngineBeat.objects.create(node="here", at=now - timedelta(seconds=7))
    assert engine_age_s(now) == pytest.approx(7)
    assert engine_age_s() == pytest.approx(7, abs=2)


def test_an_engine_long_gone_is_forgotten_and_so_is_one_from_the_future():
    now = datetime.now(UTC)
    EngineBeat.objects.create(node="yesterday", at=now - timedelta(days=1, minutes=1))
    EngineBeat.objects.create(node="before the clock was set back", at=now + timedelta(hours=1))
    EngineBeat.objects.create(node="today", at=now - timedelta(hours=20))
    pulse = Pulse(node="me")
    pulse.beat()
    assert set(EngineBeat.objects.values_list("node", flat=True)) == {"today", "me"}


def test_the_beat_says_how_many_are_armed_and_how_late_the_latest_is(arming):
    arming("nobody-knows-this-kind", ago_s=30)
    arming("nobody-knows-this-kind", ago_s=-30)
    arming("nobody-knows-this-kind", ago_s=90, lane="replay")
    Pulse().beat()
    beat = EngineBeat.objects.get()
    assert (beat.armed, round(beat.oldest_overdue_s / 10)) == (2, 3)
    assert health()["armed"] == 2
    assert health()["oldest_overdue_s"] == pytest.approx(30, abs=5)


def test_clocks_that_disagree_are_a_warning(monkeypatch):
    assert health()["warnings"] == []
    monkeypatch.setattr(heartbeat, "skew_s", lambda: -3.4)
    (warning,) = health()["warnings"]
    assert "3 s" in warning
