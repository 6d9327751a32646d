"""The life of a deployment: which status may follow which, and what each does to the unit."""

STATUS_WORDS = {
    "alerted": "Alerted",
    "acknowledged": "Got it",
    "declined": "Declined",
    "en_route": "On the way",
    "delayed": "Delayed",
    "at_rvp": "At meeting point",
    "on_scene": "At scene",
    "on_scene_free": "At scene, can be moved",
    "committed": "At scene, cannot leave",
    "emergency": "EMERGENCY",
    "clear": "Finished",
    "stood_down": "Stood down",
}

ENDED = frozenset({"declined", "clear", "stood_down"})
HEARD = frozenset(STATUS_WORDS) - {"alerted", "declined", "stood_down"}

# In the order the work goes; a crew may skip forward (it drove off before it pressed "Got it"), never back without a word.
ORDER = ("alerted", "acknowledged", "en_route", "delayed", "at_rvp", "on_scene", "on_scene_free", "committed")
SIDEWAYS = frozenset({"delayed", "at_rvp", "en_route", "on_scene", "on_scene_free", "committed"})


def _followers(now: str) -> frozenset[str]:
    if now in ENDED:
        return frozenset()
    always = {"emergency", "stood_down"}
    if now == "emergency":
        return frozenset({"on_scene", "en_route", "clear", *always})
    forward = set(ORDER[ORDER.index(now) + 1 :])
    sideways = set(SIDEWAYS) if now in SIDEWAYS else set()
    leaving = {"declined"} if now in ("alerted", "acknowledged") else set()
    done = set() if now == "alerted" else {"clear"}
    return frozenset((always | forward | sideways | leaving | done) - {now})


NEXT = {status: _followers(status) for status in STATUS_WORDS}


def may_report(now: str, then: str) -> bool:
    """Whether a crew in status ``now`` may report ``then``."""
    return then in NEXT.get(now, frozenset())
