"""Whether the console's own exercise calls come through: for boards, for ``/healthz`` and for the page Health."""

from datetime import datetime
from typing import TypedDict

from django.conf import settings
from django.db.models import Max, Q

from dispatch.accounts.models import Centre
from incidents.models import ExerciseCall

TAKES_AT_MOST_S = 15  # what has not come through by then is alarmed


class Exercises(TypedDict):
    """The exercise call's part of ``/healthz``: seconds between two (0: none), seconds since one came through, what is wrong."""

    every_s: int
    age_s: float | None
    trouble: str


def exercises(at: datetime, *, running_for_s: float) -> Exercises:
    """How the exercise calls of all working centres are doing: the oldest of their last ones, and the first trouble.

    Args:
        running_for_s: how long this process has run: before that, a centre that never played one owes none.
    """
    every_s = settings.EXERCISE_EVERY_S
    if not every_s:
        return Exercises(every_s=0, age_s=None, trouble="")
    came = Max("exercise_calls__ended_at", filter=Q(exercise_calls__trouble=""))
    failed = Max("exercise_calls__ended_at", filter=~Q(exercise_calls__trouble=""))
    standing = Centre.objects.working().annotate(came=came, failed=failed).order_by("pk")
    rows = list(standing.values_list("pk", "came", "failed"))
    ages = [(at - came_at).total_seconds() if came_at else None for _, came_at, _ in rows]
    found = [_trouble(centre, came_at, failed_at, at, running_for_s=running_for_s) for centre, came_at, failed_at in rows]
    known = [age for age in ages if age is not None]
    return Exercises(every_s=every_s, age_s=round(max(known), 1) if known else None, trouble=next(filter(None, found), ""))


def _trouble(centre_id: int, came: datetime | None, failed: datetime | None, at: datetime, *, running_for_s: float) -> str:
    if failed and (came is None or failed > came):
        last = ExerciseCall.objects.filter(centre_id=centre_id, ended_at=failed).exclude(trouble="").first()
        return f"The exercise call failed. {last.trouble if last else ''}".strip()
    waited_s = (at - came).total_seconds() if came else running_for_s
    if waited_s <= settings.EXERCISE_EVERY_S + TAKES_AT_MOST_S:
        return ""
    return f"No exercise call has come through for {waited_s:.0f} s."


def last_exercises(centre_id: int, *, most: int = 20) -> list[ExerciseCall]:
    """The centre's last exercise calls, the newest first."""
    return list(ExerciseCall.objects.filter(centre_id=centre_id).order_by("-began_at")[:most])
