"""A whole record goes through the commands: nothing is lost, every flaw is met, counted and noted."""

from datetime import timedelta

import pytest

from dispatch.clock.models import Timer
from incidents.models import Check, Contact, Deployment, Escalation, Incident, LogLine, Notice
from incidents.queries.proof import prove
from incidents.replay.driver import Driver
from incidents.replay.proof import fingerprint
from incidents.replay.report import as_text, report_on
from resources.models import Unit

pytestmark = pytest.mark.django_db

FLAWS = {
    "call entered before it was received": 1,
    "call entered late or twice": 1,
    "call has no units": 1,
    "call misses some of its units": 1,
    "call received late or twice": 2,
    "ending is unknown": 2,
    "event is of an unknown call or kind": 2,
    "kind of call is unknown": 1,
    "place is off the map": 1,
    "place is unknown": 1,
    "priority is unknown": 1,
    "report after release": 2,
    "report of a unit that was not sent": 2,
    "times out of order": 4,
    "unit is not in the roster": 1,
    "unit never acknowledged": 1,
    "unit never released": 1,
    "unit sent before it was released": 1,
    "unit sent before the call was entered": 1,
    "unit sent twice to one call": 1,
}


def incident_of(call: str) -> Incident:
    return Contact.objects.get(source_reference=call).incident


def test_every_figure_is_the_records_own_and_every_flaw_is_counted(replayed, source):
    report = report_on(replayed, source)
    assert [line for line in report.lines if not line.agrees] == []
    assert report.flaws == FLAWS
    assert "DIFFERENT" not in as_text(report)


def test_the_log_can_be_proved_and_names_the_flaws(replayed):
    assert prove().fault is None
    noted = LogLine.objects.filter(entry="replay.anomaly")
    assert sum(FLAWS.values()) - noted.count() == 4  # the roster, an unknown call, and two before their incident was open
    assert "T2: the record has no acknowledgement." in set(noted.values_list("text", flat=True))


def test_a_call_becomes_an_incident_with_the_priority_and_the_ending_of_the_record(replayed):
    incident = incident_of("900001")
    assert (incident.type_code, incident.priority, incident.stage, incident.close_code) == ("MEDICAL", "P1", "closed", "handed_to_partner")
    assert incident.close_facts == {"disposition": "Code 3 Transport"}
    texts = list(LogLine.objects.filter(incident=incident).order_by("number").values_list("text", flat=True))
    assert "Priority as the source recorded it" in texts
    assert texts.index("M1: taking a patient to hospital") < texts.index("M1: at hospital") < texts.index("M1: Finished")


def test_what_has_no_units_stays_open_and_alone(replayed):
    assert list(Incident.objects.open()) == [incident_of("900006")]
    assert not Deployment.objects.active().exists()
    assert not Unit.objects.exclude(engaged_on="").exists()


def test_the_organisations_of_an_outcome_have_been_told(replayed):
    notice = Notice.objects.get(incident=incident_of("900002"))
    assert (notice.code, notice.their_reference) == ("UTILITY", "Call 900002")
    assert not Notice.objects.filter(confirmed_at=None).exists()


def test_alarms_rise_when_they_would_have_risen_and_are_taken_after_one_repeat(replayed):
    deployment = Deployment.objects.get(incident=incident_of("900001"), unit__call_sign="E1")
    late = Escalation.objects.get(deployment=deployment, cause="not_acknowledged")
    assert late.raised_at == deployment.sent_at + timedelta(seconds=120)
    assert late.taken_at == late.raised_at + timedelta(seconds=90)
    assert late.repeats == 1
    nobody = Escalation.objects.filter(incident=incident_of("900003"), cause="not_sent").earliest("pk")  # and again while nobody is sent
    assert nobody.raised_at == incident_of("900003").opened_at + timedelta(seconds=120)
    assert not Escalation.objects.exclude(incident=incident_of("900006")).untaken().exists()


def test_crews_are_checked_while_they_are_at_work(replayed):
    asked = Check.objects.filter(deployment__incident=incident_of("900002"), deployment__unit__call_sign="E2", state="answered")
    assert asked.count() == 5 or asked.count() == 6
    first = asked.order_by("number").first()
    assert first.due_at - first.deployment.at_scene_at == timedelta(minutes=20)


def test_a_unit_sent_on_is_first_stood_down_where_it_was(replayed):
    first = Deployment.objects.get(incident=incident_of("900001"), unit__call_sign="E1")
    then = Deployment.objects.get(incident=incident_of("900004"), unit__call_sign="E1")
    assert (first.status, first.ended_at) == ("stood_down", then.sent_at)
    assert first.ended_why == "Sent on to call 900004; the record has no release before that"


def test_a_unit_on_its_way_before_it_was_sent_keeps_the_earlier_instant(replayed):
    early = Deployment.objects.get(incident=incident_of("900007"))
    assert early.sent_at - early.en_route_at == timedelta(seconds=30)


def test_no_timer_of_a_closed_incident_is_left(replayed):
    assert set(Timer.objects.armed().values_list("lock_on", flat=True)) <= {incident_of("900006").pk}
    assert set(Timer.objects.values_list("lane", flat=True)) == {"replay"}


def test_again_does_nothing(replayed, source):
    before = fingerprint(replayed.pk)
    assert Driver(replayed, source).run() == 0
    assert fingerprint(replayed.pk) == before
