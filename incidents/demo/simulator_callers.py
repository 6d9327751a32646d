"""Who calls: contacts arrive by chance, more of them in the evening than in the small hours."""

import math
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from incidents.demo.simulator_world import TELEPHONY, World
from incidents.demo.stories import STORIES, Story
from incidents.demo.town import CENTRE

EVERY_S = 40.0  # seconds between contacts, on average, at the day's usual rate
MOST_OPEN = 25
MOST_WAITING = 4
LEAST_FREE = 8  # units: the town does not pile on when nobody can go
GRAVE = ("o_999", "o_emergency", "o_silent", "o_crime", "o_fire", "o_high", "o_now", "o_arrest", "o_trapped")
GRAVE_SHARE = 0.35  # of the stories that wake a supervisor at once, so many are told
INSTEAD = (("text", 0.08), ("relay", 0.12))  # so many of those who would ring, added up
HANGS_UP = 0.05
LINES = {"alarm": "Alarm receiver"}
TOPICS = {
    "GAS-SMELL": "Gas",
    "CO-ALARM": "Gas",
    "FLOOD": "Leaks and floods",
    "HEAT-LOSS": "Repairs",
    "LIFT-TRAP": "Lifts",
    "ROAD-OBST": "Highways",
    "ROAD-INCIDENT": "Roadside",
}


def busyness(hour: float) -> float:
    """How busy an out-of-hours centre is at this hour: 1.4 times as usual at eight in the evening, 0.6 at eight in the morning."""
    return 1.0 + 0.4 * math.cos((hour - 20) / 24 * 2 * math.pi)


def local_hour(at: datetime) -> float:
    """The hour at the centre."""
    there = at.astimezone(ZoneInfo(CENTRE.time_zone))
    return there.hour + there.minute / 60


class Callers:
    """The town's callers."""

    def __init__(self, world: World, first: int) -> None:
        """``first`` numbers the first contact of this run: no number is used twice in a centre."""
        self._world = world
        self._number = first
        self._next_at: float | None = None
        self._bag: list[Story] = []

    def step(self, board: dict[str, Any], at: datetime) -> None:
        """Let those call whose time has come."""
        world = self._world
        if self._next_at is None:
            self._next_at = world.town + world.dice.uniform(3, 10)
        if world.town < self._next_at or not _has_room(board) or world.acts_left <= 0:
            return
        self._next_at = world.town + world.dice.expovariate(busyness(local_hour(at)) / EVERY_S)
        self._call(self._next_story(board))

    def _call(self, story: Story) -> None:
        self._number += 1
        channel = self._channel_of(story)
        told: dict[str, Any] = {
            "channel": channel,
            "line": LINES.get(story.channel) or TOPICS.get(story.type_code, "Out of hours"),
            "caller_number": story.number,
            "caller_name": story.caller,
            "source_reference": f"sim-{story.code}-{self._number}",
        }
        if channel in ("alarm", "text", "relay"):
            told["words"] = story.opening
        if channel == "alarm":
            told["place"] = {"text": story.premises.address, "lat": story.premises.lat, "lon": story.premises.lon}
        offered = self._world.act("contacts/", told, who=TELEPHONY)
        if offered and channel == "telephone" and self._world.dice.random() < HANGS_UP:
            self._world.act(f"contacts/{offered['id']}/abandoned/", {"how": "abandoned"}, who=TELEPHONY)

    def _channel_of(self, story: Story) -> str:
        """Most who could ring do; some write a message, some speak through a relay assistant."""
        if story.channel != "telephone":
            return story.channel
        drawn = self._world.dice.random()
        return next((channel for channel, upto in INSTEAD if drawn < upto), "telephone")

    def _next_story(self, board: dict[str, Any]) -> Story:
        """The next story of a shuffled bag that is not going on already."""
        going_on = {incident["place"]["text"] for incident in board["incidents"]}
        for _ in range(2 * len(STORIES)):
            if not self._bag:
                self._bag = list(STORIES)
                self._world.dice.shuffle(self._bag)
            story = self._bag.pop()
            spared = story.outcome in GRAVE and self._world.dice.random() > GRAVE_SHARE
            if not spared and story.premises.address not in going_on:
                return story
        return story


def _has_room(board: dict[str, Any]) -> bool:
    waiting = sum(contact["state"] == "waiting" for contact in board["contacts"])
    free = sum(unit["status"] in ("available", "clear") for unit in board["units"])
    return len(board["incidents"]) < MOST_OPEN and waiting < MOST_WAITING and free >= LEAST_FREE
