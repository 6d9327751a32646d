"""What an outcome sets in motion: the priority, the organisations to tell, and the procedure's escalation levels.

A later outcome replaces the one in force: at once when it is as urgent or more, and only with a supervisor's approval when it
is lower. Organisations that it adds are told at once either way.
"""

from itertools import chain
from typing import Any

from dispatch.accounts.permissions import Act, may
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change
from incidents.commands._lowering import ask_lowering, overtake_request
from incidents.models import DecisionPath, Escalation, Incident, Judgement, MajorIncident, Notice
from incidents.queries.procedures import Loaded, outcome_facts
from incidents.rules.entries import Entry
from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.shape import IncidentType, Outcome
from incidents.rules.priority import rank
from incidents.rules.rewalk import is_lower
from resources.models import Organisation


def take_outcome(
    change: Change, pinned: Loaded, kind: IncidentType, outcome: Outcome, *, path: DecisionPath, because: str, priority: str = ""
) -> None:
    """Take what the questions led to. A first outcome never lowers a priority raised by hand; a later one may ask to."""
    incident = change.incident
    wanted = priority or outcome.priority
    incident.reassessing = False
    if incident.outcome is None:
        if incident.priority and incident.urgency < rank(wanted):
            because = f"{incident.explanation.rstrip('. ')}; it stays. The questions alone: {because}"
            wanted = incident.priority
    elif is_lower(priority=wanted, deploys=outcome.deploys, than=incident.priority, that_deploys=incident.deploys):
        _name_organisations(change, pinned, outcome, again=True)
        ask_lowering(change, wanted=wanted, reason=because, path=path)
        return
    put_in_force(change, pinned, kind, outcome, because=because, priority=wanted)


def put_in_force(change: Change, pinned: Loaded, kind: IncidentType, outcome: Outcome, *, because: str, priority: str) -> None:
    """Let an outcome hold from now on, in place of the one before."""
    incident = change.incident
    before: dict[str, Any] = incident.outcome or {}
    overtake_request(change, "A new outcome holds")
    incident.priority, incident.urgency = priority, rank(priority)
    incident.outcome = outcome_facts(pinned, kind, outcome)
    if before.get("type") != kind.code or incident.outcome_at is None:
        incident.outcome_at = change.at
    incident.explanation = because
    facts: dict[str, Any] = {"outcome": outcome.id, "determinant": outcome.determinant, "priority": priority}
    change.log(Entry.OUTCOME_REACHED, because, **facts, **({"instead_of": before["id"]} if before else {}))
    _name_organisations(change, pinned, outcome, again=bool(before))
    if before:
        _drop_organisations(change, outcome)
    _start_levels(change, kind, outcome, again=bool(before))


def _name_organisations(change: Change, pinned: Loaded, outcome: Outcome, *, again: bool) -> None:
    own = {each.code: each for each in Organisation.objects.filter(centre_id=change.incident.centre_id, code__in=outcome.notify)}
    for code in outcome.notify:
        _want_told(change, pinned.core, code, own.get(code))
    if again:
        Notice.objects.filter(incident=change.incident, code__in=outcome.notify).exclude(dropped_at=None).update(dropped_at=None)


def name_organisation(change: Change, core: Core, code: str) -> None:
    """One more organisation is to be told."""
    _want_told(change, core, code, Organisation.objects.filter(centre_id=change.incident.centre_id, code=code).first())
    Notice.objects.filter(incident=change.incident, code=code).exclude(dropped_at=None).update(dropped_at=None)


def _want_told(change: Change, core: Core, code: str, entered: Organisation | None) -> None:
    listed = core.organisations[code]
    notice, made = Notice.objects.get_or_create(
        incident=change.incident,
        code=code,
        defaults={
            "label": listed.label,
            "contact": (entered.telephone if entered else "") or listed.contact or "",
            "authority": entered.authority if entered else listed.authority,
            "wanted_at": change.at,
        },
    )
    if made and notice.authority == "supervisor" and not may(change.by, Act.INFORM_ABOVE, change.incident):
        raise_alarm(
            change,
            cause=Escalation.Cause.OUT_OF_AUTHORITY,
            to_role="supervisor",
            what=f"{notice.label} is for a supervisor to tell",
            action="Tell them and write down the name or reference",
            watches="not-told",
            subject=notice.pk,
            boundary="authority",
        )


def _drop_organisations(change: Change, outcome: Outcome) -> None:
    """Whoever is not named any more need not be told; whoever has been told already is to hear that it has changed."""
    judged = Judgement.objects.filter(incident=change.incident, kind=Judgement.Kind.VALIDITY)
    majors = MajorIncident.objects.filter(incident=change.incident).values_list("inform", flat=True)
    kept = {*outcome.notify, *chain.from_iterable(majors), *(each.facts.get("organisation", "") for each in judged)}
    for notice in Notice.objects.filter(incident=change.incident, dropped_at=None).exclude(code__in=kept).order_by("pk"):
        Notice.objects.filter(pk=notice.pk).update(dropped_at=change.at)
        told = f"{notice.label} was told, and is no longer named: tell them that it has changed"
        change.log(
            Entry.ORGANISATION_DROPPED,
            told if notice.confirmed_at else f"{notice.label} need not be told any more",
            organisation=notice.code,
            told=notice.confirmed_at is not None,
        )


def _start_levels(change: Change, kind: IncidentType, outcome: Outcome, *, again: bool) -> None:
    """Raise what is raised at once; the others come by their clock. A level rings once."""
    rung = _rung_before(change.incident) if again else set()
    at_once = outcome.escalate_now or 0
    for level in kind.escalation:
        if level.level <= at_once and level.trigger[:300] not in rung:
            raise_alarm(
                change,
                cause=Escalation.Cause.BY_PROCEDURE,
                level=level.level,
                to_role=level.to,
                what=level.trigger,
                action=level.action,
            )
    change.incident.level_passed = max([at_once, *(level.level for level in kind.escalation if level.trigger[:300] in rung)])


def _rung_before(incident: Incident) -> set[str]:
    """What the procedure's levels have rung for. An alarm's own level rises as it repeats, so its words tell which one it was."""
    by_procedure = Escalation.objects.filter(incident=incident, cause=Escalation.Cause.BY_PROCEDURE)
    return set(by_procedure.values_list("what", flat=True))
