"""Who looks at what: what a browser may say, what is told, what is kept and what runs out."""

from datetime import UTC, datetime, timedelta

import pytest

from dispatch.live.looking import TTL, Looking, changes, looked_at, lookers
from dispatch.live.models import Look


@pytest.mark.parametrize("at", ["", "1042", "W-2026.7"])
def test_a_browser_says_what_it_looks_at(at):
    assert looked_at({"op": "looking", "at": at}) == at


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        "x",
        {"op": "event", "at": "1"},
        {"op": "looking"},
        {"op": "looking", "at": 7},
        {"op": "looking", "at": "a/b"},
        {"op": "looking", "at": "1" * 25},
    ],
)
def test_nothing_else_is_heard(said):
    assert looked_at(said) is None


def test_who_goes_from_one_to_another_is_told_to_have_left_first():
    told = changes(frozenset({(1, "1042"), (2, "1042")}), frozenset({(1, "1043"), (2, "1042")}))
    assert [(each.user_id, each.at, each.here) for each in told] == [(1, "1042", False), (1, "1043", True)]


def test_only_changes_are_told_also_that_the_last_one_left():
    looking = Looking()
    assert list(looking.news({7: frozenset({(1, "1042")})})) == [7]
    assert looking.news({7: frozenset({(1, "1042")})}) == {}
    assert [each.here for each in looking.news({})[7]] == [False]
    assert looking.news({}) == {}


def test_rows_are_written_anew_by_each_process_and_run_out(wexmouth, elsewhere, sol, amina):
    here, there = Looking(), Looking()
    here.keep({wexmouth.pk: frozenset({(sol.user_id, "1042")})})
    there.keep({wexmouth.pk: frozenset({(sol.user_id, "1042"), (amina.user_id, "1043")})})
    now = datetime.now(UTC)
    assert [(each["by"], each["at"]) for each in lookers(wexmouth.pk, now)] == [("Amina Khan", "1043"), ("Sol Reyes", "1042")]
    assert lookers(elsewhere.pk, now) == []
    assert lookers(wexmouth.pk, now + TTL + timedelta(seconds=1)) == []
    there.keep({})
    assert [each["by"] for each in lookers(wexmouth.pk, now)] == ["Sol Reyes"]
    Look.objects.update(seen_at=now - TTL - timedelta(seconds=1))
    there.keep({wexmouth.pk: frozenset({(amina.user_id, "1043")})})
    assert Look.objects.count() == 1


def test_a_quiet_process_writes_nothing(wexmouth, django_assert_num_queries):
    with django_assert_num_queries(0):
        Looking().keep({})
