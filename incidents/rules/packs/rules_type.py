"""Rules on the rest of an incident type: V11 (briefing), V12 to V15, V17 and V22 to V24."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from incidents.rules.packs.finding import Fault, TypeScope, rule, type_rules

LONGEST_CHECK_MIN = 60
LEAST_SEARCH_WORDS = 3
_NAME = re.compile(r"\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}")


@rule("V11", type_rules)
def briefing_is_complete(scope: TypeScope) -> Iterator[Fault]:
    briefing = scope.kind.briefing
    if not briefing.template:
        yield scope.fault("the briefing has no template.", "briefing")
    if briefing.format not in scope.core.briefing_formats:
        yield scope.fault(f"'{briefing.format}' is not a briefing format in the core file.", "briefing", "format")


@rule("V11", type_rules, "warning")
def field_briefing_has_its_parts(scope: TypeScope) -> Iterator[Fault]:
    if scope.kind.briefing.format != "FIELD" or not any(outcome.deploys for outcome in scope.kind.tree.outcomes):
        return
    template = scope.kind.briefing.template or ""
    missing = [part for part in ("HAZARD", "TASK:", "LIMITS:", "REPORT BACK:") if part not in template]
    if missing:
        named = ", ".join(part.rstrip(":") for part in missing)
        yield scope.fault(f"the briefing for a crew has no part marked {named}.", "briefing", "template")


@rule("V12", type_rules)
def escalation_rises(scope: TypeScope) -> Iterator[Fault]:
    levels = scope.kind.escalation
    if not levels:
        yield scope.fault("there is no escalation level.", "escalation")
    for index, level in enumerate(levels):
        if level.level != index + 1:
            yield scope.fault(f"escalation level {level.level} stands where level {index + 1} belongs.", "escalation", index, "level")
    for index, (before, after) in enumerate(pairwise(levels), start=1):
        if after.after_min <= before.after_min:
            message = f"escalation level {after.level} comes after {after.after_min} minutes, no later than the level before it."
            yield scope.fault(message, "escalation", index, "after_min")


@rule("V12", type_rules)
def escalation_roles_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, level in enumerate(scope.kind.escalation):
        if level.to not in scope.core.roles:
            yield scope.fault(f"escalation goes to '{level.to}', which is not a role in the core file.", "escalation", index, "to")


@rule("V12", type_rules)
def escalation_priorities_exist(scope: TypeScope) -> Iterator[Fault]:
    """A level for a priority that does not exist would never be raised."""
    for index, level in enumerate(scope.kind.escalation):
        for priority in level.priorities:
            if priority not in scope.core.priorities:
                message = f"escalation is for '{priority}', which is not a priority in the core file."
                yield scope.fault(message, "escalation", index, "priorities")


@rule("V13", type_rules)
def checks_are_frequent(scope: TypeScope) -> Iterator[Fault]:
    monitoring = scope.kind.monitoring
    for name, minutes in (("first_check_min", monitoring.first_check_min), ("interval_min", monitoring.interval_min)):
        if minutes > LONGEST_CHECK_MIN:
            message = f"{name} is {minutes} minutes; a crew is checked at least every {LONGEST_CHECK_MIN}."
            yield scope.fault(message, "monitoring", name)


@rule("V14", type_rules)
def forbidden_lines_have_a_replacement(scope: TypeScope) -> Iterator[Fault]:
    if not scope.kind.advice_not_allowed:
        yield scope.fault("nothing is listed in 'advice_not_allowed'.", "advice_not_allowed")
    for index, line in enumerate(scope.kind.advice_not_allowed):
        if not line.say_instead:
            yield scope.fault("a forbidden line has no 'say_instead'.", "advice_not_allowed", index)


@rule("V15", type_rules)
def law_is_present(scope: TypeScope) -> Iterator[Fault]:
    if not scope.kind.legal:
        yield scope.fault("no law, duty or standard is named in 'legal'.", "legal")


@rule("V15", type_rules)
def law_bears_on_steps_that_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, law in enumerate(scope.kind.legal):
        for place, step in enumerate(law.steps):
            if step not in scope.map.nodes and step not in scope.map.outcomes:
                yield scope.fault(f"'{law.act}' bears on '{step}', which is no question or outcome here.", "legal", index, "steps", place)


@rule("V17", type_rules)
def fallback_is_urgent(scope: TypeScope) -> Iterator[Fault]:
    outcome = scope.map.outcomes.get(scope.kind.fallback)
    if outcome is None or outcome.transfer or outcome.priority not in ("P1", "P2"):
        yield scope.fault(f"the fallback '{scope.kind.fallback}' must be a P1 or P2 outcome of this type.", "fallback")


@rule("V22", type_rules)
def closing_asks_for_something(scope: TypeScope) -> Iterator[Fault]:
    if not scope.kind.close_requires:
        yield scope.fault("'close_requires' is empty: say what must be known before closing.", "close_requires")


@rule("V23", type_rules)
def search_words_are_enough(scope: TypeScope) -> Iterator[Fault]:
    if len(scope.kind.everyday_words) < LEAST_SEARCH_WORDS:
        yield scope.fault(f"it has fewer than {LEAST_SEARCH_WORDS} everyday words for the search.", "everyday_words")


def _unknown_name(scope: TypeScope, name: str) -> bool:
    """True for {{answers.q}} or {{notify.ORG.ref}} when there is no such question or organisation."""
    parts = name.split(".")
    if parts[0] == "answers":
        return ".".join(parts[1:]) not in scope.map.nodes
    return parts[0] == "notify" and (len(parts) < 2 or parts[1] not in scope.core.organisations)


@rule("V24", type_rules)
def placeholders_can_be_filled(scope: TypeScope) -> Iterator[Fault]:
    template = scope.kind.briefing.template or ""
    rest = _NAME.sub("", template)
    if "{{" in rest or "}}" in rest:
        yield scope.fault("the briefing has a broken placeholder; write {{name}} or {{group.name}}.", "briefing", "template")
    for name in _NAME.findall(template):
        if _unknown_name(scope, name):
            yield scope.fault(f"the briefing asks for '{name}', which does not exist.", "briefing", "template")
