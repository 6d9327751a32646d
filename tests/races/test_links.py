"""Linking at the same instant: no circle of duplicates, no incident lost, no deadlock."""

from functools import partial

import pytest

from incidents.models import Incident, IncidentLink
from tests.factories import log_incident
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def no_circle() -> None:
    """Every duplicate points at an open incident that is none, and its row says the same as its link."""
    standing = {link.incident_id: link.other for link in IncidentLink.objects.standing().filter(kind="duplicate").select_related("other")}
    for incident in Incident.objects.all():
        main = standing.get(incident.pk)
        assert incident.duplicate_of == (main.reference if main else "")
        assert main is None or (main.pk not in standing and main.is_open)


def link(rest, one, other):
    return rest.post(f"incidents/{one.reference}/links/", {"other": other.reference, "kind": "duplicate", "why": "The same fire"})


@pytest.mark.parametrize("turn", range(5))
def test_two_agents_link_each_to_the_other(as_amina, as_dev, amina, turn):
    one, other = log_incident(amina), log_incident(amina)
    answers = all_at_once([partial(link, twin(as_amina), one, other), partial(link, twin(as_dev), other, one)])
    assert statuses(answers) == {201: 1, 409: 1}
    no_circle()
    assert Incident.objects.open().count() == 1


def test_a_ring_of_six_never_closes(as_amina, as_dev, as_sol, amina):
    ring = [log_incident(amina) for _ in range(6)]
    rests = [as_amina, as_dev, as_sol] * 4
    pairs = [(ring[place], ring[(place + step) % 6]) for place in range(6) for step in (1, 2)]
    answers = all_at_once([partial(link, twin(rest), *pair) for rest, pair in zip(rests, pairs, strict=True)])
    assert set(statuses(answers)) <= {201, 409}
    assert statuses(answers)[201] >= 3
    no_circle()
