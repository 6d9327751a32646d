"""The same clocks as Celery's own delayed tasks: what a Django project would do without a clock of its own.

celery -A tests.bench.eta worker …            the worker, which keeps no time of ours
python -m tests.bench.eta                     send a task for every armed clock, with its due time
"""

import sys
from datetime import UTC, datetime

import django
from celery import Celery

django.setup()

from dispatch.celery import app as console
from dispatch.clock import kinds
from dispatch.clock.kinds import Settling
from dispatch.clock.models import Timer

app = Celery("eta", broker=console.conf.broker_url)
app.conf.update(
    broker_transport_options={"visibility_timeout": 7 * 86_400}, task_ignore_result=True, task_acks_late=True,
    task_reject_on_worker_lost=True, worker_prefetch_multiplier=4, broker_connection_retry_on_startup=True,
)  # fmt: skip


@app.task(name="eta.fire")
def fire(timer_id: int, kind: str, subject: int, lock_on: int, due_at: str) -> str:
    """Settle one clock, exactly as the console's own loop settles one."""
    due, now = datetime.fromisoformat(due_at), datetime.now(UTC)
    settling = Settling(timer_id=timer_id, kind=kind, subject=subject, lock_on=lock_on, due_at=due, at=max(due, now))
    return str(kinds.kind_named(kind).settle(settling))


def main() -> int:
    """Send them all."""
    sent = 0
    with app.connection_for_write() as connection:
        producer = app.amqp.Producer(connection)
        rows = Timer.objects.armed().order_by("due_at").values_list("pk", "kind", "subject", "lock_on", "due_at")
        for timer_id, kind, subject, lock_on, due_at in rows.iterator(5000):
            fire.apply_async((timer_id, kind, subject, lock_on, due_at.isoformat()), eta=due_at, producer=producer)
            sent += 1
    print(sent, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
