"""The table of words, and the procedures that it leads to."""

from zoneinfo import ZoneInfo

import pytest

from incidents.replay.centre import ZONE
from incidents.replay.mapping import PACKS, mapping
from incidents.replay.source import read_source
from incidents.rules.packs import read_folder


def test_its_procedures_have_neither_errors_nor_warnings():
    assert [str(finding) for finding in read_folder(PACKS).findings] == []


def test_every_word_of_the_table_leads_to_something_in_the_procedures():
    found = read_folder(PACKS)
    kinds = {kind.code: kind for pack in found.packs for kind in pack.incident_types}
    table = mapping()
    assert {*table.call_types.values(), table.unknown_call_type} == set(kinds)
    assert {line.priority for line in table.priorities} | {table.unknown_priority} == set(table.outcomes)
    assert {*table.dispositions.values(), table.unknown_disposition} <= set(found.core.close_codes)
    for kind in kinds.values():
        assert set(table.outcomes.values()) <= {outcome.id for outcome in kind.tree.outcomes}
        assert kind.close_requires == ("disposition",)


def test_a_word_that_the_table_does_not_have_falls_on_the_safe_side(source):
    cat = source.calls["900003"]
    assert (mapping().type_of(cat), mapping().priority_of(cat), mapping().close_code_of(cat)) == ("ASSIST", "P1", "resolved_on_scene")


@pytest.mark.parametrize(("call", "priority"), [("900001", "P1"), ("900004", "P3"), ("900006", "P2")])
def test_the_priority_follows_the_code_and_the_group(source, call, priority):
    assert mapping().priority_of(source.calls[call]) == priority


def test_every_word_of_the_real_record_is_in_the_table(real_record):
    real = read_source(real_record, zone=ZoneInfo(ZONE))
    table = mapping()
    assert {call.kind for call in real.calls.values()} <= set(table.call_types)
    assert {call.disposition for call in real.calls.values()} <= set(table.dispositions)
    assert all(table.knows_priority_of(call) for call in real.calls.values())
    assert {unit.kind for unit in real.units} <= set(table.unit_types)
