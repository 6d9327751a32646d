"""``manage.py simulate``: drive the demo's simulator from a process of its own, against a console anywhere."""

import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.simulator import turn_simulator
from incidents.demo.simulator import EVERY_S, Driver, set_up
from incidents.demo.town import CENTRE


class Command(BaseCommand):
    """Drive the simulator."""

    help = "Drive the demo's simulator until stopped. Only with DEMO=1. It obeys the switch on the console's pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the console is, the dice's seed, and the speed to begin with."""
        parser.add_argument("--url", default=settings.PUBLIC_URL, help="the console's address")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--speed", type=float, default=None, help="simulated seconds a second, 0.5 to 10")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drive it."""
        if not settings.DEMO:
            raise CommandError("This is not a demo: set DEMO=1 first.")
        centre = Centre.objects.filter(code=CENTRE.code).first()
        if centre is None:
            raise CommandError("The demo's centre is not here: run manage.py demo first.")
        _turn_on(centre, options["speed"])
        driver, stop = Driver(options["url"], seed=options["seed"]), threading.Event()
        self.stdout.write(f"Simulating {centre.name} at {options['url']}; Ctrl+C stops it.")
        try:
            while not stop.wait(EVERY_S):
                driver.step()
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")


def _turn_on(centre: Centre, speed: float | None) -> None:
    set_up(at=timezone.now(), on=True)
    if speed is None:
        return
    try:
        turn_simulator(by=Console(centre.pk), at=timezone.now(), on=True, speed=speed)
    except Refusal as refusal:
        raise CommandError(refusal.message) from refusal
