"""METHANE, declaring a major incident, and standing it down (JESIP; CC38 1.7)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._major import in_short, insist_open, the_major, write_methane
from incidents.commands._outcome import name_organisation
from incidents.commands._together import changing_together
from incidents.models import Escalation, MajorIncident, Methane
from incidents.queries.family import child_ids
from incidents.queries.methane import methane_ready
from incidents.queries.procedures import core_of
from incidents.queries.standing_down import obstacles
from incidents.rules.entries import Entry
from incidents.rules.major import LEVELS, SITREP_LEAST_MIN, SITREP_MOST_MIN, SITREP_USUAL_MIN

MOST_CASUALTIES = 1_000_000


def report_methane(
    *, incident_id: int, by: Actor, at: datetime, ask: bool = False, casualty_count: int | None = None, **letters: str
) -> Methane:
    """Write down METHANE, or ETHANE below a major incident: a new version, kept beside the earlier ones.

    Args:
        ask: a supervisor is to decide whether it is a major incident; this rings.
        letters: any of ``rules.major.FIELDS``; what is left out stays as it was said last, or as it is known.

    Raises:
        Refusal: "methane-same", "major-already" when asking for what has been declared, "incident-closed".
    """
    _insist_on_count(casualty_count)
    with changing(incident_id, by=by, at=at, act=Act.REPORT_METHANE) as change:
        insist_open(change)
        require(not (ask and change.incident.major == "declared"), "This is declared a major incident already.", code="major-already")
        before = Methane.objects.filter(incident=change.incident).order_by("-version").first()
        methane = write_methane(change, methane_ready(change.incident, on=at.date()) | letters, casualty_count=casualty_count)
        news = before is None or methane.changed or methane.casualty_count != before.casualty_count
        require(news or ask, "Nothing in it changes.", code="methane-same")
        if ask:
            _ask(change)
    return methane


def _ask(change: Change) -> None:
    what = f"Is this a major incident? {in_short(change.incident)}"
    change.log(Entry.MAJOR_ASKED, f"{change.by.label} asks for a major incident")
    raise_alarm(
        change,
        cause=Escalation.Cause.MAJOR_ASKED,
        to_role="supervisor",
        what=what,
        action="Read METHANE, then declare it or say why not",
        boundary="authority",
    )


def declare_major(
    *,
    incident_id: int,
    by: Actor,
    at: datetime,
    reason: str,
    standby: bool = False,
    levels: str = "gold",
    sitrep_every_min: int = SITREP_USUAL_MIN,
    inform: Sequence[str] = (),
    casualty_count: int | None = None,
    **letters: str,
) -> MajorIncident:
    """Declare a major incident, or put it on standby, with METHANE. The duty manager is rung, the organisations are named to be told.

    Args:
        inform: codes of organisations of the core file.
        sitrep_every_min: minutes between situation reports.

    Raises:
        Refusal: "major-already" names who declared it: of two who press at once one has it; "organisation-unknown",
            "time-out-of-bounds" (minutes), "levels-unknown", "reason-needed", "incident-closed".
    """
    require(reason.strip(), "Say why this is a major incident.", code="reason-needed")
    require(levels in LEVELS, "Choose how the levels of command are named.", code="levels-unknown")
    _insist_on_interval(sitrep_every_min)
    _insist_on_count(casualty_count)
    with changing(incident_id, by=by, at=at, act=Act.DECLARE_MAJOR) as change:
        insist_open(change)
        major = _standing_or_new(change, standby=standby, reason=reason.strip()[:300], levels=levels, every_min=sitrep_every_min)
        write_methane(change, methane_ready(change.incident, on=at.date()) | letters, casualty_count=casualty_count)
        change.log(
            Entry.MAJOR_STANDBY if standby else Entry.MAJOR_DECLARED,
            reason.strip(),
            levels=levels,
            sitrep_every_min=sitrep_every_min,
            inform=list(inform),
        )
        _tell(change, major, inform)
        _ring(change, reason.strip(), standby=standby)
    return major


def _standing_or_new(change: Change, *, standby: bool, reason: str, levels: str, every_min: int) -> MajorIncident:
    at, incident = change.at, change.incident
    standing = MajorIncident.objects.standing().filter(incident=incident).first()
    if standing is not None:
        _insist_on_step_up(standing, standby=standby)
    major = standing or MajorIncident(incident=incident, opened_at=at, opened_by_name=change.by.label)
    major.incident = incident
    major.levels, major.reason, major.sitrep_every_min = levels, reason, every_min
    major.sitrep_from, major.sitrep_due_at = at, at + timedelta(minutes=every_min)
    if not standby:
        major.declared_at, major.declared_by_name = at, change.by.label
    major.save()
    incident.major, incident.major_at = "standby" if standby else "declared", at
    return major


def _insist_on_step_up(standing: MajorIncident, *, standby: bool) -> None:
    who, when = standing.declared_by_name or standing.opened_by_name, standing.declared_at or standing.opened_at
    if standing.declared_at is not None:
        raise Refusal(f"{who} has declared a major incident already.", code="major-already", by=who, at=when.isoformat())
    require(not standby, f"{who} has put a major incident on standby already.", code="major-already", by=who, at=when.isoformat())


def _tell(change: Change, major: MajorIncident, inform: Sequence[str]) -> None:
    core = core_of(change.incident)
    major.inform = sorted({*major.inform, *inform})
    major.save(update_fields=["inform"])
    for code in dict.fromkeys(inform):
        require(core is not None and code in core.organisations, f"There is no organisation “{code[:40]}”.", code="organisation-unknown")
        if core is not None:
            name_organisation(change, core, code)


def _ring(change: Change, reason: str, *, standby: bool) -> None:
    head = "Major incident on STANDBY" if standby else "MAJOR INCIDENT declared"
    raise_alarm(
        change,
        cause=Escalation.Cause.MAJOR,
        to_role="duty_manager",
        what=f"{head}: {in_short(change.incident)}. {reason}",
        action="Take it, name who commands, and give the first situation report",
    )


def stand_down_major(
    *, incident_id: int, reason: str, by: Actor, at: datetime, debrief_on: date | None = None, handed_over: dict[str, str] | None = None
) -> MajorIncident:
    """Stand a major incident down: its parts are closed or handed over, its crews accounted for, its debrief has a date.

    Args:
        handed_over: the reference of a part that stays open, and to whom it goes.
        debrief_on: needed once it was declared; not before today.

    Raises:
        Refusal: "still-open" lists, in words, what stands in the way; "debrief-needed", "debrief-past", "reason-needed", "not-major".
    """
    require(reason.strip(), "Say why it is stood down.", code="reason-needed")
    given = {reference: to.strip()[:120] for reference, to in (handed_over or {}).items() if to.strip()}
    with changing_together({incident_id, *child_ids(incident_id)}, by=by, at=at, act=Act.DECLARE_MAJOR) as changes:
        change = changes[incident_id]
        major = the_major(change)
        require(debrief_on or not major.declared_at, "Give the date of the debrief.", code="debrief-needed")
        require(debrief_on is None or debrief_on >= at.date(), "The debrief cannot have been before today.", code="debrief-past")
        blocked = obstacles(change.incident, given)
        if blocked:
            raise Refusal(f"It cannot be stood down yet: {blocked[0]}", code="still-open", open=blocked)
        _stand_down(change, major, reason.strip()[:300], debrief_on, given)
        for other in changes.values():
            if other.incident.reference in given:
                other.log(
                    Entry.MAJOR_STOOD_DOWN, f"{change.incident.reference} is stood down. Handed over to {given[other.incident.reference]}"
                )
    return major


def _stand_down(change: Change, major: MajorIncident, reason: str, debrief_on: date | None, handed_over: dict[str, str]) -> None:
    incident = change.incident
    major.stood_down_at, major.stood_down_by_name, major.stood_down_why = change.at, change.by.label, reason
    major.debrief_on, major.handed_over = debrief_on, handed_over
    major.save()
    incident.major, incident.major_at = "over", change.at
    incident.command_posts.filter(ended_at=None).update(ended_at=change.at)
    debrief = debrief_on.isoformat() if debrief_on else None
    change.log(Entry.MAJOR_STOOD_DOWN, f"{reason} Debrief on {debrief or 'no date'}.", debrief_on=debrief, handed_over=handed_over)


def _insist_on_interval(minutes: int) -> None:
    require(
        SITREP_LEAST_MIN <= minutes <= SITREP_MOST_MIN,
        f"Situation reports come every {SITREP_LEAST_MIN} to {SITREP_MOST_MIN} minutes.",
        code="time-out-of-bounds",
    )


def _insist_on_count(casualties: int | None) -> None:
    require(
        casualties is None or 0 <= casualties <= MOST_CASUALTIES, "Give the number of casualties as a number.", code="count-out-of-bounds"
    )
