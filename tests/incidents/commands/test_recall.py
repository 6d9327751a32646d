"""Withdrawing a line of advice: nobody reads it any more, everybody who heard it is called back, and the clock sees to it."""

from datetime import timedelta

import pytest

from dispatch.clock.models import Timer
from dispatch.live.models import BoardEvent
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.advise import read_advice
from incidents.commands.call_back import record_call_back
from incidents.commands.close import close_incident
from incidents.commands.escalate import take_alarm
from incidents.commands.intake import link_contact
from incidents.commands.recall import restore_advice, withdraw_advice
from incidents.models import AdviceRead, Escalation, Incident, LogLine, Recall, RecallTask
from incidents.queries.board import board
from incidents.queries.incident_page import incident_whole
from incidents.queries.procedures import live_packs
from tests.factories import entries, fresh, let_time_pass, make_person, offer

INSTEAD = "Stay where you are and close the doors. A crew is coming to you."
MINUTE = timedelta(minutes=1)


def withdraw(by, at, line="GAS-OUT", **more):
    return withdraw_advice(line=line, why="The street is not safe", say_instead=INSTEAD, by=by, at=at, **more)


def heard(incident, telephony, amina, noon, callers, line="GAS-OUT"):
    """So many callers who were read the line, each a contact of the incident."""
    for number in range(callers):
        contact = offer(telephony, at=noon, caller_number=f"01632 960{number:03}")
        link_contact(incident_id=incident.pk, contact_id=contact.pk, by=amina, at=noon)
        read_advice(incident_id=incident.pk, line=line, contact_id=contact.pk, by=amina, at=noon)


def test_thirty_people_heard_it_and_thirty_are_to_be_called_back(gas_to_send, telephony, amina, sol, noon):
    heard(gas_to_send, telephony, amina, noon, 30)
    recall = withdraw(sol, noon + MINUTE)
    tasks = RecallTask.objects.filter(recall=recall)
    assert tasks.count() == len(set(tasks.values_list("contact", flat=True))) == 30
    assert set(tasks.values_list("state", "read__line")) == {("open", "GAS-OUT")}
    assert entries(gas_to_send)[-1] == "advice.withdrawn"
    card = BoardEvent.objects.order_by("sequence").last().payload
    assert '"kind":"recall"' in card and '"open":30' in card and "01632" not in card
    assert board(sol.centre_id, noon)["recalls"][0]["open"] == 30


def test_the_line_is_refused_at_once_and_says_what_to_say_instead(gas_to_send, amina, sol, noon):
    recall = withdraw(sol, noon)
    with pytest.raises(Refusal) as refusal:
        read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    assert refusal.value.code == "advice-withdrawn"
    assert INSTEAD in refusal.value.message and refusal.value.facts["say_instead"] == INSTEAD
    shown = incident_whole(fresh(gas_to_send), amina)["outcome"]
    assert shown["advice"][0]["id"] == recall.replacement and shown["advice"][0]["text"] == INSTEAD
    assert shown["forbidden"][0]["say_instead"] == INSTEAD
    assert AdviceRead.objects.count() == 0


def test_what_is_said_instead_is_read_and_recorded_and_can_be_withdrawn_itself(gas_to_send, amina, sol, noon):
    first = withdraw(sol, noon)
    assert read_advice(incident_id=gas_to_send.pk, line=first.replacement, by=amina, at=noon).text == INSTEAD
    second = withdraw_advice(line=first.replacement, why="Wrong too", say_instead="Wait for us outside.", by=sol, at=noon)
    assert RecallTask.objects.get(recall=second).read.line == first.replacement
    line = incident_whole(fresh(gas_to_send), amina)["outcome"]["advice"][0]
    assert (line["id"], line["text"], line["instead_of"]["id"]) == (second.replacement, "Wait for us outside.", "GAS-OUT")


def test_a_line_read_before_is_not_read_again_after_it_was_withdrawn(gas_to_send, amina, sol, noon):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw(sol, noon)
    with pytest.raises(Refusal) as refusal:
        read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    assert refusal.value.code == "advice-withdrawn"


