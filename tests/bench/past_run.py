"""One database's part of the benchmark of what looks back: fills it, then prints milliseconds by name as JSON."""

import json
import os
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dispatch.settings")
django.setup()

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Centre
from dispatch.live.announcing import Announcement, announce_all
from dispatch.live.binding import bind_all
from incidents.commands.trial import ask_trial, run_trial, take_asked_trials
from incidents.models import DecisionPath, Incident, PathAnswer, ProcedurePack
from incidents.queries.cards import incident_card
from incidents.queries.history import board_at
from incidents.queries.kpi.overview import overview, scope_of
from incidents.queries.procedures import loaded
from incidents.queries.trial_records import period
from incidents.rules import decision_path
from incidents.rules.decision_path import Given
from incidents.rules.kpi.periods import period_of
from tests.bench import figures
from tests.bench.stand import timed_ms
from tests.factories import NOON, make_centre, make_person
from tests.incidents.procedures import begin, path_to, put

DICE = random.Random(7)
MONTH = timedelta(days=30)
STAGES = ("assessing", "to_send", "alerted", "en_route", "at_scene", "at_scene", "to_close", "closed")
AT_ONCE = 500  # rows, or events of one transaction
TIMES = {"trial": 5, "records": 5, "board": 200, "month": 5}


def walked(version: ProcedurePack) -> Iterator[tuple[str, tuple[Given, ...], str]]:
    """Ways of answering this version, drawn for ever: type, answers, outcome."""
    kinds = [(kind, list(decision_path.paths(kind))) for kind in loaded(version.pk).pack.incident_types]
    while True:
        kind, ways = DICE.choice(kinds)
        given = DICE.choice(ways)
        outcome = decision_path.walk(kind, given).outcome
        if outcome is not None:
            yield kind.code, given, outcome.id


def record_paths(centre: Centre, version: ProcedurePack, by: Staff, count: int) -> None:
    """So many incidents of the last month, each with its questions answered."""
    ways = walked(version)
    for first in range(0, count, AT_ONCE):
        drawn = [next(ways) for _ in range(min(AT_ONCE, count - first))]
        made = Incident.objects.bulk_create(
            Incident(
                centre=centre, number=number, reference=str(number), pack=version, type_code=code, stage="assessing",
                opened_at=NOON - MONTH * (1 - number / count), stage_at=NOON, handled_by_id=by.user_id,
            )
            for number, (code, _, _) in enumerate(drawn, first + 1)
        )  # fmt: skip
        legs = DecisionPath.objects.bulk_create(
            DecisionPath(incident=each, pack=version, type_code=code, state="complete", started_at=NOON, ended_at=NOON, outcome_id=outcome)
            for each, (code, _, outcome) in zip(made, drawn, strict=True)
        )
        PathAnswer.objects.bulk_create(
            PathAnswer(path=leg, number=number, question=one.question, answer=one.answer, answered_at=NOON, answered_by_id=by.user_id)
            for leg, (_, given, _) in zip(legs, drawn, strict=True)
            for number, one in enumerate(given, 1)
        )


def record_events(centre: Centre, count: int) -> None:
    """So many events of the last month: incidents that come, go through their stages and close."""
    rows = list(Incident.objects.of(centre.pk).order_by("pk")[: count // len(STAGES)])
    step = MONTH / len(rows)
    acts = []
    for number, each in enumerate(rows):
        for revision, stage in enumerate(STAGES, 1):
            at = NOON - MONTH + step * number + timedelta(minutes=8 * (revision - 1))
            each.stage, each.revision, each.opened_at = stage, revision, NOON - MONTH + step * number
            acts.append(Announcement(at, [{**incident_card(each, []), **({"gone": True} if stage == "closed" else {})}]))
    in_order = iter(sorted(acts, key=lambda act: act.at))
    while some := list(islice(in_order, AT_ONCE)):
        with transaction.atomic():
            announce_all(centre_id=centre.pk, acts=some)
    bind_all()


def try_draft(draft: ProcedurePack, by: Staff) -> None:
    """Ask for a trial of the last month, lease it and run it."""
    asked = ask_trial(version_id=draft.pk, since=NOON - MONTH, until=NOON, by=by, at=NOON)
    assert take_asked_trials(at=NOON) == [asked.pk]
    done = run_trial(trial_id=asked.pk, at=NOON)
    assert done is not None and done.totals["changed"] > 0


def run(paths: int, events: int, incidents: int) -> dict[str, Any]:
    """Fill, then time each thing after one time that does not count."""
    centre = make_centre("wexmouth")
    author = make_person(centre, "ida", "Ida Author", "procedure_author")
    draft = begin(author)
    assert draft.parent is not None
    record_paths(centre, draft.parent, author, paths)
    draft = put(draft, path_to(draft, "GAS-SMELL", "o_ours", "priority"), "P2", by=author)
    record_events(centre, events)
    year = figures.fill(incidents)
    month = scope_of(year.pk, period_of("custom", date(2025, 6, 1), figures.ZONE, last=date(2025, 6, 30)), datetime.now(figures.ZONE))
    acts: dict[str, Callable[[], object]] = {
        "trial": lambda: try_draft(draft, author),
        "records": lambda: period(draft, since=NOON - MONTH, until=NOON),
        "board": lambda: board_at(centre.pk, NOON - MONTH * DICE.random() * 0.99, now=NOON),
        "month": lambda: overview(month),
    }
    took: dict[str, Any] = {"month_has": overview(month)["incidents"]}
    for name, act in acts.items():
        act()
        took[name] = [timed_ms(act) for _ in range(TIMES[name])]
    return took


if __name__ == "__main__":
    print(json.dumps(run(*map(int, sys.argv[1:]))))
