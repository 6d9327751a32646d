"""The simulator: it brings life, the same life for the same seed, and keeps its hands off what a visitor works on."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dispatch.accounts.actors import staff_of
from dispatch.accounts.models import Centre, Membership
from incidents.commands.simulator import switch_for_change
from incidents.demo.load import load_centre
from incidents.demo.simulator import Driver, Run, first_number
from incidents.demo.simulator_callers import MOST_OPEN, Callers, busyness
from incidents.demo.simulator_colleagues import Colleagues
from incidents.demo.simulator_crews import Crews
from incidents.demo.simulator_line import Away, Line, Refused
from incidents.demo.simulator_roads import metres, town_roads
from incidents.demo.simulator_world import AGENT, COMPANY, DISPATCHER, SUPERVISOR, World
from incidents.demo.stories import STORIES
from incidents.models import Contact, Deployment, Incident, SimulatorSwitch
from incidents.queries.proof import prove
from tests.factories import NOON, Rest

COLLEAGUE, VISITOR = 7, 1


class Recorder:
    """A console that answers everything with what it was given, and remembers what was asked of it."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.acts: list[tuple[str, dict[str, Any], str]] = []

    def get(self, path: str, who: str) -> Any:
        return self.answers.get(path.rstrip("/").replace("/", "_"), {"results": [], "deployments": []})

    def post(self, path: str, body: dict[str, Any], who: str) -> Any:
        self.acts.append((path, body, who))
        return {}

    @property
    def paths(self) -> list[str]:
        return [path for path, _, _ in self.acts]


def world(console: Any, seed: int = 1) -> World:
    return World(console, frozenset({COLLEAGUE}), random.Random(seed))


def a_board(**parts: Any) -> dict[str, Any]:
    units = [{"id": sign, "call_sign": sign, "status": "available", "lat": 50.57, "lon": -2.98} for sign in ("P11", "P12")] * 6
    return {"incidents": [], "contacts": [], "alarms": [], "units": units} | parts


def an_incident(handled_by: int = VISITOR, **other: Any) -> dict[str, Any]:
    place = {"text": "14 Harbour Lane", "lat": 50.5745, "lon": -2.98}
    sent = {"call_sign": "P11", "status": "alerted", "deployment": 5}
    card = {"id": "1001", "reference": "1001", "stage": "alerted", "handled_by": handled_by, "untold": 0, "clock": None}
    return card | {"place": place, "units": [sent]} | other


def test_the_same_seed_brings_the_same_callers() -> None:
    def called(seed: int) -> list[str]:
        console = Recorder()
        town = world(console, seed)
        callers = Callers(town, 0)
        for _ in range(400):
            town.begin_step(2.0, 5.0)
            callers.step(a_board(), NOON)
        return [body["source_reference"] for _, body, _ in console.acts]

    assert called(4) == called(4)
    assert called(4) != called(5)
    assert 60 <= len(called(4)) <= 140, "one contact in forty seconds, more or less"


def test_nobody_calls_when_the_board_is_full() -> None:
    console = Recorder()
    town = world(console)
    callers = Callers(town, 0)
    for _ in range(100):
        town.begin_step(2.0, 10.0)
        callers.step(a_board(incidents=[an_incident(id=str(n)) for n in range(MOST_OPEN)]), NOON)
    assert console.acts == []


def test_the_evening_is_busier_than_the_morning() -> None:
    assert busyness(20) == pytest.approx(1.4)
    assert busyness(8) == pytest.approx(0.6)


def let_crews_work(town: World, board: dict[str, Any], seconds: int, crews: Crews | None = None) -> None:
    crews = crews or Crews(town)
    for _ in range(seconds):
        town.begin_step(1.0, 1.0)
        crews.step(board)


def shown(**other: Any) -> dict[str, Any]:
    return {"deployments": [{"id": 5, "read_at": None, "support": [], "checks": []} | other]}


def test_a_visitors_crew_answers_after_twenty_seconds_and_not_before() -> None:
    console = Recorder(incidents_1001=shown())
    town, board = world(console), a_board(incidents=[an_incident()])
    crews = Crews(town)
    let_crews_work(town, board, 19, crews)
    assert console.acts == []
    let_crews_work(town, board, 12, crews)
    assert console.acts[0] == ("deployments/5/status/", {"status": "acknowledged"}, "crew-devices")


def test_a_crew_whose_page_somebody_has_opened_is_left_alone() -> None:
    console = Recorder(incidents_1001=shown(read_at="2025-11-03T12:00:00Z"))
    let_crews_work(world(console), a_board(incidents=[an_incident()]), 120)
    assert console.acts == []