def test_another_wording_of_the_line_may_be_read(gas_to_send, amina, sol, noon):
    withdraw(sol, noon)
    outcome = {**gas_to_send.outcome, "advice": [{"id": "GAS-OUT", "text": "Newly approved words."}]}
    Incident.objects.filter(pk=gas_to_send.pk).update(outcome=outcome)
    assert read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon).text == "Newly approved words."


def test_a_reading_that_named_nobody_concerns_everybody_of_the_incident(gas_to_send, telephony, amina, sol, noon):
    read = read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    for _ in range(2):
        link_contact(incident_id=gas_to_send.pk, contact_id=offer(telephony).pk, by=amina, at=noon)
    recall = withdraw(sol, noon)
    assert read.contact_id is None
    assert RecallTask.objects.filter(recall=recall, contact__isnull=False).count() == RecallTask.objects.count() == 2


def test_an_incident_without_contacts_is_called_on_its_own_number(gas_to_send, amina, sol, noon):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw(sol, noon)
    task = RecallTask.objects.get()
    assert (task.contact, task.incident) == (None, gas_to_send)


@pytest.mark.parametrize(("closed_h_ago", "window_h", "people"), [(3, 4, 1), (5, 4, 0), (5, 0, 0)])
def test_people_of_closed_incidents_count_within_the_window_chosen(gas_to_send, amina, sol, noon, closed_h_ago, window_h, people):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    Incident.objects.filter(pk=gas_to_send.pk).update(stage="closed", closed_at=noon - timedelta(hours=closed_h_ago))
    withdraw(sol, noon, closed_within_h=window_h)
    assert RecallTask.objects.count() == people
    assert LogLine.objects.filter(entry="advice.withdrawn").count() == people


def test_people_of_another_centre_are_not_ours_to_call(gas_to_send, amina, charlie, noon):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw(charlie, noon)
    assert RecallTask.objects.count() == 0
    assert read_advice(incident_id=gas_to_send.pk, line="GAS-NOSPARK", by=amina, at=noon)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"why": " "}, "words-needed"),
        ({"say_instead": " "}, "words-needed"),
        ({"line": "NO-SUCH"}, "line-unknown"),
        ({"line": "instead-99999"}, "line-unknown"),
        ({"closed_within_h": 9999}, "window-unknown"),
        ({"call_back_within_min": 0}, "window-unknown"),
    ],
)
def test_it_needs_a_line_in_use_a_reason_and_other_words(gas_to_send, sol, noon, change, code):
    with pytest.raises(Refusal) as refusal:
        withdraw_advice(**{"line": "GAS-OUT", "why": "Not safe", "say_instead": INSTEAD, "by": sol, "at": noon, **change})
    assert refusal.value.code == code
    assert Recall.objects.count() == LogLine.objects.filter(entry="advice.withdrawn").count() == 0


def test_the_words_withdrawn_are_not_what_to_say_instead(gas_to_send, sol, noon):
    held = next(each for each in live_packs(sol.centre_id) if "GAS-OUT" in each.advice_library)
    with pytest.raises(Refusal) as refusal:
        withdraw_advice(line="GAS-OUT", why="Slip", say_instead=f"  {held.advice_text('GAS-OUT')}", by=sol, at=noon)
    assert refusal.value.code == "words-same"


def test_a_line_is_withdrawn_once(gas_to_send, sol, tess, noon):
    first = withdraw(sol, noon)
    with pytest.raises(Refusal) as refusal:
        withdraw(tess, noon)
    assert (refusal.value.code, refusal.value.facts["recall"]) == ("line-withdrawn", first.pk)


@pytest.mark.parametrize(
    ("role", "allowed"), [("agent", False), ("dispatcher", False), ("procedure_author", False), ("procedure_approver", True)]
)
def test_only_who_answers_for_advice_withdraws_it(gas_to_send, wexmouth, noon, role, allowed):
    person = make_person(wexmouth, "somebody", "Some Body", role)
    if allowed:
        assert withdraw(person, noon).withdrawn_by_id == person.user_id
    else:
        with pytest.raises(NotAllowed):
            withdraw(person, noon)


