"""Telling outside organisations, and proving it."""

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.inform import confirm_notice
from incidents.models import Notice
from tests.factories import answer_all, entries, fresh, log_incident


def test_a_reference_proves_it(gas_to_send, amina, noon):
    notice = confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference=" G-1 ", by=amina, at=noon)
    assert (notice.confirmed_at, notice.confirmed_by_name, notice.their_reference) == (noon, "Amina Khan", "G-1")
    assert entries(gas_to_send)[-1] == "organisation.told"


def test_without_a_name_or_a_reference_it_is_refused(gas_to_send, amina, noon):
    with pytest.raises(Refusal) as refusal:
        confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", by=amina, at=noon, spoke_to=" ")
    assert refusal.value.code == "proof-needed"
    assert Notice.objects.get().confirmed_at is None


def test_telling_twice_is_refused_and_keeps_the_first_proof(gas_to_send, amina, dev, noon):
    confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-2", by=dev, at=noon)
    assert refusal.value.code == "already-told"
    assert Notice.objects.get().their_reference == "G-1"


def test_an_organisation_that_the_outcome_does_not_name_is_not_found(gas_to_send, amina, noon):
    with pytest.raises(NotFound):
        confirm_notice(incident_id=gas_to_send.pk, code="WATER_CO", their_reference="W-1", by=amina, at=noon)


def test_some_organisations_are_a_supervisors_to_tell(amina, sol, noon):
    river = answer_all(log_incident(amina, "FLOOD"), ("deny", "river_or_sea"), by=amina)
    with pytest.raises(NotAllowed):
        confirm_notice(incident_id=river.pk, code="EMERGENCY_PLANNING", spoke_to="Jo", by=amina, at=noon)
    assert fresh(Notice.objects.get(code="EMERGENCY_PLANNING")).confirmed_at is None
    assert confirm_notice(incident_id=river.pk, code="EMERGENCY_PLANNING", spoke_to="Jo", by=sol, at=noon).confirmed_at == noon


def test_a_stranger_and_a_connected_system_may_not(gas_to_send, charlie, telephony, noon):
    with pytest.raises(NotFound):
        confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=charlie, at=noon)
    with pytest.raises(NotAllowed):
        confirm_notice(incident_id=gas_to_send.pk, code="GAS_EMERGENCY", their_reference="G-1", by=telephony, at=noon)
