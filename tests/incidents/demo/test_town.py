"""The invented centre has everybody and everything that the shipped procedures call for, and nothing that is real."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from incidents.demo.gazetteer import at
from incidents.demo.town import CENTRE, ORGANISATIONS, PEOPLE, STATIONS, UNITS
from incidents.rules.packs import PackSet, read_folder

DRAMA_NUMBER = r"01632 960\d{3}"


@cache
def packs() -> PackSet:
    return read_folder(Path(__file__).resolve().parents[3] / "incidents" / "packs")


def test_every_capability_has_a_unit_and_the_common_ones_have_two() -> None:
    counted = Counter(capability for unit in UNITS for capability in unit.capabilities)
    core = packs().core
    assert core is not None
    assert set(counted) == set(core.capabilities)
    assert min(counted.values()) >= 2


def test_every_response_plan_can_be_met_by_different_units() -> None:
    counted = Counter(capability for unit in UNITS for capability in unit.capabilities)
    plans = [line for pack in packs().packs for kind in pack.incident_types for plan in kind.response_plans.values() for line in plan]
    assert plans
    assert all(counted[line.capability] >= line.count for line in plans)


def test_every_organisation_of_the_core_file_has_a_number_and_its_authority() -> None:
    core = packs().core
    assert core is not None
    ours = {organisation.code: organisation for organisation in ORGANISATIONS}
    assert set(ours) == set(core.organisations)
    for code, wanted in core.organisations.items():
        assert ours[code].authority == wanted.authority
        assert ours[code].telephone == wanted.contact if wanted.contact else re.fullmatch(DRAMA_NUMBER, ours[code].telephone)


def test_call_signs_numbers_and_addresses_are_used_once() -> None:
    for found in ([u.call_sign for u in UNITS], [u.telephone for u in UNITS], [u.email for u in UNITS], [p.username for p in PEOPLE]):
        assert len(set(found)) == len(found)


def test_units_are_reached_only_at_drama_numbers_and_example_addresses() -> None:
    assert all(re.fullmatch(DRAMA_NUMBER, unit.telephone) for unit in UNITS)
    assert all(re.fullmatch(r"unit-[a-z]\d\d@wexmouth\.example", unit.email) for unit in UNITS)


def test_units_stand_near_a_station_that_exists() -> None:
    stations = {station.code: station for station in STATIONS}
    assert 6 <= len(stations) <= 8
    for unit in UNITS:
        assert unit.base_uprn == stations[unit.station].uprn
        assert abs(unit.lat - stations[unit.station].lat) < 0.02
        assert abs(unit.lon - stations[unit.station].lon) < 0.03


def test_the_ten_demo_people_have_ten_roles() -> None:
    assert {person.username: person.name for person in PEOPLE[:4]} == {
        "agent": "Amina Khan",
        "dispatcher": "Dev Patel",
        "supervisor": "Sol Reyes",
        "lead": "Tess Moran",
    }
    assert len(PEOPLE) == len({person.role for person in PEOPLE}) == 10


def test_the_centre_keeps_london_time_and_lies_in_its_town() -> None:
    hall = at("999000000003")
    assert (CENTRE.code, CENTRE.time_zone) == ("wexmouth", "Europe/London")
    assert abs(CENTRE.lat - hall.lat) < 0.02 and abs(CENTRE.lon - hall.lon) < 0.02
