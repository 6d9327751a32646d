"""How the hub of this process is doing, for ``/healthz``."""

import time
from dataclasses import dataclass


@dataclass
class Vitals:
    """Monotonic seconds of the last proofs of life, and counts. Written by the hub, read by anyone."""

    bell: str = "none"
    bell_heard_at: float | None = None
    looked_at: float | None = None
    repairs: int = 0
    boards: int = 0
    consoles: int = 0

    def look_age(self) -> float | None:
        """Seconds since the log was last read; None before the first time."""
        return age(self.looked_at)


vitals = Vitals()


def age(since: float | None) -> float | None:
    """Seconds since a monotonic moment, to the millisecond."""
    return None if since is None else round(time.monotonic() - since, 3)


def health() -> dict[str, str | int | float | None]:
    """The live floor of this process.

    ``bell``: postgresql, sqlite or none (no hub runs here). ``bell_age_s``: since the bell last proved that it works,
    healthy below 10. ``look_age_s``: since the log was last read, healthy below 3. ``repairs``: events that the
    half-second look found before the bell did. ``boards`` and ``consoles``: open now.
    """
    return {
        "bell": vitals.bell,
        "bell_age_s": age(vitals.bell_heard_at),
        "look_age_s": vitals.look_age(),
        "repairs": vitals.repairs,
        "boards": vitals.boards,
        "consoles": vitals.consoles,
    }
