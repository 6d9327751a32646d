"""What simulated crews do: they answer, drive by road, arrive, report, answer checks and leave.

They act on every deployment, a visitor's as well, except where somebody has opened the crew's own page: that crew is a person.
"""

from itertools import pairwise
from typing import Any

from incidents.demo.simulator_roads import Point, along, metres, town_roads
from incidents.demo.simulator_world import DEVICES, DISPATCHER, Span, World, in_turn

SPEED_M_S = 16.0  # quicker than the streets allow: a visitor should not wait for ever
REPORT_EVERY_S = 3.0  # real seconds between position reports of a crew
LATE_SHARE = 0.05  # of the crews, so many do not answer their alert in time
SILENT_SHARE = 0.04  # of the checks, so many are not answered by the crew
AT_ONCE_M = 5.0
LEG = {"acknowledged": (8.0, 20.0), "alerted": (10.0, 18.0)}
STRANGERS_ALERT_S = (20.0, 28.0)
LATE_S = (330.0, 420.0)
WORK_S = (70.0, 190.0)
STRANGERS_WORK_S = (300.0, 900.0)
ON_FOOT_S = (60.0, 110.0)  # to a place that is not on the map
MOVING = ("en_route", "delayed", "at_rvp")
WORKING = ("on_scene", "on_scene_free", "committed")
WELL = ("All well.", "Fine here, carrying on.", "OK, nearly done.", "All good, no change.")


class Drive:
    """One crew's drive: where it is on its way."""

    def __init__(self, way: list[Point], at: float) -> None:
        self.ends = [0.0]
        self.way = way
        self.began = at
        self.reported = 0.0
        for one, other in pairwise(way):
            self.ends.append(self.ends[-1] + metres(one, other))

    def at(self, now: float) -> Point:
        """Where the crew is now."""
        gone = (now - self.began) * SPEED_M_S
        for place, (one, other) in enumerate(pairwise(self.way)):
            leg = self.ends[place + 1] - self.ends[place]
            if gone < self.ends[place + 1] and leg > 0:
                return along(one, other, (gone - self.ends[place]) / leg)
        return self.way[-1]

    def is_over(self, now: float) -> bool:
        """Whether the crew has arrived."""
        return (now - self.began) * SPEED_M_S >= self.ends[-1]


