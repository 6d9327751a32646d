"""What stands in the way of closing an incident."""

from collections.abc import Sequence

from incidents.models import Check, Deployment, Emergency, Escalation, Incident, Notice, Promise, Reassessment, Visit
from incidents.queries.advice import lines_read
from incidents.queries.assessment import Assessed, blocking
from incidents.queries.procedures import of_incident
from incidents.queries.recall import lines_now

USUAL_CODES = ("resolved_by_phone", "duplicate_linked", "cancelled_by_caller", "no_trace")


def close_codes(incident: Incident) -> tuple[str, ...]:
    """How this incident may end."""
    if incident.pack_id is None:
        return USUAL_CODES
    pinned, _ = of_incident(incident)
    return pinned.core.close_codes


def required_facts(incident: Incident) -> tuple[str, ...]:
    """What its procedure asks for before closing, by name."""
    return tuple((incident.outcome or {}).get("close_requires", ()))


def still_open(incident: Incident, facts: dict[str, str], *, assessed: Assessed | None = None) -> list[str]:
    """Everything mandatory that is still open, in words; empty when it may be closed. ``assessed`` when it is at hand."""
    sent = Deployment.objects.filter(incident=incident).select_related("unit").order_by("pk")
    return open_among(
        incident,
        facts,
        sent=list(sent.prefetch_related("checks", "support_requests")),
        notices=list(Notice.objects.untold().filter(incident=incident).order_by("pk")),
        alarms=list(Escalation.objects.filter(incident=incident).order_by("pk")),
        repeat=Reassessment.objects.filter(incident=incident, settled_at=None).first(),
        promised=Promise.objects.filter(incident=incident, kept_at=None).first(),
        assessing=blocking(incident, assessed or Assessed.of(incident), advice=lines_now(incident), read=lines_read(incident)),
    )


def open_among(
    incident: Incident,
    facts: dict[str, str],
    *,
    sent: Sequence[Deployment],
    notices: Sequence[Notice],
    alarms: Sequence[Escalation],
    repeat: Reassessment | None,
    promised: Promise | None,
    assessing: Sequence[str],
) -> list[str]:
    """The same, among what is at hand: every deployment (with unit, checks and support requests), notice and alarm.

    ``assessing`` is what the assessment itself leaves open, in words.
    """
    found = []
    if incident.outcome is None:
        found.append("The assessment has no outcome.")
    found += ["The major incident has not been stood down."] if incident.is_major else []
    found += _people(incident, sent)
    found += [f"{notice.label} has not been told." for notice in notices if notice.confirmed_at is None]
    found += ["A repeat contact has not been assessed."] if repeat else []
    found += ["A promised update has not been given."] if promised else []
    found += [f"Nobody has taken the alarm: {alarm.what}." for alarm in alarms if alarm.taken_at is None]
    found += assessing
    found += [f"Still needed: {words_of(name)}." for name in required_facts(incident) if not facts.get(name)]
    return found


def _people(incident: Incident, sent: Sequence[Deployment]) -> list[str]:
    there = [each for each in sent if each.ended_at is None]
    found = [f"{each.unit.call_sign} is still there: {each.get_status_display().lower()}." for each in there]
    asked = sorted((each for deployment in sent for each in deployment.support_requests.all()), key=lambda each: each.pk)
    call_signs = {each.pk: each.unit.call_sign for each in sent}
    found += [
        f"{call_signs[each.deployment_id]} still waits for: {each.wanted}."
        for each in asked
        if each.met_at is None and each.refused_at is None
    ]
    checks = sorted((each for deployment in sent for each in deployment.checks.all()), key=lambda each: each.pk)
    missed = [each for each in checks if each.state == Check.State.MISSED]
    found += [f"{call_signs[each.deployment_id]} has not answered its check." for each in missed]
    if sent:
        found += _watched_over(incident)
    if incident.deploys and incident.first_sent_at is None:
        found.append("Its outcome sends units, and none was ever sent.")
    return found


def _watched_over(incident: Incident) -> list[str]:
    """Crews in danger, visits without a result: they outlast a deployment."""
    emergencies = Emergency.objects.open().filter(incident=incident).select_related("deployment__unit").order_by("pk")
    found = [f"The {each.get_kind_display()} of {each.deployment.unit.call_sign} has not ended." for each in emergencies]
    visits = (
        Visit.objects.filter(missed__deployment__incident=incident, done_at=None).select_related("missed__deployment__unit").order_by("pk")
    )
    return found + [f"The visit to {each.missed.deployment.unit.call_sign} has no result." for each in visits]


def words_of(name: str) -> str:
    """A required fact's name as words: ``made_safe_by`` is "made safe by"."""
    return name.replace("_", " ")
