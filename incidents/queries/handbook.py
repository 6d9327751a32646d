"""The procedures handbook: packs in use, and one incident type as a person reads it."""

from dataclasses import dataclass
from typing import Any, TypedDict

from dispatch.refusal import NotFound
from incidents.models import ProcedurePack, Recall
from incidents.queries.procedure_versions import STATUS_TONES
from incidents.queries.procedures import Loaded, loaded, loaded_row
from incidents.queries.recall import standing
from incidents.rules.decision_path import step_of
from incidents.rules.packs.core_shape import ForbiddenLine
from incidents.rules.packs.lookup import Advice, Partner, advice_lines, capability_label, find_type, forbidden_lines, partners, plan_lines
from incidents.rules.packs.shape import EscalationLevel, IncidentType, Node
from incidents.rules.path_words import flag_words
from incidents.rules.recall import wording_digest

COUNTED_FROM = {"contact_answered": "the contact was answered", "outcome_reached": "the outcome", "check_due": "a check fell due"}
DISPOSITIONS = {
    "deploy": "We send a unit",
    "handover": "Handed over to another organisation",
    "deploy_and_handover": "We send a unit, and tell another organisation",
}


@dataclass(frozen=True)
class Way:
    """An answer and where it leads, in words; ``to`` is the place on the page."""

    label: str
    danger: bool
    flags: str
    to: str
    leads: str
    unknown_ok: str


@dataclass(frozen=True)
class Question:
    """A question, its number on the page, and its answers."""

    number: int
    id: str
    ask: str
    why: str
    for_agent: bool
    critical: bool
    ways: list[Way]


@dataclass(frozen=True)
class End:
    """An outcome spelt out. ``transfer`` is set, alone, where another type takes over; withdrawn advice stands with its recall."""

    id: str
    transfer: str
    determinant: str
    priority: str
    priority_label: str
    disposition: str
    units: list[str]
    told: tuple[Partner, ...]
    nobody_told: str
    advice: list[tuple[Advice, Recall | None]]
    escalate_now: int | None
    fallback: bool


class Chapter(TypedDict):
    """One incident type, whole."""

    kind: IncidentType
    pack: ProcedurePack
    in_use: bool
    notice: str
    questions: list[Question]
    ends: list[End]
    forbidden: tuple[ForbiddenLine, ...]
    levels: list[tuple[EscalationLevel, str, str]]
    close_requires: list[str]
    sources: dict[str, str]


def packs_held(centre_id: int) -> list[dict[str, Any]]:
    """Every version in use, what packs share among them, with its types: ``{row, tone, types, review_by}``."""
    rows = ProcedurePack.objects.of(centre_id).filter(status=ProcedurePack.Status.LIVE).light().order_by("pack_id")
    return [
        {
            "row": row,
            "tone": STATUS_TONES[row.status],
            "types": loaded(row.pk).pack.incident_types,
            "review_by": loaded(row.pk).pack.review_by,
        }
        for row in rows
    ]


def chapter(centre_id: int, code: str, version: str = "") -> Chapter:
    """An incident type of a pack in use, or of the version whose digest is given.

    Raises:
        NotFound: the centre has no such type, or never had that version of it.
    """
    packs = ProcedurePack.objects.of(centre_id)
    wanted = packs.filter(digest=version[:64]) if version.isalnum() else packs.live()
    for row in wanted.order_by("pack_id"):
        held = loaded_row(row)
        kind = find_type(held.pack, code)
        if kind is not None:
            return _chapter(row, held, kind)
    raise NotFound("There is no such procedure.", code="not-found")


def _chapter(row: ProcedurePack, held: Loaded, kind: IncidentType) -> Chapter:
    lines = {**held.core.advice_library, **held.pack.advice_library}
    withdrawn = standing(row.centre_id, {line for each in kind.tree.outcomes for line in each.advice})
    cited = {code for line in lines.values() for code in line.src}
    return {
        "kind": kind,
        "pack": row,
        "in_use": row.status == ProcedurePack.Status.LIVE,
        "notice": held.pack.safety_notice,
        "questions": _questions(kind),
        "ends": [_end(held, kind, each.id, withdrawn) for each in kind.tree.outcomes],
        "forbidden": forbidden_lines(held.core, kind),
        "levels": [(each, each.to.replace("_", " "), COUNTED_FROM[each.counted_from]) for each in kind.escalation],
        "close_requires": [name.replace("_", " ") for name in kind.close_requires],
        "sources": {code: text for code, text in held.pack.sources.items() if code in cited},
    }


def _questions(kind: IncidentType) -> list[Question]:
    numbers = {node.id: number for number, node in enumerate(kind.tree.nodes, 1)}
    return [
        Question(
            number=numbers[node.id],
            id=node.id,
            ask=node.ask,
            why=node.why or "",
            for_agent=node.audience == "agent",
            critical=node.id in kind.qa_critical,
            ways=_ways(kind, node, numbers),
        )
        for node in kind.tree.nodes
    ]


def _ways(kind: IncidentType, node: Node, numbers: dict[str, int]) -> list[Way]:
    ends = {each.id: each for each in kind.tree.outcomes}
    found = []
    for answer in node.answers:
        end = ends.get(answer.go)
        if end is None:
            leads = f"question {numbers[answer.go]}"
        else:
            leads = f"{end.transfer} takes over" if end.transfer else f"{end.priority} {end.determinant or ''}".strip()
        found.append(Way(answer.words, step_of(node, answer).danger, flag_words(answer.sets), answer.go, leads, answer.unknown_ok or ""))
    return found


def _end(held: Loaded, kind: IncidentType, id: str, withdrawn: dict[tuple[str, str], Recall]) -> End:
    outcome = next(each for each in kind.tree.outcomes if each.id == id)
    core, priority = held.core, held.core.priorities.get(outcome.priority)
    return End(
        id=id,
        transfer=outcome.transfer or "",
        determinant=outcome.determinant or "",
        priority=outcome.priority,
        priority_label=priority.label if priority else "",
        disposition=DISPOSITIONS.get(outcome.disposition, outcome.disposition.replace("_", " ").capitalize()),
        units=[
            f"{need.count} × {capability_label(core, need.capability)}{'' if need.required else ', if there is one'}"
            for need in plan_lines(core, kind, outcome)
        ],
        told=partners(core, outcome.notify),
        nobody_told=outcome.notify_reason or "",
        advice=[(line, withdrawn.get((line.id, wording_digest(line.text)))) for line in advice_lines(core, held.pack, outcome.advice)],
        escalate_now=outcome.escalate_now,
        fallback=kind.fallback == id,
    )
