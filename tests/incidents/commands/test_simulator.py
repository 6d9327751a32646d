"""The simulator's switch: who may turn it, how fast it goes, and that one process drives it at a time."""

from datetime import timedelta

import pytest

from dispatch.accounts.actors import Staff
from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.simulator import hold_simulator, switch_for_change, turn_simulator
from incidents.models import SimulatorSwitch
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_the_floor_turns_it_off_and_on_and_gives_it_a_speed(amina: Staff, dev: Staff) -> None:
    turn_simulator(by=amina, at=NOON, on=False)
    turn_simulator(by=dev, at=NOON, speed=5)
    switch = SimulatorSwitch.objects.get()
    assert (switch.on, switch.speed, switch.turned_by_name) == (False, 5, "Dev Patel")


@pytest.mark.parametrize("speed", [0.4, 10.5, -1.0])
def test_a_speed_out_of_bounds_is_refused_and_nothing_is_written(amina: Staff, speed: float) -> None:
    with pytest.raises(Refusal) as refusal:
        turn_simulator(by=amina, at=NOON, speed=speed)
    assert refusal.value.code == "speed-unknown"
    assert not SimulatorSwitch.objects.exists()


def test_a_connected_system_may_not_turn_it(telephony: Staff) -> None:
    with pytest.raises(NotAllowed):
        turn_simulator(by=telephony, at=NOON, on=False)


def test_one_process_drives_until_it_is_silent_for_a_while(amina: Staff) -> None:
    switch_for_change(amina.centre_id, NOON)

    def hold(holder: str, seconds: float) -> bool:
        return hold_simulator(centre_id=amina.centre_id, holder=holder, at=NOON + timedelta(seconds=seconds)) is not None

    assert hold("one", 0)
    assert not hold("two", 1)
    assert hold("one", 4)
    assert not hold("two", 9)
    assert hold("two", 11)
    assert not hold("one", 12)


def test_nobody_drives_while_it_is_off(amina: Staff) -> None:
    turn_simulator(by=amina, at=NOON, on=False)
    assert hold_simulator(centre_id=amina.centre_id, holder="one", at=NOON) is None
