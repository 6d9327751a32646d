"""Noting that a replayed record contradicts itself."""

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.anomaly import note_anomaly
from incidents.models import LogLine
from tests.factories import fresh


def test_an_oddity_is_noted_with_its_kind(gas, amina, noon):
    note_anomaly(incident_id=gas.pk, kind="arrived-before-sent", text="Arrived before it was sent", by=amina, at=noon)
    line = LogLine.objects.filter(incident=gas).latest("number")
    assert (line.entry, line.known) == ("replay.anomaly", {"kind": "arrived-before-sent"})


def test_an_oddity_needs_words_and_an_incident_of_ones_own(gas, amina, charlie, noon):
    with pytest.raises(Refusal):
        note_anomaly(incident_id=gas.pk, kind="odd", text=" ", by=amina, at=noon)
    with pytest.raises(NotFound):
        note_anomaly(incident_id=gas.pk, kind="odd", text="Odd", by=charlie, at=noon)
    assert fresh(gas).log_count == gas.log_count
