"""How late timers were, counted from the timers themselves."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from dispatch.clock.lateness import histogram, late_ms, summed_up
from dispatch.clock.models import Timer
from tests.factories import NOON


def settled(centre, number: int, *, late_s: float, ago_s: float = 10) -> None:
    at = NOON - timedelta(seconds=ago_s)
    Timer.objects.create(
        centre=centre, kind="x", subject=number, epoch=1, due_at=at - timedelta(seconds=late_s), armed_at=at, state="settled", settled_at=at
    )


def test_the_figures_are_those_of_the_timers_settled_within_the_span(wexmouth):
    for number in range(100):
        settled(wexmouth, number, late_s=number / 1000)
    settled(wexmouth, 100, late_s=60, ago_s=7200)
    late = late_ms(NOON, timedelta(hours=1))
    assert summed_up(late) == {"count": 100, "p50_ms": 50.0, "p99_ms": 99.0, "max_ms": 99.0}
    assert [bar.count for bar in histogram(late)][:5] == [11, 15, 25, 49, 0]
    assert summed_up(late_ms(NOON, timedelta(days=1)))["max_ms"] == 60_000


def test_where_nothing_was_settled_nothing_is_claimed(db):
    assert summed_up(late_ms(NOON, timedelta(hours=1))) == {"count": 0, "p50_ms": None, "p99_ms": None, "max_ms": None}


@given(st.lists(st.floats(0, 1e6)))
def test_every_timer_is_in_one_bar(late):
    assert sum(bar.count for bar in histogram(late)) == len(late)
