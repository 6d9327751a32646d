"""What happens when everybody clicks at once: one winner, a reason for the others, no deadlock, no 5xx."""

from functools import partial

import pytest

from dispatch.api.models import FirstAnswer
from incidents.commands.escalate import escalate
from incidents.commands.inform import confirm_notice
from incidents.commands.respond import report_status
from incidents.models import Deployment, Incident, LogLine, PathAnswer
from incidents.queries.closing import required_facts
from resources.models import Unit
from tests.factories import fresh, log_incident, make_unit, read_out, send
from tests.races.conftest import AT_ONCE, all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def test_fifty_dispatchers_grab_one_unit_and_one_gets_it(fifty, amina, van):
    incidents = [log_incident(amina) for _ in fifty]
    answers = all_at_once(
        [
            partial(rest.post, f"incidents/{incident.reference}/deployments/", {"units": ["B41"]})
            for rest, incident in zip(fifty, incidents, strict=True)
        ]
    )
    assert statuses(answers) == {201: 1, 409: AT_ONCE - 1}
    holder = Deployment.objects.active().get().incident.reference
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {each["code"] for each in refused} == {"unit-unavailable"}
    assert {each["facts"]["holder"] for each in refused} == {holder}
    assert fresh(van).engaged_on == holder


def test_one_click_sent_fifty_times_makes_one_record_and_fifty_equal_answers(fifty, wexmouth):
    answers = all_at_once([partial(rest.post, "incidents/", {"summary": "Smell of gas"}, key="one-click") for rest in fifty])
    assert statuses(answers) == {201: AT_ONCE}
    assert len({answer.content for answer in answers}) == 1
    assert Incident.objects.count() == FirstAnswer.objects.count() == LogLine.objects.count() == 1


def test_the_same_click_sends_a_unit_once(fifty, gas_to_send, van):
    path = f"incidents/{gas_to_send.reference}/deployments/"
    answers = all_at_once([partial(rest.post, path, {"units": ["B41"]}, key="one-click") for rest in fifty])
    assert statuses(answers) == {201: AT_ONCE}
    assert Deployment.objects.count() == 1


def test_many_people_answer_one_call_and_one_has_it(as_amina, as_dev, as_sol, call):
    rests = [twin(rest) for rest in (as_amina, as_dev, as_sol) for _ in range(4)]
    answers = all_at_once([partial(rest.post, f"contacts/{call.pk}/answer/") for rest in rests])
    assert statuses(answers) == {200: 1, 409: 11}
    name = next(answer.json()["answered_by"] for answer in answers if answer.status_code == 200)
    assert {answer.json()["detail"] for answer in answers if answer.status_code == 409} == {f"{name} has this contact."}


def test_many_people_take_one_alarm_and_one_has_it(as_dev, as_sol, gas, amina, noon):
    alarm = escalate(incident_id=gas.pk, what="Is this ours?", by=amina, at=noon)
    rests = [twin(rest) for rest in (as_dev, as_sol) for _ in range(6)]
    answers = all_at_once([partial(rest.post, f"alarms/{alarm.pk}/taken/") for rest in rests])
    assert statuses(answers) == {200: 1, 409: 11}
    assert fresh(alarm).taken_by_id
    assert LogLine.objects.filter(entry="escalation.taken").count() == 1


def test_two_answers_to_one_question_leave_one(as_amina, as_dev, gas):
    path = f"incidents/{gas.reference}/answers/"
    answers = all_at_once(
        [
            partial(twin(rest).post, path, {"question": "q_harm", "answer": word})
            for rest in (as_amina, as_dev)
            for word in ("deny", "affirm")
        ]
    )
    assert statuses(answers) == {201: 1, 409: 3}
    assert PathAnswer.objects.count() == 1


def test_closing_while_sending_does_one_or_the_other(as_amina, as_dev, sent, amina, noon, wexmouth):
    for status in ("acknowledged", "on_scene", "clear"):
        report_status(deployment_id=sent.pk, status=status, by=amina, at=noon)
    confirm_notice(incident_id=sent.incident_id, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    make_unit(wexmouth, "H22")
    reference = sent.incident.reference
    read_out(sent.incident, by=amina)
    facts = dict.fromkeys(required_facts(fresh(sent.incident)), "Done")
    close, deploy = all_at_once(
        [
            partial(as_amina.post, f"incidents/{reference}/closure/", {"code": "resolved_on_scene", "outcome": "Safe", "facts": facts}),
            partial(as_dev.post, f"incidents/{reference}/deployments/", {"units": ["H22"]}),
        ]
    )
    assert sorted([close.status_code, deploy.status_code]) == [201, 409]
    incident = fresh(sent.incident)
    assert incident.is_open == Deployment.objects.active().filter(incident=incident).exists()
    assert (Unit.objects.get(call_sign="H22").engaged_on == reference) == incident.is_open


def test_crossed_units_on_crossed_incidents_never_deadlock(fifty, amina, wexmouth):
    for name in ("U1", "U2", "U3"):
        make_unit(wexmouth, name)
    one, other = log_incident(amina), log_incident(amina)
    first, second = send(one, "U1", by=amina), send(other, "U2", by=amina)
    acts = []
    for number, rest in enumerate(fifty):
        mine, theirs = (one, first) if number % 2 else (other, second), ["U3", "U2", "U1"] if number % 2 else ["U1", "U2", "U3"]
        acts.append(
            [
                partial(rest.post, f"incidents/{mine[0].reference}/deployments/", {"units": theirs}),
                partial(rest.post, f"deployments/{mine[1].pk}/status/", {"status": "en_route" if number % 4 < 2 else "delayed"}),
                partial(rest.post, f"units/U{number % 3 + 1}/position/", {"lat": 50.5, "lon": -2.9}),
                partial(rest.post, f"incidents/{mine[0].reference}/log/", {"text": "Still here"}),
            ][number % 4]
        )
    answers = all_at_once(acts)
    assert set(statuses(answers)) <= {200, 201, 409}
    assert Deployment.objects.active().count() == 2


def test_incident_numbers_have_no_hole_and_no_twin(fifty, wexmouth):
    answers = all_at_once([partial(rest.post, "incidents/", {"summary": "Smell of gas"}) for rest in fifty])
    assert sorted(int(answer.json()["reference"]) for answer in answers) == list(range(1001, 1001 + AT_ONCE))
