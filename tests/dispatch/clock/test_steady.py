"""A clock that is set back does not make anybody wait for that hour to pass again."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import DateTimeField, Value

from dispatch.clock import due, heartbeat, now
from dispatch.clock.commands import alone, arm
from dispatch.clock.loop import Engine
from dispatch.clock.models import Timer
from tests.dispatch.clock.conftest import on_postgresql

pytestmark = pytest.mark.django_db


class Wall:
    """A wall clock to be set by hand. On PostgreSQL it stands for the database server's."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self, zone: object = UTC) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    wall = Wall()
    monkeypatch.setattr(heartbeat, "database_now", wall.now)
    monkeypatch.setattr(due, "database_now", wall.now)
    monkeypatch.setattr(due, "now_in_sql", lambda: Value(wall.now(), output_field=DateTimeField()))
    return wall


def passes(engine: Engine) -> int:
    engine.pulse._beat_at = -1e9
    return engine.cycle().settled


def armed(centre, wall: Wall, subject: int, in_s: float) -> Timer:
    at = wall.now()
    return arm(centre_id=centre.pk, kind="welfare", subject=subject, epoch=1, lock_on=None, at=at, due_at=at + timedelta(seconds=in_s))


def test_after_an_hour_back_the_old_timers_keep_their_pace_and_new_ones_go_by_the_new_clock(kind, centre, ledger, wall):
    kind("welfare", alone(ledger.effect))
    engine = Engine()
    old, old_later = armed(centre, wall, 1, 0.2), armed(centre, wall, 2, 500)
    passes(engine)
    just_before = armed(centre, wall, 3, 0.3)
    wall.ahead = timedelta(hours=-1)
    new, new_later = armed(centre, wall, 4, 0.2), armed(centre, wall, 5, 500)
    time.sleep(0.4)
    passes(engine)
    assert sorted(ledger.read()) == [old.pk, just_before.pk, new.pk]
    assert set(Timer.objects.armed().values_list("pk", flat=True)) == {old_later.pk, new_later.pk}


def test_a_step_that_is_taken_back_leaves_everything_as_it_was(kind, centre, ledger, wall):
    kind("welfare", alone(ledger.effect))
    engine = Engine()
    waiting = armed(centre, wall, 1, 500)
    passes(engine)
    for ahead in (-600, 0):
        wall.ahead = timedelta(seconds=ahead)
        assert passes(engine) == 0
    assert engine.steady.behind < timedelta(seconds=1)
    waiting.refresh_from_db()
    assert waiting.state == "armed"


def test_an_hour_forward_settles_what_is_due_by_the_new_clock_once(kind, centre, ledger, wall):
    kind("welfare", alone(ledger.effect))
    engine = Engine()
    timer = armed(centre, wall, 1, 500)
    passes(engine)
    wall.ahead = timedelta(hours=1)
    passes(engine)
    passes(engine)
    assert ledger.read() == [timer.pk]


@on_postgresql
def test_this_processs_own_clock_does_not_matter_on_postgresql(kind, arming, ledger, monkeypatch):
    kind("welfare", alone(ledger.effect))
    timer = arming("welfare", ago_s=0.1)

    class Slow(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) - timedelta(seconds=600)

    monkeypatch.setattr(now, "datetime", Slow)
    monkeypatch.setattr(time, "time", lambda real=time.time: real() - 600)
    assert Engine().cycle().settled == 1
    assert ledger.read() == [timer.pk]
