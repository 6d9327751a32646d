"""Reading a line while it is being withdrawn, and two people at one call-back."""

from functools import partial

import pytest

from dispatch.live.models import BoardEvent
from incidents.commands.advise import read_advice
from incidents.models import AdviceRead, Incident, Recall, RecallTask
from incidents.queries.board import board
from tests.factories import OURS, answer_all, log_incident
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]
WITHDRAWAL = {"line": "GAS-OUT", "why": "The street is not safe", "say_instead": "Stay where you are."}


@pytest.fixture
def many(transactional_db, amina):
    """A dozen assessed incidents, each about to hear the line."""
    return [answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina) for _ in range(12)]


@pytest.mark.parametrize("turn", range(3))
def test_a_line_read_at_the_very_moment_of_withdrawal_gets_a_call_back_or_is_refused(many, as_amina, as_sol, amina, noon, turn):
    for incident in many[:3]:
        read_advice(incident_id=incident.pk, line="GAS-OUT", by=amina, at=noon)
    acts = [partial(twin(as_amina).post, f"incidents/{each.reference}/advice/", {"line": "GAS-OUT"}) for each in many]
    place = (0, 6, 12)[turn]
    acts.insert(place, partial(as_sol.post, "recalls/", WITHDRAWAL))
    answers = all_at_once(acts)
    assert answers.pop(place).status_code == 201
    assert set(statuses(answers)) <= {201, 409}
    assert {each.json()["code"] for each in answers if each.status_code == 409} <= {"advice-withdrawn"}
    heard = set(AdviceRead.objects.filter(line="GAS-OUT").values_list("incident", flat=True))
    assert set(RecallTask.objects.values_list("incident", flat=True)) == heard
    read_now = {each.pk for each, answer in zip(many, answers, strict=True) if answer.status_code == 201}
    assert heard == read_now | {each.pk for each in many[:3]}


def test_of_many_who_withdraw_a_line_one_does(many, as_sol, amina, noon):
    read_advice(incident_id=many[0].pk, line="GAS-OUT", by=amina, at=noon)
    answers = all_at_once([partial(twin(as_sol).post, "recalls/", WITHDRAWAL) for _ in range(8)])
    assert statuses(answers) == {201: 1, 409: 7}
    assert Recall.objects.count() == RecallTask.objects.count() == 1


def test_many_people_take_one_call_back_and_one_has_it(many, as_amina, as_dev, as_sol, amina, noon):
    read_advice(incident_id=many[0].pk, line="GAS-OUT", by=amina, at=noon)
    as_sol.post("recalls/", WITHDRAWAL)
    path = f"call-backs/{RecallTask.objects.get().pk}/taken/"
    answers = all_at_once([partial(twin(rest).post, path) for rest in (as_amina, as_dev) for _ in range(6)])
    assert statuses(answers) == {200: 1, 409: 11}
    assert RecallTask.objects.get().taken_by.name == next(each.json()["taken_by"] for each in answers if each.status_code == 200)


def test_results_on_many_incidents_at_once_leave_a_true_count_on_the_board(many, as_amina, as_sol, amina, noon):
    for incident in many:
        read_advice(incident_id=incident.pk, line="GAS-OUT", by=amina, at=noon)
    as_sol.post("recalls/", WITHDRAWAL)
    tasks = list(RecallTask.objects.order_by("pk"))
    answers = all_at_once([partial(twin(as_amina).post, f"call-backs/{task.pk}/result/", {"result": "told"}) for task in tasks[1:]])
    assert statuses(answers) == {201: len(tasks) - 1}
    last = '"kind":"recall"'
    newest = max(BoardEvent.objects.filter(payload__contains=last), key=lambda event: event.sequence)
    assert '"open":1,' in newest.payload
    assert board(amina.centre_id, noon)["recalls"][0]["open"] == 1
    assert Incident.objects.filter(log_lines__entry="call_back.done").count() == len(tasks) - 1
