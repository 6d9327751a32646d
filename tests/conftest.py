"""The people, the places and the incidents that tests speak of, and what a test needs from the machine."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

from dispatch.accounts.actors import Crew, Staff
from dispatch.accounts.models import Centre
from incidents.commands import procedures
from incidents.models import Contact, Deployment, Incident
from incidents.queries.procedures import loaded
from resources.models import Unit
from tests import factories, ground
from tests.consoles import BUSY, EMPTY, House, chromium_path, demo_data, serving
from tests.factories import LEAK, NOON, OURS, Rest


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _has_redis() -> bool:
    return bool(os.environ.get("TEST_REDIS_URL") or os.environ.get("REDIS_URL")) or _listens(6379)


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "needs_postgresql": (lambda: connection.vendor == "postgresql", "needs PostgreSQL: set DATABASE_URL"),
    "needs_sqlite": (lambda: connection.vendor == "sqlite", "is about the embedded console: unset DATABASE_URL"),
    "needs_redis": (_has_redis, "needs Redis: set REDIS_URL"),
    "needs_chromium": (lambda: bool(chromium_path()), "needs Chromium: install chromium-headless-shell, or chromium"),
    "needs_node": (lambda: shutil.which("node") is not None, "needs node: install nodejs"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave a test out where the machine lacks what it needs; with REQUIRE_SERVICES=1, fail it instead."""
    for mark, (is_here, reason) in NEEDS.items():
        if item.get_closest_marker(mark) and not is_here():
            if os.environ.get("REQUIRE_SERVICES") == "1":
                pytest.fail(reason, pytrace=False)
            pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of one of the small lanes names its mark in its own file: bin/test reads no other files for them."""
    for mark in ("needs_chromium", "faults"):
        for path in {item.path for item in items if item.get_closest_marker(mark)}:
            assert mark in path.read_text(), f"{path} does not name {mark}: bin/test would leave it out"


SWEEPER = ground.Sweeper()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown() -> None:
    """Keep the test database as quick as it was, and no pack in memory: rows of the next test, or module, may bear this one's keys."""
    SWEEPER.after_a_test()
    loaded.cache_clear()


@pytest.fixture(autouse=True)
def _quick(settings) -> None:  # type: ignore[no-untyped-def]
    """Passwords without their slow hash."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def _shipped_packs_are_read_once() -> Iterator[None]:
    """Nobody edits the shipped packs while the tests run; reading them takes longer than most tests."""
    read, once = procedures.read_folder, cache(procedures.read_folder)
    procedures.read_folder = lambda folder: once(folder) if folder == factories.PACKS else read(folder)
    yield
    procedures.read_folder = read


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database is a copy of one that was migrated once for all."""
    ground.stand_on_it()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let the database be emptied between tests, although the log refuses to lose a line."""
    flush = connection.ops.execute_sql_flush

    def flush_the_log_too(statements: list[str]) -> None:
        if connection.vendor == "postgresql":
            ground.empty_tables()
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_keeps_its_%'")
            triggers = cursor.fetchall()
        flush([*(f"DROP TRIGGER {name}" for name, _ in triggers), *statements, *(sql for _, sql in triggers)])

    connection.ops.execute_sql_flush = flush_the_log_too  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for a whole test process: two of Playwright's loops do not fit into one."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion"]
        )
        yield browser
        browser.close()


@pytest.fixture
def noon() -> datetime:
    return NOON


@pytest.fixture
def wexmouth(db: None) -> Centre:
    """The control room where everybody named here works."""
    return factories.make_centre("wexmouth", "Wexmouth Contact Centre")


@pytest.fixture
def amina(wexmouth: Centre) -> Staff:
    return factories.make_person(wexmouth, "agent", "Amina Khan", "agent")


@pytest.fixture
def dev(wexmouth: Centre) -> Staff:
    return factories.make_person(wexmouth, "dispatcher", "Dev Patel", "dispatcher")


@pytest.fixture
def sol(wexmouth: Centre) -> Staff:
    return factories.make_person(wexmouth, "supervisor", "Sol Reyes", "supervisor", email="supervisor@wexmouth.example")


@pytest.fixture
def tess(wexmouth: Centre) -> Staff:
    return factories.make_person(wexmouth, "lead", "Tess Moran", "team_lead")


@pytest.fixture
def ana(wexmouth: Centre) -> Staff:
    """She writes procedures."""
    return factories.make_person(wexmouth, "author", "Ana Brook", "procedure_author")


@pytest.fixture
def piers(wexmouth: Centre) -> Staff:
    """He approves procedures that others wrote."""
    return factories.make_person(wexmouth, "approver", "Piers Lund", "procedure_approver")


@pytest.fixture
def telephony(wexmouth: Centre) -> Staff:
    """A connected system: it offers contacts, and may not touch incidents."""
    return factories.make_person(wexmouth, "telephony", "Telephone system", "system")


@pytest.fixture
def elsewhere(db: None) -> Centre:
    """Another control room in the same database."""
    return factories.make_centre("elsewhere")


@pytest.fixture
def charlie(elsewhere: Centre) -> Staff:
    """A stranger: a supervisor, but of another centre."""
    return factories.make_person(elsewhere, "charlie", "Charlie Stone", "supervisor")


@pytest.fixture
def van(wexmouth: Centre) -> Unit:
    """Dan Okafor's van: it can do what the gas procedure asks for first."""
    return factories.make_unit(wexmouth, "B41", "housing_duty", name="Dan Okafor")


