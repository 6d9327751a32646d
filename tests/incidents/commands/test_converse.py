"""Leading the conversation: entry questions, aids, and how long an interpreter took."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.converse import answer_entry, settle_aid, use_aid
from incidents.commands.intake import open_incident
from incidents.models import ContactLine, LogLine, TalkStep
from incidents.queries.incident_page import incident_whole
from incidents.rules.conversation import AIDS
from tests.factories import fresh


def test_a_closed_entry_question_is_recorded_as_asked_or_volunteered(gas, amina, noon):
    answer_entry(incident_id=gas.pk, question="e_danger", answer="deny", inferred=True, by=amina, at=noon)
    answer_entry(incident_id=gas.pk, question="e_talk", answer="Text relay", by=amina, at=noon)
    shown = incident_whole(fresh(gas), amina)["talk"]
    assert [(each["code"], each["words"], each["inferred"]) for each in shown] == [
        ("e_danger", "deny", True),
        ("e_talk", "Text relay", False),
    ]
    assert LogLine.objects.filter(entry="talk.entry").first().text == "Is anyone hurt, trapped or in danger right now? No"


def test_an_open_question_and_an_answer_nobody_can_give_are_refused(gas, amina, noon):
    for question, answer, code in (
        ("e_what", "x", "question-unknown"),
        ("e_danger", "maybe", "answer-unknown"),
        ("?", "deny", "question-unknown"),
    ):
        with pytest.raises(Refusal) as refusal:
            answer_entry(incident_id=gas.pk, question=question, answer=answer, by=amina, at=noon)
        assert refusal.value.code == code
    assert TalkStep.objects.count() == 0


@pytest.mark.parametrize("aid", AIDS)
def test_every_aid_has_words_to_say_and_its_use_is_recorded(gas, amina, noon, aid):
    assert len(AIDS[aid].say) >= 2 and AIDS[aid].do
    assert use_aid(aid=aid, incident_id=gas.pk, by=amina, at=noon).waits is AIDS[aid].waits


def test_the_clock_of_an_interpreter_runs_from_asking_to_being_on_the_line(gas, amina, noon):
    asked = use_aid(aid="language", words="Polish", incident_id=gas.pk, by=amina, at=noon)
    assert incident_whole(fresh(gas), amina)["talk"][0]["waits"] is True
    settle_aid(step_id=asked.pk, connected=True, by=amina, at=noon + timedelta(seconds=47))
    shown = incident_whole(fresh(gas), amina)["talk"][0]
    assert (shown["took_s"], shown["waits"], shown["words"]) == (47, False, "Polish")
    assert LogLine.objects.get(entry="talk.connected").text == "Interpreter: on the line after 47 s"
    with pytest.raises(Refusal) as again:
        settle_aid(step_id=asked.pk, connected=True, by=amina, at=noon)
    assert again.value.code == "aid-settled"


def test_nobody_came_on_the_line_and_why(gas, amina, noon):
    asked = use_aid(aid="relay", incident_id=gas.pk, by=amina, at=noon)
    with pytest.raises(Refusal) as silent:
        settle_aid(step_id=asked.pk, connected=False, by=amina, at=noon)
    assert silent.value.code == "reason-needed"
    assert settle_aid(step_id=asked.pk, connected=False, why="No operator free", by=amina, at=noon).ended_why == "No operator free"


def test_an_aid_used_before_there_is_an_incident_goes_over_into_it(call, wexmouth, amina, noon):
    answer_contact(contact_id=call.pk, by=amina, at=noon)
    used = use_aid(aid="language", words="Polish", contact_id=call.pk, by=amina, at=noon)
    assert ContactLine.objects.filter(contact=call, what="talk").get().text == "Interpreter: Polish"
    incident = open_incident(centre=wexmouth, contact_id=call.pk, by=amina, at=noon)
    assert fresh(used).incident_id == incident.pk
    settle_aid(step_id=used.pk, connected=True, by=amina, at=noon + timedelta(seconds=5))
    assert LogLine.objects.filter(incident=incident, entry="talk.connected").exists()


def test_a_stranger_finds_nothing(gas, amina, charlie, noon):
    asked = use_aid(aid="language", incident_id=gas.pk, by=amina, at=noon)
    for act in (
        lambda: use_aid(aid="anger", incident_id=gas.pk, by=charlie, at=noon),
        lambda: use_aid(aid="anger", by=charlie, at=noon),
        lambda: settle_aid(step_id=asked.pk, connected=True, by=charlie, at=noon),
        lambda: answer_entry(incident_id=gas.pk, question="e_danger", answer="deny", by=charlie, at=noon),
    ):
        with pytest.raises(NotFound):
            act()
