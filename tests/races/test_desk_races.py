"""One desk, many people; and somebody who leaves while it is taken from them."""

from functools import partial

import pytest

from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.desks import sign_on
from incidents.models import Contact, Desk, DeskLine, DeskTurn, Incident
from tests.factories import Rest, log_incident, offer
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(transactional_db, wexmouth, noon):
    return Desk.objects.create(centre=wexmouth, code="S1", name="Supervisor", role="supervisor", made_at=noon)


def test_of_many_who_take_one_desk_one_has_it_and_the_others_are_told(desk, as_amina, as_dev, as_sol):
    acts = [partial(twin(rest).post, "desks/on/", {"desk": desk.pk}) for rest in (as_amina, as_dev, as_sol) for _ in range(4)]
    answers = all_at_once(acts)
    assert statuses(answers) == {201: 1, 409: 11}
    assert DeskTurn.objects.running().count() == 1
    assert DeskLine.objects.filter(what="signed_on").count() == 1
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"desk-taken", "desk-yours"}


def test_signing_off_and_being_released_at_once_ends_the_turn_once_and_hands_over_once(desk, as_sol, tess, amina, sol, noon):
    incidents = [log_incident(sol, "FLOOD") for _ in range(6)]
    contact = offer(amina)
    answer_contact(contact_id=contact.pk, by=sol, at=noon)
    sign_on(desk_id=desk.pk, by=sol, at=noon)
    off = partial(as_sol.post, "desks/off/", {"rest": "to:agent", "why": "Home"})
    released = partial(Rest(tess).post, f"desks/{desk.pk}/released/", {"rest": "to:agent", "why": "Gone"})
    answers = all_at_once([off, released])
    assert statuses(answers) == {200: 1, 409: 1}
    assert DeskTurn.objects.running().count() == 0
    assert DeskLine.objects.filter(what="handed").count() == len(incidents) + 1
    assert set(Incident.objects.values_list("handled_by", flat=True)) == {amina.user_id}
    assert Contact.objects.get(pk=contact.pk).answered_by_id == amina.user_id


def test_two_desks_pressed_at_once_by_one_person_leave_them_at_one(desk, wexmouth, as_amina, amina, noon):
    other = Desk.objects.create(centre=wexmouth, code="A1", name="Answering", role="agent", made_at=noon)
    acts = [partial(twin(as_amina).post, "desks/on/", {"desk": each.pk}) for each in (desk, other) for _ in range(4)]
    statuses(all_at_once(acts))
    assert DeskTurn.objects.running().filter(person_id=amina.user_id).count() == 1
    with pytest.raises(Refusal):
        sign_on(by=amina, at=noon)
