"""Whatever people do, an open incident has exactly the clocks that the rules demand, and a closed one has none."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.accounts.actors import Staff
from dispatch.clock.models import State, Timer
from dispatch.refusal import Refusal
from incidents.commands._clocks import difference
from incidents.commands.assess import answer_question
from incidents.commands.close import close_incident
from incidents.commands.deploy import deploy_units, stand_down
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.inform import confirm_notice
from incidents.commands.intake import link_contact
from incidents.commands.prioritise import set_priority
from incidents.commands.promise import keep_promise, promise_update
from incidents.commands.reassess import settle_reassessment
from incidents.commands.respond import report_status, write_update
from incidents.commands.rewalk import withdraw_answer
from incidents.models import Deployment, Escalation, Incident, Notice, PathAnswer, Promise
from incidents.queries.clock_facts import around
from incidents.queries.paths import question_now
from incidents.rules.waiting import GOVERNED
from tests.factories import close_quietly, fresh, let_time_pass, log_incident, make_unit, offer

ACTS = (
    "answer", "answer", "answer", "answer", "go_back", "send", "report", "report", "report", "stand_down", "escalate", "take", "take",
    "tell", "promise", "keep", "priority", "repeat", "settle_repeat", "write", "wait", "wait", "wait", "close",
)  # fmt: skip
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 7))
WAITS_MIN = (1, 2, 3, 7, 20, 65, 65, 130)
STATUSES = ("acknowledged", "en_route", "on_scene", "clear", "declined", "delayed", "on_scene", "clear")


class Shift:
    """One incident in the hands of an agent and a supervisor who do things in any order."""

    def __init__(self, agent: Staff, supervisor: Staff, at: datetime) -> None:
        self.agent, self.supervisor, self.at = agent, supervisor, at
        self.incident = log_incident(agent, "GAS-SMELL", at=at)

    def do(self, act: str, choice: int) -> None:
        """Do it, a second later. A refusal is an answer too."""
        self.at += timedelta(seconds=1)
        try:
            getattr(self, act)(choice)
        except Refusal:
            pass

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.agent, "at": self.at}

    @property
    def here(self) -> dict[str, Any]:
        return {"incident_id": self.incident.pk, **self.who}

    def answer(self, choice: int) -> None:
        question = question_now(fresh(self.incident))
        if question:
            answers = question["answers"]
            answer_question(question=question["id"], answer=answers[choice % len(answers)]["code"], **self.here)

    def go_back(self, choice: int) -> None:
        given = PathAnswer.objects.filter(path__incident=self.incident, withdrawn_at=None).order_by("pk")
        if given:
            withdraw_answer(question=given[choice % len(given)].question, reason="Misheard", **self.here)

    def send(self, choice: int) -> None:
        deploy_units(units=[("B41", "G31")[choice % 2]], **self.here)

    def report(self, choice: int) -> None:
        crew = Deployment.objects.active().filter(incident=self.incident).first()
        if crew:
            report_status(deployment_id=crew.pk, status=STATUSES[choice], why="No way through", **self.who)

    def stand_down(self, choice: int) -> None:
        crew = Deployment.objects.active().filter(incident=self.incident).last()
        if crew:
            stand_down(deployment_id=crew.pk, why="Not needed", **self.who)

    def escalate(self, choice: int) -> None:
        escalate(what="Is this ours?", to_role=("dispatcher", "supervisor")[choice % 2], **self.here)

    def take(self, choice: int) -> None:
        alarm = Escalation.objects.untaken().filter(incident=self.incident).first()
        if alarm:
            take_alarm(alarm_id=alarm.pk, by=self.supervisor, at=self.at)

    def tell(self, choice: int) -> None:
        notice = Notice.objects.untold().filter(incident=self.incident).first()
        if notice:
            confirm_notice(incident_id=self.incident.pk, code=notice.code, spoke_to="Control", by=self.supervisor, at=self.at)

    def promise(self, choice: int) -> None:
        promise_update(within_min=WAITS_MIN[choice], **self.here)

    def keep(self, choice: int) -> None:
        promise = Promise.objects.filter(incident=self.incident, kept_at=None).first()
        if promise:
            keep_promise(promise_id=promise.pk, words="Told", **self.who)

    def priority(self, choice: int) -> None:
        set_priority(incident_id=self.incident.pk, priority=f"P{choice % 4 + 1}", reason="New facts", by=self.supervisor, at=self.at)

    def repeat(self, choice: int) -> None:
        link_contact(contact_id=offer(self.agent, at=self.at).pk, **self.here)

    def settle_repeat(self, choice: int) -> None:
        settle_reassessment(result="no_change", reason="The same again", **self.here)

    def write(self, choice: int) -> None:
        write_update(text="Nothing new", **self.here)

    def wait(self, choice: int) -> None:
        self.at += timedelta(minutes=WAITS_MIN[choice])
        let_time_pass(self.at)

    def close(self, choice: int) -> None:
        close_incident(code="resolved_by_phone", outcome="Made safe", facts={"made_safe_by": "Gas service"}, **self.here)


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
    alarms = Escalation.objects.untaken().filter(incident=incident)
    rung = {(alarm.watches, alarm.subject) for alarm in alarms if alarm.watches}
    return {key for key in waiting if key not in rung} | {("alarm-repeat", alarm.pk) for alarm in alarms}


def insist_on_clocks(incident: Incident) -> None:
    if not incident.is_open:
        assert armed(incident) == set()
        return
    assert not any(difference(incident, around([incident.pk])[incident.pk]))
    watched_again = {key for key in armed(incident) if key[0] not in ("level", "alarm-repeat")}
    expected = waiting_by_hand(incident)
    assert {key for key in expected if key[0] == "alarm-repeat"} == {key for key in armed(incident) if key[0] == "alarm-repeat"}
    assert {key for key in expected if key[0] != "alarm-repeat"} <= watched_again
    assert expected, "an open incident waits for nobody"


@pytest.fixture
def crews(wexmouth, van, engineer, sol):
    return make_unit(wexmouth, "F12", "highways_crew")


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEP, min_size=4, max_size=14))
def test_an_open_incident_always_has_exactly_the_clocks_that_the_rules_demand(crews, amina, sol, noon, steps):
    shift = Shift(amina, sol, noon)
    insist_on_clocks(fresh(shift.incident))
    for act, choice in steps:
        shift.do(act, choice)
        insist_on_clocks(fresh(shift.incident))
    assert not Timer.objects.filter(lock_on=shift.incident.pk, state=State.SUPERSEDED).exists(), "a clock outlived its reason"
    for crew in Deployment.objects.active().filter(incident=shift.incident):
        stand_down(deployment_id=crew.pk, why="End of the shift", by=sol, at=shift.at)
    Timer.objects.filter(lock_on=shift.incident.pk).leave(State.CANCELLED, shift.at)  # the next example has the floor to itself


def test_a_closed_incident_never_changes_by_itself(gas_to_send, van, amina, sol, noon):
    deploy_units(incident_id=gas_to_send.pk, units=["B41"], by=amina, at=noon)
    let_time_pass(noon + timedelta(minutes=10))
    close_quietly(gas_to_send, at=noon + timedelta(minutes=10))  # with every clock still running
    closed = fresh(gas_to_send)
    let_time_pass(noon + timedelta(days=2))
    after = fresh(gas_to_send)
    assert (after.revision, after.log_count, after.log_head) == (closed.revision, closed.log_count, closed.log_head)
    assert armed(after) == set()
