"""What changed between two versions of a procedure, in plain words for the people who work by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.lookup import advice_lines, capability_label, find_type, forbidden_lines, organisation_label
from incidents.rules.packs.shape import Answer, IncidentType, Node, Outcome, Pack

MOST = 400  # sentences about one type


@dataclass(frozen=True)
class Text:
    """A pack with its core library."""

    core: Core
    pack: Pack


@dataclass(frozen=True)
class Said:
    """One change. ``kind`` is new, gone or changed; ``was`` and ``now`` are the words where a text was reworded."""

    kind: str
    text: str
    was: str = ""
    now: str = ""


def words_in_force(text: Text, kind: IncidentType) -> dict[str, Any]:
    """Everything that somebody who works by this type goes by: its own text, and the lines that it shares."""
    ids = sorted({id for outcome in kind.tree.outcomes for id in outcome.advice})
    return {
        "type": kind.model_dump(mode="json", by_alias=True),
        "advice": [(line.id, line.text) for line in advice_lines(text.core, text.pack, ids)],
        "forbidden": [(line.text, line.say_instead) for line in forbidden_lines(text.core, kind)],
    }


def changed_types(before: Text | None, after: Text) -> list[str]:
    """Codes of the types whose words differ; nothing when there was no version before."""
    if before is None:
        return []
    found = []
    for kind in after.pack.incident_types:
        old = find_type(before.pack, kind.code)
        if old is None or words_in_force(before, old) != words_in_force(after, kind):
            found.append(kind.code)
    return found


def changes_of_type(before: Text, after: Text, code: str) -> list[Said]:
    """What changed for one type, most important first: outcomes, questions, what is said, escalation, the rest."""
    old, new = find_type(before.pack, code), find_type(after.pack, code)
    if new is None:
        return [Said("gone", f"{old.title if old else code} is no longer in this procedure.")]
    if old is None:
        return [Said("new", f"{new.title} is a new incident type: read it whole.")]
    found = [
        *_outcomes(before, after, old, new),
        *_questions(old, new),
        *_spoken(before, after, old, new),
        *_plans(after, old, new),
        *_levels(old, new),
        *_rest(old, new),
    ]
    return found[:MOST]


def _reworded(what: str, was: str, now: str) -> Iterator[Said]:
    if was != now:
        yield Said("changed", f"{what} reads differently.", was, now)


def _end_words(outcome: Outcome) -> str:
    if outcome.transfer:
        return f"{outcome.transfer} takes over"
    return f"{outcome.priority} {outcome.determinant or ''}".strip()


def _outcomes(before: Text, after: Text, old: IncidentType, new: IncidentType) -> Iterator[Said]:
    was = {outcome.id: outcome for outcome in old.tree.outcomes}
    now = {outcome.id: outcome for outcome in new.tree.outcomes}
    for id, outcome in now.items():
        if id not in was:
            yield Said("new", f"New outcome: {_end_words(outcome)}.")
        elif was[id] != outcome:
            yield from _outcome(after.core, was[id], outcome)
    for id in was.keys() - now.keys():
        yield Said("gone", f"Outcome {_end_words(was[id])} is gone.")


def _outcome(core: Core, was: Outcome, now: Outcome) -> Iterator[Said]:
    name = f"Outcome {_end_words(was)}"
    if _end_words(was) != _end_words(now):
        yield Said("changed", f"{name} is now {_end_words(now)}.", _end_words(was), _end_words(now))
    if was.disposition != now.disposition:
        yield Said("changed", f"{name}: now {now.disposition.replace('_', ' ')} instead of {was.disposition.replace('_', ' ')}.")
    if was.plan != now.plan:
        yield Said("changed", f"{name}: the response plan is now {now.plan or 'none'} instead of {was.plan or 'none'}.")
    if was.escalate_now != now.escalate_now:
        yield Said("changed", f"{name}: {_at_once(now.escalate_now)}.")
    label = {id: organisation_label(core, id) for id in (*was.notify, *now.notify)}
    yield from _listed(name, "tell", was.notify, now.notify, label)
    yield from _listed(name, "read out", was.advice, now.advice, {})


def _at_once(level: int | None) -> str:
    return f"escalates at once to level {level}" if level else "no longer escalates at once"


def _listed(name: str, verb: str, was: Sequence[str], now: Sequence[str], label: Mapping[str, str]) -> Iterator[Said]:
    for id in now:
        if id not in was:
            yield Said("new", f"{name}: {verb} {label.get(id, id)}.")
    for id in was:
        if id not in now:
            yield Said("gone", f"{name}: no longer {verb} {label.get(id, id)}.")
    if set(was) == set(now) and tuple(was) != tuple(now):
        yield Said("changed", f"{name}: in another order to {verb}: {', '.join(label.get(id, id) for id in now)}.")


def _questions(old: IncidentType, new: IncidentType) -> Iterator[Said]:
    was = {node.id: node for node in old.tree.nodes}
    now = {node.id: node for node in new.tree.nodes}
    for id, node in now.items():
        if id not in was:
            yield Said("new", f"New question: “{node.ask}”", "", node.why or "")
        elif was[id] != node:
            yield from _question(old, new, was[id], node)
    for id in was.keys() - now.keys():
        yield Said("gone", f"No longer asked: “{was[id].ask}”")
    if old.tree.start != new.tree.start and new.tree.start in now:
        yield Said("changed", f"The questions begin with “{now[new.tree.start].ask}”")


def _question(old: IncidentType, new: IncidentType, was: Node, now: Node) -> Iterator[Said]:
    yield from _reworded("A question", was.ask, now.ask)
    yield from _reworded(f"The reason for “{now.ask}”", was.why or "", now.why or "")
    yield from _reworded(f"The help for “{now.ask}”", was.help or "", now.help or "")
    before, after = {a.code: a for a in was.answers}, {a.code: a for a in now.answers}
    for code, answer in after.items():
        if code not in before:
            yield Said("new", f"“{now.ask}” has a new answer: {answer.words} → {_leads(new, answer.go)}.")
        elif before[code] != answer:
            yield from _answer(old, new, now, before[code], answer)
    for code in before.keys() - after.keys():
        yield Said("gone", f"“{now.ask}” no longer has the answer {before[code].words}.")


def _answer(old: IncidentType, new: IncidentType, node: Node, was: Answer, now: Answer) -> Iterator[Said]:
    name = f"“{node.ask}” {now.words}"
    if _leads(old, was.go) != _leads(new, now.go) or was.go != now.go:
        yield Said("changed", f"{name}: leads to {_leads(new, now.go)} instead of {_leads(old, was.go)}.")
    if was.danger != now.danger:
        yield Said("changed", f"{name}: {'now means danger' if now.danger else 'no longer means danger'}.")
    if was.words != now.words:
        yield Said("changed", f"{name}: the answer was called {was.words}.")
    if was.sets != now.sets:
        yield Said("changed", f"{name}: raises {', '.join(now.sets).replace('_', ' ') or 'no flags'}.")
    yield from _reworded(f"{name}: why not known may take the calmer way", was.unknown_ok or "", now.unknown_ok or "")


def _leads(kind: IncidentType, go: str) -> str:
    for node in kind.tree.nodes:
        if node.id == go:
            return f"“{node.ask}”"
    return next((_end_words(outcome) for outcome in kind.tree.outcomes if outcome.id == go), go)


def _spoken(before: Text, after: Text, old: IncidentType, new: IncidentType) -> Iterator[Said]:
    was, now = words_in_force(before, old), words_in_force(after, new)
    said_before, said_now = dict(was["advice"]), dict(now["advice"])
    for id in said_now.keys() & said_before.keys():
        yield from _reworded(f"Advice {id}", said_before[id], said_now[id])
    for text, instead in now["forbidden"]:
        if (text, instead) not in was["forbidden"]:
            yield Said("new", f"Not to be said: “{text}”", "", f"Say instead: {instead}" if instead else "")
    for text, _ in was["forbidden"]:
        if text not in [line for line, _ in now["forbidden"]]:
            yield Said("gone", f"No longer forbidden: “{text}”")


def _plans(after: Text, old: IncidentType, new: IncidentType) -> Iterator[Said]:
    for name in {**old.response_plans, **new.response_plans}:
        was, now = old.response_plans.get(name), new.response_plans.get(name)
        if was == now:
            continue
        if now is None:
            yield Said("gone", f"Response plan {name} is gone.")
            continue
        needs = ", ".join(f"{line.count} × {capability_label(after.core, line.capability)}" for line in now)
        yield Said("new" if was is None else "changed", f"Response plan {name}: {needs}.")


def _levels(old: IncidentType, new: IncidentType) -> Iterator[Said]:
    was, now = {each.level: each for each in old.escalation}, {each.level: each for each in new.escalation}
    for level, each in now.items():
        if was.get(level) == each:
            continue
        words = f"after {each.after_min} min {each.to.replace('_', ' ')}: {each.action}"
        yield Said("changed" if level in was else "new", f"Escalation level {level}: {words}")
    for level in was.keys() - now.keys():
        yield Said("gone", f"Escalation level {level} is gone.")


def _rest(old: IncidentType, new: IncidentType) -> Iterator[Said]:
    yield from _reworded("The title", old.title, new.title)
    yield from _reworded("The briefing", old.briefing.template or "", new.briefing.template or "")
    for was, now, said in _other_parts(old, new):
        if was != now:
            yield Said("changed", said)


def _other_parts(old: IncidentType, new: IncidentType) -> Iterator[tuple[object, object, str]]:
    check, laws = new.monitoring, "; ".join(f"{law.act}, {law.provision}" for law in new.legal)
    said = f"Checks: first after {check.first_check_min} min, then every {check.interval_min} min: “{check.ask}”"
    yield old.monitoring, check, said
    yield old.fallback, new.fallback, f"Sent before the questions end: now {_leads(new, new.fallback)}."
    needed = ", ".join(new.close_requires).replace("_", " ")
    yield old.close_requires, new.close_requires, f"To close: {needed or 'nothing more'}."
    yield old.legal, new.legal, f"Law: {laws or 'none'}."
    yield old.qa_critical, new.qa_critical, "Other questions may not be missed now."
    yield old.everyday_words, new.everyday_words, f"Everyday words: {', '.join(new.everyday_words)}."
    yield (
        old.advice_recall,
        new.advice_recall,
        "Callers are " + ("" if new.advice_recall else "no longer ") + "rung back if the advice changes.",
    )
