"""What every part of the simulator shares: its people, its dice, its three clocks, what it remembers and how much it may do at once."""

import logging
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from incidents.demo.simulator_line import Console, Refused
from incidents.demo.stories import STORIES, Story

log = logging.getLogger(__name__)

TELEPHONY, DEVICES = "telephony", "crew-devices"
AGENT, DISPATCHER, SUPERVISOR = "colleague-agent", "colleague-dispatcher", "colleague-supervisor"
COMPANY = (TELEPHONY, DEVICES, AGENT, DISPATCHER, SUPERVISOR)
MOST_ACTS = 6  # requests that change something, in one step
FORGOTTEN_AFTER_S = 120.0
Span = tuple[float, float]  # seconds, from and to
Clock = Literal["town", "desk", "wall"]


@dataclass
class World:
    """One run of the simulator.

    It has three clocks, all in seconds. Callers and crews live by ``town`` time, as fast as the simulator is set. Colleagues
    and acknowledgements live by ``desk`` time, never slower than the wall clock, since the console's own clocks do not slow
    down. What is left for a visitor to do first goes by the ``wall`` clock.
    """

    console: Console
    colleagues: frozenset[int]
    dice: random.Random
    town: float = 0.0
    desk: float = 0.0
    wall: float = 0.0
    acts_left: int = 0
    stories: dict[str, Story] = field(default_factory=dict)
    _due: dict[tuple[object, ...], float] = field(default_factory=dict)
    _seen: dict[tuple[object, ...], float] = field(default_factory=dict)

    def begin_step(self, passed_s: float, speed: float) -> None:
        """``passed_s`` seconds of the wall clock have passed since the last step."""
        self.town += passed_s * speed
        self.desk += passed_s * max(1.0, speed)
        self.wall += passed_s
        self.acts_left = MOST_ACTS
        gone = [key for key, seen in self._seen.items() if seen < self.wall - FORGOTTEN_AFTER_S]
        for key in gone:
            self.forget(*key)

    def due(self, *key: object, within: Span | Callable[[], Span], by: Clock = "town") -> bool:
        """Whether the time for something has come: drawn from ``within`` (seconds) when it is first asked about.

        Something that nobody asks about for two minutes is forgotten.
        """
        clock: float = getattr(self, by)
        if key not in self._due:
            span = within() if callable(within) else within
            self._due[key] = clock + self.dice.uniform(*span)
        self._seen[key] = self.wall
        return clock >= self._due[key] and self.acts_left > 0

    def forget(self, *key: object) -> None:
        """Draw a new time when this is asked about again."""
        self._due.pop(key, None)
        self._seen.pop(key, None)

    def ask(self, path: str, who: str = DISPATCHER) -> Any:
        """What is at a path; None when it is gone or not ours to see."""
        try:
            return self.console.get(path, who)
        except Refused as no:
            _insist_on_a_welcome(no)
            return None

    def act(self, path: str, body: dict[str, Any] | None = None, *, who: str) -> Any:
        """The answer to an act; None when it was refused: somebody else was there first, and that is how it goes."""
        self.acts_left -= 1
        try:
            return self.console.post(path, body or {}, who)
        except Refused as no:
            _insist_on_a_welcome(no)
            log.debug("The simulator was refused", extra={"code": no.code})
            return None

    def is_colleague(self, user_id: int | None) -> bool:
        """Whether this is one of the simulated colleagues, and not somebody who signs in."""
        return user_id in self.colleagues

    def story_behind(self, source_reference: str | None) -> Story | None:
        """The story of a contact by its sender's reference ("sim-ceiling-bulging-17"); None for anybody else's contact."""
        kind, _, rest = (source_reference or "").partition("-")
        code = rest.rpartition("-")[0] if kind == "sim" else rest
        return BY_CODE.get(code) if kind in ("sim", "story") else None


BY_CODE = {story.code: story for story in STORIES}


def _insist_on_a_welcome(no: Refused) -> None:
    """A token that is no longer known is for the driver to replace."""
    if no.status == 401:
        raise no


def in_turn(things: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Cards in the order of their keys: the same board is always worked in the same order."""
    return sorted(things, key=lambda card: (len(str(card["id"])), str(card["id"])))
