"""The escalation policy in force."""

from typing import Any

from incidents.models import EscalationPolicy
from incidents.rules.alarms import USUAL_STEPS, Step
from resources.queries.cards import stamp
from resources.rules.rota import ROLES


def policy_of(centre_id: int) -> tuple[int, list[Step]]:
    """The centre's policy in force and its version; ours, version 0, where it has set none."""
    newest = EscalationPolicy.objects.newest_of(centre_id).values_list("version", "steps").first()
    if newest is None:
        return 0, list(USUAL_STEPS)
    return newest[0], [Step(step["role"], step["wait_s"]) for step in newest[1]]


def policy_shown(centre_id: int) -> dict[str, Any]:
    """``{version, steps: [{role, word, wait_s}], made_at, made_by}``; version 0 is ours."""
    newest = EscalationPolicy.objects.newest_of(centre_id).first()
    version, steps = policy_of(centre_id)
    return {
        "version": version,
        "steps": [{"role": step.role, "word": ROLES.get(step.role, step.role), "wait_s": step.wait_s} for step in steps],
        "made_at": stamp(newest.made_at) if newest else None,
        "made_by": newest.made_by_name if newest else None,
    }
