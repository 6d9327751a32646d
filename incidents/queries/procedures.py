"""Procedures as they are in use: packs read from the database, once per version, and kept in memory (only a draft changes)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dispatch.refusal import Refusal
from incidents.models import Incident, ProcedurePack
from incidents.rules.packs.core_shape import AdviceLine, Core
from incidents.rules.packs.shape import IncidentType, Outcome, Pack
from incidents.rules.packs.shared import shell


@dataclass(frozen=True)
class Loaded:
    """One version of a pack with the core it was validated against."""

    row_id: int
    digest: str
    core: Core
    pack: Pack

    def type_named(self, code: str) -> IncidentType:
        """One of its incident types.

        Raises:
            Refusal: the pack has none of that code.
        """
        for found in self.pack.incident_types:
            if found.code == code:
                return found
        raise Refusal("This procedure has no such incident type.", code="type-unknown", type=code)

    def advice(self, line: str) -> AdviceLine:
        """An advice line of this pack or of the core."""
        return self.pack.advice_library.get(line) or self.core.advice_library[line]

    def advice_text(self, line: str) -> str:
        """Its words."""
        return self.advice(line).text

    @property
    def advice_library(self) -> dict[str, str]:
        """Every line that may be read by this pack: the core's, and its own, which win."""
        return {line: each.text for line, each in {**self.core.advice_library, **self.pack.advice_library}.items()}


class _StillWritten(Exception):
    """A draft: its text may be another one the next time."""

    def __init__(self, found: Loaded) -> None:
        super().__init__()
        self.found = found


@lru_cache(maxsize=64)
def kept(row_id: int) -> Loaded:
    """The pack of a row whose text never changes. What it raises for a draft is not remembered."""
    row = ProcedurePack.objects.get(pk=row_id)
    if row.status == ProcedurePack.Status.DRAFT:
        raise _StillWritten(_read(row))
    return _read(row)


def _read(row: ProcedurePack) -> Loaded:
    return Loaded(row_id=row.pk, digest=row.digest, core=Core.model_validate(row.core), pack=pack_of(row))


def pack_of(row: ProcedurePack) -> Pack:
    """The last whole text of a version; for what packs share, a pack without incident types."""
    return shell(Core.model_validate(row.core)) if row.is_shared else Pack.model_validate(row.body)


def whole_of(row: ProcedurePack) -> Pack | Core:
    """What a version's file holds."""
    return Core.model_validate(row.core) if row.is_shared else pack_of(row)


def loaded(row_id: int) -> Loaded:
    """The pack of this row: from memory, except a draft."""
    try:
        return kept(row_id)
    except _StillWritten as draft:
        return draft.found


def loaded_row(row: ProcedurePack) -> Loaded:
    """The pack of a row at hand: a draft as the row has it, anything else from memory."""
    return _read(row) if row.status == ProcedurePack.Status.DRAFT else loaded(row.pk)


loaded.cache_clear = kept.cache_clear  # type: ignore[attr-defined]  # tests read packs anew


def live_packs(centre_id: int) -> list[Loaded]:
    """The packs that new incidents of the centre use."""
    return [loaded(pk) for pk in ProcedurePack.objects.of(centre_id).live().order_by("pack_id").values_list("pk", flat=True)]


def type_in_use(centre_id: int, code: str) -> tuple[Loaded, IncidentType]:
    """A live incident type and the pack it is in.

    Raises:
        Refusal: no live pack has it.
    """
    for each in live_packs(centre_id):
        for found in each.pack.incident_types:
            if found.code == code:
                return each, found
    raise Refusal("No procedure in use has this incident type.", code="type-unknown", type=code)


def of_incident(incident: Incident) -> tuple[Loaded, IncidentType]:
    """The procedure an incident pinned.

    Raises:
        Refusal: its type has not been chosen yet.
    """
    if incident.pack_id is None:
        raise Refusal("Choose the incident type first.", code="type-missing")
    pinned = loaded(incident.pack_id)
    return pinned, pinned.type_named(incident.type_code)


def core_of(incident: Incident) -> Core | None:
    """The core library that an incident's procedure was validated against; before one is chosen, that of the packs in use."""
    if incident.pack_id is not None:
        return loaded(incident.pack_id).core
    live = live_packs(incident.centre_id)
    return live[0].core if live else None


def type_choices(centre_id: int, words: str = "") -> list[dict[str, Any]]:
    """Incident types for choosing, best match for everyday words first: ``{code, title, words, pack, version}``."""
    wanted = words.lower().split()
    scored = []
    for each in live_packs(centre_id):
        for found in each.pack.incident_types:
            text = " ".join((found.code, found.title, *found.everyday_words)).lower()
            score = sum(word in text for word in wanted)
            if score or not wanted:
                scored.append((-score, found.title, each, found))
    scored.sort(key=lambda row: row[:2])
    return [
        {
            "code": found.code,
            "title": found.title,
            "words": list(found.everyday_words),
            "pack": each.pack.id,
            "version": each.pack.version,
        }
        for _, _, each, found in scored
    ]


def outcome_facts(pinned: Loaded, kind: IncidentType, outcome: Outcome) -> dict[str, Any]:
    """An outcome with everything it names spelt out, as an incident keeps it and the REST interface shows it."""
    core = pinned.core
    return {
        "id": outcome.id,
        "type": kind.code,
        "type_title": kind.title,
        "pack_row": pinned.row_id,
        "determinant": outcome.determinant,
        "priority": outcome.priority,
        "priority_label": core.priorities[outcome.priority].label,
        "disposition": outcome.disposition,
        "plan": [
            {
                "capability": line.capability,
                "label": core.capabilities[line.capability],
                "count": line.count,
                "required": line.required,
            }
            for line in kind.response_plans.get(outcome.plan or "", ())
        ],
        "notify": [{"code": code, "label": core.organisations[code].label} for code in outcome.notify],
        "advice": [_line_shown(line, pinned.advice(line)) for line in outcome.advice],
        "forbidden": _forbidden(pinned, kind),
        "escalation": [
            {"level": level.level, "after_min": level.after_min, "to": level.to, "trigger": level.trigger, "action": level.action}
            for level in kind.escalation
        ],
        "escalate_now": outcome.escalate_now,
        "close_requires": list(kind.close_requires),
    }


def _line_shown(id: str, line: AdviceLine) -> dict[str, Any]:
    """A line of advice; the one that says what to do when things get worse is mandatory."""
    return {"id": id, "text": line.text, "mandatory": line.safety_net}


def _forbidden(pinned: Loaded, kind: IncidentType) -> list[dict[str, Any]]:
    """What must not be said, and what to say in its place."""
    lines = (*kind.advice_not_allowed, *pinned.core.forbidden_everywhere)
    return [{"text": line.text, "say_instead": line.say_instead} for line in lines]


def packs_of(centre_id: int) -> list[dict[str, Any]]:
    """Every version the centre holds: ``{pack, version, title, status, digest, types}``."""
    rows = ProcedurePack.objects.of(centre_id).packs().exclude(status=ProcedurePack.Status.RETIRED)
    return [
        {
            "pack": row.pack_id,
            "version": row.version,
            "title": row.title,
            "status": row.status,
            "digest": row.digest,
            "types": [{"code": kind.code, "title": kind.title} for kind in loaded_row(row).pack.incident_types],
        }
        for row in rows.order_by("pack_id", "-loaded_at")
    ]
