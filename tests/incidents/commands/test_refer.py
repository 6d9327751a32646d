"""Passing a contact to an outside organisation: warm or cold, within one's authority, in both histories."""

import pytest
from django.db import IntegrityError, transaction

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.callbacks import promise_callback
from incidents.commands.contacts import answer_contact
from incidents.commands.intake import link_contact
from incidents.commands.refer import refer_contact
from incidents.commands.transfers import offer_transfer
from incidents.models import Contact, ContactLine, LogLine, Referral
from incidents.queries.contact_cards import contact_card
from incidents.queries.contacts import contact_page
from incidents.queries.floor import colleagues_of
from resources.models import Organisation
from tests.factories import fresh, history


@pytest.fixture
def hers(call, amina, noon) -> Contact:
    """The call, answered by Amina."""
    return answer_contact(contact_id=call.pk, by=amina, at=noon)


def passed(contact: Contact, by, at, **told) -> Contact:
    return refer_contact(
        **{"contact_id": contact.pk, "organisation": "WATER_CO", "warm": False, "why": "A public main", "by": by, "at": at, **told}
    )


def test_a_caller_who_is_given_the_number_has_ended_here_and_the_record_says_which(hers, amina, noon):
    gone = passed(hers, amina, noon)
    assert (gone.state, gone.ended_at, gone.ended_why) == ("ended", noon, "Passed to Water co")
    assert contact_card(gone)["gone"] is True
    assert history(hers) == ["offered", "answered", "referred"]
    (said,) = contact_page(gone)["referrals"]
    assert (said["label"], said["number"], said["warm"], said["spoke_to"], said["why"]) == (
        "Water co",
        "01632 960800",
        False,
        "",
        "A public main",
    )
    assert said["by"] == amina.label


def test_a_caller_who_is_put_through_names_who_took_them(hers, amina, noon):
    with pytest.raises(Refusal) as refusal:
        passed(hers, amina, noon, warm=True, spoke_to=" ")
    assert refusal.value.code == "proof-needed"
    passed(hers, amina, noon, warm=True, spoke_to="Ines, control", number="105")
    line = ContactLine.objects.get(contact=hers, what="referred")
    assert line.text == "Water co, put through on 105, Ines, control took the caller: A public main"


def test_part_of_an_incident_it_stays_there_and_the_log_says_so(hers, gas, amina, noon):
    link_contact(incident_id=gas.pk, contact_id=hers.pk, by=amina, at=noon)
    passed(hers, amina, noon)
    assert (fresh(hers).state, fresh(hers).incident_id, fresh(hers).ended_at) == ("linked", gas.pk, None)
    log = LogLine.objects.filter(incident=gas, entry="contact.note").values_list("text", flat=True)
    assert list(log) == ["Passed to an outside organisation: Water co, given 01632 960800: A public main"]


def test_what_is_a_supervisors_to_contact_is_no_agents(hers, gas, amina, sol, noon):
    with pytest.raises(NotAllowed):
        passed(hers, amina, noon, organisation="EMERGENCY_PLANNING")
    assert (fresh(hers).state, Referral.objects.count()) == ("answered", 0)
    offer = {each["code"] for each in colleagues_of(amina)["organisations"]}
    assert "WATER_CO" in offer
    assert {each["code"] for each in colleagues_of(sol)["organisations"]} - offer == {"EMERGENCY_PLANNING"}


def test_a_supervisor_passes_it_there(call, sol, noon):
    answer_contact(contact_id=call.pk, by=sol, at=noon)
    assert passed(call, sol, noon, organisation="EMERGENCY_PLANNING").state == "ended"


def test_a_body_of_the_procedures_in_use_has_their_number(hers, amina, noon):
    passed(hers, amina, noon, organisation="GAS_EMERGENCY")
    assert Referral.objects.get().number == "0800 111 999"


@pytest.mark.parametrize("code", ["NOBODY", "", "\x00", "\ud800"])
def test_an_organisation_that_is_not_listed_is_not_there(hers, amina, noon, code):
    with pytest.raises(NotFound):
        passed(hers, amina, noon, organisation=code)


def test_another_centres_contact_is_not_there(hers, charlie, noon):
    with pytest.raises(NotFound):
        passed(hers, charlie, noon)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_what_cannot_be_passed_on_stays_as_it_is(hers, gas, amina, dev, noon):
    assert refused(lambda: passed(hers, amina, noon, why=" ")) == "reason-needed"
    assert refused(lambda: passed(hers, dev, noon)) == "contact-taken"
    Organisation.objects.filter(centre=gas.centre, code="WATER_CO").update(telephone="")
    assert refused(lambda: passed(hers, amina, noon)) == "number-needed"
    offer_transfer(contact_id=hers.pk, to="dispatcher", why="Speaks Bengali", by=amina, at=noon)
    assert refused(lambda: passed(hers, amina, noon, number="105")) == "contact-done"
    assert Referral.objects.count() == 0


def test_a_call_back_that_is_owed_comes_first(hers, gas, amina, noon):
    link_contact(incident_id=gas.pk, contact_id=hers.pk, by=amina, at=noon)
    promise_callback(contact_id=hers.pk, due_at=noon.replace(hour=13), why="The time", by=amina, at=noon)
    assert refused(lambda: passed(hers, amina, noon)) == "callback-owed"


def test_the_same_click_twice_is_one_referral(hers, amina, noon):
    passed(hers, amina, noon)
    assert refused(lambda: passed(hers, amina, noon)) == "contact-done"
    assert Referral.objects.count() == 1


def test_the_database_knows_no_warm_referral_without_a_name(hers, amina, noon):
    passed(hers, amina, noon)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(warm=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.update(number="")
