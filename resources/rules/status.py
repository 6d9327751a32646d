"""Unit statuses, what each means, and which may follow which. Codes as in the code list ``unit_status``."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """A status: the word shown, whether the unit can be sent, and whether it is at an incident."""

    word: str
    free: bool = False
    free_for_p1: bool = False
    at_work: bool = False


STATUSES: dict[str, Meaning] = {
    "off_duty": Meaning("Off duty"),
    "available": Meaning("Available", free=True, free_for_p1=True),
    "alerted": Meaning("Alerted", at_work=True),
    "acknowledged": Meaning("Got it", at_work=True),
    "en_route": Meaning("On the way", at_work=True),
    "at_rvp": Meaning("At meeting point", at_work=True),
    "on_scene": Meaning("At scene", at_work=True),
    "on_scene_free": Meaning("At scene, can be moved", at_work=True),
    "committed": Meaning("At scene, cannot leave", at_work=True),
    "clear": Meaning("Finished", free=True, free_for_p1=True),
    "delayed": Meaning("Delayed", at_work=True),
    "break": Meaning("On break", free_for_p1=True),
    "out_of_service": Meaning("Out of service"),
    "emergency": Meaning("EMERGENCY", at_work=True),
}

# Every other change needs a supervisor and a reason.
TRANSITIONS: dict[str, frozenset[str]] = {
    "off_duty": frozenset({"available"}),
    "available": frozenset({"alerted", "break", "out_of_service", "off_duty", "emergency"}),
    "alerted": frozenset({"acknowledged", "available", "emergency"}),
    "acknowledged": frozenset({"en_route", "available", "emergency"}),
    "en_route": frozenset({"at_rvp", "on_scene", "delayed", "available", "emergency"}),
    "delayed": frozenset({"en_route", "on_scene", "available", "emergency"}),
    "at_rvp": frozenset({"on_scene", "available", "emergency"}),
    "on_scene": frozenset({"on_scene_free", "committed", "clear", "emergency"}),
    "on_scene_free": frozenset({"on_scene", "committed", "clear", "alerted", "emergency"}),
    "committed": frozenset({"on_scene", "clear", "emergency"}),
    "clear": frozenset({"available", "alerted", "off_duty", "emergency"}),
    "break": frozenset({"available", "alerted", "emergency"}),
    "out_of_service": frozenset({"available", "off_duty", "emergency"}),
    "emergency": frozenset({"available", "on_scene", "out_of_service"}),
}

# What a crew at work may report next, in the order their page offers it.
CREW_STEPS: dict[str, tuple[str, ...]] = {
    "alerted": ("acknowledged",),
    "acknowledged": ("en_route",),
    "en_route": ("on_scene", "at_rvp", "delayed"),
    "delayed": ("en_route", "on_scene"),
    "at_rvp": ("on_scene",),
    "on_scene": ("clear", "on_scene_free", "committed"),
    "on_scene_free": ("clear", "on_scene", "committed"),
    "committed": ("on_scene", "clear"),
    "emergency": (),
}


def may_follow(now: str, then: str) -> bool:
    """Whether ``then`` may follow ``now`` without a supervisor."""
    return then in TRANSITIONS.get(now, frozenset())


_GROUPS = {"emergency": "help", "break": "break", "out_of_service": "off", "off_duty": "off"}


def group_of(status: str) -> str:
    """How boards sort units: help (an emergency), engaged, free, break or off."""
    return _GROUPS.get(status) or ("free" if STATUSES[status].free else "engaged")
