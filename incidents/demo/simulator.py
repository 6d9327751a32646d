"""The simulator: an invented town that goes on living. It works the console through the same REST interface as everybody else.

A driver looks at the switch, and while it is on and no other process drives, takes one small step after the other: callers call,
colleagues work, crews drive. Nothing is kept but tokens: a run that ends anywhere is taken up from the board by the next one.
"""

import logging
import os
import random
import secrets
import socket
import time
from datetime import datetime
from types import ModuleType

from django.conf import settings
from django.utils import timezone

from dispatch.accounts.actors import Console as ConsoleItself
from dispatch.accounts.models import ApiToken, Centre, Membership
from incidents.commands.simulator import hold_simulator, switch_for_change, turn_simulator
from incidents.demo.simulator_callers import Callers
from incidents.demo.simulator_colleagues import Colleagues
from incidents.demo.simulator_crews import Crews
from incidents.demo.simulator_line import Away, Line, Refused
from incidents.demo.simulator_world import AGENT, COMPANY, DISPATCHER, SUPERVISOR, World
from incidents.demo.town import CENTRE
from incidents.models import Contact

log = logging.getLogger(__name__)

EVERY_S = 0.5
LOOK_EVERY_S = 1.0  # real seconds between looks at the board
LONGEST_LEAP_S = 2.0  # a process that was frozen does not catch up


class Run:
    """One run: everything the simulator knows between two steps."""

    def __init__(self, world: World, first: int) -> None:
        self._world = world
        self._callers = Callers(world, first)
        self._colleagues = Colleagues(world)
        self._crews = Crews(world)

    def step(self, passed_s: float, speed: float, at: datetime) -> None:
        """Look at the board once and do what has come due.

        Raises:
            Away: the console is not there.
            Refused: 401, the tokens have ended.
        """
        self._world.begin_step(passed_s, speed)
        board = self._world.ask("board/")
        if board is None:
            return
        self._colleagues.step(board)
        self._crews.step(board)
        self._callers.step(board, at)


class Driver:
    """Drives the simulator of the demo's centre from this process. ``url`` is the console's address."""

    def __init__(self, url: str, *, seed: int = 1) -> None:
        self._url = url
        self._dice = random.Random(seed)
        self._name = f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
        self._run: Run | None = None
        self._passed_at: float | None = None
        self._is_away = False

    def step(self) -> None:
        """Take a step, if it is this process's turn and the console is there."""
        elapsed = time.monotonic()
        if self._passed_at is not None and elapsed - self._passed_at < LOOK_EVERY_S:
            return
        passed_s = min(LONGEST_LEAP_S, elapsed - self._passed_at) if self._passed_at is not None else 0.0
        self._passed_at = elapsed
        at = timezone.now()
        centre = Centre.objects.filter(code=CENTRE.code).first()
        switch = hold_simulator(centre_id=centre.pk, holder=self._name, at=at) if centre else None
        if centre is not None and switch is not None:
            self._go(centre, passed_s, switch.speed, at)

    def _go(self, centre: Centre, passed_s: float, speed: float, at: datetime) -> None:
        try:
            if self._run is None:
                self._run = Run(World(*self._company(centre, at), self._dice), first_number(centre))
            self._run.step(passed_s, speed, at)
            self._is_away = False
        except Refused:
            self._run = None  # the tokens have ended: the next step makes new ones
        except Away:
            if not self._is_away:
                log.info("The simulator waits for the console")
            self._is_away = True

    def _company(self, centre: Centre, at: datetime) -> tuple[Line, frozenset[int]]:
        """A line with a fresh token for everybody, and the keys of the colleagues."""
        company = Membership.objects.filter(centre=centre, user__username__in=COMPANY).select_related("user")
        ApiToken.objects.filter(membership__in=company, ended_at=None).update(ended_at=at)
        tokens = {each.user.username: ApiToken.issue(membership_id=each.pk, at=at) for each in company}
        colleagues = frozenset(each.user_id for each in company if each.user.username in (AGENT, DISPATCHER, SUPERVISOR))
        return Line(self._url, tokens), colleagues


def first_number(centre: Centre) -> int:
    """A number above every contact that the centre has had: a sender's reference is used once."""
    newest = Contact.objects.of(centre.pk).order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def set_up(*, at: datetime, on: bool) -> None:
    """Give the demo's centre its switch, or turn it off when it is to start off."""
    centre = Centre.objects.filter(code=CENTRE.code).first()
    if centre is None:
        return
    if on:
        switch_for_change(centre.pk, at)
    else:
        turn_simulator(by=ConsoleItself(centre.pk), at=at, on=False)


class Hosted:
    """The simulator of a process that keeps time: a pump. CONSOLE_URL says where the console is; SIMULATOR=off starts with it off."""

    def __init__(self) -> None:
        self._driver: Driver | None = None

    def __call__(self) -> None:
        """Take a step."""
        if self._driver is None:
            set_up(at=timezone.now(), on=os.environ.get("SIMULATOR", "").lower() not in ("off", "0"))
            self._driver = Driver(os.environ["CONSOLE_URL"], seed=int(os.environ.get("SIMULATOR_SEED", "1")))
        self._driver.step()


def register_with(pumps: ModuleType) -> None:
    """Have the simulator driven, when this process is a demo in one piece that knows its own address."""
    if settings.DEMO and settings.EMBEDDED and os.environ.get("CONSOLE_URL"):
        pumps.register("simulator", Hosted(), every_s=EVERY_S)