class Crews:
    """Every simulated crew."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._drives: dict[int, Drive] = {}
        self._people: set[int] = set()
        self._told: dict[int, int] = {}

    def step(self, board: dict[str, Any]) -> None:
        """Let every crew do what it has come to."""
        units = {unit["call_sign"]: unit for unit in board["units"]}
        for incident in in_turn(board["incidents"]):
            for sent in incident["units"]:
                if sent["deployment"] not in self._people:
                    self._go_on(incident, sent, units[sent["call_sign"]])
            if any(sent["status"] in WORKING for sent in incident["units"]):
                self._answer_checks(incident)
        for unit in in_turn(board["units"]):
            self._come_free(unit)

    def _go_on(self, incident: dict[str, Any], sent: dict[str, Any], unit: dict[str, Any]) -> None:
        status, deployment = sent["status"], sent["deployment"]
        if status in MOVING:
            self._drive(incident, sent, unit)
        elif status in WORKING:
            self._work(incident, sent)
        elif status in LEG and self._is_ready(incident, deployment, status):
            self._report(incident, sent, "acknowledged" if status == "alerted" else "en_route")

    def _is_ready(self, incident: dict[str, Any], deployment: int, status: str) -> bool:
        """Whether a crew goes on. A visitor's crew waits longer with its answer, so that a person on its page can be first."""
        due, key = self._world.due, ("crew", deployment, status)
        if status == "alerted" and not self._world.is_colleague(incident["handled_by"]):
            return due(*key, within=STRANGERS_ALERT_S, by="wall")
        return due(*key, within=lambda: self._readiness(status), by="desk")

    def _readiness(self, status: str) -> Span:
        late = status == "alerted" and self._world.dice.random() < LATE_SHARE
        return LATE_S if late else LEG[status]

    def _may_report(self, incident: dict[str, Any], deployment: int, status: str) -> bool:
        """Whether the crew is ours to speak for, and has nothing that keeps it: a check not answered, or help still to come."""
        shown = self._world.ask(f"incidents/{incident['reference']}/") or {"deployments": []}
        own = next((each for each in shown["deployments"] if each["id"] == deployment), None)
        if own is None or own["read_at"]:
            self._people.add(deployment)
            return False
        return status != "clear" or not _is_kept(own)

    def _report(self, incident: dict[str, Any], sent: dict[str, Any], status: str) -> None:
        if self._may_report(incident, sent["deployment"], status):
            self._world.act(f"deployments/{sent['deployment']}/status/", {"status": status}, who=DEVICES)

    def _drive(self, incident: dict[str, Any], sent: dict[str, Any], unit: dict[str, Any]) -> None:
        world, deployment, place = self._world, sent["deployment"], incident["place"]
        if place["lat"] is None or unit["lat"] is None:
            if world.due("crew", deployment, "on_scene", within=ON_FOOT_S):
                self._report(incident, sent, "on_scene")
            return
        if deployment not in self._drives:
            way = town_roads().way((unit["lat"], unit["lon"]), (place["lat"], place["lon"]))
            self._drives[deployment] = Drive(way, world.town)
        self._follow(self._drives[deployment], incident, sent, unit)

    def _follow(self, drive: Drive, incident: dict[str, Any], sent: dict[str, Any], unit: dict[str, Any]) -> None:
        world, deployment = self._world, sent["deployment"]
        if drive.is_over(world.town) and world.acts_left > 0:
            self._move(unit, drive)
            self._report(incident, sent, "on_scene")
            self._drives.pop(deployment, None)
        elif world.due("position", deployment, within=(REPORT_EVERY_S, REPORT_EVERY_S + 1), by="desk"):
            self._move(unit, drive)
            world.forget("position", deployment)

    def _move(self, unit: dict[str, Any], drive: Drive) -> None:
        lat, lon = drive.at(self._world.town)
        if metres((unit["lat"], unit["lon"]), (lat, lon)) > AT_ONCE_M:
            where = {"lat": round(lat, 5), "lon": round(lon, 5)}
            self._world.act(f"units/{unit['call_sign']}/position/", where, who=DEVICES)

    def _work(self, incident: dict[str, Any], sent: dict[str, Any]) -> None:
        """Report what the crew finds, one thing after the other, then leave."""
        world, deployment = self._world, sent["deployment"]
        told = self._told.get(deployment, 0)
        story = world.stories.get(incident["reference"])
        updates = story.updates if story else ()
        is_first = sent["call_sign"] == incident["units"][0]["call_sign"]
        span = WORK_S if world.is_colleague(incident["handled_by"]) else STRANGERS_WORK_S
        share = len(updates) + 1 if is_first else 1
        within = (span[0] / share, span[1] / share)
        if not world.due("crew", deployment, "work", told, within=within):
            return
        if is_first and told < len(updates):
            world.act(f"incidents/{incident['reference']}/log/", {"text": f"{sent['call_sign']}: {updates[told]}"}, who=DEVICES)
            self._told[deployment] = told + 1
        else:
            world.forget("crew", deployment, "work", told)
            self._report(incident, sent, "clear")

    def _answer_checks(self, incident: dict[str, Any]) -> None:
        world = self._world
        if not world.due("checks", incident["reference"], within=(8, 14), by="desk"):
            return
        world.forget("checks", incident["reference"])
        shown = world.ask(f"incidents/{incident['reference']}/checks/") or {"results": []}
        for check in shown["results"]:
            if check["state"] == "asked" and self._answers(check["id"]):
                world.act(f"checks/{check['id']}/answer/", {"all_well": True, "words": world.dice.choice(WELL)}, who=DISPATCHER)
            elif check["state"] == "missed" and world.is_colleague(incident["handled_by"]):
                self._look_after(check["id"])

    def _answers(self, check: int) -> bool:
        return self._world.due("check", check, within=self._silence, by="desk")

    def _silence(self) -> Span:
        return (9000, 9000) if self._world.dice.random() < SILENT_SHARE else (0, 12)

    def _look_after(self, check: int) -> None:
        """A colleague has reached a crew that was silent."""
        if self._world.due("silence", check, within=(40, 90), by="desk"):
            words = "Reached by telephone, no signal in the building."
            self._world.act(f"checks/{check}/answer/", {"all_well": True, "words": words}, who=DISPATCHER)

    def _come_free(self, unit: dict[str, Any]) -> None:
        """A crew that has finished reports itself available."""
        if unit["status"] == "clear" and self._world.due("free", unit["call_sign"], within=(10, 30)):
            self._world.act(f"units/{unit['call_sign']}/status/", {"status": "available"}, who=DEVICES)
            self._world.forget("free", unit["call_sign"])


def _is_kept(deployment: dict[str, Any]) -> bool:
    """Whether something keeps a crew where it is."""
    waits = any(asked["met_at"] is None for asked in deployment["support"])
    return waits or any(check["state"] in ("asked", "missed") for check in deployment["checks"])
