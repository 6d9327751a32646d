"""What the clock's tests share: a centre, rows to lock, kinds that are forgotten afterwards, and a ledger of effects."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model
from django.test import TransactionTestCase

from dispatch.clock import kinds, loop
from dispatch.clock.commands import arm, claim
from dispatch.clock.kinds import OnDead, Outcome, Settle, Settling
from dispatch.clock.models import Timer
from tests.dispatch.clock.waiting import in_thread

Register = Callable[..., None]
Arm = Callable[..., Timer]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

on_postgresql = pytest.mark.needs_postgresql


def _centre(code: str) -> Model:
    model = apps.get_model("accounts", "Centre")
    made: Model = model._default_manager.create(code=code, name=code)
    return made


@pytest.fixture(scope="session", autouse=True)
def _emptying_may_empty_the_log() -> Iterator[None]:
    """Let the emptying of tables after a test pass the triggers that keep the incident log append-only."""
    original = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        if connection.vendor != "postgresql":
            original(case)
            return
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
        original(case)
        with connection.cursor() as cursor:
            cursor.execute("RESET session_replication_role")

    TransactionTestCase._fixture_teardown = teardown
    yield
    TransactionTestCase._fixture_teardown = original


@pytest.fixture
def centre(db: None) -> Model:
    """The control room that every timer here belongs to."""
    return _centre("wexmouth")


@pytest.fixture
def incident(db: None) -> Model:
    """A row to lock before a timer. The clock does not know incidents; another centre's row does as well."""
    return _centre("something-to-lock")


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def kind() -> Iterator[Register]:
    """Register kinds of timer, and forget them afterwards."""
    made: list[str] = []

    def register(name: str, settle: Settle, on_dead: OnDead | None = None) -> None:
        kinds.register(name, settle, on_dead=on_dead)
        made.append(name)

    yield register
    for name in made:
        kinds.forget(name)


@pytest.fixture
def arming(centre: Model) -> Arm:
    """Arm a timer that fell due so many seconds ago (or, when negative, will)."""
    numbers = iter(range(1, 1_000_000))

    def make(kind: str, *, ago_s: float = 1, lock_on: int | None = None, lane: str = "wall", due_at: datetime | None = None) -> Timer:
        now = datetime.now(UTC)
        due_at = due_at or now - timedelta(seconds=ago_s)
        return arm(
            centre_id=centre.pk, kind=kind, subject=next(numbers), epoch=1, lock_on=lock_on, due_at=due_at, at=min(now, due_at), lane=lane
        )

    return make


class Ledger:
    """Effects as rows of a table without any uniqueness: one that was written twice is there twice."""

    def write(self, timer_id: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO clock_test_effect (timer_id) VALUES (%s)", [timer_id])

    def read(self) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT timer_id FROM clock_test_effect ORDER BY id")
            return [timer_id for (timer_id,) in cursor.fetchall()]

    def effect(self, settling: Settling) -> None:
        self.write(settling.timer_id)

    def under_lock(self, settling: Settling) -> Outcome:
        """Settle as a command of an incident does: the incident first, then the timer."""
        model = apps.get_model("accounts", "Centre")
        with transaction.atomic():
            rows = model._default_manager.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
            if rows.filter(pk=settling.lock_on).first() is None:
                return Outcome.BUSY
            timer = claim(settling.timer_id)
            if timer is None:
                return Outcome.SUPERSEDED
            self.effect(settling)
            timer.settle(settling.at)
        return Outcome.SETTLED


@pytest.fixture
def ledger(db: None) -> Iterator[Ledger]:
    number = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS clock_test_effect")
        cursor.execute(f"CREATE TABLE clock_test_effect (id {number}, timer_id bigint NOT NULL)")
    yield Ledger()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE clock_test_effect")


@pytest.fixture
def engines() -> Iterator[Callable[[], None]]:
    """Start loops in threads; stopped afterwards."""
    stop = threading.Event()
    threads: list[threading.Thread] = []
    yield lambda: threads.append(in_thread(loop.run, stop))
    stop.set()
    for thread in threads:
        thread.join(10)
