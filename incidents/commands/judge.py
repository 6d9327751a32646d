"""Judging a report: is it genuine, whose is it, and how grave is it beyond the tree (CC38 1.4; CFACC39 P1)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import Change, changing
from incidents.commands._judgement import keep_judgement
from incidents.commands._outcome import name_organisation
from incidents.commands.prioritise import move_priority
from incidents.models import Judgement
from incidents.queries.procedures import core_of
from incidents.rules.entries import Entry
from incidents.rules.priority import is_more_urgent
from incidents.rules.risk_overlay import LEVELS, objection, weigh
from incidents.rules.validity import VALIDITIES


def judge_validity(
    *, incident_id: int, validity: str, grounds: str, by: Actor, at: datetime, organisation: str = "", link: str = ""
) -> Judgement:
    """Record what a report is held to be, and on what grounds. Nothing is deleted and nothing is lowered by it.

    Args:
        validity: one of VALIDITIES.
        organisation: whose it is, when it is not ours: they are to be told, and closing waits for the proof.
        link: the reference of the report it repeats.

    Raises:
        Refusal: "validity-unknown", "reason-needed", "organisation-needed".
    """
    require(validity in VALIDITIES, "Choose what the report is held to be.", code="validity-unknown")
    require(grounds.strip(), "Say what makes you think so.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        handed_to = _hand_over(change, organisation) if validity == "not_ours" else ""
        change.incident.validity = validity
        return keep_judgement(
            change,
            Judgement.Kind.VALIDITY,
            Entry.VALIDITY_JUDGED,
            code=validity,
            grounds=grounds.strip(),
            text=f"{VALIDITIES[validity]}{f', handed over to {handed_to}' if handed_to else ''}: {grounds.strip()}",
            organisation=organisation if handed_to else "",
            link=link.strip()[:24],
        )


def _hand_over(change: Change, organisation: str) -> str:
    core = core_of(change.incident)
    if core is None or organisation not in core.organisations:
        raise Refusal("Say whose it is: choose the organisation that takes it.", code="organisation-needed")
    name_organisation(change, core, organisation)
    return core.organisations[organisation].label


def weigh_risk(*, incident_id: int, levels: dict[str, str], words: str, by: Actor, at: datetime) -> Judgement:
    """Weigh threat, harm, risk and vulnerability. A priority that this calls for is set when it is higher; it is never lowered.

    Args:
        levels: by part of the overlay: "none", "some" or "high".
        words: what was thought, for whoever reads it later.

    Raises:
        Refusal: "overlay-incomplete", "reason-needed".
    """
    require(words.strip(), "Say in a few words what you weighed.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        core = core_of(incident)
        trouble = "No procedure is in use here." if core is None else objection(core, levels)
        require(trouble is None, trouble or "", code="overlay-incomplete")
        found = weigh(levels)
        was = incident.priority
        raises = bool(found.calls_for) and (not was or is_more_urgent(found.calls_for, was))
        said = f"{', '.join(f'{part}: {LEVELS[level].lower()}' for part, level in levels.items())}. {words.strip()}"
        now = found.calls_for if raises else was
        judgement = keep_judgement(
            change,
            Judgement.Kind.RISK,
            Entry.RISK_WEIGHED,
            code=found.calls_for,
            grounds=words.strip(),
            text=said,
            levels=levels,
            was=was,
            now=now,
        )
        if raises:
            before = f" Before that: {incident.explanation}" if incident.explanation else ""
            because = f"{now} because {found.because}: {words.strip().rstrip('.')}.{before}"
            move_priority(change, now, f"The risk was weighed: {found.because}", because=because)
    return judgement
