"""The units page and its roster: who may see it, whose units, in how many queries, and who may change a status."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from dispatch.accounts.actors import Staff
from resources.queries.roster import roster
from resources.rules.status import STATUSES, group_of
from tests.factories import fresh, make_person, make_unit, send


def browser_of(person: Staff) -> Client:
    """A browser this person is signed in with."""
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def test_the_roster_is_in_the_page_before_any_script(sol, van, engineer):
    page = browser_of(sol).get("/units").content.decode()
    assert 'data-key="B41"' in page
    assert 'data-key="G31"' in page
    assert "Dan Okafor" in page


def test_an_engaged_unit_leads_to_its_incident(sol, sent):
    page = browser_of(sol).get("/units").content.decode()
    assert f'href="/incidents/{sent.incident.reference}"' in page


def test_another_centre_sees_none_of_our_units(charlie, van):
    assert 'data-key="B41"' not in browser_of(charlie).get("/units").content.decode()


@pytest.mark.parametrize(("role", "status"), [("agent", 200), ("auditor", 200), ("procedure_author", 403)])
def test_the_roster_is_for_those_who_watch(wexmouth, role, status):
    assert browser_of(make_person(wexmouth, "somebody", "Somebody", role)).get("/units").status_code == status


@pytest.mark.parametrize(("role", "offered"), [("agent", True), ("auditor", False)])
def test_only_those_who_may_report_are_offered_the_form(wexmouth, van, role, offered):
    page = browser_of(make_person(wexmouth, "somebody", "Somebody", role)).get("/units").content.decode()
    assert ("data-status-form" in page) is offered
    assert ("data-unit " in page) is offered


def test_the_roster_takes_four_queries_however_many_units(wexmouth, django_assert_num_queries):
    for number in range(30):
        make_unit(wexmouth, f"U{number}", "plumber", "electrician")
    with django_assert_num_queries(4):
        found = roster(wexmouth.pk)
    assert len(found["units"]) == 30
    assert found["capabilities"] == {"electrician": "electrician", "plumber": "plumber"}


def test_every_status_has_one_group_and_a_free_unit_is_free():
    groups = {status: group_of(status) for status in STATUSES}
    assert set(groups.values()) == {"help", "engaged", "free", "break", "off"}
    assert [status for status, group in groups.items() if group == "free"] == [code for code, meaning in STATUSES.items() if meaning.free]
    assert all(groups[code] in {"engaged", "help"} for code, meaning in STATUSES.items() if meaning.at_work)


def test_the_door_behind_the_form_changes_a_free_unit(as_amina, van):
    answer = as_amina.post("units/B41/status/", {"status": "break", "why": ""})
    assert (answer.status_code, answer.json()["group"]) == (200, "break")
    assert fresh(van).status == "break"


def test_a_change_out_of_order_is_refused_in_words(as_amina, van):
    as_amina.post("units/B41/status/", {"status": "out_of_service"})
    answer = as_amina.post("units/B41/status/", {"status": "break"})
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This change of status is out of order and needs a supervisor."


def test_a_unit_of_another_centre_is_not_there(as_charlie, van):
    assert as_charlie.post("units/B41/status/", {"status": "break"}).status_code == 404


def test_sending_moves_a_unit_to_the_engaged(gas_to_send, van, amina, wexmouth):
    send(gas_to_send, "B41", by=amina)
    assert roster(wexmouth.pk)["units"][0]["group"] == "engaged"
