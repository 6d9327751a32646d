"""Rules on a pack as a whole, on the core file, and between packs: V01, V05, V10, V14, V16, V18 and V26."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from incidents.rules.packs.core_shape import AdviceLine
from incidents.rules.packs.finding import Fault, PackScope, SetScope, TypeScope, pack_rules, rule, set_rules
from incidents.rules.packs.reading_ease import reading_ease

LONGEST_ADVICE = 160
LONGEST_CODE = 40
LEAST_ADVICE_EASE = 60
_SEMVER = re.compile(r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})")


def version_of(text: str) -> tuple[int, int, int] | None:
    """1.2.3 as numbers, or None."""
    match = _SEMVER.fullmatch(text)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None


@rule("V18", pack_rules)
def versions_are_semantic(scope: PackScope) -> Iterator[Fault]:
    pack, core = scope.pack, scope.whole.core
    if version_of(pack.version) is None:
        yield scope.fault(f"the version '{pack.version}' is not three numbers, such as 1.2.0.", "version")
    wanted, given = version_of(pack.requires_core), version_of(core.version)
    if wanted is None:
        yield scope.fault(f"requires_core '{pack.requires_core}' is not three numbers, such as 1.0.0.", "requires_core")
    elif given is not None and (wanted[0] != given[0] or wanted > given):
        yield scope.fault(f"the pack needs core {pack.requires_core}, but the core file is {core.version}.", "requires_core")


@rule("V16", pack_rules)
def live_packs_have_local_values(scope: PackScope) -> Iterator[Fault]:
    if scope.pack.status == "live" and scope.pack.local_must_set:
        named = ", ".join(scope.pack.local_must_set[:10])
        yield scope.fault(f"the pack is live, but these local values are not set: {named}.", "local_must_set")


@rule("V10", pack_rules)
def advice_sources_exist(scope: PackScope) -> Iterator[Fault]:
    for id, line in scope.pack.advice_library.items():
        for source in line.src:
            if source not in scope.pack.sources:
                yield scope.fault(f"advice '{id}' names the source '{source}', which is not listed.", "advice_library", id, "src")


@rule("V10", pack_rules, "warning")
def advice_is_used(scope: PackScope) -> Iterator[Fault]:
    used = {id for kind in scope.pack.incident_types for outcome in kind.tree.outcomes for id in outcome.advice}
    for id in scope.pack.advice_library:
        if id not in used:
            yield scope.fault(f"advice '{id}' is never used.", "advice_library", id)


@rule("V14", pack_rules, "warning")
def advice_is_plain(scope: PackScope) -> Iterator[Fault]:
    yield from _hard_advice(scope, scope.pack.advice_library)


@rule("V14", set_rules, "warning")
def shared_advice_is_plain(scope: SetScope) -> Iterator[Fault]:
    yield from _hard_advice(scope, scope.core.advice_library)


def _hard_advice(scope: PackScope | SetScope, library: Mapping[str, AdviceLine]) -> Iterator[Fault]:
    for id, line in library.items():
        if len(line.text) > LONGEST_ADVICE:
            message = f"advice '{id}' has {len(line.text)} characters; aim for {LONGEST_ADVICE}."
            yield scope.fault(message, "advice_library", id, "text")
        ease = reading_ease(line.text)
        if ease < LEAST_ADVICE_EASE:
            message = f"advice '{id}' is hard to read (ease {ease:.0f}, aim for {LEAST_ADVICE_EASE})."
            yield scope.fault(message, "advice_library", id, "text")


@rule("V14", set_rules)
def shared_forbidden_lines_have_a_replacement(scope: SetScope) -> Iterator[Fault]:
    for index, line in enumerate(scope.core.forbidden_everywhere):
        if not line.say_instead:
            yield scope.fault("a forbidden line has no 'say_instead'.", "forbidden_everywhere", index)


@rule("V01", set_rules)
def pack_ids_are_unique(scope: SetScope) -> Iterator[Fault]:
    seen: set[str] = {scope.core.id}
    for pack in scope.packs:
        if pack.id in seen:
            yield Fault(pack.id, ("id",), f"the pack id '{pack.id}' is used twice.")
        seen.add(pack.id)


@rule("V01", set_rules)
def type_codes_are_unique(scope: SetScope) -> Iterator[Fault]:
    seen: set[str] = set()
    for each in scope.each_type():
        if each.kind.code in seen:
            yield each.fault("this incident type code is used twice.", "code")
        seen.add(each.kind.code)


@rule("V01", set_rules)
def determinants_are_unique(scope: SetScope) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for each in scope.each_type():
        for index, outcome in enumerate(each.kind.tree.outcomes):
            code = None if outcome.transfer else outcome.determinant
            if code in seen:
                message = f"has the code '{code}', which {seen[code]} has already."
                yield each.outcome_fault(message, index, "determinant")
            if code:
                seen.setdefault(code, f"{each.kind.code} '{outcome.id}'")


def _transfers(each: TypeScope) -> dict[str, int]:
    return {out.transfer: index for index, out in enumerate(each.kind.tree.outcomes) if out.transfer}


@rule("V05", set_rules)
def transfers_do_not_circle(scope: SetScope) -> Iterator[Fault]:
    """A transfer that can come back to its own type would ask the same questions for ever."""
    leads = {each.kind.code: _transfers(each) for each in scope.each_type()}
    for each in scope.each_type():
        for target, index in leads[each.kind.code].items():
            waiting, seen = [target], {target}
            while waiting:
                fresh = set(leads.get(waiting.pop(), ())) - seen
                seen |= fresh
                waiting += sorted(fresh)
            if each.kind.code in seen:
                yield each.outcome_fault(f"hands over to '{target}', which can hand back again.", index, "transfer")


@rule("V16", set_rules)
def organisations_can_be_reached(scope: SetScope) -> Iterator[Fault]:
    for id, organisation in scope.core.organisations.items():
        if not organisation.contact and not organisation.local:
            yield scope.fault(f"organisation '{id}' has no contact and is not marked 'local: true'.", "organisations", id)


@rule("V10", set_rules)
def core_sources_exist(scope: SetScope) -> Iterator[Fault]:
    for id, organisation in scope.core.organisations.items():
        for source in organisation.src:
            if source not in scope.sources:
                yield scope.fault(f"organisation '{id}' names the source '{source}', which no pack lists.", "organisations", id, "src")


@rule("V10", set_rules, "warning")
def organisations_are_used(scope: SetScope) -> Iterator[Fault]:
    used = {id for each in scope.each_type() for outcome in each.kind.tree.outcomes for id in outcome.notify}
    for id in scope.core.organisations:
        if id not in used:
            yield scope.fault(f"organisation '{id}' is never told.", "organisations", id)


@rule("V10", set_rules, "warning")
def capabilities_are_used(scope: SetScope) -> Iterator[Fault]:
    plans = [plan for each in scope.each_type() for plan in each.kind.response_plans.values()]
    used = {line.capability for plan in plans for line in plan}
    for id in scope.core.capabilities:
        if id not in used:
            yield scope.fault(f"capability '{id}' is in no response plan.", "capabilities", id)


@rule("V18", set_rules)
def core_version_is_semantic(scope: SetScope) -> Iterator[Fault]:
    if version_of(scope.core.version) is None:
        yield scope.fault(f"the version '{scope.core.version}' is not three numbers, such as 1.2.0.", "version")


@rule("V26", pack_rules)
def codes_can_be_kept(scope: PackScope) -> Iterator[Fault]:
    """Records name types and advice lines by codes of so many characters."""
    for index, kind in enumerate(scope.pack.incident_types):
        if len(kind.code) > LONGEST_CODE:
            yield scope.fault(f"the type code '{kind.code}' is longer than {LONGEST_CODE} characters.", "incident_types", index, "code")
    yield from _long_advice_ids(scope, scope.pack.advice_library)


@rule("V26", set_rules)
def shared_codes_can_be_kept(scope: SetScope) -> Iterator[Fault]:
    yield from _long_advice_ids(scope, scope.core.advice_library)


def _long_advice_ids(scope: PackScope | SetScope, library: Mapping[str, AdviceLine]) -> Iterator[Fault]:
    for id in library:
        if len(id) > LONGEST_CODE:
            yield scope.fault(f"the advice id '{id}' is longer than {LONGEST_CODE} characters.", "advice_library", id)
