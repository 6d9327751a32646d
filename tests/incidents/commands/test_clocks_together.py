"""Many clocks due at once are settled together: each once, in order, and one that fails holds up none of the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dispatch.clock import loop
from dispatch.clock.commands import arm
from dispatch.clock.models import State, Timer
from dispatch.clock.settlement import BATCH
from dispatch.live import position
from dispatch.live.models import BoardEvent
from incidents import clocks
from incidents.commands.respond import write_update
from incidents.models import Escalation, Incident, LogLine, Message
from incidents.queries import proof
from incidents.queries.proof import prove
from tests.factories import LEAK, NOON, answer_all, entries, log_incident

MANY = BATCH + 12


@pytest.fixture
def waiting(amina, sol) -> list[Incident]:
    """Incidents to which nobody has been sent, each with its clock long due."""
    template = answer_all(log_incident(amina, "FLOOD"), LEAK, by=amina)
    Timer.objects.all().delete()
    columns = {each.attname: getattr(template, each.attname) for each in Incident._meta.concrete_fields if not each.primary_key}
    made = [
        Incident(**columns | {"number": 5000 + each, "reference": str(5000 + each), "log_count": 0, "log_head": "", "level_passed": 9})
        for each in range(MANY)
    ]
    for each, incident in enumerate(Incident.objects.bulk_create(made)):
        due(incident, "not-sent", incident.pk, minutes=each)
    return list(Incident.objects.filter(number__gte=5000).order_by("pk"))


def due(incident: Incident, kind: str, subject: int, *, minutes: int = 0) -> Timer:
    """Arm a clock of this incident, due at noon and so many minutes, long ago."""
    return arm(
        centre_id=incident.centre_id, kind=kind, subject=subject, epoch=1, lock_on=incident.pk,
        due_at=NOON + timedelta(minutes=minutes), at=NOON,
    )  # fmt: skip


def test_every_one_is_settled_once_with_its_whole_effect(waiting):
    before = position(waiting[0].centre_id).sequence
    report = loop.run_once()
    assert (report.settled, report.failed, report.busy) == (MANY, 0, 0)
    assert list(Escalation.objects.values_list("incident__reference", flat=True).order_by("pk")) == [each.reference for each in waiting]
    assert {tuple(entries(incident)) for incident in waiting} == {("escalation.raised",)}
    assert LogLine.objects.exclude(timer=None).values("timer").distinct().count() == MANY
    assert Message.objects.count() == MANY
    assert Timer.objects.armed().filter(kind="alarm-repeat").count() == MANY
    numbers = list(BoardEvent.objects.filter(sequence__gt=before).order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(before + 1, before + 1 + MANY))
    assert prove().fault is None
    assert loop.run_once().read == 0


@pytest.mark.needs_postgresql
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes alarms one after the other")
def test_what_many_cost_does_not_grow_with_their_number(waiting, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        assert loop.run_once().settled == MANY


def test_two_clocks_of_one_incident_follow_each_other(waiting):
    first = waiting[0]
    due(first, "not-assessed", first.pk, minutes=1)
    Incident.objects.filter(pk=first.pk).update(outcome=None)
    report = loop.run_once()
    assert (report.settled, loop.run_once().settled) == (MANY, 1)
    assert list(Escalation.objects.filter(incident=first).order_by("pk").values_list("cause", flat=True)) == ["not_sent", "not_assessed"]
    assert prove().fault is None


def test_what_has_become_pointless_is_superseded(waiting):
    now = timezone.now()
    Incident.objects.filter(pk=waiting[3].pk).update(stage="closed", closed_at=now)
    report = loop.run_once()
    assert (report.settled, report.superseded) == (MANY - 1, 1)
    assert Timer.objects.get(lock_on=waiting[3].pk, kind="not-sent").state == State.SUPERSEDED
    assert entries(waiting[3]) == []


def test_one_that_fails_in_company_holds_up_none_of_the_others(waiting, monkeypatch):
    ring = clocks.EFFECTS["not-sent"]

    def fail(change, subject):
        if subject == waiting[5].pk:
            raise RuntimeError("broken on purpose")
        return ring(change, subject)

    monkeypatch.setitem(clocks.EFFECTS, "not-sent", fail)  # what settles one by itself keeps the true effect
    report = loop.run_once()
    assert (report.settled, report.failed) == (MANY, 0)
    assert {tuple(entries(incident)) for incident in waiting} == {("escalation.raised",)}
    assert prove().fault is None


def test_a_clock_that_arms_its_own_successor_is_settled_and_not_cancelled(waiting):
    alone, *others = waiting
    Timer.objects.filter(lock_on__in=[each.pk for each in others]).update(due_at=timezone.now() + timedelta(days=1))
    assert loop.run_once().settled == 1
    for many in (False, True):
        if many:
            Timer.objects.filter(kind="not-sent", state=State.ARMED).update(due_at=NOON)
            assert loop.run_once().settled == len(others)
        repeats = Timer.objects.armed().filter(kind="alarm-repeat")
        fallen_due = list(repeats.values_list("pk", flat=True))
        repeats.update(due_at=NOON)
        assert loop.run_once().settled == len(fallen_due)
        assert set(Timer.objects.filter(pk__in=fallen_due).values_list("state", flat=True)) == {State.SETTLED}
    assert alone.log_lines.filter(entry="escalation.repeated").count() == 2


def test_the_proof_holds_while_people_write(waiting, amina, monkeypatch):
    lines = proof._lines

    def and_somebody_writes(centre):
        found = list(lines(centre))
        write_update(incident_id=waiting[0].pk, text="Meanwhile", by=amina, at=timezone.now())
        return iter(found)

    monkeypatch.setattr(proof, "_lines", and_somebody_writes)
    assert prove().fault is None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE incidents_incident SET log_head = 'x' WHERE id = %s", [waiting[0].pk])
    assert prove().fault is not None
