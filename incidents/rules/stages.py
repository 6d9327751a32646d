"""Where an incident stands, worked out from its facts. The only place that decides it."""

from collections.abc import Collection

STAGES = {
    "assessing": "Being assessed",
    "to_send": "To be sent",
    "alerted": "Crew alerted",
    "en_route": "On the way",
    "at_scene": "At scene",
    "to_close": "To be closed",
    "closed": "Closed",
}

AT_SCENE = {"on_scene", "on_scene_free", "committed", "emergency"}
MOVING = {"acknowledged", "en_route", "delayed", "at_rvp"}


def stage_of(*, closed: bool, assessed: bool, deploys: bool, active: Collection[str], been_to_scene: bool) -> str:
    """The stage.

    Args:
        closed: the incident is closed.
        assessed: an outcome was reached.
        deploys: that outcome sends units.
        active: the statuses of the deployments not yet ended.
        been_to_scene: some unit has been at the scene and left.
    """
    if closed:
        return "closed"
    for stage, statuses in (("at_scene", AT_SCENE), ("en_route", MOVING), ("alerted", {"alerted"})):
        if statuses & set(active):
            return stage
    if not assessed:
        return "assessing"
    return "to_send" if deploys and not been_to_scene else "to_close"
