"""Two who receive one handover, and one line decided by many screens at once."""

from functools import partial

import pytest

from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.handover import begin_handover
from incidents.models import Escalation, Handover, HandoverEvent
from tests.factories import OURS, Rest, answer_all, log_incident, make_person
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def handover(transactional_db, amina, sol, noon):
    """Sol has an alarm of each of three incidents."""
    for _ in range(3):
        incident = answer_all(log_incident(amina, "GAS-SMELL"), OURS, by=amina)
        alarm = escalate(incident_id=incident.pk, what="Is this ours?", by=amina, at=noon)
        take_alarm(alarm_id=alarm.pk, by=sol, at=noon)
    return begin_handover(by=sol, at=noon)


def test_of_two_who_receive_it_one_does_and_a_line_is_accepted_once(handover, wexmouth, tess):
    joan = make_person(wexmouth, "joan", "Joan Tennant", "supervisor")
    key = handover.lines.first().key
    decide = {"line": key, "decision": "accepted"}
    acts = [partial(twin(Rest(person)).post, f"handovers/{handover.pk}/decisions/", decide) for person in (tess, joan) for _ in range(4)]
    answers = all_at_once(acts)
    assert statuses(answers) == {201: 1, 409: 7}
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"line-done", "handover-received"}
    assert HandoverEvent.objects.filter(what="received").count() == HandoverEvent.objects.filter(what="accepted").count() == 1


def test_it_is_sealed_once_while_the_incidents_are_worked_on(handover, as_amina, tess, amina):
    rest = Rest(tess)
    shown = rest.get(f"handovers/{handover.pk}/").json()
    for line in shown["lines"]:
        rest.post(f"handovers/{handover.pk}/decisions/", {"line": line["key"], "decision": "accepted"})
    references = list(Escalation.objects.values_list("incident__reference", flat=True))
    notes = [partial(twin(as_amina).post, f"incidents/{each}/log/", {"text": "The caller rang again"}) for each in references * 2]
    seals = [partial(twin(rest).post, f"handovers/{handover.pk}/sealed/", {}) for _ in range(4)]
    answers = all_at_once([*notes, *seals])
    assert statuses(answers[: len(notes)]) == {201: len(notes)}
    refused = [each.json() for each in answers[len(notes) :] if each.status_code != 200]
    assert [each["code"] for each in refused] == ["handover-sealed"] * 3
    assert HandoverEvent.objects.filter(what="sealed").count() == 1
    assert set(Escalation.objects.values_list("taken_by", flat=True)) == {tess.user_id}
    assert Handover.objects.get().sealed_at is not None
