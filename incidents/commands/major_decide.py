"""Joint decisions and situation reports of a major incident (JESIP: joint decision model, METHANE)."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._major import in_short, the_major, write_methane
from incidents.commands.major_scene import add_task
from incidents.models import Escalation, LogLine, MajorIncident, Methane
from incidents.rules.entries import Entry
from incidents.rules.jesip import JDM, decision_text
from incidents.rules.major import SITREP_LEAST_MIN, SITREP_MOST_MIN

MOST_STEP = 4000  # characters


def record_decision(
    *,
    incident_id: int,
    decision: str,
    decided_by: str,
    reasons: str,
    by: Actor,
    at: datetime,
    review_within_min: int | None = None,
    **steps: str,
) -> int:
    """Write a joint decision into the log, with the steps that were weighed; its number. It is never changed: a later one may replace it.

    Args:
        decided_by: the people who decided together, by name.
        steps: any of ``rules.jesip.JDM``; at least the first two are needed.
        review_within_min: a task to look at it again, which rings.

    Raises:
        Refusal: "words-needed", "name-needed", "steps-needed", "not-major".
    """
    said = {code: steps.get(code, "").strip()[:MOST_STEP] for code in JDM}
    require(decision.strip(), "Say what was decided.", code="words-needed")
    require(reasons.strip(), "Say why it was decided so.", code="words-needed")
    require(decided_by.strip(), "Say who decided it.", code="name-needed")
    missing = [JDM[code] for code in ("gather", "assess") if not said[code]]
    require(not missing, f"Still needed: {'; '.join(missing)}.", code="steps-needed")
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        the_major(change)
        number = LogLine.objects.filter(incident=change.incident, entry=Entry.JOINT_DECISION.value).count() + 1
        review_at = at + timedelta(minutes=review_within_min) if review_within_min else None
        change.log(
            Entry.JOINT_DECISION,
            f"{number}. {decision_text(decision.strip(), said, decided_by.strip())}\nReasons: {reasons.strip()}",
            decision=decision.strip(),
            number=number,
            decided_by=decided_by.strip(),
            reasons=reasons.strip(),
            steps=said,
            review_at=review_at.isoformat() if review_at else None,
        )
        if review_within_min:
            add_task(change, what=f"Review decision {number}: {decision.strip()}", owner=decided_by, within_min=review_within_min)
    return number


def write_sitrep(
    *,
    incident_id: int,
    words: str,
    by: Actor,
    at: datetime,
    every_min: int | None = None,
    casualty_count: int | None = None,
    **letters: str,
) -> Methane:
    """Give a situation report: what has happened since the last one, as a new version of METHANE. The next one is due an interval later.

    Args:
        every_min: another interval from now on, in minutes.

    Raises:
        Refusal: "words-needed", "time-out-of-bounds", "not-major".
    """
    require(words.strip(), "Say what has happened since the last report.", code="words-needed")
    within = every_min is None or SITREP_LEAST_MIN <= every_min <= SITREP_MOST_MIN
    require(within, f"Situation reports come every {SITREP_LEAST_MIN} to {SITREP_MOST_MIN} minutes.", code="time-out-of-bounds")
    with changing(incident_id, by=by, at=at, act=Act.RUN_MAJOR) as change:
        major = the_major(change)
        major.sitrep_every_min = every_min or major.sitrep_every_min
        major.sitrep_from, major.sitrep_due_at = at, at + timedelta(minutes=major.sitrep_every_min)
        major.save(update_fields=["sitrep_every_min", "sitrep_from", "sitrep_due_at"])
        return write_methane(change, letters, casualty_count=casualty_count, sitrep=words.strip(), entry=Entry.SITREP)


def sitrep_overdue(change: Change, major_id: int) -> bool:
    """A situation report is due and has not been given."""
    major = MajorIncident.objects.standing().filter(pk=major_id).first()
    if major is None:
        return False
    raise_alarm(
        change,
        cause=Escalation.Cause.NO_SITREP,
        to_role="supervisor",
        what=f"No situation report from the major incident {in_short(change.incident)}",
        action="Ask the commander, and write it down even if nothing has changed",
        watches="sitrep-due",
        subject=major.pk,
    )
    return True
