"""Handing tasks to a broker that is there, away, or frozen."""

import os
import signal
import subprocess
import time

import kombu.transport.redis  # noqa: F401  (a worker has it loaded; loading it takes a second)
import pytest
from celery import Celery

from dispatch.clock import broker
from tests.ports import free_port


@pytest.fixture
def courier(monkeypatch):
    """A new courier, as in a new process."""
    monkeypatch.setattr(broker, "_courier", None)


@pytest.fixture
def redis_server():
    """A Redis of the test's own."""
    port = free_port()
    server = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 5
    while subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True).stdout != b"PONG\n":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    yield server, port
    os.kill(server.pid, signal.SIGCONT)
    server.kill()
    server.wait()


def nothing(number: int) -> None:
    """A task."""


def task_on(url: str):
    """A task of an application on that broker."""
    app = Celery("test", broker=url, set_as_current=True)
    app.conf.broker_transport_options = {"socket_timeout": 1, "socket_connect_timeout": 1}
    return app.task(nothing, name="clock.test.publish")


def timed(task) -> tuple[bool, float]:
    began = time.monotonic()
    return broker.publish(task, [1]), time.monotonic() - began


def queued(port: int) -> int:
    return int(subprocess.run(["redis-cli", "-p", str(port), "llen", "celery"], capture_output=True, check=True).stdout)


def test_the_memory_broker_takes_a_task(courier):
    assert broker.publish(task_on("memory://"), [1])


def test_a_broker_that_answers_takes_every_task(courier, redis_server):
    _, port = redis_server
    task = task_on(f"redis://127.0.0.1:{port}/0")
    assert all(broker.publish(task, [number]) for number in range(20))
    assert queued(port) == 20


def test_a_broker_that_is_not_there_is_refused_at_once_and_found_when_it_comes_back(courier, monkeypatch):
    monkeypatch.setattr(broker, "AWAY_S", 0.2)
    port = free_port()
    task = task_on(f"redis://127.0.0.1:{port}/0")
    sent, took_s = timed(task)
    assert not sent
    assert took_s < 2
    server = subprocess.Popen(["redis-server", "--port", str(port), "--save", ""], stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 10
        while not broker.publish(task, [1]):
            assert time.monotonic() < deadline
            time.sleep(0.1)
    finally:
        server.kill()
        server.wait()


def test_a_frozen_broker_holds_nobody_for_more_than_two_seconds(courier, redis_server):
    server, port = redis_server
    task = task_on(f"redis://127.0.0.1:{port}/0")
    assert broker.publish(task, [1])
    os.kill(server.pid, signal.SIGSTOP)
    first, first_s = timed(task)
    again, again_s = timed(task)
    assert (first, again) == (False, False)
    assert first_s < 2
    assert again_s < 0.1  # known to be away
    os.kill(server.pid, signal.SIGCONT)
    deadline = time.monotonic() + 15
    while not broker.publish(task, [1]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
