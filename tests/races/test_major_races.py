"""Two supervisors declare at once: one has it, and the others are told who."""

from functools import partial

import pytest

from incidents.models import Escalation, MajorIncident, Methane
from tests.factories import Rest, fresh
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def test_many_declare_at_once_and_one_declaration_holds(as_sol, tess, flood):
    path = f"incidents/{flood.reference}/major/"
    people = [as_sol, Rest(tess)] * 3
    answers = all_at_once([partial(twin(rest).post, path, {"reason": "Three streets"}) for rest in people])
    assert statuses(answers) == {201: 1, 409: 5}
    winner = MajorIncident.objects.get().declared_by_name
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"major-already"}
    assert all(winner in each.json()["detail"] for each in answers if each.status_code == 409)
    assert fresh(flood).major == "declared"
    assert (Methane.objects.count(), Escalation.objects.filter(cause="major").count()) == (1, 1)
