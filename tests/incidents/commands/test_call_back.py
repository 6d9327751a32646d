"""Calling back whoever heard withdrawn advice: one person has each call-back, and only a result ends it."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.advise import read_advice
from incidents.commands.call_back import record_call_back, sign_unreached, take_call_back
from incidents.commands.recall import withdraw_advice
from incidents.models import AdviceRead, RecallTask
from incidents.queries.recall_page import recall_numbered, recall_whole
from tests.factories import entries, fresh, make_person

INSTEAD = "Stay where you are and close the doors."


@pytest.fixture
def task(gas_to_send, amina, sol, noon):
    """One person who heard a line that was withdrawn."""
    read_advice(incident_id=gas_to_send.pk, line="GAS-OUT", by=amina, at=noon)
    withdraw_advice(line="GAS-OUT", why="The street is not safe", say_instead=INSTEAD, by=sol, at=noon)
    return RecallTask.objects.get()


def test_one_person_has_it_and_the_second_is_told_who(task, amina, dev, noon):
    assert take_call_back(task_id=task.pk, by=amina, at=noon).taken_by_id == amina.user_id
    for act in (
        lambda: take_call_back(task_id=task.pk, by=dev, at=noon),
        lambda: record_call_back(task_id=task.pk, result="told", by=dev, at=noon),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert (refusal.value.code, refusal.value.message) == ("call-back-taken", "Amina Khan has this call-back.")
    assert fresh(task).taken_by_id == amina.user_id


def test_a_supervisor_takes_it_over(task, amina, sol, noon):
    take_call_back(task_id=task.pk, by=amina, at=noon)
    assert take_call_back(task_id=task.pk, by=sol, at=noon).taken_by_id == sol.user_id


def test_reached_and_told_ends_it_and_keeps_what_was_said(task, amina, noon, gas_to_send):
    record_call_back(task_id=task.pk, result="told", by=amina, at=noon)
    done = fresh(task)
    assert (done.state, done.done_by_id, done.tries) == ("told", amina.user_id, 1)
    assert AdviceRead.objects.get(line=done.recall.replacement).text == INSTEAD
    assert entries(gas_to_send)[-1] == "call_back.done"
    with pytest.raises(Refusal) as refusal:
        record_call_back(task_id=task.pk, result="told", by=amina, at=noon)
    assert refusal.value.code == "call-back-done"


def test_not_reached_keeps_it_open_for_anybody(task, amina, noon):
    take_call_back(task_id=task.pk, by=amina, at=noon)
    again = noon + timedelta(minutes=10)
    record_call_back(task_id=task.pk, result="try_again", again_at=again, words="No answer", by=amina, at=noon)
    waiting = fresh(task)
    assert (waiting.state, waiting.taken_by, waiting.again_at, waiting.tries, waiting.words) == ("open", None, again, 1, "No answer")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"result": "done"}, "result-unknown"),
        ({"result": "told_otherwise"}, "words-needed"),
        ({"result": "cannot_reach", "words": " "}, "words-needed"),
        ({"result": "try_again"}, "time-needed"),
        ({"result": "try_again", "again_at": timedelta(minutes=-1)}, "time-needed"),
        ({"result": "try_again", "again_at": timedelta(days=30)}, "time-needed"),
    ],
)
def test_only_a_whole_result_counts(task, amina, noon, told, code):
    if "again_at" in told:
        told = {**told, "again_at": noon + told["again_at"]}
    with pytest.raises(Refusal) as refusal:
        record_call_back(task_id=task.pk, by=amina, at=noon, **told)
    assert refusal.value.code == code
    assert (fresh(task).state, fresh(task).tries) == ("open", 0)


def test_that_nobody_can_reach_them_is_signed_by_a_supervisor(task, amina, dev, sol, noon):
    record_call_back(task_id=task.pk, result="cannot_reach", words="The number is not in use", by=amina, at=noon)
    assert fresh(task).state == "to_sign" and fresh(task).done_at is None
    with pytest.raises(NotAllowed):
        sign_unreached(task_id=task.pk, agreed=True, by=dev, at=noon)
    sign_unreached(task_id=task.pk, agreed=True, by=sol, at=noon)
    assert (fresh(task).state, fresh(task).done_by_id) == ("unreachable", sol.user_id)


def test_a_supervisor_may_ask_for_another_try(task, amina, sol, noon):
    record_call_back(task_id=task.pk, result="cannot_reach", words="No answer at all", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        sign_unreached(task_id=task.pk, agreed=False, by=sol, at=noon)
    assert refusal.value.code == "words-needed"
    sign_unreached(task_id=task.pk, agreed=False, words="Send the van to the door", by=sol, at=noon)
    assert (fresh(task).state, fresh(task).taken_by, fresh(task).words) == ("open", None, "Send the van to the door")
    with pytest.raises(Refusal) as nothing:
        sign_unreached(task_id=task.pk, agreed=True, by=sol, at=noon)
    assert nothing.value.code == "nothing-to-sign"


def test_a_supervisors_own_word_needs_no_second_signature(task, sol, noon):
    assert record_call_back(task_id=task.pk, result="cannot_reach", words="Abroad", by=sol, at=noon).state == "unreachable"


def test_names_and_numbers_are_for_those_who_call(task, amina, wexmouth, noon):
    author = make_person(wexmouth, "author", "An Author", "procedure_author")
    recall = recall_numbered(wexmouth.pk, task.recall_id)
    assert recall_whole(recall, amina)["tasks"][0]["number"] == "07700 900123"
    assert "900123" not in str(recall_whole(recall, author))


def test_a_stranger_finds_no_call_back(task, charlie, noon):
    with pytest.raises(NotFound):
        take_call_back(task_id=task.pk, by=charlie, at=noon)
    with pytest.raises(NotFound):
        take_call_back(task_id=10**9, by=charlie, at=noon)
