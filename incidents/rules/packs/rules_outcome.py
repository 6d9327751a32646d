"""Rules on outcomes and response plans: V09 to V11 and V20."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidents.rules.packs.core_shape import AdviceLine
from incidents.rules.packs.finding import Fault, TypeScope, rule, type_rules
from incidents.rules.packs.shape import Outcome

EMERGENCY_PARTNERS = frozenset({"EMS_999", "GAS_EMERGENCY", "POWER_105", "NAT_HIGHWAYS", "POLICE_URN"})
SAFETY_NETS = frozenset({"G-WORSE", "G-999-STAY", "G-999-NOW", "FA-999", "LW-QUIET", "LW-STAYON"})
EARLY_MIN = 10
_DETERMINANT = re.compile(r"[A-Z]{2,4}-([1-5])-[A-Z]")


def ends(scope: TypeScope) -> Iterator[tuple[int, Outcome]]:
    """Outcomes that decide something: transfers are left out."""
    return ((index, outcome) for index, outcome in enumerate(scope.kind.tree.outcomes) if not outcome.transfer)


def advice_within_reach(scope: TypeScope) -> dict[str, AdviceLine]:
    """Advice of the core file and of this pack."""
    return {**scope.core.advice_library, **scope.pack.advice_library}


@rule("V09", type_rules)
def life_risk_tells_a_partner(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        if outcome.priority == "P1" and not EMERGENCY_PARTNERS & set(outcome.notify) and not outcome.notify_reason:
            yield scope.outcome_fault("is P1 but tells no emergency partner; add one, or write why in 'notify_reason'.", index)


@rule("V09", type_rules)
def life_risk_escalates_early(scope: TypeScope) -> Iterator[Fault]:
    early = any(level.after_min <= EARLY_MIN for level in scope.kind.escalation)
    for index, outcome in ends(scope):
        if outcome.priority == "P1" and not outcome.escalate_now and not early:
            yield scope.outcome_fault(f"is P1 but nothing escalates at once or within {EARLY_MIN} minutes.", index)


@rule("V10", type_rules)
def words_are_in_the_core(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        if outcome.priority not in scope.core.priorities:
            yield scope.outcome_fault(f"has the priority '{outcome.priority}', which the core file does not know.", index, "priority")
        if outcome.disposition not in scope.core.dispositions:
            message = f"has the disposition '{outcome.disposition}', which the core file does not know."
            yield scope.outcome_fault(message, index, "disposition")


@rule("V10", type_rules)
def organisations_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        for place, id in enumerate(outcome.notify):
            if id not in scope.core.organisations:
                yield scope.outcome_fault(f"tells '{id}', which is not an organisation in the core file.", index, "notify", place)


@rule("V10", type_rules)
def advice_exists(scope: TypeScope) -> Iterator[Fault]:
    known = advice_within_reach(scope)
    for index, outcome in ends(scope):
        for place, id in enumerate(outcome.advice):
            if id not in known:
                yield scope.outcome_fault(f"gives the advice '{id}', which no library has.", index, "advice", place)


@rule("V10", type_rules)
def flags_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        for place, answer in enumerate(node.answers):
            for flag in answer.sets:
                if flag not in scope.core.flags:
                    message = f"raises the flag '{flag}', which the core file does not know."
                    yield scope.node_fault(message, index, "answers", place, "set")


@rule("V10", type_rules)
def capabilities_exist(scope: TypeScope) -> Iterator[Fault]:
    for name, plan in scope.kind.response_plans.items():
        for index, line in enumerate(plan):
            if line.capability not in scope.core.capabilities:
                message = f"plan '{name}' asks for '{line.capability}', which is not a capability in the core file."
                yield scope.fault(message, "response_plans", name, index, "capability")


@rule("V10", type_rules, "warning")
def plans_are_used(scope: TypeScope) -> Iterator[Fault]:
    used = {outcome.plan for _, outcome in ends(scope) if outcome.deploys}
    for name in scope.kind.response_plans:
        if name not in used:
            yield scope.fault(f"plan '{name}' is never used.", "response_plans", name)


@rule("V11", type_rules)
def determinant_agrees(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        match = _DETERMINANT.fullmatch(outcome.determinant or "")
        if not match or f"P{match[1]}" != outcome.priority:
            message = f"has the code '{outcome.determinant or ''}', which does not agree with priority {outcome.priority or '(none)'}."
            yield scope.outcome_fault(message, index, "determinant")


@rule("V11", type_rules)
def sending_needs_a_plan(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        if outcome.deploys and outcome.plan not in scope.kind.response_plans:
            yield scope.outcome_fault("sends a unit but names no response plan of this type.", index, "plan")
        if not outcome.deploys and outcome.plan:
            yield scope.outcome_fault("names a response plan but sends nobody.", index, "plan")


@rule("V11", type_rules)
def plans_require_something(scope: TypeScope) -> Iterator[Fault]:
    used = {outcome.plan for _, outcome in ends(scope) if outcome.deploys}
    for name, plan in scope.kind.response_plans.items():
        if name in used and not any(line.required for line in plan):
            yield scope.fault(f"plan '{name}' has no required capability.", "response_plans", name)


@rule("V11", type_rules)
def handover_names_somebody(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        if outcome.disposition in ("handover", "deploy_and_handover", "refer") and not outcome.notify:
            yield scope.outcome_fault("hands over but names no organisation.", index, "notify")


@rule("V14", type_rules)
def there_is_advice(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in ends(scope):
        if not outcome.advice:
            yield scope.outcome_fault("gives the caller no advice.", index, "advice")


@rule("V20", type_rules)
def callers_know_when_to_call_back(scope: TypeScope) -> Iterator[Fault]:
    known = advice_within_reach(scope)
    nets = SAFETY_NETS | {id for id, line in known.items() if line.safety_net}
    for index, outcome in ends(scope):
        if not nets & set(outcome.advice) and "EMS_999" not in outcome.notify:
            yield scope.outcome_fault("does not say what to do if it gets worse; add such a line, such as G-WORSE.", index, "advice")
