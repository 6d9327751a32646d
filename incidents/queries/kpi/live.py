"""The few figures that stand above the board: cheap enough to be asked every half minute by everybody."""

from datetime import datetime, timedelta
from typing import TypedDict
from zoneinfo import ZoneInfo

from incidents.models import Contact
from incidents.queries.kpi import standing
from incidents.queries.kpi.scope import Scope
from incidents.rules.kpi.figures import Case, Figure, count_figure, interval_figure

HOUR = timedelta(hours=1)


class Live(TypedDict):
    """Answering in the hour until now; what is to be sent and late; checks that are overdue."""

    at: datetime
    answered: Figure
    unsent: Figure
    checks: Figure


def live_figures(*, centre_id: int, at: datetime) -> Live:
    """The figures as things stand. Three queries."""
    scope = Scope(centre_id=centre_id, begins_at=at - HOUR, ends_at=at, at=at, zone=ZoneInfo("UTC"))
    return Live(
        at=at,
        answered=interval_figure(_answers(scope)),
        unsent=count_figure(standing.to_be_sent(scope)["undispatched_live"]),
        checks=count_figure(standing.overdue_checks(scope)["checks_overdue_now"]),
    )


def _answers(scope: Scope) -> list[Case]:
    rows = Contact.objects.of(scope.centre_id).real().filter(scope.within("offered_at"), lost="")
    return [
        Case(
            at=offered_at,
            seconds=(answered_at - offered_at).total_seconds() if answered_at else None,
            waited_s=scope.waited(offered_at, is_open=answered_at is None and ended_at is None),
            target_s=(answer_by - offered_at).total_seconds(),
        )
        for offered_at, answer_by, answered_at, ended_at in rows.values_list("offered_at", "answer_by", "answered_at", "ended_at")
    ]
