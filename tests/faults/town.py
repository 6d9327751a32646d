"""A town for the faults and the benchmarks: people, units and incidents whose clocks fall due; and a writer inside the house.

    python -m tests.faults.town seed '{"writers": 4, "due": 60, "first_in_s": 10, "over_s": 30, "far": 0}'
    python -m tests.faults.town insider LEDGER       writes updates straight through the command until killed

``seed`` prints what the others need as one line of JSON. The database is that of the environment.
"""

import json
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.utils import timezone

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import ApiToken, Centre, Membership
from dispatch.clock.models import Timer
from dispatch.live import position
from dispatch.rows import insert_rows
from incidents.commands.respond import write_update
from incidents.models import Incident
from incidents.queries.clock_facts import around, facts_of
from resources.models import Unit
from tests.factories import LEAK, answer_all, log_incident, make_centre, make_person, make_unit

ROLES = ("agent", "dispatcher", "supervisor", "team_lead")
BATCH = 1000
NO_LEVEL_LEFT = 99


def seed(*, writers: int = 4, due: int = 0, first_in_s: float = 10, over_s: float = 30, far: int = 0, units: int = 0) -> dict[str, Any]:
    """Make the town.

    Args:
        writers: how many people write over REST, each with units of their own.
        due: incidents to which nobody is sent in time: their clocks fall due evenly over ``over_s``, from ``first_in_s`` on.
        far: incidents whose clock is armed for tomorrow.
        units: how many more units there are, all at their bases.
    """
    centre = make_centre("wexmouth", "Wexmouth Contact Centre")
    people = [make_person(centre, f"writer{each}", f"Writer {each}", ROLES[each % 2]) for each in range(writers)]
    sol = make_person(centre, "supervisor", "Sol Reyes", "supervisor", email="supervisor@wexmouth.example")
    for each in range(writers * 4):
        make_unit(centre, f"U{each}", "LEAK_TEAM")
    insert_rows([Unit(centre=centre, call_sign=f"X{each}", status_at=timezone.now()) for each in range(units)])
    template = answer_all(log_incident(people[0], "FLOOD", at=timezone.now()), LEAK, by=people[0], at=timezone.now())
    Timer.objects.all().delete()
    now = timezone.now()
    waits = [first_in_s + over_s * each / due for each in range(due)] + [86_400.0] * far
    without_anybody(centre, template, waits, now)
    Incident.objects.filter(pk=template.pk).update(stage="closed", closed_at=now)
    where = position(centre.pk)
    return {
        "centre": centre.pk,
        "epoch": where.epoch,
        "writers": [
            {"name": person.name, "token": token_of(person), "units": [f"U{each * 4 + unit}" for unit in range(4)]}
            for each, person in enumerate(people)
        ],
        "watcher": token_of(sol),
        "seeded_at": now.timestamp(),
    }


def without_anybody(centre: Centre, template: Incident, waits: list[float], now: datetime) -> None:
    """Incidents like the template that wait for a unit, one for each clock, as the rule has it: each waits since its clock's limit ago."""
    limit = timedelta(seconds=facts_of(template, around([template.pk])[template.pk]).limits.send_s)
    number = template.number
    for start in range(0, len(waits), BATCH):
        dues = [now + timedelta(seconds=wait) for wait in waits[start : start + BATCH]]
        insert_rows([copy_of(template, number + start + each, now, stage_at=due_at - limit) for each, due_at in enumerate(dues, 1)])
        made = Incident.objects.filter(centre=centre, number__gt=number + start).order_by("number").values_list("pk", flat=True)
        insert_rows(
            [
                Timer(centre=centre, kind="not-sent", subject=incident, epoch=1, lock_on=incident, armed_at=now, due_at=due_at)
                for incident, due_at in zip(made, dues, strict=True)
            ]
        )
    Centre.objects.filter(pk=centre.pk).update(last_incident_number=number + len(waits))


def copy_of(template: Incident, number: int, now: datetime, *, stage_at: datetime) -> Incident:
    """Another incident in the same place, with an empty log and the procedure's levels behind it."""
    values = {field.attname: getattr(template, field.attname) for field in Incident._meta.concrete_fields if not field.primary_key}
    own = {"number": number, "reference": str(number), "log_count": 0, "log_head": "", "opened_at": now, "revision": 1}
    return Incident(**values | own | {"stage_at": stage_at, "priority_at": None, "level_passed": NO_LEVEL_LEFT})


def token_of(person: Staff) -> str:
    """A bearer token for this person."""
    membership = Membership.objects.get(user_id=person.user_id, centre=person.centre)
    return ApiToken.issue(membership_id=membership.pk, at=timezone.now())


def insider(ledger: str) -> None:
    """Write updates to an incident of its own, and note each in the ledger once its command has returned."""
    membership = Membership.objects.select_related("user", "centre").filter(user__username="writer0").get()
    person = staff_of(membership)
    incident = log_incident(person, at=timezone.now())
    with open(ledger, "a", buffering=1) as kept:
        number = 0
        while True:
            number += 1
            mark = f"inside {incident.pk}/{number}"
            write_update(incident_id=incident.pk, text=mark, by=person, at=timezone.now())
            kept.write(json.dumps({"kind": "update", "mark": mark, "outcome": "acked"}) + "\n")
            time.sleep(0.05)


if __name__ == "__main__":
    mode, argument = sys.argv[1:]
    if mode == "seed":
        print(json.dumps(seed(**json.loads(argument))), flush=True)
    else:
        insider(argument)
