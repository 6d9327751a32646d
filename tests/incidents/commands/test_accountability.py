"""An accountability round: every crew asked in one act, each heard or accounted for, and late ones escalate."""

from datetime import timedelta

import pytest

from dispatch.refusal import Refusal
from incidents.commands.accountability import answer_round, start_round
from incidents.commands.emergency import raise_emergency
from incidents.commands.respond import report_status
from incidents.models import Escalation, Round, RoundAnswer
from incidents.queries.cards import incident_cards
from tests.factories import clocks, crew_of, fresh, let_time_pass, send


@pytest.fixture
def second(sent, engineer, amina):
    return send(sent.incident, "G31", by=amina)


@pytest.fixture
def started(sent, second, amina, noon) -> Round:
    return start_round(incident_id=sent.incident_id, within_min=5, reason="Roof unsafe", by=amina, at=noon)


def test_a_round_ends_when_everybody_is_accounted_for(started, sent, second, dan, amina, noon):
    assert incident_cards([fresh(sent.incident)])[0]["unheard"] == 2
    answer_round(deployment_id=sent.pk, all_here=True, by=dan, at=noon)
    answer_round(deployment_id=second.pk, all_here=True, words="One of one", via="radio", said_by="Moira Kent", by=amina, at=noon)
    assert fresh(started).ended_at == noon and "round-due" not in clocks(sent.incident)
    heard = RoundAnswer.objects.get(deployment=second)
    assert (heard.state, heard.said_by, heard.via, heard.answered_by_name) == ("all_here", "Moira Kent", "radio", "Amina Khan")


def test_who_is_not_heard_in_time_goes_to_a_supervisor(started, sent, dan, noon):
    answer_round(deployment_id=sent.pk, all_here=True, by=dan, at=noon)
    let_time_pass(noon + timedelta(minutes=5))
    alarm = Escalation.objects.get(cause="round_late")
    assert (alarm.what, alarm.to_role) == ("Not accounted for: G31", "supervisor")
    assert fresh(started).ended_at is None


def test_somebody_missing_rings_and_keeps_the_round_open_until_found(started, sent, second, dan, noon):
    answer_round(deployment_id=sent.pk, all_here=False, words="Rosa, last on the roof", by=dan, at=noon)
    assert Escalation.objects.get().what == "B41: somebody is missing. Rosa, last on the roof"
    answer_round(deployment_id=second.pk, all_here=True, by=crew_of(second), at=noon)
    assert fresh(started).ended_at is None
    answer_round(deployment_id=sent.pk, all_here=True, by=dan, at=noon)
    assert fresh(started).ended_at == noon


def test_a_crew_that_leaves_is_not_waited_for_and_one_under_duress_is_not_asked(sent, second, dan, amina, noon):
    raise_emergency(deployment_id=second.pk, kind="duress", how="The word on the radio", by=amina, at=noon)
    started = start_round(incident_id=sent.incident_id, within_min=5, by=amina, at=noon)
    assert [each.deployment_id for each in started.answers.all()] == [sent.pk]
    report_status(deployment_id=sent.pk, status="on_scene", by=dan, at=noon)
    report_status(deployment_id=sent.pk, status="clear", by=dan, at=noon)
    assert RoundAnswer.objects.get().state == "left" and fresh(started).ended_at == noon


def test_rounds_refuse_what_makes_no_sense(started, sent, gas_to_send, flood, amina, noon):
    def refused(act) -> str:
        with pytest.raises(Refusal) as no:
            act()
        return no.value.code

    assert refused(lambda: start_round(incident_id=sent.incident_id, within_min=5, by=amina, at=noon)) == "round-under-way"
    assert refused(lambda: start_round(incident_id=flood.pk, within_min=5, by=amina, at=noon)) == "nobody-there"
    assert refused(lambda: start_round(incident_id=flood.pk, within_min=0, by=amina, at=noon)) == "time-out-of-bounds"
    assert refused(lambda: answer_round(deployment_id=sent.pk, all_here=True, via="radio", by=amina, at=noon)) == "words-needed"