@pytest.fixture
def engineer(wexmouth: Centre) -> Unit:
    return factories.make_unit(wexmouth, "G31", "heating_engineer", name="Moira Kent")


@pytest.fixture
def gas(amina: Staff) -> Incident:
    """A smell of gas, its first question not answered yet."""
    return factories.log_incident(amina, "GAS-SMELL", summary="Strong smell of gas in the kitchen", callback_number="07700 900123")


@pytest.fixture
def gas_to_send(gas: Incident, amina: Staff) -> Incident:
    """The smell of gas, assessed: P1, a crew goes, the gas emergency service is to be told."""
    return factories.answer_all(gas, OURS, by=amina)


@pytest.fixture
def flood(amina: Staff) -> Incident:
    """A leak from the flat above, assessed: P2."""
    return factories.answer_all(factories.log_incident(amina, "FLOOD", summary="Water through the ceiling"), LEAK, by=amina)


@pytest.fixture
def sent(gas_to_send: Incident, van: Unit, amina: Staff) -> Deployment:
    """Dan's van, alerted to the smell of gas."""
    return factories.send(gas_to_send, "B41", by=amina)


@pytest.fixture
def dan(sent: Deployment) -> Crew:
    """Dan, who holds the link to his deployment and nothing else."""
    return factories.crew_of(sent)


@pytest.fixture
def call(wexmouth: Centre, telephony: Staff) -> Contact:
    """A telephone call that nobody has answered."""
    return factories.offer(telephony)


@pytest.fixture
def as_amina(amina: Staff) -> Rest:
    return Rest(amina)


@pytest.fixture
def as_dev(dev: Staff) -> Rest:
    return Rest(dev)


@pytest.fixture
def as_sol(sol: Staff) -> Rest:
    return Rest(sol)


@pytest.fixture
def as_charlie(charlie: Staff) -> Rest:
    return Rest(charlie)


@pytest.fixture
def as_nobody(db: None) -> Rest:
    return Rest(None)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the workers of a run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own


@pytest.fixture(scope="module")
def quiet_house(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo without its story, served to one module of tests."""
    with serving(demo_data(shared_folder, tmp_path_factory.mktemp("quiet"), *EMPTY)) as house:
        yield house


@pytest.fixture(scope="module")
def busy_house(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demo in the middle of its shift, served to one module of tests."""
    with serving(demo_data(shared_folder, tmp_path_factory.mktemp("busy"), *BUSY)) as house:
        yield house
