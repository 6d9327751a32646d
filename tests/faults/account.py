"""The account: what the ledgers say against what the database holds, read with plain SQL and none of the console's own code."""

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg

from tests.faults.house import House, until
from tests.faults.watchers import Wall

# How often each kind of write is in the database, by its mark.
PRESENT = {
    "contact": "SELECT words, count(*) FROM incidents_contact GROUP BY 1",
    "answered": "SELECT CAST(id AS text), count(*) FROM incidents_contact WHERE answered_at IS NOT NULL GROUP BY 1",
    "incident": "SELECT summary, count(*) FROM incidents_incident GROUP BY 1",
    "answer": """
        SELECT i.reference || '/' || a.question, count(*) FROM incidents_pathanswer a
        JOIN incidents_decisionpath p ON p.id = a.path_id JOIN incidents_incident i ON i.id = p.incident_id GROUP BY 1
    """,
    "update": "SELECT text, count(*) FROM incidents_logline WHERE entry = 'update' GROUP BY 1",
    "deployment": "SELECT task, count(*) FROM incidents_deployment GROUP BY 1",
    "refused-deployment": "SELECT task, count(*) FROM incidents_deployment GROUP BY 1",
    "ended": "SELECT CAST(id AS text), count(*) FROM incidents_deployment WHERE ended_at IS NOT NULL GROUP BY 1",
}
WANTED = {"acked": {1}, "refused": {0}, "unknown": {0, 1}}
OVERDUE_S = 3.0


class Books:
    """The database, read from outside."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._snapshot: Any = None

    @contextmanager
    def at_one_instant(self) -> Iterator[None]:
        """Read everything as it stood at one instant: timers go on firing meanwhile."""
        with self._open() as connection:
            self._snapshot = connection
            try:
                yield
            finally:
                self._snapshot = None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds."""
        if self._snapshot is not None:
            return list(self._snapshot.execute(query).fetchall())
        with self._open() as connection:
            return list(connection.execute(query).fetchall())

    @contextmanager
    def _open(self) -> Iterator[Any]:
        if self._house.url:
            with psycopg.connect(self._house.url) as connection:
                connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
                yield connection
        else:
            with closing(sqlite3.connect(self._house.folder / "dispatch.sqlite3", timeout=20, isolation_level=None)) as file:
                file.execute("BEGIN")
                yield file

    def one(self, query: str) -> Any:
        """The one value a query finds."""
        return self.rows(query)[0][0]

    # ── writes ────────────────────────────────────────────────────────────────────────────────────────
    def differences(self, entries: Sequence[dict[str, Any]]) -> list[str]:
        """Every entry of a ledger that the database does not bear out; empty when acked is present once and refused is absent."""
        found: dict[str, dict[str, int]] = {kind: dict(self.rows(PRESENT[kind])) for kind in {entry["kind"] for entry in entries}}
        wrong = []
        for entry in entries:
            count = found[entry["kind"]].get(entry["mark"], 0)
            if count not in WANTED[entry["outcome"]]:
                wrong.append(f"{entry['outcome']} {entry['kind']} {entry['mark']} is there {count} times")
        return wrong

    # ── the board ─────────────────────────────────────────────────────────────────────────────────────
    def head(self) -> int:
        """The board's newest number."""
        return int(self.one("SELECT sequence FROM live_board"))

    def board_flaws(self, wall: Wall) -> list[str]:
        """Where the board's log has a hole, or a board saw anything but every number once, in order."""
        head = self.head()
        flaws = []
        kept = [row[0] for row in self.rows("SELECT sequence FROM live_boardevent ORDER BY sequence")]
        if kept != list(range(1, head + 1)):
            flaws.append(f"the log holds {len(kept)} events and the board stands at {head}")
        for number, board in enumerate(wall.boards):
            if board.snapshots or board.numbers[:head] != list(range(1, head + 1)):
                flaws.append(f"board {number} saw {len(board.numbers)} events of {head}, {board.snapshots} snapshots; {odd(board.numbers)}")
        return flaws

    # ── timers ────────────────────────────────────────────────────────────────────────────────────────
    def overdue(self) -> int:
        """How many timers are armed past their time."""
        if self._house.url:
            return int(self.one(f"SELECT count(*) FROM clock_timer WHERE state = 'armed' AND due_at < now() - interval '{OVERDUE_S} s'"))
        due = self.rows("SELECT count(*) FROM clock_timer WHERE state = 'armed' AND julianday(due_at) < julianday('now') - 3.0 / 86400")
        return int(due[0][0])

    def timer_flaws(self) -> list[str]:
        """Timers whose effect is missing or there twice."""
        flaws = []
        states = Counter(dict(self.rows("SELECT state, count(*) FROM clock_timer GROUP BY 1")))
        if states["dead"]:
            flaws.append(f"{states['dead']} timers were given up")
        flaws += [
            f"{what}: {timers} timers were settled, and there are {effects} effects"
            for what, timers, effects in self._effects()
            if timers != effects
        ]
        return flaws

    def _effects(self) -> list[tuple[str, int, int]]:
        settled = dict(self.rows("SELECT kind, count(*) FROM clock_timer WHERE state = 'settled' GROUP BY 1"))
        lines = "SELECT count(*) FROM incidents_logline WHERE timer_id IS NOT NULL"
        own = "SELECT count(DISTINCT l.timer_id) FROM incidents_logline l JOIN clock_timer t ON t.id = l.timer_id WHERE t.state = 'settled'"
        of_incidents = sum(count for kind, count in settled.items() if kind != "not-answered")
        return [
            ("log lines", of_incidents, self.one(lines)),
            ("log lines of their own", of_incidents, self.one(own)),
            ("nobody sent", settled.get("not-sent", 0), self.one("SELECT count(*) FROM incidents_escalation WHERE cause = 'not_sent'")),
            ("alarm repeats", settled.get("alarm-repeat", 0), self.one("SELECT coalesce(sum(repeats), 0) FROM incidents_escalation")),
            ("contacts overdue", settled.get("not-answered", 0), self.one("SELECT count(*) FROM incidents_contact WHERE overdue")),
        ]

    # ── messages ──────────────────────────────────────────────────────────────────────────────────────
    def waiting_messages(self) -> int:
        """How many messages have not left."""
        return int(self.one("SELECT count(*) FROM incidents_message WHERE state IN ('queued', 'sending')"))


def odd(numbers: list[int]) -> str:
    """The first place where a board's numbers are not one after the other."""
    for before, after in zip([0, *numbers], numbers, strict=False):
        if after != before + 1:
            return f"after {before} came {after}"
    return "all in order"


def settle_down(house: House, within_s: float = 60) -> None:
    """Wait until no timer is late."""
    books = Books(house)
    until(lambda: books.overdue() == 0, within_s=within_s, what="no timer is late")


def flaws(house: House, wall: Wall, entries: Sequence[dict[str, Any]], patience_s: float = 20, *, prove_log: bool = True) -> list[str]:
    """Everything that is wrong after a fault: lost or doubled writes, timers, numbers; a log that does not hold.

    Args:
        prove_log: work out every log chain again, which takes a process of its own.
    """
    books = Books(house)
    broken = house.log_holds() if prove_log else ""
    with books.at_one_instant():
        wall.catch_up(books.head(), patience_s)
        return [*books.differences(entries), *books.board_flaws(wall), *books.timer_flaws(), *([broken] if broken else [])]
