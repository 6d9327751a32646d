"""Many people at the same instant: real threads, a real PostgreSQL, through the REST doors."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from dispatch.live.models import Board, BoardEvent
from incidents.queries.proof import prove
from tests.factories import Rest

Act = Callable[[], Any]
AT_ONCE = 50


def all_at_once(acts: Sequence[Act]) -> list[Any]:
    """Do all of these as nearly at the same instant as threads can; their answers, in order."""
    ready = threading.Barrier(len(acts))

    def do(act: Act) -> Any:
        try:
            ready.wait(30)
            return act()
        finally:
            connections.close_all()  # back into the pool: another thread waits for it

    with ThreadPoolExecutor(len(acts)) as crowd:
        return [each.result(120) for each in [crowd.submit(do, act) for act in acts]]


def statuses(answers: Sequence[Any]) -> dict[int, int]:
    """How many answers had each status."""
    counted: dict[int, int] = {}
    for answer in answers:
        counted[answer.status_code] = counted.get(answer.status_code, 0) + 1
    return counted


def twin(rest: Rest) -> Rest:
    """The same person at another screen: their own connection, the same token."""
    other = Rest(None)
    other.person, other.headers = rest.person, rest.headers
    return other


@pytest.fixture
def fifty(transactional_db: None, as_amina: Rest) -> list[Rest]:
    """Fifty screens."""
    return [twin(as_amina) for _ in range(AT_ONCE)]


@pytest.fixture(autouse=True)
def _everything_still_holds(transactional_db):
    """After every race: the logs are unbroken and the board's numbers have no hole."""
    yield
    assert prove().fault is None
    for board in Board.objects.all():
        numbers = list(BoardEvent.objects.filter(board=board).order_by("sequence").values_list("sequence", flat=True))
        assert numbers == list(range(1, board.sequence + 1))
