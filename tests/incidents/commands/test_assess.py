"""The type, the path, its outcome, the priority and the advice read."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.assess import answer_question, choose_type, leave_path_early
from incidents.commands.prioritise import set_priority
from incidents.commands.rewalk import withdraw_answer
from incidents.models import DecisionPath, Escalation, LogLine, Notice, PathAnswer
from incidents.queries.paths import question_now
from tests.factories import LEAK, OURS, answer_all, clocks, entries, fresh, log_incident


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


def test_choosing_a_type_gives_the_first_question(amina, noon):
    incident = log_incident(amina)
    choose_type(incident_id=incident.pk, type_code="FLOOD", by=amina, at=noon)
    assert question_now(fresh(incident))["id"] == "q_life"


def test_another_type_needs_a_reason_and_keeps_the_path_so_far(gas, amina, noon):
    answer_question(incident_id=gas.pk, question="q_harm", answer="deny", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        choose_type(incident_id=gas.pk, type_code="FLOOD", by=amina, at=noon)
    assert code_of(refusal) == "reason-needed"
    choose_type(incident_id=gas.pk, type_code="FLOOD", by=amina, at=noon, reason="It is water")
    assert [(p.type_code, p.state) for p in DecisionPath.objects.order_by("pk")] == [("GAS-SMELL", "transferred"), ("FLOOD", "walking")]
    assert PathAnswer.objects.filter(path__type_code="GAS-SMELL").count() == 1


def test_the_same_type_and_an_unknown_type_are_refused(gas, amina, noon):
    with pytest.raises(Refusal) as same:
        choose_type(incident_id=gas.pk, type_code="GAS-SMELL", by=amina, at=noon)
    with pytest.raises(Refusal) as unknown:
        choose_type(incident_id=gas.pk, type_code="MOON-LANDING", by=amina, at=noon, reason="It is bright")
    assert (code_of(same), code_of(unknown)) == ("type-same", "type-unknown")
    assert DecisionPath.objects.get().state == "walking"


def test_an_answer_leads_to_the_next_question_and_is_logged_with_its_words(gas, amina, noon):
    walked = answer_question(incident_id=gas.pk, question="q_harm", answer="deny", by=amina, at=noon)
    line = LogLine.objects.filter(incident=gas).latest("number")
    assert walked.question.id == "q_where"
    assert line.known == {"answer": "deny", "inferred": False, "question": "q_harm"}
    assert "Is anyone unwell" in line.text
    assert fresh(gas).revision == gas.revision + 1


def test_a_question_answered_twice_is_refused_with_the_one_that_stands(gas, amina, dev, noon):
    answer_question(incident_id=gas.pk, question="q_harm", answer="deny", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        answer_question(incident_id=gas.pk, question="q_harm", answer="affirm", by=dev, at=noon)
    assert (code_of(refusal), refusal.value.facts) == ("question-moved", {"question": "q_where"})
    assert PathAnswer.objects.get().answer == "deny"


def test_an_answer_that_the_question_does_not_have_is_refused(gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        answer_question(incident_id=gas.pk, question="q_harm", answer="perhaps", by=amina, at=noon)
    assert (code_of(refusal), refusal.value.facts["answers"]) == ("answer-unknown", ["affirm", "deny", "unknown"])
    assert PathAnswer.objects.count() == 0
    assert fresh(gas).revision == gas.revision


def test_answering_before_a_type_is_chosen_is_refused(amina, noon):
    incident = log_incident(amina)
    with pytest.raises(Refusal) as refusal:
        answer_question(incident_id=incident.pk, question="q_harm", answer="deny", by=amina, at=noon)
    assert code_of(refusal) == "type-missing"


def test_the_last_answer_settles_priority_stage_organisations_and_clocks(gas_to_send):
    assert (gas_to_send.priority, gas_to_send.urgency, gas_to_send.stage) == ("P1", 1, "to_send")
    assert gas_to_send.outcome["id"] == "o_ours"
    assert gas_to_send.flags == ["gas", "gas_uncontrolled", "ours"]
    assert gas_to_send.explanation
    assert list(Notice.objects.values_list("code", "contact")) == [("GAS_EMERGENCY", "0800 111 999")]
    assert clocks(gas_to_send) == {"not-sent": 90, "level": 120, "not-told": 120 + 120}
    assert DecisionPath.objects.get().state == "complete"


def test_an_outcome_may_raise_the_first_level_at_once(gas, amina):
    answer_all(gas, ("affirm",), by=amina)
    alarm = Escalation.objects.get()
    assert (alarm.cause, alarm.level, alarm.to_role) == ("by_procedure", 1, "supervisor")
    assert clocks(gas)["level"] == 60 * 60


def test_a_path_that_has_ended_takes_no_more_answers(gas_to_send, amina, noon):
    with pytest.raises(Refusal) as refusal:
        answer_question(incident_id=gas_to_send.pk, question="q_ours", answer="deny", by=amina, at=noon)
    assert code_of(refusal) == "path-ended"


def test_a_tree_hands_over_to_another_type(amina):
    incident = answer_all(log_incident(amina, "HEAT-LOSS"), ("deny", "smell"), by=amina)
    assert incident.type_code == "GAS-SMELL"
    assert question_now(incident)["id"] == "q_harm"
    assert answer_all(incident, OURS, by=amina).outcome["id"] == "o_ours"


def test_withdrawing_goes_back_keeps_the_answers_and_lets_them_be_given_anew(gas, amina, noon):
    answer_all(gas, OURS[:3], by=amina)
    walked = withdraw_answer(incident_id=gas.pk, question="q_where", reason="He meant the hall", by=amina, at=noon)
    assert walked.question.id == "q_where"
    assert list(PathAnswer.objects.order_by("number").values_list("question", "withdrawn_why")) == [
        ("q_harm", ""),
        ("q_where", "He meant the hall"),
        ("q_out", "He meant the hall"),
    ]
    assert fresh(gas).flags == []
    assert answer_all(gas, OURS[1:], by=amina).outcome["id"] == "o_ours"


def test_withdrawing_needs_a_reason_and_an_answer(gas, amina, noon):
    with pytest.raises(Refusal) as reason:
        withdraw_answer(incident_id=gas.pk, question="q_harm", reason=" ", by=amina, at=noon)
    with pytest.raises(Refusal) as answer:
        withdraw_answer(incident_id=gas.pk, question="q_harm", reason="Slip", by=amina, at=noon)
    assert (code_of(reason), code_of(answer)) == ("reason-needed", "answer-unknown")
    assert fresh(gas).revision == gas.revision


def test_leaving_early_takes_the_fallback(gas, amina, noon):
    left = leave_path_early(incident_id=gas.pk, reason="The line went dead", by=amina, at=noon)
    assert (left.outcome["id"], left.priority) == ("o_not_ours", "P1")
    assert DecisionPath.objects.get().state == "left_early"
    assert "path.left_early" in entries(gas)


def test_leaving_early_may_name_an_outcome_of_the_type_and_no_other(gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        leave_path_early(incident_id=gas.pk, reason="Seen", by=amina, at=noon, outcome_id="o_river")
    assert code_of(refusal) == "outcome-unknown"
    assert leave_path_early(incident_id=gas.pk, reason="Seen", by=amina, at=noon, outcome_id="o_ours").stage == "to_send"


def test_leaving_early_with_a_lower_priority_is_a_supervisors(gas, amina, sol, noon):
    with pytest.raises(NotAllowed):
        leave_path_early(incident_id=gas.pk, reason="Told so", by=amina, at=noon, priority="P3")
    assert fresh(gas).outcome is None
    assert leave_path_early(incident_id=gas.pk, reason="Told so", by=sol, at=noon, priority="P3").priority == "P3"


def test_leaving_early_needs_a_reason(gas, amina, noon):
    with pytest.raises(Refusal) as refusal:
        leave_path_early(incident_id=gas.pk, reason="", by=amina, at=noon)
    assert code_of(refusal) == "reason-needed"


def test_an_agent_raises_a_priority_and_the_clock_starts_anew(flood, amina, noon):
    assert clocks(flood)["not-sent"] == 600
    raised = set_priority(incident_id=flood.pk, priority="P1", reason="A child is ill", by=amina, at=noon + timedelta(seconds=30))
    assert (raised.priority, raised.urgency) == ("P1", 1)
    assert clocks(flood)["not-sent"] == 30 + 90
    assert entries(flood)[-1] == "priority.raised"


def test_lowering_needs_a_supervisor_and_nothing_is_written_without_one(flood, amina, sol, noon):
    before = fresh(flood)
    with pytest.raises(NotAllowed):
        set_priority(incident_id=flood.pk, priority="P3", reason="Only drips", by=amina, at=noon)
    assert (fresh(flood).priority, fresh(flood).log_head, fresh(flood).revision) == ("P2", before.log_head, before.revision)
    assert set_priority(incident_id=flood.pk, priority="P3", reason="Only drips", by=sol, at=noon).priority == "P3"
    assert entries(flood)[-1] == "priority.lowered"


def test_a_priority_change_needs_a_reason_and_a_change(flood, sol, noon):
    with pytest.raises(Refusal) as reason:
        set_priority(incident_id=flood.pk, priority="P1", reason=" ", by=sol, at=noon)
    with pytest.raises(Refusal) as same:
        set_priority(incident_id=flood.pk, priority="P2", reason="Still", by=sol, at=noon)
    assert (code_of(reason), code_of(same)) == ("reason-needed", "priority-same")


def test_a_priority_raised_by_hand_is_not_lowered_by_the_outcome(amina, noon):
    incident = log_incident(amina, "FLOOD")
    set_priority(incident_id=incident.pk, priority="P1", reason="Baby in the house", by=amina, at=noon)
    assert answer_all(incident, LEAK, by=amina).priority == "P1"


@pytest.mark.parametrize(
    "act",
    [
        lambda **who: choose_type(type_code="FLOOD", reason="Water", **who),
        lambda **who: answer_question(question="q_harm", answer="deny", **who),
        lambda **who: withdraw_answer(question="q_harm", reason="Slip", **who),
        lambda **who: leave_path_early(reason="Gone", **who),
        lambda **who: set_priority(priority="P1", reason="Worse", **who),
    ],
    ids=["type", "answer", "withdraw", "leave", "priority"],
)
def test_a_stranger_finds_nothing_and_a_connected_system_may_not(gas, charlie, telephony, noon, act):
    with pytest.raises(NotFound):
        act(incident_id=gas.pk, by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        act(incident_id=gas.pk, by=telephony, at=noon)
    assert fresh(gas).revision == gas.revision
