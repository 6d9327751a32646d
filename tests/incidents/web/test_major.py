"""The page of a major incident: who sees what there, and that it stays cheap."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from incidents.commands.link import link_incidents
from incidents.commands.major import declare_major, report_methane
from incidents.commands.major_brief import brief_crews
from incidents.commands.major_decide import record_decision
from incidents.commands.major_roles import accept_post, offer_post
from incidents.commands.major_scene import record_arrival, set_task
from tests.factories import fresh, log_incident, make_unit, send
from tests.incidents.web.test_incident import browser_of


def page_of(person, incident) -> str:
    answer = browser_of(person).get(f"/incidents/{incident.reference}/major")
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_it_a_supervisor_declares_and_an_agent_asks(gas_to_send, amina, sol, charlie):
    chief, agent = page_of(sol, gas_to_send), page_of(amina, gas_to_send)
    assert "Strong smell of gas" in agent and 'data-send="/api/v1/incidents/1001/methane/"' in agent
    assert 'data-send="/api/v1/incidents/1001/major/"' in chief and 'data-send="/api/v1/incidents/1001/major/"' not in agent
    assert browser_of(charlie).get("/incidents/1001/major").status_code == 404


@pytest.fixture
def running(sent, flood, sol, amina, noon):
    declare_major(incident_id=sent.incident_id, reason="Three houses", casualty_count=3, by=sol, at=noon)
    link_incidents(incident_id=flood.pk, other_id=sent.incident_id, kind="child", why="The same main", by=amina, at=noon)
    post = offer_post(incident_id=sent.incident_id, role="gold", person="Moira Kent", by=sol, at=noon)
    accept_post(post_id=post.pk, by=amina, at=noon)
    offer_post(incident_id=sent.incident_id, role="silver", person="Ian Wye", by=sol, at=noon)
    record_arrival(incident_id=sent.incident_id, who="Pump 3", place="rvp", by=amina, at=noon)
    set_task(incident_id=sent.incident_id, what="Open the hall", owner="Moira", within_min=30, by=amina, at=noon)
    said = {"decision": "Evacuate", "decided_by": "Both", "reasons": "Gas", "gather": "Gas", "assess": "Homes"}
    record_decision(incident_id=sent.incident_id, by=amina, at=noon, **said)
    parts = dict.fromkeys(("information", "intent", "method", "risk_assessment"), "As told")
    brief_crews(incident_id=sent.incident_id, by=amina, at=noon, **parts)
    report_methane(incident_id=sent.incident_id, access="From the north", by=amina, at=noon)
    return fresh(sent.incident)


def test_it_shows_everything_and_offers_each_role_its_acts(running, amina, sol):
    agent, chief = page_of(amina, running), page_of(sol, running)
    for words in (
        "MAJOR INCIDENT",
        "From the north",
        "changed",
        "Moira Kent",
        "Asked: Ian Wye",
        "Pump 3",
        "Open the hall",
        "Evacuate",
        "not read",
    ):
        assert words in agent, words
    assert 'data-opens="over"' in chief and 'data-opens="over"' not in agent and 'data-opens="sitrep"' in agent


def test_it_asks_the_database_as_often_with_more_of_everything(running, sol, amina, wexmouth, noon):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page_of(sol, running)
        return len(queries)

    before = asked()
    for number in range(3):
        part = log_incident(amina, "FLOOD")
        link_incidents(incident_id=part.pk, other_id=running.pk, kind="child", why="Also", by=amina, at=noon)
        make_unit(wexmouth, f"C4{number}", "housing_duty")
        send(running, f"C4{number}", by=amina)
        set_task(incident_id=running.pk, what="More", owner="Ian", within_min=30, by=amina, at=noon)
        record_arrival(incident_id=running.pk, who=f"Pump 4{number}", place="scene", by=amina, at=noon)
        report_methane(incident_id=running.pk, access=f"Gate {number}", by=amina, at=noon)
    assert asked() == before


def test_the_incident_page_leads_there(running, flood, amina):
    assert "METHANE, command, decisions" in browser_of(amina).get(f"/incidents/{running.reference}").content.decode()
