"""Changing one's mind: before and after the outcome, over a transfer, and never losing what was said."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.assess import answer_question, choose_type, leave_path_early
from incidents.commands.rewalk import change_answer, resume_path, withdraw_answer
from incidents.models import DecisionPath, Escalation, LoweringRequest, Notice, PathAnswer
from incidents.queries.compliance import compliance
from incidents.queries.paths import last_path, question_now, standing_answers
from incidents.queries.procedures import loaded
from incidents.rules.decision_path import walk
from tests.factories import LEAK, OURS, answer_all, clocks, entries, fresh, log_incident

STOPPED = (*LEAK[:3], "affirm")  # FLOOD: P3
TYPES = ("FLOOD", "GAS-SMELL", "HEAT-LOSS")


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


def standing(incident):
    return [(each.question, each.answer) for each in standing_answers(last_path(incident))]


def changed(incident, question, was, answer, by, at):
    change_answer(incident_id=incident.pk, question=question, was=was, answer=answer, reason="She sees more now", by=by, at=at)
    return fresh(incident)


def test_a_worse_answer_after_the_outcome_holds_at_once_and_says_why(flood, amina, noon):
    worse = changed(flood, "q_elec", "deny", "affirm", amina, noon)
    assert (worse.priority, worse.outcome["id"], worse.reassessing) == ("P1", "o_leak_danger", False)
    assert "was changed from No to Yes: She sees more now" in worse.explanation
    assert clocks(worse)["not-sent"] == 90
    assert entries(worse)[-3:] == ["path.reopened", "path.changed", "path.outcome"]
    assert compliance(worse)["verdict"] == "followed"


def test_a_better_answer_after_the_outcome_waits_for_a_supervisor(flood, amina, noon):
    better = changed(flood, "q_stopped", "deny", "affirm", amina, noon)
    assert (better.priority, better.outcome["id"], better.lowering_to) == ("P2", "o_leak_running", "P3")
    request = LoweringRequest.objects.get()
    assert (request.was, request.wanted, request.path.outcome_id, request.state) == ("P2", "P3", "o_leak_contained", "open")


def test_answers_that_are_still_asked_for_stay_with_who_gave_them(flood, amina, dev, noon):
    changed(flood, "q_source", "pipe_or_flat_above", "unknown", dev, noon)
    assert standing(flood) == [("q_life", "deny"), ("q_source", "unknown"), ("q_elec", "deny"), ("q_stopped", "deny")]
    assert [each.answered_by_id for each in standing_answers(last_path(flood))] == [
        amina.user_id,
        dev.user_id,
        amina.user_id,
        amina.user_id,
    ]


def test_organisations_that_a_later_outcome_adds_or_drops(flood, amina, noon):
    river = changed(flood, "q_source", "pipe_or_flat_above", "river_or_sea", amina, noon)
    assert river.outcome["id"] == "o_river"
    assert set(Notice.objects.untold().values_list("code", flat=True)) == {"EA_HOTLINE", "EMERGENCY_PLANNING"}
    assert Notice.objects.get(code="LANDLORD").dropped_at == noon
    back = changed(flood, "q_source", "river_or_sea", "pipe_or_flat_above", amina, noon)
    assert (back.outcome["id"], back.reassessing) == ("o_river", True)
    again = answer_all(back, LEAK[2:], by=amina)
    assert (again.outcome["id"], set(Notice.objects.untold().values_list("code", flat=True))) == ("o_leak_running", {"LANDLORD"})


def test_a_level_that_rang_does_not_ring_again(gas, amina, noon):
    answer_all(gas, ("affirm",), by=amina)
    assert Escalation.objects.count() == 1
    withdraw_answer(incident_id=gas.pk, question="q_harm", reason="Slip", by=amina, at=noon)
    assert fresh(gas).reassessing
    assert answer_all(gas, ("affirm",), by=amina).reassessing is False
    assert Escalation.objects.count() == 1


def test_a_path_that_reached_its_outcome_is_opened_again_and_what_holds_stays(gas_to_send, amina, noon):
    withdraw_answer(incident_id=gas_to_send.pk, question="q_where", reason="He meant the hall", by=amina, at=noon)
    again = fresh(gas_to_send)
    assert (again.priority, again.outcome["id"], again.reassessing, again.stage) == ("P1", "o_ours", True, "to_send")
    assert question_now(again)["id"] == "q_where"
    assert clocks(again)["not-assessed"] == 300
    done = answer_all(again, OURS[1:], by=amina)
    assert (done.outcome["id"], done.reassessing) == ("o_ours", False)
    assert "not-assessed" not in clocks(done)


def test_after_a_change_of_type_the_old_outcome_stays_until_the_new_questions_are_finished(flood, amina, noon):
    choose_type(incident_id=flood.pk, type_code="GAS-SMELL", reason="It smells of gas", by=amina, at=noon)
    meanwhile = fresh(flood)
    assert (meanwhile.type_code, meanwhile.outcome["type"], meanwhile.reassessing) == ("GAS-SMELL", "FLOOD", True)
    done = answer_all(flood, OURS, by=amina)
    assert (done.outcome["type"], done.priority, done.reassessing) == ("GAS-SMELL", "P1", False)
    assert set(Notice.objects.untold().values_list("code", flat=True)) == {"GAS_EMERGENCY"}
    assert "organisation.dropped" in entries(done)


def test_going_back_over_a_transfer_makes_a_path_that_carries_the_answers(amina, noon):
    incident = answer_all(log_incident(amina, "HEAT-LOSS"), ("deny", "smell"), by=amina)
    assert incident.type_code == "GAS-SMELL"
    withdraw_answer(incident_id=incident.pk, question="q_gas", reason="It was the bins", by=amina, at=noon)
    back = fresh(incident)
    assert (back.type_code, question_now(back)["id"], standing(back)) == ("HEAT-LOSS", "q_gas", [("q_ill", "deny")])
    assert list(DecisionPath.objects.order_by("pk").values_list("type_code", "state")) == [
        ("HEAT-LOSS", "transferred"),
        ("GAS-SMELL", "transferred"),
        ("HEAT-LOSS", "walking"),
    ]


def test_questions_left_early_can_be_gone_on_with(gas, amina, noon):
    answer_all(gas, OURS[:2], by=amina)
    leave_path_early(incident_id=gas.pk, reason="Sent at once", by=amina, at=noon)
    resume_path(incident_id=gas.pk, by=amina, at=noon)
    assert question_now(fresh(gas))["id"] == "q_out"
    done = answer_all(gas, OURS[2:], by=amina)
    assert (done.outcome["id"], DecisionPath.objects.get().state) == ("o_ours", "complete")
    with pytest.raises(Refusal) as refusal:
        resume_path(incident_id=gas.pk, by=amina, at=noon)
    assert code_of(refusal) == "path-not-left"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"reason": " "}, "reason-needed"),
        ({"answer": "deny"}, "answer-same"),
        ({"was": "unknown"}, "answer-moved"),
        ({"answer": "perhaps"}, "answer-unknown"),
        ({"question": "q_out"}, "answer-unknown"),
    ],
)
def test_what_cannot_be_changed_is_refused_and_nothing_is_written(flood, amina, noon, how, code):
    given_ = {"question": "q_elec", "was": "deny", "answer": "affirm", "reason": "Sparks"} | how
    with pytest.raises(Refusal) as refusal:
        change_answer(incident_id=flood.pk, by=amina, at=noon, **given_)
    assert code_of(refusal) == code
    assert fresh(flood).revision == flood.revision


@pytest.mark.parametrize(
    "act",
    [
        lambda **who: withdraw_answer(question="q_life", reason="Slip", **who),
        lambda **who: change_answer(question="q_life", was="deny", answer="affirm", reason="Hurt", **who),
        lambda **who: resume_path(**who),
    ],
)
def test_a_stranger_finds_nothing_and_a_connected_system_may_not(flood, charlie, telephony, noon, act):
    with pytest.raises(NotFound):
        act(incident_id=flood.pk, by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        act(incident_id=flood.pk, by=telephony, at=noon)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_random_walk_with_changes_of_mind_transfers_and_early_exits_can_always_be_replayed(data, amina, noon):
    incident = log_incident(amina, "HEAT-LOSS")
    for _ in range(data.draw(st.integers(2, 9))):
        before = fresh(incident)
        one_act(data, before, amina, noon)
        after = fresh(incident)
        assert replays(after)
        assert before.priority == "" or after.urgency <= before.urgency
    assert PathAnswer.objects.filter(path__incident=incident, withdrawn_at__isnull=False, withdrawn_why="").count() == 0


def one_act(data, incident, by, at):
    """Something that an agent may do next."""
    who = {"incident_id": incident.pk, "by": by, "at": at}
    question = question_now(incident)
    answers = standing_answers(last_path(incident))
    act = data.draw(st.sampled_from(["answer", "answer", "answer", "change", "back", "type", "leave", "resume"]))
    try:
        if act == "answer" and question:
            answer = data.draw(st.sampled_from(question["answers"]))["code"]
            answer_question(question=question["id"], answer=answer, inferred=data.draw(st.booleans()), **who)
        elif act == "change" and answers:
            old = data.draw(st.sampled_from(answers))
            change_answer(
                question=old.question,
                was=old.answer,
                answer=data.draw(st.sampled_from(["affirm", "deny", "unknown"])),
                reason="Mind",
                **who,
            )
        elif act == "back" and answers:
            withdraw_answer(question=data.draw(st.sampled_from(answers)).question, reason="Back", **who)
        elif act == "type":
            choose_type(type_code=data.draw(st.sampled_from(TYPES)), reason="Another", **who)
        elif act == "leave":
            leave_path_early(reason="Gone", **who)
        elif act == "resume":
            resume_path(**who)
    except Refusal:
        return


def replays(incident) -> bool:
    """Every path's standing answers walk its own pinned tree, and a complete one leads to what it recorded."""
    for path in DecisionPath.objects.filter(incident=incident):
        kind = loaded(path.pack_id).type_named(path.type_code)
        end = walk(kind, [each.given for each in standing_answers(path)])
        if path.state == "complete" and (end.outcome is None or end.outcome.id != path.outcome_id):
            return False
        if path.state == "walking" and end.question is None:
            return False
    return True
