"""Two people press at once: one rings back, one takes over, a task is answered once, and a lost call is not answered too."""

from functools import partial

import pytest
from django.utils import timezone

from incidents.commands.contacts import answer_contact, lose_contact
from incidents.commands.intake import link_contact
from incidents.commands.judge import weigh_risk
from incidents.commands.transfers import offer_transfer
from incidents.models import Reassessment
from tests.factories import Rest, fresh, offer
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def many(*rests: Rest) -> list[Rest]:
    return [twin(rest) for rest in rests for _ in range(4)]


def test_many_ring_one_caller_back_and_one_does(as_amina, as_dev, as_sol, telephony):
    at = timezone.now()
    lost = lose_contact(contact_id=offer(telephony, at=at).pk, how="abandoned", by=telephony, at=at)
    answers = all_at_once([partial(rest.post, f"contacts/{lost.pk}/callback/begun/") for rest in many(as_amina, as_dev, as_sol)])
    assert statuses(answers) == {200: 1, 409: 11}
    assert fresh(lost).callback_by_id is not None


def test_many_accept_one_line_and_one_has_it(as_amina, as_dev, as_sol, amina, telephony):
    at = timezone.now()
    contact = answer_contact(contact_id=offer(telephony, at=at).pk, by=amina, at=at)
    offer_transfer(contact_id=contact.pk, line="Highways", why="Theirs", by=amina, at=at)
    answers = all_at_once([partial(rest.post, f"contacts/{contact.pk}/transfer/accepted/") for rest in many(as_dev, as_sol)])
    assert statuses(answers) == {200: 1, 409: 7}


def test_many_accept_a_caller_of_an_incident_and_one_has_it(as_dev, as_sol, amina, gas, telephony):
    at = timezone.now()
    contact = answer_contact(contact_id=offer(telephony, at=at).pk, by=amina, at=at)
    link_contact(incident_id=gas.pk, contact_id=contact.pk, by=amina, at=at)
    offer_transfer(contact_id=contact.pk, line="Highways", why="Theirs", by=amina, at=at)
    answers = all_at_once([partial(rest.post, f"contacts/{contact.pk}/transfer/accepted/") for rest in many(as_dev, as_sol)])
    assert statuses(answers) == {200: 1, 409: 7}
    assert (fresh(contact).state, fresh(contact).incident_id) == ("linked", gas.pk)
    assert fresh(contact).answered_by_id != amina.user_id


def test_a_call_is_answered_or_lost_and_never_both(as_amina, telephony):
    system = Rest(telephony)
    for _ in range(10):
        call = offer(telephony, at=timezone.now())
        acts = [
            partial(twin(as_amina).post, f"contacts/{call.pk}/answer/"),
            partial(twin(system).post, f"contacts/{call.pk}/abandoned/", {}),
        ]
        answers = all_at_once(acts)
        assert statuses(answers) == {200: 1, 409: 1}
        assert (fresh(call).state == "answered") == (fresh(call).lost == "")


def test_twenty_contacts_join_at_once_and_none_is_lost(as_amina, as_dev, gas, amina, telephony):
    at = timezone.now()
    calls = [offer(telephony, at=at) for _ in range(20)]
    acts = [
        partial(twin(rest).post, f"contacts/{call.pk}/incident/", {"incident": gas.reference})
        for call, rest in zip(calls, [as_amina, as_dev] * 10, strict=True)
    ]
    assert statuses(all_at_once(acts)) == {201: 20}
    assert Reassessment.objects.get().contacts == 20
    levels = dict.fromkeys(("threat", "harm", "risk", "vulnerability"), "some")
    weigh_risk(incident_id=gas.pk, levels=levels, words="Twenty people smell it", by=amina, at=at)
    path = f"incidents/{gas.reference}/reassessment/"
    answers = all_at_once([partial(rest.post, path, {"result": "reassessed"}) for rest in many(as_amina, as_dev)])
    assert statuses(answers) == {201: 1, 409: 7}
    late = offer(telephony, at=at)
    link_contact(incident_id=gas.pk, contact_id=late.pk, by=amina, at=at)
    assert Reassessment.objects.filter(settled_at=None).count() == 1
