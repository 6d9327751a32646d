"""How long every figure of a day, a week, a month and the most that is allowed takes, in a centre with many incidents.

    DEMO=1 DATA_DIR=/tmp/bench .venv/bin/python manage.py migrate -v0
    DEMO=1 DATA_DIR=/tmp/bench .venv/bin/python -m tests.bench.figures --incidents 100000

Uses the database that the settings name, and fills a centre of its own. ``cpu`` is this process's own time.
"""

import argparse
import os
import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import django
from django.db import connection
from django.test.utils import CaptureQueriesContext

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup()

from dispatch.accounts.models import Centre, User
from incidents.models import Contact, Deployment, Incident, ProcedurePack
from incidents.queries.kpi.overview import overview, scope_of
from incidents.rules.kpi.periods import period_of
from resources.models import Unit
from tests.factories import make_centre

BEGAN, ZONE = datetime(2025, 1, 1, tzinfo=UTC), ZoneInfo("Europe/London")
OUTCOME = {"disposition": "deploy", "plan": [{"capability": "housing_duty", "label": "Crew", "count": 1, "required": False}]}


def fill(count: int) -> Centre:
    """So many incidents over a year, each with a contact and a crew that has come and gone."""
    name = f"figures-{Centre.objects.count()}"
    centre = make_centre(name)
    pack = ProcedurePack.objects.of(centre.pk).live().first()
    person = User.objects.create_user(name, name="Somebody")
    units = Unit.objects.bulk_create(Unit(centre=centre, call_sign=f"U{n}", status_at=BEGAN) for n in range(40))
    step = timedelta(days=365) / count
    for first in range(0, count, 2000):
        numbers = range(first, min(first + 2000, count))
        made = Incident.objects.bulk_create(incident(centre, pack, person, number, BEGAN + step * number) for number in numbers)
        Contact.objects.bulk_create(
            Contact(
                centre=centre, state="linked", incident=each, offered_at=each.opened_at - timedelta(seconds=30), answered_by=person,
                answer_by=each.opened_at - timedelta(seconds=15), answered_at=each.opened_at - timedelta(seconds=20),
            )
            for each in made
        )  # fmt: skip
        Deployment.objects.bulk_create(deployment(each, units[each.number % 40]) for each in made)
    return centre


def incident(centre: Centre, pack: ProcedurePack | None, person: User, number: int, at: datetime) -> Incident:
    return Incident(
        centre=centre,
        number=number,
        reference=str(number),
        pack=pack,
        priority=f"P{number % 3 + 1}",
        type_code="FLOOD",
        type_title="Flood",
        stage="closed",
        opened_at=at,
        stage_at=at,
        outcome=OUTCOME,
        outcome_at=at + timedelta(seconds=60),
        first_sent_at=at + timedelta(seconds=90),
        first_at_scene_at=at + timedelta(seconds=900),
        closed_at=at + timedelta(seconds=3600),
        close_code="resolved_on_scene",
        place_text=f"{number} Lane",
        handled_by=person,
    )


def deployment(each: Incident, unit: Unit) -> Deployment:
    at = each.opened_at
    return Deployment(
        incident=each, unit=unit, status="clear", sent_at=at + timedelta(seconds=90), acknowledged_at=at + timedelta(seconds=120),
        en_route_at=at + timedelta(seconds=180), at_scene_at=at + timedelta(seconds=900), ended_at=at + timedelta(seconds=3600),
    )  # fmt: skip


def measure(count: int) -> None:
    """Fill, then ask for each period twice and print the second."""
    centre = fill(count)
    print(f"{connection.vendor}, {count:,} incidents: {'incidents':>12}{'seconds':>10}{'cpu':>8}{'queries':>9}")
    for name, last in (("day", 0), ("week", 6), ("month", 30), ("100 days", 99)):
        period = period_of("custom", date(2025, 6, 2), ZONE, last=date(2025, 6, 2) + timedelta(days=last))
        for _ in range(2):
            at, cpu = time.monotonic(), time.process_time()
            with CaptureQueriesContext(connection) as taken:
                found = overview(scope_of(centre.pk, period, BEGAN + timedelta(days=366)))
            line = f"{found['incidents']:>12,}{time.monotonic() - at:>10.2f}{time.process_time() - cpu:>8.2f}{len(taken):>9}"
        print(f"  {name:24}{line}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--incidents", type=int, default=100_000)
    measure(parser.parse_args().incidents)
