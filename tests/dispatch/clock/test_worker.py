"""bin/worker as a process: it keeps time with or without Redis, takes up tasks when Redis comes, and goes when it is told to."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from django.db import connection

from dispatch.clock.heartbeat import engine_age_s
from dispatch.clock.models import EngineBeat
from tests.dispatch.clock.conftest import on_postgresql
from tests.dispatch.clock.test_broker import queued
from tests.dispatch.clock.waiting import until
from tests.ports import free_port

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, on_postgresql]


@pytest.fixture
def redis_port():
    return free_port()


@pytest.fixture(params=["threads", "prefork"])
def worker(request, redis_port, tmp_path: Path):
    given = connection.settings_dict
    environment = {
        **os.environ, "DEMO": "1", "DATA_DIR": str(tmp_path),
        "REDIS_URL": f"redis://127.0.0.1:{redis_port}/0", "WORKER_POOL": request.param,
        "DATABASE_URL": f"postgres://{given['USER']}@{given['HOST']}:{given['PORT'] or 5432}/{given['NAME']}", "WORKER_CONCURRENCY": "2",
    }  # fmt: skip
    process = subprocess.Popen([settings.BASE_DIR / "bin" / "worker"], env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_it_keeps_time_without_redis_and_takes_up_tasks_when_redis_comes(worker, redis_port):
    EngineBeat.objects.all().delete()
    until(lambda: engine_age_s() is not None, within_s=40)
    time.sleep(2.5)
    assert engine_age_s() < 2
    redis = subprocess.Popen(["redis-server", "--port", str(redis_port), "--save", ""], stdout=subprocess.DEVNULL)
    try:
        until(lambda: subprocess.run(["redis-cli", "-p", str(redis_port), "ping"], capture_output=True).returncode == 0, within_s=5)
        Celery("test", broker=f"redis://127.0.0.1:{redis_port}/0", set_as_current=False).send_task("celery.backend_cleanup")
        until(lambda: queued(redis_port) == 0, within_s=45)
        os.kill(redis.pid, signal.SIGSTOP)
        time.sleep(4)
        assert engine_age_s() < 2  # a frozen Redis does not stop the clock
        os.kill(redis.pid, signal.SIGCONT)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(20) == 0
    finally:
        os.kill(redis.pid, signal.SIGCONT)
        redis.kill()
        redis.wait()


def test_it_says_what_is_missing_without_a_database():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    answer = subprocess.run([settings.BASE_DIR / "bin" / "worker"], env=environment, capture_output=True, text=True)
    assert answer.returncode == 2
    assert "DATABASE_URL is not set" in answer.stderr
