"""As things stand now, whatever the period: what is to be sent and late, which checks are overdue."""

from collections.abc import Iterator
from datetime import timedelta

from incidents.models import Check, Incident
from incidents.queries.kpi.scope import NONE, Cases, Scope
from incidents.rules.kpi.figures import Case


def to_be_sent(scope: Scope) -> Cases:
    """Open incidents that want a unit, with none on its way and the limit past."""
    return {"undispatched_live": list(_late(scope))}


def _late(scope: Scope) -> Iterator[Case]:
    rows = Incident.objects.of(scope.centre_id).real().open().filter(stage="to_send")
    for stage_at, pack_id, priority, title in rows.values_list("stage_at", "pack_id", "priority", "type_title"):
        limit = scope.targets(pack_id, priority).dispatch_s
        waited = (scope.at - stage_at).total_seconds()
        if limit is not None and waited > limit:
            yield Case(at=stage_at, waited_s=waited, target_s=limit, groups={"priority": priority or NONE, "type": title or "No type"})


def overdue_checks(scope: Scope) -> Cases:
    """Checks whose time and grace are past, with no answer."""
    return {"checks_overdue_now": list(_overdue(scope))}


def _overdue(scope: Scope) -> Iterator[Case]:
    running = (Check.State.PLANNED, Check.State.ASKED, Check.State.MISSED)
    rows = Check.objects.filter(state__in=running, due_at__lt=scope.at, deployment__incident__centre_id=scope.centre_id)
    rows = rows.filter(deployment__incident__exercise=False)
    columns = ("due_at", "grace_s", "deployment__unit__station__name", "deployment__unit__kind", "deployment__incident__priority")
    for due_at, grace_s, station, kind, priority in rows.values_list(*columns):
        limit = due_at + timedelta(seconds=grace_s)
        if limit < scope.at:
            groups = {"station": station or NONE, "kind": kind or NONE, "priority": priority or NONE}
            yield Case(at=due_at, waited_s=(scope.at - limit).total_seconds(), groups=groups)
