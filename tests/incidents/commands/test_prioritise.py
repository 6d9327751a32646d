"""Raising by one person, lowering by two."""

import json
from datetime import timedelta

import pytest

from dispatch.live.models import BoardEvent
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.prioritise import decide_lowering, request_lowering, set_priority
from incidents.commands.rewalk import change_answer
from incidents.models import LoweringRequest
from tests.factories import clocks, entries, fresh


def code_of(error: pytest.ExceptionInfo[Refusal]) -> str:
    return error.value.code


@pytest.fixture
def asked(flood, amina, noon):
    """Amina asks for P3."""
    return request_lowering(incident_id=flood.pk, priority="P3", reason="Only drips", by=amina, at=noon)


def test_until_it_is_decided_the_higher_stays_and_the_board_shows_what_waits(flood, asked):
    waiting = fresh(flood)
    assert (waiting.priority, waiting.lowering_to, asked.state) == ("P2", "P3", "open")
    assert entries(flood)[-1] == "priority.lowering_asked"


def test_a_supervisor_approves_and_the_explanation_names_both(flood, asked, sol, noon):
    decide_lowering(incident_id=flood.pk, approved=True, by=sol, at=noon + timedelta(seconds=9))
    lowered = fresh(flood)
    assert (lowered.priority, lowered.lowering_to, fresh(asked).state) == ("P3", "", "approved")
    assert lowered.explanation == "Only drips. P2 was lowered to P3 with the approval of Sol Reyes."
    assert clocks(lowered)["not-sent"] == 9 + 3600


def test_a_refusal_says_why_and_everything_stays(flood, asked, sol, noon):
    with pytest.raises(Refusal) as silent:
        decide_lowering(incident_id=flood.pk, approved=False, by=sol, at=noon)
    decide_lowering(incident_id=flood.pk, approved=False, reason="A child sleeps below", by=sol, at=noon)
    kept = fresh(flood)
    assert (code_of(silent), kept.priority, kept.outcome) == ("reason-needed", "P2", flood.outcome)
    assert kept.explanation.endswith("Sol Reyes refused to lower it to P3: A child sleeps below.")


def test_whoever_asked_cannot_decide_and_an_agent_never_does(flood, sol, tess, dev, noon):
    request_lowering(incident_id=flood.pk, priority="P3", reason="Only drips", by=sol, at=noon)
    for person, code in ((sol, "own-request"), (dev, "not-allowed")):
        with pytest.raises(NotAllowed) as refusal:
            decide_lowering(incident_id=flood.pk, approved=True, by=person, at=noon)
        assert code_of(refusal) == code
    assert decide_lowering(incident_id=flood.pk, approved=True, by=tess, at=noon).decided_by_name == "Tess Moran"


def test_it_is_decided_once(flood, asked, sol, tess, noon):
    decide_lowering(incident_id=flood.pk, approved=True, by=sol, at=noon)
    with pytest.raises(Refusal) as refusal:
        decide_lowering(incident_id=flood.pk, approved=False, reason="No", by=tess, at=noon)
    assert code_of(refusal) == "no-lowering"


def test_raising_meanwhile_overtakes_what_was_asked(flood, asked, amina, sol, noon):
    set_priority(incident_id=flood.pk, priority="P1", reason="The ceiling came down", by=amina, at=noon)
    assert (fresh(asked).state, fresh(flood).lowering_to) == ("overtaken", "")
    with pytest.raises(Refusal):
        decide_lowering(incident_id=flood.pk, approved=True, by=sol, at=noon)
    assert fresh(flood).priority == "P1"


def test_a_lower_outcome_is_taken_whole_when_it_is_approved(flood, amina, sol, noon):
    change_answer(incident_id=flood.pk, question="q_stopped", was="deny", answer="affirm", reason="He found the tap", by=amina, at=noon)
    decide_lowering(incident_id=flood.pk, approved=True, reason="Checked with the landlord", by=sol, at=noon)
    lowered = fresh(flood)
    assert (lowered.priority, lowered.outcome["id"]) == ("P3", "o_leak_contained")
    assert "He found the tap" in lowered.explanation and "approval of Sol Reyes" in lowered.explanation
    assert LoweringRequest.objects.get().decided_by_id == sol.user_id


def test_only_something_lower_is_asked_for_and_with_a_reason(flood, amina, noon):
    for how, code in (({"priority": "P1", "reason": "?"}, "not-lower"), ({"priority": "P3", "reason": " "}, "reason-needed")):
        with pytest.raises(Refusal) as refusal:
            request_lowering(incident_id=flood.pk, by=amina, at=noon, **how)
        assert code_of(refusal) == code


def test_a_stranger_finds_nothing(flood, asked, charlie, noon):
    for act in (
        lambda **who: request_lowering(priority="P3", reason="x", **who),
        lambda **who: decide_lowering(approved=True, **who),
        lambda **who: set_priority(priority="P1", reason="x", **who),
    ):
        with pytest.raises(NotFound):
            act(incident_id=flood.pk, by=charlie, at=noon)


def test_alarms_that_ring_show_the_new_priority_and_those_taken_stay_as_they_were(flood, amina, sol, noon):
    taken, rings = (escalate(incident_id=flood.pk, what=what, by=amina, at=noon) for what in ("Decide on a pump", "Who pays?"))
    take_alarm(alarm_id=taken.pk, by=sol, at=noon)
    set_priority(incident_id=flood.pk, priority="P1", reason="A child is inside", by=amina, at=noon)
    told = json.loads(BoardEvent.objects.filter(board=flood.centre_id).latest("sequence").payload)
    shown = [card for card in told["cards"] if card["kind"] == "alarm"]
    assert [(card["id"], card["priority"], card["loudness"]) for card in shown] == [(str(rings.pk), "P1", "critical")]
    assert fresh(rings).revision == 2
