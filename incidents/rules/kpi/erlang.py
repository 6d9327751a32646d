"""Erlang C: how long callers wait when so many arrive, each takes so long, and so many people answer.

Callers arrive at random, wait in one queue, and nobody hangs up: with impatient callers the truth is a little better.
The recurrence of Erlang B works with probabilities only, so that neither powers nor factorials can overflow.
"""

import math
from dataclasses import dataclass

MOST_AGENTS = 100_000


@dataclass(frozen=True)
class Service:
    """What callers meet. ``saturated``: more work arrives than can be done, the queue only grows, and there is no average wait.

    ``load`` is in erlangs, ``occupancy`` from 0 to 1, ``waits`` the probability of waiting, ``within`` the share answered within
    the target (0 to 1), ``answer_s`` the average wait of everybody in seconds (None when saturated).
    """

    load: float
    agents: int
    occupancy: float
    waits: float
    within: float
    answer_s: float | None
    saturated: bool


def load_of(*, calls: float, interval_s: float, handling_s: float) -> float:
    """The load in erlangs: arrivals a second times seconds each."""
    return calls / interval_s * handling_s


def service(*, load: float, agents: int, handling_s: float, target_s: float) -> Service:
    """What callers meet with so many agents.

    Raises:
        ValueError: a negative or unending figure, a handling time of nought, or more agents than MOST_AGENTS.
    """
    _insist(load, handling_s, target_s)
    if not 0 <= agents <= MOST_AGENTS:
        raise ValueError(f"From 0 to {MOST_AGENTS:,} agents.")
    if load == 0:
        return Service(0.0, agents, 0.0, 0.0, 1.0, 0.0, saturated=False)
    if agents <= load:
        return Service(load, agents, 1.0, 1.0, 0.0, None, saturated=True)
    blocked = 1.0
    for each in range(1, agents + 1):
        blocked = load * blocked / (each + load * blocked)
    return _service(load, agents, blocked, handling_s, target_s)


def _service(load: float, agents: int, blocked: float, handling_s: float, target_s: float) -> Service:
    occupancy = load / agents
    waits = blocked / (1 - occupancy * (1 - blocked))
    spare = agents - load
    return Service(
        load=load,
        agents=agents,
        occupancy=occupancy,
        waits=waits,
        within=1 - waits * math.exp(-spare * target_s / handling_s),
        answer_s=waits * handling_s / spare,
        saturated=False,
    )


def agents_needed(*, load: float, handling_s: float, target_s: float, share: float) -> int:
    """The fewest agents with whom at least ``share`` (0 to below 1) of the callers are answered within the target.

    Raises:
        ValueError: as ``service``; a share of 1 needs more agents than there are.
    """
    _insist(load, handling_s, target_s)
    if not 0 <= share < 1:
        raise ValueError("A share is at least 0 and less than 1.")
    if load == 0:
        return 0
    blocked = 1.0
    for agents in range(1, MOST_AGENTS + 1):
        blocked = load * blocked / (agents + load * blocked)
        if agents > load and _service(load, agents, blocked, handling_s, target_s).within >= share:
            return agents
    raise ValueError(f"More than {MOST_AGENTS:,} agents.")


def _insist(load: float, handling_s: float, target_s: float) -> None:
    if not (math.isfinite(load) and math.isfinite(handling_s) and math.isfinite(target_s)):
        raise ValueError("Figures must be finite.")
    if load < 0 or handling_s <= 0 or target_s < 0:
        raise ValueError("A load and a target are not negative, and handling takes time.")
