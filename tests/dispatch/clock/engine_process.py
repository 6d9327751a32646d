"""An engine in a process of its own, for tests that kill it; and the preparation and the account of what it did.

    python -m tests.dispatch.clock.engine_process prepare TIMERS SECONDS [FAR_OFF HEAD_START] | run | report

The database is that of the environment. Effects are rows of a table without uniqueness, written in the settling transaction.
"""

import json
import os
import sys
import threading
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from dispatch.clock import kinds, loop
from dispatch.clock.commands import alone
from dispatch.clock.kinds import Settling
from dispatch.clock.models import Timer

KIND = "test.effect"
TABLE = "clock_test_effects"


def prepare(timers: int, seconds: float, far_off: int = 0, head_start: int = 1) -> None:
    """Arm ``timers`` that fall due evenly over ``seconds``, ``head_start`` from now, and some that do not fall due at all."""
    call_command("migrate", verbosity=0)
    number = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
    written = "clock_timestamp()" if connection.vendor == "postgresql" else "strftime('%Y-%m-%d %H:%M:%f+00:00', 'now')"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(f"CREATE TABLE {TABLE} (id {number}, timer_id bigint NOT NULL, at timestamptz NOT NULL DEFAULT ({written}))")
    centre, _ = apps.get_model("accounts", "Centre")._default_manager.get_or_create(code="kills", defaults={"name": "x"})
    Timer.objects.all().delete()
    now = datetime.now(UTC)
    waits = [head_start + seconds * number / timers for number in range(timers)] + [86_400.0 + number for number in range(far_off)]
    Timer.objects.bulk_create(
        [
            Timer(centre=centre, kind=KIND, subject=number, epoch=1, armed_at=now, due_at=now + timedelta(seconds=wait))
            for number, wait in enumerate(waits)
        ],
        batch_size=2000,
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE clock_timer")


def write(settling: Settling) -> None:
    """The effect: one row."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE} (timer_id) VALUES (%s)", [settling.timer_id])


def run() -> None:
    """Keep time until killed, or until standard input ends; then say what that cost."""
    kinds.register(KIND, alone(write))
    stop, began = threading.Event(), os.times()
    threading.Thread(target=lambda: (sys.stdin.read(), stop.set()), daemon=True).start()
    loop.run(stop)
    used = os.times()
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(
        json.dumps({"cpu_s": round(used.user + used.system - began.user - began.system, 2), "peak_mb": round(peak / 1024, 1)}), flush=True
    )


def report() -> None:
    """Print what is still to come and, for what was settled, how late each effect was written."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT timer_id, at FROM {TABLE}")
        effects = cursor.fetchall()
    due = dict(Timer.objects.values_list("pk", "due_at"))
    states = list(Timer.objects.filter(due_at__lt=datetime.now(UTC) + timedelta(hours=1)).values_list("state", flat=True))
    late = sorted((_instant(at) - due[timer_id]).total_seconds() for timer_id, at in effects)
    print(json.dumps({"states": {state: states.count(state) for state in set(states)}, "effects": len(effects),
                      "timers": len({timer_id for timer_id, _ in effects}), "late_s": late}))  # fmt: skip


def _instant(at: datetime | str) -> datetime:
    return datetime.fromisoformat(at) if isinstance(at, str) else at


if __name__ == "__main__":
    mode, *numbers = sys.argv[1:]
    {"prepare": prepare, "run": run, "report": report}[mode](*[int(number) for number in numbers])
