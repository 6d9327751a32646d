"""How long each state may last before it is alarmed: what the pack states for the priority, or our own proposal."""

from dataclasses import dataclass

from incidents.rules.priority import Targets

_MINUTE_S, _HOUR_S = 60, 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, by state. ``arrive_s`` counts from the contact, ``safe_s`` from a crew's arrival or the end of the work."""

    assess_s: int
    send_s: int
    acknowledge_s: int
    set_off_s: int
    arrive_s: int
    tell_s: int
    safe_s: int

    def of(self, kind: str) -> int:
        """The limit that a kind of clock runs for, in seconds; 0 for kinds that carry their own deadline."""
        return {
            "not-assessed": self.assess_s,
            "not-sent": self.send_s,
            "not-acknowledged": self.acknowledge_s,
            "not-moving": self.set_off_s,
            "not-arrived": self.arrive_s,
            "not-told": self.tell_s,
            "not-safe": self.safe_s,
        }.get(kind, 0)


# Sending, acknowledging and arriving as in the core file; setting off after NFPA 1710 (turnout 80 s), telling after the shipped
# packs' first levels; the rest is our own proposal.
DEFAULTS = {
    "P1": Limits(300, 90, 60, 120, 60 * _MINUTE_S, 120, 60 * _MINUTE_S),
    "P2": Limits(600, 600, 300, 600, 120 * _MINUTE_S, 600, 4 * _HOUR_S),
    "P3": Limits(1800, 3600, 1800, 3600, 8 * _HOUR_S, 3600, 12 * _HOUR_S),
    "P4": Limits(3600, 8 * _HOUR_S, 4 * _HOUR_S, 8 * _HOUR_S, 72 * _HOUR_S, 8 * _HOUR_S, 72 * _HOUR_S),
    "P5": Limits(3600, 8 * _HOUR_S, 4 * _HOUR_S, 8 * _HOUR_S, 72 * _HOUR_S, 8 * _HOUR_S, 24 * _HOUR_S),
}


def limits_for(priority: str, stated: Targets | None) -> Limits:
    """The limits of a priority. One that is not known yet counts as P1."""
    usual = DEFAULTS[priority or "P1"]
    if stated is None:
        return usual
    return Limits(
        assess_s=usual.assess_s,
        send_s=usual.send_s if stated.dispatch_s is None else stated.dispatch_s,
        acknowledge_s=usual.acknowledge_s if stated.ack_s is None else stated.ack_s,
        set_off_s=usual.set_off_s,
        arrive_s=usual.arrive_s if stated.attend_s is None else stated.attend_s,
        tell_s=usual.tell_s,
        safe_s=usual.safe_s,
    )
