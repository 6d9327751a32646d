"""Where the demo's simulator stands."""

from datetime import datetime
from typing import Any

from incidents.models import SimulatorSwitch
from incidents.models.simulator import FASTEST, SLOWEST


def simulator_shown(centre_id: int, at: datetime) -> dict[str, Any]:
    """``{on, speed, slowest, fastest, running}``; it runs when it is on and some process drives it."""
    switch = SimulatorSwitch.objects.filter(pk=centre_id).first() or SimulatorSwitch(on=True, speed=1.0)
    held = switch.held_until is not None and switch.held_until > at
    return {"on": switch.on, "speed": switch.speed, "slowest": SLOWEST, "fastest": FASTEST, "running": switch.on and held}
