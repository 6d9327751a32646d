"""Judging one incident as its page shows it: what waits for somebody, the path check, every judgement, the site's false alarms."""

from typing import Any, NamedTuple, TypedDict

from incidents.models import Incident, Judgement, LoweringRequest, Reassessment
from incidents.queries.assessment import Assessed, assessment_shown
from incidents.queries.compliance import Against, Compliance
from incidents.queries.site_history import false_alarms_at
from incidents.queries.whole import repeat_of
from incidents.rules.path_check import PATH_CHECKS
from incidents.rules.risk_overlay import LEVELS
from incidents.rules.validity import VALIDITIES


class Judged(NamedTuple):
    """One judgement of the report, and what it was held to be in words."""

    row: Judgement
    label: str


class Weighed(NamedTuple):
    """The risk as it was last weighed, part by part in words."""

    row: Judgement
    parts: list[tuple[str, str]]
    stale: bool


class Assessing(TypedDict):
    """What the incident page says about assessing. ``now`` is the same for the page's script, as REST gives it."""

    lowering: LoweringRequest | None
    repeat: Reassessment | None
    check: Compliance
    path_check: str
    against: list[Against]
    validities: list[Judged]
    risk: Weighed | None
    false_alarms: list[dict[str, Any]]
    now: dict[str, Any]


def assessing_record(incident: Incident, assessed: Assessed) -> Assessing:
    """Everything about assessing on the page. The latest judgement stands first; earlier ones stay below it."""
    now = assessment_shown(incident, assessed, advice=(), read=())
    check: Compliance = now["compliance"]
    judged = [each for each in reversed(assessed.judgements) if each.kind == Judgement.Kind.VALIDITY]
    return {
        "lowering": assessed.lowering,
        "repeat": repeat_of(incident) if incident.is_open else None,
        "check": check,
        "path_check": PATH_CHECKS.get(incident.path_check, ""),
        "against": [each for each in check["contradicted"] if not each["settled"]],
        "validities": [Judged(each, VALIDITIES[each.code]) for each in judged],
        "risk": _weighed(assessed, stale=bool(now["risk"] and now["risk"]["stale"])),
        "false_alarms": false_alarms_at(incident),
        "now": {
            "reference": incident.reference,
            "priority": incident.priority or None,
            **{name: now[name] for name in ("compliance", "validity", "risk", "lowering")},
        },
    }


def _weighed(assessed: Assessed, *, stale: bool) -> Weighed | None:
    found = assessed.latest(Judgement.Kind.RISK)
    if found is None:
        return None
    parts = [(part.capitalize(), LEVELS[level]) for part, level in found.facts.get("levels", {}).items()]
    return Weighed(found, parts, stale)
