"""Whatever people do, an open incident has exactly the clocks that the rules demand, and a closed one has none."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.clock.models import State, Timer
from incidents.commands._clocks import difference
from incidents.commands.deploy import deploy_units
from incidents.models import Check, Deployment, Escalation, Incident, Notice, Promise, Round, Visit
from incidents.queries.clock_facts import around
from incidents.rules.waiting import GOVERNED, RINGS_ONCE
from tests.factories import close_quietly, fresh, let_time_pass, make_unit
from tests.incidents.shift import STEP, Shift


def armed(incident: Incident) -> set[tuple[str, int]]:
    return set(Timer.objects.armed().filter(lock_on=incident.pk, kind__in=GOVERNED).values_list("kind", "subject"))


def waiting_by_hand(incident: Incident) -> set[tuple[str, int]]:
    """What waits, worked out another way: each state is either under its clock or under an alarm that nobody has taken."""
    sent = Deployment.objects.active().filter(incident=incident)
    waiting = {("not-acknowledged", each.pk) for each in sent if each.status == "alerted"}
    waiting |= {("not-moving", each.pk) for each in sent if each.status == "acknowledged"}
    waiting |= {("not-arrived", each.pk) for each in sent if each.status in ("alerted", "acknowledged", "en_route", "delayed")}
    waiting |= {("not-told", each.pk) for each in Notice.objects.untold().filter(incident=incident)}
    waiting |= {("not-updated", each.pk) for each in Promise.objects.filter(incident=incident, kept_at=None)}
    waiting |= {("not-reassessed", incident.pk) for _ in incident.reassessments.filter(settled_at=None)}
    if incident.outcome is None or incident.reassessing:
        waiting.add(("not-assessed", incident.pk))
    if incident.stage == "to_send":
        waiting.add(("not-sent", incident.pk))
    if incident.stage in ("at_scene", "to_close"):
        waiting.add(("not-safe", incident.pk))
    waiting |= crews_watched(incident)
    alarms = Escalation.objects.untaken().filter(incident=incident)
    rung = {(alarm.watches, alarm.subject) for alarm in alarms if alarm.watches}
    return {key for key in waiting if key not in rung} | {("alarm-repeat", alarm.pk) for alarm in alarms}


def crews_watched(incident: Incident) -> set[tuple[str, int]]:
    """What the checks, visits and rounds wait for; the last step after silence rings once for each time that it comes to it."""
    waiting = set()
    for check in Check.objects.filter(deployment__incident=incident, state__in=("planned", "asked", "missed")):
        visits = check.visits.order_by("done_at")
        if check.state != "missed":
            waiting.add(("check-due" if check.state == "planned" else "check-missed", check.pk))
        elif not check.escalated_at:
            waiting.add(("check-repeat", check.pk))
        came_to_it = [*filter(None, [check.escalated_at, *visits.filter(done_at__isnull=False).values_list("done_at", flat=True)])]
        if came_to_it and not visits.filter(done_at=None).exists() and not has_rung("check-visit", check.pk, max(came_to_it)):
            waiting.add(("check-visit", check.pk))
    for visit in Visit.objects.filter(missed__deployment__incident=incident, done_at=None):
        if not has_rung("visit-due", visit.pk, visit.ordered_at):
            waiting.add(("visit-due", visit.pk))
    return waiting | {("round-due", each.pk) for each in Round.objects.filter(incident=incident, ended_at=None, late_at=None)}


def has_rung(kind: str, subject: int, since: datetime) -> bool:
    return Escalation.objects.filter(watches=kind, subject=subject, raised_at__gte=since).exists()


def insist_on_clocks(incident: Incident) -> None:
    if not incident.is_open:
        assert armed(incident) == set()
        return
    assert not any(difference(incident, around([incident.pk])[incident.pk]))
    watched_again = {key for key in armed(incident) if key[0] not in ("level", "alarm-repeat")}
    expected = waiting_by_hand(incident)
    assert {key for key in expected if key[0] == "alarm-repeat"} == {key for key in armed(incident) if key[0] == "alarm-repeat"}
    assert {key for key in expected if key[0] != "alarm-repeat"} <= watched_again
    in_the_crews_hands = {key for key in watched_again if key[0].startswith("check-") or key[0] in RINGS_ONCE}
    assert in_the_crews_hands == crews_watched(incident)
    assert expected, "an open incident waits for nobody"


@pytest.fixture
def crews(wexmouth, van, engineer, sol):
    return make_unit(wexmouth, "F12", "highways_crew")


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=4, max_size=14))
def test_an_open_incident_always_has_exactly_the_clocks_that_the_rules_demand(crews, amina, sol, noon, steps):
    with transaction.atomic():
        live_through(Shift(amina, sol, noon), steps)
        transaction.set_rollback(True)  # the next example has the floor to itself


def live_through(shift: Shift, steps: list[tuple[str, int]]) -> None:
    insist_on_clocks(fresh(shift.incident))
    for act, choice in steps:
        shift.do(act, choice)
        insist_on_clocks(fresh(shift.incident))
    assert not Timer.objects.filter(lock_on=shift.incident.pk, state=State.SUPERSEDED).exists(), "a clock outlived its reason"
    close_quietly(shift.incident, at=shift.at)  # with whatever clocks are running
    insist_that_time_changes_nothing(fresh(shift.incident), shift.at)


def insist_that_time_changes_nothing(closed: Incident, at: datetime) -> None:
    let_time_pass(at + timedelta(days=4))
    assert {**vars(fresh(closed)), "_state": None} == {**vars(closed), "_state": None}
    assert armed(closed) == set()


def test_a_closed_incident_never_changes_by_itself(gas_to_send, van, amina, sol, noon):
    deploy_units(incident_id=gas_to_send.pk, units=["B41"], by=amina, at=noon)
    let_time_pass(noon + timedelta(minutes=10))
    close_quietly(gas_to_send, at=noon + timedelta(minutes=10))  # with every clock still running
    insist_that_time_changes_nothing(fresh(gas_to_send), noon + timedelta(minutes=10))
