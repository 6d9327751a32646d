"""How soon an incident is looked at again after a repeat contact. Seconds, by priority; our own proposals."""

WITHIN_S = {"P1": 120, "P2": 300, "P3": 900, "P4": 1800, "P5": 3600}


def within_s(priority: str) -> int:
    """Seconds until somebody must have answered; an incident without a priority counts as P1."""
    return WITHIN_S.get(priority, WITHIN_S["P1"])
