"""The incident page: who may see it and do what, that nothing it must show is missing, and that it stays cheap."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.accounts.actors import Staff
from incidents.commands.advise import read_advice
from incidents.commands.assess import answer_question
from incidents.commands.deploy import change_brief
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import correct_facts
from incidents.commands.respond import report_status, write_update
from incidents.commands.rewalk import withdraw_answer
from incidents.commands.support import ask_support
from incidents.models import Incident, LogLine
from incidents.queries.incident_record import incident_record
from incidents.queries.log_record import log_record
from tests.factories import NOON, answer_all, fresh, make_person, make_unit, send


def browser_of(person: Staff) -> Client:
    """A browser this person is signed in with."""
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def page_of(person: Staff, incident: Incident, query: str = "") -> str:
    """The page as this person gets it."""
    answer = browser_of(person).get(f"/incidents/{incident.reference}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_stranger_is_sent_to_the_door_and_another_centre_finds_nothing(gas, charlie):
    assert Client().get(f"/incidents/{gas.reference}").status_code == 302
    assert browser_of(charlie).get(f"/incidents/{gas.reference}").status_code == 404


@pytest.mark.parametrize("reference", ["0", "%00", "%ED%A0%80", "x" * 500, "1001%27--"])
def test_a_reference_nobody_gave_is_a_plain_404(sol, reference):
    assert browser_of(sol).get(f"/incidents/{reference}").status_code == 404


def test_looking_changes_nothing_and_only_looking_is_answered(sol, sent):
    before = (fresh(sent.incident).revision, LogLine.objects.count())
    page_of(sol, sent.incident)
    assert browser_of(sol).post(f"/incidents/{sent.incident.reference}").status_code == 405
    assert (fresh(sent.incident).revision, LogLine.objects.count()) == before


@pytest.mark.parametrize(
    ("role", "offered", "kept_back"),
    [
        ("agent", ['data-opens="correct"', 'data-opens="brief"', "data-send="], ["/taken/", "/reviews/"]),
        ("supervisor", ['data-opens="correct"', "/taken/", 'data-opens="close"'], []),
        ("auditor", ['class="timeline"'], ['data-opens="correct"', "data-send=", "data-post=", "/r/", "/reviews/"]),
        ("administrator", ["Facts"], ['class="timeline"', "data-messages", "data-send=", "/r/"]),
    ],
)
def test_a_role_is_offered_what_it_may_do_and_nothing_else(wexmouth, amina, sent, role, offered, kept_back):
    escalate(incident_id=sent.incident_id, what="Close the road?", by=amina, at=NOON)
    page = page_of(make_person(wexmouth, "somebody", "Somebody Else", role), sent.incident)
    for each in offered:
        assert each in page
    for each in kept_back:
        assert each not in page.replace('data-opens="cheat-sheet"', "")


def test_a_procedure_author_does_not_get_in(wexmouth, gas):
    assert browser_of(make_person(wexmouth, "author", "A Author", "procedure_author")).get(f"/incidents/{gas.reference}").status_code == 403


def test_a_corrected_fact_shows_both_words_and_wants_a_new_read_back(amina, gas):
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=NOON, read_back=["place_text"])
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=NOON, place_text="41 Harbour Lane")
    record = incident_record(fresh(gas), whole_log=False)
    place = next(fact for fact in record["facts"] if fact.name == "place_text")
    assert (place.value, [old.was for old in place.earlier], place.read_back) == ("41 Harbour Lane", ["14 Harbour Lane"], False)
    assert [reading.row.text for reading in record["where"]["readings"]] == ["14 Harbour Lane", "41 Harbour Lane"]


def test_the_path_shows_every_answer_with_its_reason_also_the_withdrawn_ones(amina, gas):
    first = incident_record(gas, whole_log=False)["paths"][0].question
    assert first
    answer_question(incident_id=gas.pk, question=first.id, answer="deny", by=amina, at=NOON, inferred=True)
    withdraw_answer(incident_id=gas.pk, question=first.id, reason="The caller corrected herself", by=amina, at=NOON)
    answer_all(gas, ("deny", "inside", "affirm", "deny", "affirm"), by=amina)
    path = incident_record(fresh(gas), whole_log=False)["paths"][0]
    withdrawn, again = path.steps[0], path.steps[1]
    assert (withdrawn.ask, withdrawn.inferred, withdrawn.withdrawn_why) == (first.ask, True, "The caller corrected herself")
    assert (again.ask, again.withdrawn_at, again.why) == (first.ask, None, first.why)
    assert (path.question, len(path.steps), bool(path.digest)) == (None, 6, True)
    page = page_of(amina, gas)
    assert "The caller corrected herself" in page
    assert path.digest[:12] in page


def test_the_log_says_that_it_is_verified_until_a_line_is_changed_behind_its_back(sol, sent):
    assert log_record(fresh(sent.incident), newest=None).flaw == ""
    assert "Verified" in page_of(sol, sent.incident)
    Incident.objects.filter(pk=sent.incident_id).update(log_head="0" * 64)
    assert log_record(fresh(sent.incident), newest=None).flaw
    page = page_of(sol, sent.incident)
    assert "Not verified" in page
    assert "This log does not hold" in page


def test_a_claimed_time_stands_beside_the_recorded_one(amina, gas):
    write_update(incident_id=gas.pk, text="Smell in the street", by=amina, at=NOON, happened_at=NOON - timedelta(minutes=5))
    newest = log_record(fresh(gas), newest=1).lines[0]
    assert (newest.at, newest.happened_at) == (NOON, NOON - timedelta(minutes=5))
    assert "happened 11:55:00" in page_of(amina, gas)


def test_a_long_log_shows_its_newest_lines_and_a_way_to_all_of_them(amina, gas, monkeypatch):
    monkeypatch.setattr("incidents.queries.incident_record.NEWEST_LINES", 2)
    for number in range(4):
        write_update(incident_id=gas.pk, text=f"Note {number}", by=amina, at=NOON)
    assert "Note 0" not in page_of(amina, gas)
    assert "?log=all" in page_of(amina, gas)
    assert "Note 0" in page_of(amina, gas, "?log=all")


def test_units_show_their_times_checks_requests_and_brief(amina, sol, sent):
    for status in ("acknowledged", "en_route", "on_scene"):
        report_status(deployment_id=sent.pk, status=status, by=amina, at=NOON)
    ask_support(deployment_id=sent.pk, wanted="A second person", by=amina, at=NOON)
    change_brief(deployment_id=sent.pk, hazards="Gas in the street", by=amina, at=NOON)
    unit = incident_record(fresh(sent.incident), whole_log=False)["sent"][0]
    assert [word for word, at in unit.times if at] == ["Sent", "Got it", "On the way", "At scene"]
    assert (unit.check.state, unit.support[0].met_at, unit.briefing.version) == ("planned", None, 2)
    assert unit.briefing.accepted_at is None
    page = page_of(sol, sent.incident)
    assert "A second person" in page
    assert "Check on crew: B41" in page
    assert unit.link in page


def test_what_was_told_read_and_taken_is_ticked(amina, sol, sent):
    incident = fresh(sent.incident)
    notice = incident.notices.first()
    confirm_notice(incident_id=incident.pk, code=notice.code, spoke_to="Duty controller", by=amina, at=NOON)
    line = incident.outcome["advice"][0]["id"]
    read_advice(incident_id=incident.pk, line=line, by=amina, at=NOON)
    alarm = escalate(incident_id=incident.pk, what="Close the road?", by=amina, at=NOON)
    take_alarm(alarm_id=alarm.pk, by=sol, at=NOON)
    record = incident_record(fresh(incident), whole_log=False)
    assert record["untold"] == len(record["notices"]) - 1
    assert [each["id"] for each in record["advice"] if each["read"]] == [line]
    assert ([each.row.pk for each in record["taken"]], record["untaken"]) == ([alarm.pk], [])


def test_words_of_the_public_are_never_markup(amina, gas):
    write_update(incident_id=gas.pk, text="<script>alert(1)</script>", by=amina, at=NOON)
    correct_facts(incident_id=gas.pk, revision=None, by=amina, at=NOON, summary="</script><img src=x onerror=alert(1)>")
    page = page_of(amina, gas)
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_number_of_queries_does_not_grow_with_the_incident(wexmouth, amina, sol, gas_to_send):
    def queries() -> int:
        http = browser_of(sol)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert http.get(f"/incidents/{gas_to_send.reference}").status_code == 200
        return len(seen)

    def enlarge(number: int) -> None:
        make_unit(wexmouth, f"U{number}", "housing_duty")
        deployment = send(gas_to_send, f"U{number}", by=amina)
        report_status(deployment_id=deployment.pk, status="on_scene", by=amina, at=NOON)
        ask_support(deployment_id=deployment.pk, wanted="More", by=amina, at=NOON)
        escalate(incident_id=gas_to_send.pk, what="Decide", by=amina, at=NOON)

    enlarge(1)
    queries()
    small = queries()
    for number in range(2, 6):
        enlarge(number)
    assert queries() == small
    assert small <= 48


def test_standing_down_over_rest_needs_a_reason_and_is_logged_as_such(as_amina, sent):
    refused = as_amina.post(f"deployments/{sent.pk}/status/", {"status": "stood_down"})
    assert (refused.status_code, refused.json()["code"]) == (409, "reason-needed")
    done = as_amina.post(f"deployments/{sent.pk}/status/", {"status": "stood_down", "why": "Not needed"})
    assert done.json()["status"] == "stood_down"
    assert LogLine.objects.filter(incident=sent.incident, entry="unit.stood_down").count() == 1
