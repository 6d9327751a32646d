"""One database's part of the benchmark of the auditor: fills it, then prints milliseconds by name as JSON."""

import json
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup()

from django.db import connection
from django.db.models import F
from django.utils import timezone

from dispatch.clock.models import Timer
from incidents.commands.audit import GLANCE, MOST, Rounds, audit_clocks
from incidents.models import Incident
from tests.bench.stand import timed_ms
from tests.factories import LEAK, answer_all, log_incident, make_centre, make_person
from tests.faults.town import without_anybody

LOOKS = 20
A_DAY_S = 86_400.0


def fill(incidents: int) -> None:
    """So many incidents that wait for a unit, each with its clock."""
    now = timezone.now()
    centre = make_centre("wexmouth", "Wexmouth Contact Centre")
    amina = make_person(centre, "agent", "Amina Khan", "agent")
    template = answer_all(log_incident(amina, "FLOOD", at=now), LEAK, by=amina, at=now)
    Timer.objects.all().delete()
    without_anybody(centre, template, [A_DAY_S] * incidents, now)
    Incident.objects.filter(pk=template.pk).update(stage="closed", closed_at=now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def look(rounds: Rounds | None = None) -> float:
    """One look, in milliseconds; it must find all well."""
    found: list[str] = []
    took = timed_ms(lambda: found.extend(audit_clocks(at=timezone.now(), rounds=rounds)))
    assert not found, f"{len(found)} incidents were made wrongly, {found[:3]}"
    return took


def main(incidents: int, changed: int) -> None:
    """Fill, look, print."""
    fill(incidents)
    rounds = Rounds()
    took = {"all": [look() for _ in range(3)], "first": [look(rounds)]}
    for _ in range((GLANCE // MOST + 1) * (incidents // GLANCE + 1)):  # until all have been looked at closely once
        look(rounds)
    took["quiet"] = [look(rounds) for _ in range(LOOKS)]
    keys = list(Incident.objects.open().order_by("pk").values_list("pk", flat=True))
    took["busy"] = []
    for turn in range(LOOKS):
        first = turn * changed % max(1, len(keys) - changed)
        Incident.objects.filter(pk__in=keys[first : first + changed]).update(revision=F("revision") + 1)
        took["busy"].append(look(rounds))
    print(json.dumps({name: took[name] for name in ("quiet", "busy", "first", "all")}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
