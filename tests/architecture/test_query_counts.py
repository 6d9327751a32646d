"""How many queries each read takes with fifty incidents on the board: no more than are written down beside this file."""

import json
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.commands.escalate import escalate
from incidents.commands.respond import report_status
from tests.factories import OURS, Rest, answer_all, log_incident, make_unit, offer, send

COUNTS = Path(__file__).with_name("query_counts.json")
BUDGETS: dict[str, int] = json.loads(COUNTS.read_text())


def fill(amina, noon, incidents: int) -> None:
    """So many incidents, each with a unit at work, an alarm, notices and a call that waits."""
    for number in range(incidents):
        unit = make_unit(amina.centre, f"N{number}", "housing_duty")
        incident = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
        deployment = send(incident, unit.call_sign, by=amina)
        if number % 2:
            report_status(deployment_id=deployment.pk, status="on_scene", by=amina, at=noon)
        escalate(incident_id=incident.pk, what="Is this ours?", by=amina, at=noon)
        offer(amina)


def queries(rest: Rest, path: str) -> int:
    rest.get(path)  # packs are kept in memory
    with CaptureQueriesContext(connection) as taken:
        assert rest.get(path).status_code == 200
    return len(taken)


@pytest.fixture
def fifty(amina, sol, noon):
    fill(amina, noon, 50)


def test_reads_keep_to_their_budget_with_fifty_incidents(fifty, as_sol):
    counted = {path: queries(as_sol, path) for path in BUDGETS}
    over = {path: (count, BUDGETS[path]) for path, count in counted.items() if count > BUDGETS[path]}
    assert over == {}, f"more than their budget (counted, budget): {over}"


def test_the_board_takes_as_many_queries_for_fifty_incidents_as_for_two(amina, sol, noon, as_sol):
    fill(amina, noon, 2)
    few = {path: queries(as_sol, path) for path in ("board/", "board/exceptions/", "incidents/", "units/", "contacts/")}
    for unit in ("M1", "M2", "M3"):
        make_unit(amina.centre, unit, "housing_duty")
    for _ in range(6):
        log_incident(amina, "FLOOD", at=noon)
        offer(amina)
    assert {path: queries(as_sol, path) for path in few} == few
