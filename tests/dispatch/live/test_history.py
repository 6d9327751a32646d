"""The board of a past instant, where events do not stand in the order of their instants: the clock was set back between them."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from dispatch.live import announce, binding
from dispatch.live.binding import bind
from dispatch.live.history import picture_at
from dispatch.live.models import BoardVolume
from tests.factories import NOON

pytestmark = pytest.mark.django_db
# Minutes past noon in the order in which they were written: two stories, one after the other, that happened side by side.
WRITTEN = ((0, "fire"), (10, "fire"), (20, "fire"), (5, "flood"), (15, "flood"), (25, "flood"), (30, "fire"))


def minutes(number: float) -> datetime:
    return NOON + timedelta(minutes=number)


@pytest.fixture
def two_stories(wexmouth):
    for revision, (minute, what) in enumerate(WRITTEN, 1):
        with transaction.atomic():
            announce(
                centre_id=wexmouth.pk, at=minutes(minute), cards=[{"kind": "incident", "id": what, "revision": revision, "said": minute}]
            )
    return wexmouth


def told(centre, minute: float) -> dict[str, int]:
    """When each was last heard of."""
    return {card["id"]: card["said"] for card in picture_at(centre.pk, minutes(minute)).present("incident")}


def test_a_large_picture_is_written_less_often(wexmouth, monkeypatch):
    monkeypatch.setattr(binding, "LEAST", 2)
    for number in range(20):
        with transaction.atomic():
            announce(centre_id=wexmouth.pk, at=NOON, cards=[{"kind": "incident", "id": str(number), "revision": 1}])
    bind(wexmouth.pk)
    volumes = BoardVolume.objects.order_by("first").values_list("cards", "first", "last")
    assert [(cards, last - first + 1) for cards, first, last in volumes] == [(0, 2), (2, 2), (4, 2), (6, 2), (8, 3), (11, 4), (15, 5)]


@pytest.mark.parametrize("per_volume", [0, 1, 2, 3, 7])
def test_nothing_is_shown_before_it_happened_and_nothing_that_had_is_missing(two_stories, per_volume):
    if per_volume:
        bind(two_stories.pk, whole=True, per_volume=per_volume)
        assert BoardVolume.objects.count() == -(-len(WRITTEN) // per_volume)
    for minute in (-1, *range(0, 35, 5), 7, 12.5, 29):
        by_then = {what: max(at for at, who in WRITTEN if who == what and at <= minute) for at, what in WRITTEN if at <= minute}
        assert told(two_stories, minute) == by_then, minute


def test_bound_and_unbound_events_are_told_apart(two_stories):
    bind(two_stories.pk, per_volume=4)
    assert told(two_stories, 12) == {"fire": 10, "flood": 5}
    assert told(two_stories, 40) == {"fire": 30, "flood": 25}
