"""Clocks go first, and what is not urgent comes after the start."""

import threading
import time

import pytest

from dispatch.clock import pace
from dispatch.clock.pumps import Pump, keep_pumping


@pytest.fixture
def waited_s(monkeypatch):
    """How long a thread waits for the clocks, when a pass takes so long."""
    monkeypatch.setattr(pace, "PATIENCE_S", 1.0)

    def measure(pass_s: float) -> float:
        took: list[float] = []

        def wait() -> None:
            began = time.monotonic()
            pace.after_the_clocks()
            took.append(time.monotonic() - began)

        with pace.settling():
            thread = threading.Thread(target=wait)
            thread.start()
            time.sleep(pass_s)
        thread.join(5)
        return took[0]

    return measure


def test_what_waits_for_the_clocks_goes_on_when_they_are_settled(waited_s):
    assert 0.15 < waited_s(0.2) < 0.9


def test_nothing_waits_longer_than_its_patience(waited_s):
    assert 0.9 < waited_s(1.6) < 1.5


def test_a_pass_that_fails_holds_nobody_up(waited_s):
    with pytest.raises(ZeroDivisionError), pace.settling():
        raise ZeroDivisionError
    began = time.monotonic()
    pace.after_the_clocks()
    assert time.monotonic() - began < 0.1


def test_a_pump_that_is_not_urgent_is_first_called_after_its_time_and_not_at_all_when_told_to_stop():
    stop, calls = threading.Event(), []
    began = time.monotonic()
    pump = Pump("slow", lambda: (calls.append(time.monotonic() - began), stop.set()), every_s=1.0, first_in_s=0.2)
    keep_pumping(pump, stop)
    assert len(calls) == 1
    assert calls[0] >= 0.2
    keep_pumping(Pump("never", lambda: calls.append(0.0), every_s=1.0, first_in_s=60), stop)
    assert len(calls) == 1