@pytest.mark.parametrize(
    "keeps", [{"support": [{"met_at": None}]}, {"checks": [{"state": "missed"}]}], ids=["waits for help", "missed its check"]
)
def test_a_crew_that_is_kept_does_not_leave(keeps: dict[str, Any]) -> None:
    there = {"call_sign": "P11", "status": "on_scene", "deployment": 5}
    board = a_board(incidents=[an_incident(stage="at_scene", units=[there])])
    kept, free = Recorder(incidents_1001=shown(**keeps)), Recorder(incidents_1001=shown())
    let_crews_work(world(kept), board, 1000)
    let_crews_work(world(free), board, 1000)
    assert "deployments/5/status/" not in kept.paths
    assert ("deployments/5/status/", {"status": "clear"}, "crew-devices") in free.acts


def test_colleagues_leave_a_visitors_incident_and_a_strangers_contact_alone() -> None:
    console = Recorder(contacts_3={"source_reference": "their-own-17"})
    town = world(console)
    colleagues = Colleagues(town)
    waiting = {"id": "3", "state": "waiting", "channel": "telephone", "overdue": False, "answered_by_id": None}
    for stage in ("assessing", "to_send", "at_scene", "to_close"):
        for _ in range(300):
            town.begin_step(2.0, 10.0)
            colleagues.step(a_board(incidents=[an_incident(stage=stage, untold=1)], contacts=[waiting]))
    assert console.acts == []


def test_a_caller_is_answered_and_some_are_left_for_the_visitor() -> None:
    references = {f"contacts_{n}": {"source_reference": f"sim-leak-contained-{n}"} for n in range(20)}
    console = Recorder(**references)
    town = world(console)
    colleagues = Colleagues(town)
    waiting = [{"id": str(n), "state": "waiting", "channel": "telephone", "overdue": False, "answered_by_id": None} for n in range(20)]
    for _ in range(20):
        town.begin_step(1.0, 1.0)
        colleagues.step(a_board(contacts=[each for each in waiting if f"contacts/{each['id']}/answer/" not in console.paths]))
    assert len(console.acts) == 18, "two at once are left"


def test_the_way_between_two_places_is_by_road() -> None:
    start, end = STORIES[0].premises, STORIES[5].premises
    way = town_roads().way((start.lat, start.lon), (end.lat, end.lon))
    straight = metres(way[0], way[-1])
    driven = sum(metres(one, other) for one, other in zip(way, way[1:], strict=False))
    assert len(way) > 10
    assert straight < driven < 3 * straight
    assert way[-1] == (end.lat, end.lon)


class Inside:
    """The real REST interface, without a network."""

    def __init__(self, centre: Centre) -> None:
        members = Membership.objects.filter(centre=centre, user__username__in=COMPANY).select_related("user", "centre")
        self.people = {each.user.username: Rest(staff_of(each)) for each in members}

    def get(self, path: str, who: str) -> Any:
        return self._told(self.people[who].get(path))

    def post(self, path: str, body: dict[str, Any], who: str) -> Any:
        return self._told(self.people[who].post(path, body))

    def _told(self, answer: Any) -> Any:
        assert answer.status_code < 500, answer.content
        if answer.status_code >= 400:
            raise Refused(answer.status_code, answer.json().get("code", ""))
        return answer.json()


@pytest.mark.django_db
def test_twenty_minutes_of_the_town_bring_incidents_from_the_call_to_the_closing() -> None:
    centre = load_centre(at=timezone.now() - timedelta(hours=1))
    console = Inside(centre)
    ids = frozenset(console.people[name].person.user_id for name in (AGENT, DISPATCHER, SUPERVISOR))  # type: ignore[union-attr]
    run = Run(World(console, ids, random.Random(3)), first_number(centre))
    for _ in range(70):
        run.step(2.0, 10.0, timezone.now())
    stages = Counter(Incident.objects.values_list("stage", flat=True))
    assert stages["closed"] >= 2, stages
    assert sum(stages.values()) - stages["closed"] <= MOST_OPEN
    assert Deployment.objects.filter(status="clear").exists()
    assert Contact.objects.of(centre.pk).filter(state="linked").count() >= 3
    assert prove(centre.code).fault is None


@pytest.mark.django_db
def test_a_driver_waits_for_a_console_that_is_not_there() -> None:
    centre = load_centre(at=NOON)
    switch_for_change(centre.pk, NOON)
    driver = Driver("http://127.0.0.1:9", seed=1)
    driver.step()
    assert SimulatorSwitch.objects.get().holder
    with pytest.raises(Away):
        Line("http://127.0.0.1:9", {AGENT: "x"}).get("board/", AGENT)
