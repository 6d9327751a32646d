"""The page of a major incident: who sees what there; and one declared with METHANE by the keyboard alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, expect

from incidents.commands.link import link_incidents
from incidents.commands.major import declare_major, report_methane
from incidents.commands.major_brief import brief_crews
from incidents.commands.major_decide import record_decision
from incidents.commands.major_roles import accept_post, offer_post
from incidents.commands.major_scene import record_arrival, set_task
from tests.consoles import House
from tests.factories import fresh, log_incident, make_unit, send
from tests.incidents.web.test_incident import browser_of

PATIENCE_MS = 20_000  # a busy machine is slow, not wrong


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


@pytest.mark.needs_chromium
def test_a_supervisor_declares_by_the_keyboard_alone_and_the_board_shows_it(quiet_house: House, chromium: Browser) -> None:
    house = quiet_house
    reference = house.post("/incidents/", {"summary": "A coach is on its side", "place": {"text": "Mill Lane"}, "hazards": "Diesel"})[
        "reference"
    ]
    kept = house.session(chromium, "supervisor")
    page = chromium.new_context(storage_state=kept, viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{house.address}/incidents/{reference}")
    page.locator("[data-shortcut='!']").wait_for()
    page.keyboard.press("!")
    expect(page.get_by_label("Hazards").first).to_have_value("Diesel", timeout=PATIENCE_MS)
    page.locator("#id_declare_reason").focus()
    page.keyboard.type("Forty on board")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#major h1")).to_contain_text("MAJOR INCIDENT", timeout=PATIENCE_MS)
    page.keyboard.press("s")
    expect(page.locator("textarea:focus")).to_be_visible(timeout=PATIENCE_MS)
    page.keyboard.type("Twelve are out")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".major__said")).to_contain_text("Twelve are out", timeout=PATIENCE_MS)
    page.goto(f"{house.address}/board")
    expect(page.locator("[data-majors] p")).to_contain_text(f"MAJOR INCIDENT {reference}", timeout=PATIENCE_MS)
    shown = house.get(f"/incidents/{reference}/major/")
    assert (shown["state"], shown["methane"][0]["version"], shown["major"]["reason"]) == ("declared", 2, "Forty on board")
    page.context.close()
