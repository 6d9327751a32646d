"""What stands in the way of standing a major incident down."""

from collections.abc import Mapping

from incidents.models import Check, Deployment, Emergency, Incident, MajorTask, Round, RoundAnswer
from incidents.queries.family import family_of


def obstacles(incident: Incident, handed_over: Mapping[str, str]) -> list[str]:
    """Everything that is still open, in words. A part that is handed over is somebody else's to finish, and its crews theirs."""
    family = family_of(incident)
    found = [
        f"{each.reference} is still open: close it, or say to whom it is handed over."
        for each in family[1:]
        if each.is_open and each.reference not in handed_over
    ]
    ours = [each for each in family if each.is_open and each.reference not in handed_over]
    return [*found, *_crews(ours), *_tasks(incident)]


def _crews(family: list[Incident]) -> list[str]:
    ids = [each.pk for each in family]
    emergencies = Emergency.objects.open().filter(incident__in=ids).select_related("deployment__unit").order_by("pk")
    found = [f"The {each.get_kind_display()} of {each.deployment.unit.call_sign} has not ended." for each in emergencies]
    missed = Check.objects.filter(deployment__incident__in=ids, deployment__ended_at=None, state=Check.State.MISSED)
    found += [
        f"{each.deployment.unit.call_sign} has not answered its check." for each in missed.select_related("deployment__unit").order_by("pk")
    ]
    running = Round.objects.filter(incident__in=ids, ended_at=None).select_related("incident").order_by("pk")
    found += [f"An accountability round is under way at {each.incident.reference}." for each in running]
    there = Deployment.objects.active().filter(incident__in=ids).select_related("unit").order_by("pk")
    counted = set(_accounted_for(ids))
    silent = {each.deployment_id for each in emergencies}
    uncounted = [each.unit.call_sign for each in there if each.pk not in counted | silent]
    return found + ([f"Not accounted for: {', '.join(uncounted)}. Hold an accountability round, or send them home."] if uncounted else [])


def _accounted_for(ids: list[int]) -> list[int]:
    """The deployments whose crew was all there in a round that has ended."""
    answers = RoundAnswer.objects.filter(round__incident__in=ids, round__ended_at__isnull=False, state=RoundAnswer.State.ALL_HERE)
    return list(answers.values_list("deployment", flat=True))


def _tasks(incident: Incident) -> list[str]:
    waiting = MajorTask.objects.filter(incident=incident, done_at=None).order_by("number")
    return [f"Task {each.number} is not done: {each.what} ({each.owner})." for each in waiting]
