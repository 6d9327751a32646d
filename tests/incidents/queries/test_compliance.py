"""The path check of one incident: worked out from the answers that stand, whatever its outcome column says."""

from incidents.commands.assess import choose_type, leave_path_early
from incidents.commands.rewalk import withdraw_answer
from incidents.models import DecisionPath, PathAnswer
from incidents.queries.compliance import compliance
from tests.factories import answer_all, log_incident


def test_a_path_that_was_followed_says_so(gas_to_send):
    found = compliance(gas_to_send)
    assert (found["verdict"], found["departures"]) == ("followed", [])
    assert "5 answers worked out again" in found["words"]


def test_an_outcome_that_does_not_follow_from_the_answers_is_critical(gas_to_send):
    DecisionPath.objects.filter(incident=gas_to_send).update(outcome_id="o_not_there")
    found = compliance(gas_to_send)
    assert found["verdict"] == "departed"
    assert found["departures"][0]["severity"] == "critical"
    assert "serious harm" in found["words"]


def test_a_question_that_nobody_asked_is_found(gas_to_send):
    # The path's end is taken away too: an answer cannot vanish through any command.
    PathAnswer.objects.filter(path__incident=gas_to_send, number=1).delete()
    assert "skipped" in {each["kind"] for each in compliance(gas_to_send)["departures"]}


def test_a_withdrawn_answer_given_anew_is_no_departure(gas, amina, noon):
    answer_all(gas, ("deny", "inside"), by=amina)
    withdraw_answer(incident_id=gas.pk, question="q_where", reason="Misheard", by=amina, at=noon)
    answer_all(gas, ("inside", "affirm", "deny", "affirm"), by=amina)
    assert compliance(gas)["verdict"] == "followed"


def test_a_path_left_early_with_a_reason_is_judged_by_its_reason(gas, amina, noon):
    leave_path_early(incident_id=gas.pk, reason="The line went dead", by=amina, at=noon)
    found = compliance(gas)
    assert [each["kind"] for each in found["departures"]] == ["sent_early"]
    assert "The line went dead" in found["words"]


def test_going_over_to_another_type_with_a_reason_is_no_departure(gas, amina, noon):
    answer_all(gas, ("deny",), by=amina)
    choose_type(incident_id=gas.pk, type_code="FLOOD", reason="It is water", by=amina, at=noon)
    answer_all(gas, ("deny", "pipe_or_flat_above", "deny", "deny"), by=amina)
    assert compliance(gas)["verdict"] == "followed"


def test_an_incident_without_a_procedure_has_no_path_to_check(amina):
    assert compliance(log_incident(amina))["verdict"] == "unchecked"


def test_the_worst_departure_comes_first(gas_to_send):
    PathAnswer.objects.filter(path__incident=gas_to_send, question="q_where").update(answer="nowhere")
    order = [each["severity"] for each in compliance(gas_to_send)["departures"]]
    assert order == sorted(order, key=("critical", "major", "moderate", "minor").index) and len(order) > 1
