"""Two supervisors decide at once, and somebody raises meanwhile: one decision holds, and nothing is lowered past a raise."""

from functools import partial

import pytest

from incidents.commands.prioritise import request_lowering
from incidents.models import LogLine
from tests.factories import Rest, fresh
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def test_many_decide_one_lowering_and_one_decision_holds(as_sol, tess, flood, amina, noon):
    request = request_lowering(incident_id=flood.pk, priority="P3", reason="Only drips", by=amina, at=noon)
    path = f"incidents/{flood.reference}/lowering/decision/"
    yes, no = {"approved": True}, {"approved": False, "reason": "A child sleeps below"}
    answers = all_at_once([partial(twin(rest).post, path, body) for rest in (as_sol, Rest(tess)) for body in (yes, no) * 3])
    assert statuses(answers) == {200: 1, 409: 11}
    held = fresh(request)
    assert fresh(flood).priority == ("P3" if held.state == "approved" else "P2")
    assert LogLine.objects.filter(incident=flood, entry__in=["priority.lowered", "priority.lowering_refused"]).count() == 1


@pytest.mark.parametrize("_round", range(4))
def test_a_raise_at_the_moment_of_approval_is_never_undone(as_sol, as_amina, flood, amina, noon, _round):
    request = request_lowering(incident_id=flood.pk, priority="P3", reason="Only drips", by=amina, at=noon)
    approve = partial(twin(as_sol).post, f"incidents/{flood.reference}/lowering/decision/", {"approved": True})
    rise = partial(twin(as_amina).post, f"incidents/{flood.reference}/priority/", {"priority": "P1", "reason": "It came down"})
    approved, raised = all_at_once([approve, rise])
    assert (raised.status_code, fresh(flood).priority) == (200, "P1")
    assert (approved.status_code, fresh(request).state) in [(200, "approved"), (409, "overtaken")]
