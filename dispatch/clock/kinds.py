"""The kinds of timer there are, and what settles each: told to the clock by the apps above it when they start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_NAME = 40


class Outcome(StrEnum):
    """What came of trying to settle a timer."""

    SETTLED = "settled"  # its effect is written and the timer is settled, in one transaction
    SUPERSEDED = "superseded"  # somebody else had it, or there was nothing left to do
    BUSY = "busy"  # somebody holds what must be locked first: try again soon


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """One timer that has fallen due. ``at`` is the instant at which it is being settled, never before its turn."""

    timer_id: int
    kind: str
    subject: int
    lock_on: int | None
    due_at: datetime
    at: datetime


Settle = Callable[[Settling], Outcome]
SettleTogether = Callable[[Sequence[Settling]], dict[int, Outcome]]
OnDead = Callable[[Settling], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of timer: what settles it, what is told when it is given up, and what settles many of its sort at once."""

    name: str
    settle: Settle
    on_dead: OnDead | None
    together: SettleTogether | None


_registered: dict[str, Kind] = {}


def register(kind: str, settle: Settle, *, on_dead: OnDead | None = None, together: SettleTogether | None = None) -> None:
    """Say what settles a kind of timer. Registering a kind again replaces it.

    ``settle`` opens one transaction, locks the incident (``FOR UPDATE SKIP LOCKED``; held: return BUSY), then calls
    ``claim(timer_id)`` (None: return SUPERSEDED), writes the effect and calls ``timer.settle(at)``. Kinds without an incident: see
    ``dispatch.clock.commands.alone``. ``on_dead`` runs in the transaction that gives the timer up, before the timer is locked.

    ``together`` does the same for several timers in the transaction it is called in, when the clock is behind. It answers by timer, and
    leaves out those that failed or must be settled by themselves. Kinds that share it are settled together.
    """
    if not 0 < len(kind) <= LONGEST_NAME:
        raise ValueError(f"A kind has a name of 1 to {LONGEST_NAME} characters.")
    _registered[kind] = Kind(kind, settle, on_dead, together)


def forget(kind: str) -> None:
    """Take a kind back; its timers then wait for an engine that knows it."""
    _registered.pop(kind, None)


def known() -> list[str]:
    """The names of the kinds that this process can settle."""
    return list(_registered)


def kind_named(name: str) -> Kind:
    """The kind of that name; KeyError when nobody registered it."""
    return _registered[name]
