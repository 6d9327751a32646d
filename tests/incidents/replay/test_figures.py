"""The figures of a replayed record are those that its source files give by hand: maxima, percentiles, counts within target."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from incidents.queries.kpi.overview import overview, scope_of
from incidents.replay.centre import ZONE, make_centre
from incidents.replay.driver import Driver
from incidents.replay.source import read_source
from incidents.rules.kpi.figures import Figure
from incidents.rules.kpi.periods import period_of
from tests.incidents.replay import by_hand, invented
from tests.incidents.replay.conftest import WHOLE

pytestmark = pytest.mark.django_db


def replayed_figures(folder: Path, calls: int | None) -> dict[str, Figure]:
    """Replay the record and ask for every figure of its days."""
    zone = ZoneInfo(ZONE)
    source = read_source(folder, zone=zone, calls=calls)
    driver = Driver(make_centre(code="sf", source=source, calls=calls), source)
    driver.run()
    first, last = (event.at.astimezone(zone).date() for event in (source.events[0], source.events[-1]))
    period = period_of("custom", first, zone, last=last + timedelta(days=1))
    asked = scope_of(driver.progress.pk, period, driver.progress.at + timedelta(days=2))
    return {row["formula"].id: row["figure"] for _, _, rows in overview(asked)["families"] for row in rows}


def insist_equal(folder: Path, calls: int | None) -> None:
    found, expected = replayed_figures(folder, calls), by_hand.figures(folder, calls)
    lengths = {
        name: {"n": each.n, "mean": round(each.mean or 0, 6), "p50": each.p50, "p90": each.p90, "p95": each.p95, "max": each.most}
        for name, each in found.items()
        if name in expected["lengths"]
    }
    assert lengths == expected["lengths"]
    assert {name: (found[name].hits, found[name].decided) for name in expected["within"]} == expected["within"]
    assert (found["most_open"].n, found["most_busy"].n) == (expected["most_open"], expected["most_busy"])


def test_an_invented_record_has_the_figures_that_its_files_give_by_hand(tmp_path):
    insist_equal(invented.write(tmp_path / "record", 24), None)


@pytest.mark.timeout(0 if WHOLE else 300)
def test_the_real_record_has_the_figures_that_its_files_give_by_hand(real_record):
    insist_equal(real_record, None if WHOLE else 60)


def test_the_invented_record_holds_what_makes_figures_hard(tmp_path):
    folder = invented.write(tmp_path / "record", 24)
    expected = by_hand.figures(folder)
    hits, decided = expected["within"]["dispatch_to_ack"]
    assert 0 < hits < decided and expected["within"]["response"][0] < expected["within"]["response"][1]
    assert expected["most_busy"] > 2 and expected["lengths"]["travel"]["n"] < expected["lengths"]["dispatch_to_ack"]["n"]