def test_when_time_is_up_an_alarm_rings_and_comes_again_until_all_are_told(gas_to_send, telephony, amina, sol, noon):
    heard(gas_to_send, telephony, amina, noon, 2)
    recall = withdraw(sol, noon, call_back_within_min=20)
    Timer.objects.exclude(kind="recall-overdue").delete()
    assert let_time_pass(noon + 19 * MINUTE) == []
    assert "recall-overdue" in let_time_pass(noon + 20 * MINUTE)
    alarm = Escalation.objects.get(cause="advice_recall")
    assert "2 people have not been told" in alarm.what and "GAS-OUT" in alarm.what
    let_time_pass(noon + 36 * MINUTE)  # not taken: it rings on, and no second one is raised
    assert Escalation.objects.filter(cause="advice_recall").count() == 1
    take_alarm(alarm_id=alarm.pk, by=sol, at=noon + 36 * MINUTE)
    let_time_pass(noon + 51 * MINUTE)
    assert Escalation.objects.filter(cause="advice_recall").count() == 2
    for task in RecallTask.objects.filter(recall=recall):
        record_call_back(task_id=task.pk, result="told", by=amina, at=noon + 52 * MINUTE)
    assert not Timer.objects.armed().filter(kind="recall-overdue").exists()


def test_the_alarm_is_on_the_board_even_when_every_incident_of_it_is_closed(gas_to_send, amina, sol, noon):
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    Incident.objects.filter(pk=gas_to_send.pk).update(stage="closed", closed_at=noon)
    withdraw(sol, noon, call_back_within_min=1)
    let_time_pass(noon + 2 * MINUTE)
    assert [each["cause"] for each in board(sol.centre_id, noon)["alarms"]] == ["advice_recall"]
    assert take_alarm(alarm_id=Escalation.objects.get().pk, by=sol, at=noon).taken_at == noon


def test_a_call_back_outlives_its_incident(flood, amina, sol, noon):
    read_advice(incident_id=flood.pk, line="FL-ELEC", by=amina, at=noon)
    recall = withdraw(sol, noon, line="FL-ELEC")
    Incident.objects.filter(pk=flood.pk).update(stage="closed", closed_at=noon)
    with pytest.raises(Refusal):
        close_incident(incident_id=flood.pk, code="resolved_on_scene", outcome="Dry", by=amina, at=noon)
    done = record_call_back(task_id=RecallTask.objects.get(recall=recall).pk, result="told", by=amina, at=noon)
    assert done.state == "told" and fresh(flood).closed_at == noon


def test_a_line_that_was_right_after_all_is_restored(gas_to_send, telephony, amina, sol, noon):
    heard(gas_to_send, telephony, amina, noon, 2)
    recall = withdraw(sol, noon)
    told = RecallTask.objects.first()
    record_call_back(task_id=told.pk, result="told", by=amina, at=noon)
    restore_advice(recall_id=recall.pk, why="The street is safe after all", by=sol, at=noon + MINUTE)
    assert sorted(RecallTask.objects.values_list("state", flat=True)) == ["not_needed", "told"]
    assert entries(gas_to_send)[-1] == "advice.restored"
    assert board(sol.centre_id, noon)["recalls"] == []
    assert read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon).line == "GAS-OUT"
    assert withdraw(sol, noon + MINUTE).pk != recall.pk
    with pytest.raises(Refusal) as refusal:
        restore_advice(recall_id=recall.pk, why="Again", by=sol, at=noon)
    assert refusal.value.code == "recall-lifted"


def test_a_stranger_finds_no_recall(gas_to_send, sol, charlie, noon):
    recall = withdraw(sol, noon)
    with pytest.raises(NotFound):
        restore_advice(recall_id=recall.pk, why="Mine", by=charlie, at=noon)
