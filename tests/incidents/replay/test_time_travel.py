"""The board made again from the log alone is the board that stood there, at random instants of a replay."""

import random
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from dispatch.live.binding import bind
from dispatch.live.models import BoardEvent, BoardVolume
from incidents.queries.board import board
from incidents.queries.history import board_at
from incidents.replay.centre import ZONE, make_centre
from incidents.replay.driver import Driver
from incidents.replay.source import read_source
from tests.incidents.replay.conftest import WHOLE

pytestmark = pytest.mark.django_db
SEED = 20180113


def as_read(picture: dict[str, Any]) -> Any:
    """As a browser reads it."""
    return orjson.loads(orjson.dumps(picture))


def stored_pictures(driver: Driver, *, steps: int, wanted: int) -> dict[Any, Any]:
    """Replay so many events; the picture as it stood at up to ``wanted`` random instants, each the last act of its instant."""
    events = driver.source.events[: steps + 1]
    ends = [place for place, event in enumerate(events[:-1]) if events[place + 1].at > event.at]
    chosen = set(random.Random(SEED).sample(ends, min(wanted, len(ends))))
    kept = {}
    for place, event in enumerate(events[:-1]):
        driver.step(event)
        if place in chosen:
            kept[event.at] = as_read(board(driver.progress.pk, event.at))
    return kept


def compare(driver: Driver, kept: dict[Any, Any]) -> None:
    centre_id = driver.progress.pk
    now = driver.progress.at + timedelta(hours=1)
    for at, stood in kept.items():
        rebuilt = as_read(board_at(centre_id, at, now=now))
        rebuilt.pop("then")
        assert rebuilt == stood, at


def test_every_instant_of_the_invented_record(begun):
    driver = begun()
    kept = stored_pictures(driver, steps=65, wanted=200)
    assert len(kept) > 30
    compare(driver, kept)
    assert bind(driver.progress.pk, whole=True, per_volume=7) > 5
    assert bind(driver.progress.pk, whole=True) == 0
    BoardEvent.objects.all().delete()
    compare(driver, kept)
    BoardVolume.objects.order_by("-first").first().delete()
    with pytest.raises(AssertionError):
        compare(driver, kept)


@pytest.mark.needs_sqlite
@pytest.mark.timeout(0 if WHOLE else 300)
def test_200_random_instants_of_the_recorded_calls(real_record):
    source = read_source(real_record, zone=ZoneInfo(ZONE))
    driver = Driver(make_centre(code="sf", source=source, calls=None), source)
    kept = stored_pictures(driver, steps=len(source.events) - 1 if WHOLE else 600, wanted=200)
    assert len(kept) == 200
    bind(driver.progress.pk)
    compare(driver, kept)
    print(f"{len(kept)} instants of {driver.progress.position} events: the rebuilt board equals the stored picture")
