"""What the centre's own records say: open work, what is left out, claimed times, what was changed by hand, what nobody answered."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact, lose_contact
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import open_incident
from incidents.commands.prioritise import set_priority
from incidents.commands.respond import report_status
from incidents.models import Check, Contact, Incident
from incidents.queries.kpi import scope as scope_module
from incidents.queries.kpi.live import live_figures
from incidents.queries.kpi.overview import overview
from incidents.queries.kpi.scope import Scope
from incidents.queries.kpi.staffing import pattern_of
from tests.factories import HARBOUR, NOON, OURS, answer_all, close_quietly, log_incident, make_unit, offer, send

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
AN_HOUR_ON = NOON + timedelta(hours=1)


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def scope(centre, *, at=AN_HOUR_ON) -> Scope:
    return Scope(centre_id=centre.pk, begins_at=NOON - s(3600), ends_at=NOON + s(7200), at=at, zone=LONDON)


def figures(centre, *, at=AN_HOUR_ON) -> dict:
    return {row["formula"].id: row["figure"] for _, _, rows in overview(scope(centre, at=at))["families"] for row in rows}


def answered(by, *, at, after):
    return answer_contact(contact_id=offer(by, at=at).pk, by=by, at=at + s(after))


def test_contacts_are_answered_lost_reached_again_or_still_waiting(wexmouth, amina):
    answered(amina, at=NOON, after=10)
    answered(amina, at=NOON, after=40)
    lost = offer(amina, at=NOON)
    lose_contact(contact_id=lost.pk, how="abandoned", by=amina, at=NOON + s(3))
    offer(amina, at=NOON + s(3595))
    offer(amina, at=NOON + s(3000))
    found = figures(wexmouth)
    time = found["answer_time"]
    assert (time.n, time.p50, time.most, time.hits, time.decided, time.open_past, time.open_waiting) == (2, 10, 40, 1, 3, 1, 1)
    assert (found["abandoned"].hits, found["abandoned"].decided) == (1, 3)
    assert (found["abandoned_after_5s"].hits, found["abandoned_after_5s"].decided) == (0, 2)
    assert (found["recovered"].hits, found["recovered"].decided) == (0, 1)


def test_the_way_of_an_incident_is_measured_leg_by_leg(wexmouth, amina, van):
    contact = answered(amina, at=NOON, after=10)
    incident = open_incident(
        centre=wexmouth, by=amina, at=NOON + s(40), contact_id=contact.pk, type_code="GAS-SMELL", read_back=["place_text"], **HARBOUR
    )
    answer_all(incident, OURS, by=amina, at=NOON + s(100))
    deployment = send(incident, van.call_sign, by=amina, at=NOON + s(160))
    for status, at in (("acknowledged", 200), ("en_route", 260), ("on_scene", 700), ("clear", 1900)):
        report_status(deployment_id=deployment.pk, status=status, by=amina, at=NOON + s(at))
    found = figures(wexmouth)
    legs = {
        "call_to_entry": 30, "location_time": 30, "triage_time": 60, "entry_to_dispatch": 120, "waiting_for_unit": 60,
        "call_processing": 150,
        "response": 690, "dispatch_to_ack": 40, "turnout": 60, "travel": 440, "on_scene": 1200,
    }  # fmt: skip
    assert {name: found[name].most for name in legs} == legs
    assert (found["within_target"].hits, found["within_target"].decided) == (1, 1)
    assert (found["most_open"].n, found["most_busy"].n) == (1, 1)
    assert found["time_to_safe"] is None


def test_a_claimed_time_counts_and_the_recorded_one_stands_beside_it(wexmouth, sent, amina):
    report_status(deployment_id=sent.pk, status="acknowledged", by=amina, at=NOON + s(300), happened_at=NOON + s(30))
    found = figures(wexmouth)["dispatch_to_ack"]
    assert (found.p50, found.claimed, found.recorded_p50) == (30, 1, 300)


def test_nobody_sent_is_late_now_and_nobody_arrived_is_a_miss(wexmouth, gas_to_send):
    found = figures(wexmouth)
    assert (found["undispatched_live"].n, found["waiting_for_unit"].open_past, found["within_target"].hits) == (1, 1, 0)
    early = figures(wexmouth, at=NOON + s(10))
    assert (early["undispatched_live"].n, early["waiting_for_unit"].open_waiting, early["within_target"].decided) == (0, 1, 0)


def test_duplicates_and_what_ended_before_triage_are_left_out_and_counted(wexmouth, amina, flood):
    twin, unclear, drill = log_incident(amina, "FLOOD"), log_incident(amina), log_incident(amina, "FLOOD")
    Incident.objects.filter(pk=drill.pk).update(exercise=True)
    Contact.objects.filter(pk=answered(amina, at=NOON, after=5).pk).update(exercise=True)
    close_quietly(twin)
    close_quietly(unclear)
    Incident.objects.filter(pk=twin.pk).update(duplicate_of=flood.reference)
    found = overview(scope(wexmouth))
    assert found["incidents"] == 1
    assert figures(wexmouth)["answer_time"].empty
    assert found["left_out"] == [("Exercises", 1), ("Duplicates", 1), ("Ended before they were assessed", 1)]


def test_what_was_changed_by_hand_and_after_arrival(wexmouth, sent, amina, sol):
    report_status(deployment_id=sent.pk, status="on_scene", by=amina, at=NOON + s(60))
    set_priority(incident_id=sent.incident_id, priority="P3", reason="Only a smell", by=sol, at=NOON + s(120))
    found = figures(wexmouth)
    assert [(found[name].hits, found[name].decided) for name in ("override_rate", "overridden_up", "overridden_down")] == [
        (1, 1),
        (0, 1),
        (1, 1),
    ]
    assert (found["downgrade_on_scene"].hits, found["upgrade_after_arrival"].hits) == (1, 0)
    assert (found["path_recomputed"].hits, found["path_recomputed"].decided) == (1, 1)


def test_organisations_are_told_in_time_or_late_by_now(wexmouth, gas_to_send, amina):
    late = figures(wexmouth)["notify_on_time"]
    confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=NOON + s(60))
    told = figures(wexmouth)["notify_on_time"]
    assert (late.hits, late.decided, told.hits, told.decided) == (0, 1, 1, 1)


def test_alarms_and_checks(wexmouth, sent, sol):
    alarm = escalate(incident_id=sent.incident_id, what="Is this ours?", by=sol, at=NOON)
    take_alarm(alarm_id=alarm.pk, by=sol, at=NOON + s(45))
    Check.objects.create(deployment=sent, number=1, question="Well?", due_at=NOON, grace_s=60, state="missed")
    found = figures(wexmouth)
    assert (found["escalation_rate"].hits, found["escalation_taken"].p50) == (1, 45)
    assert (found["checks_overdue_now"].n, found["check_on_time"].hits, found["check_on_time"].decided) == (1, 0, 1)


def test_another_centre_sees_nothing_of_it(elsewhere, sent, call):
    found = figures(elsewhere)
    assert all(each is None or each.empty for each in found.values())


def test_ten_times_as_many_take_no_more_queries(wexmouth, amina):
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            overview(scope(wexmouth))
            live_figures(centre_id=wexmouth.pk, at=NOON + s(60))
        return len(found)

    def more(number: int) -> None:
        for place in range(number):
            unit = make_unit(wexmouth, f"N{Incident.objects.count()}", "housing_duty")
            incident = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
            send(incident, unit.call_sign, by=amina)
            answered(amina, at=NOON + s(place), after=3)

    more(1)
    few = asked()
    more(9)
    assert asked() == few <= 40


def test_the_figures_above_the_board_take_three_queries(wexmouth, gas_to_send, call):
    with CaptureQueriesContext(connection) as found:
        live = live_figures(centre_id=wexmouth.pk, at=NOON + s(600))
    assert len(found) == 3
    assert (live["answered"].open_past, live["unsent"].n, live["checks"].n) == (1, 1, 0)


def test_too_much_for_one_question_is_refused_in_words(wexmouth, flood, call, monkeypatch):
    monkeypatch.setattr(scope_module, "MOST", 0)
    with pytest.raises(Refusal) as refusal:
        scope(wexmouth).insist_on_bounds()
    assert refusal.value.code == "period-too-full"


def test_arrivals_come_from_the_same_weekday_before(wexmouth, amina):
    for weeks, minutes in ((1, 0), (1, 5), (2, 40)):
        answered(amina, at=NOON - timedelta(weeks=weeks) + timedelta(minutes=minutes), after=5)
    offer(amina, at=NOON - timedelta(days=1))
    # Two weeks before, summer time still held: 12:40 was 13:40 on the centre's clock.
    found = pattern_of(centre_id=wexmouth.pk, day=NOON.date(), weeks=8, zone=LONDON)
    assert (found.days, found.contacts, found.calls[24], found.calls[27], found.most[24], found.seen[24]) == (2, 3, 1.0, 0.5, 2, 0.5)
    assert found.handling_s is None
