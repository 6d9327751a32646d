"""The page of one version, and what of all versions needs somebody: an author, an approver, a reader."""

from collections.abc import Sequence
from typing import Any, TypedDict

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, may
from incidents.models import ProcedureConsultation, ProcedureEvent, ProcedurePack
from incidents.queries.local_values import missing_local_values
from incidents.queries.procedure_findings import judged
from incidents.queries.procedure_readings import Readers, changes_between, readers_of
from incidents.queries.procedure_versions import STATUS_TONES, Step, steps_for, types_of
from incidents.queries.procedures import pack_of
from incidents.queries.shared_text import SharedPage, shared_page
from incidents.queries.trial import can_be_tried
from incidents.rules.packs import Finding
from incidents.rules.packs.changes import Said
from incidents.rules.procedure_life import STANCES

MOST_EVENTS, MOST_VERSIONS = 200, 200
ICONS = {
    "approved": "shield",
    "live": "send",
    "retired": "cross",
    "returned": "up",
    "discarded": "cross",
    "said": "message",
    "asked": "people",
}


class Stop(TypedDict):
    """One station of a version's life: reached or not, when, and by whom."""

    label: str
    reached: bool
    now: bool
    at: Any
    by: str


class VersionPage(TypedDict):
    """Everything that the page of a version shows."""

    row: ProcedurePack
    can_be_tried: bool
    tone: str
    authors: list[str]
    stops: list[Stop]
    steps: dict[str, Step]
    types: list[dict[str, Any]]
    errors: list[tuple[Finding, str]]
    warnings: list[tuple[Finding, str]]
    shared: SharedPage | None
    compared_with: ProcedurePack | None
    changes: list[tuple[str, str, list[Said]]]
    consultations: list[ProcedureConsultation]
    stances: dict[str, str]
    local_values: list[tuple[str, str, bool]]
    readers: list[Readers]
    events: list[tuple[ProcedureEvent, str, int]]


def version_page(person: Staff, row: ProcedurePack) -> VersionPage:
    """The page of a version as this person sees it."""
    found = judged(row)
    pack, other = pack_of(row), _compared_with(row)
    missing = missing_local_values(row.centre_id, pack, row.local_values)
    events = list(row.events.order_by("number"))
    return VersionPage(
        row=row,
        can_be_tried=can_be_tried(row),
        tone=STATUS_TONES[row.status],
        authors=list(row.authors.order_by("pk").values_list("name", flat=True)),
        stops=_stops(row, events),
        steps={step["name"]: step for step in steps_for(person, row, len(found.errors))},
        types=types_of(row),
        errors=[(each, place_in_editor(row, each)) for each in found.errors],
        warnings=[(each, place_in_editor(row, each)) for each in found.findings if each.level == "warning"],
        shared=shared_page(row) if row.is_shared else None,
        compared_with=other,
        changes=changes_between(other, row) if other and not row.is_shared else [],
        consultations=list(row.consultations.order_by("pk")),
        stances={str(code): words for code, words in STANCES.items()},
        local_values=[(name, row.local_values.get(name, ""), name not in missing) for name in pack.local_must_set],
        readers=readers_of(row) if row.status == "live" and may(person, Act.SEE_READERS, row) else [],
        events=_folded(events[-MOST_EVENTS:]),
    )


def place_in_editor(row: ProcedurePack, finding: Finding) -> str:
    """The address of the editor's field that a finding is about; "" where no draft is written."""
    if row.status != "draft":
        return ""
    place = finding.path.replace("[", "-").replace("]", "").replace(".", "-")
    parts = place.split("-")
    page = f"?type={parts[1]}" if parts[0] == "incident_types" and len(parts) > 1 else ""
    return f"/procedures/versions/{row.pk}/text{page}#at-{place}"


def _compared_with(row: ProcedurePack) -> ProcedurePack | None:
    """The version that this one takes, or took, the place of."""
    family = ProcedurePack.objects.of(row.centre_id).filter(pack_id=row.pack_id).exclude(pk=row.pk)
    if row.live_at is not None:
        return family.filter(live_at__lt=row.live_at).order_by("-live_at").first()
    return family.live().first() or row.parent


def _stops(row: ProcedurePack, events: Sequence[ProcedureEvent]) -> list[Stop]:
    """The stations from draft to retired."""
    first = {each.what: each for each in reversed(events)}
    begun = first.get("started") or first.get("imported") or first.get("loaded")
    over = first.get("retired") or first.get("returned") or first.get("discarded")
    stations = (
        ("Draft", begun, "draft"),
        ("In review", first.get("submitted"), "in_review"),
        ("Approved", first.get("approved"), "approved"),
        ("Live", first.get("live"), "live"),
        ("Retired", over, "retired"),
    )
    return [
        Stop(label=label, reached=event is not None, now=row.status == state, at=event and event.at, by=event.by_name if event else "")
        for label, event, state in stations
    ]


def _folded(events: Sequence[ProcedureEvent]) -> list[tuple[ProcedureEvent, str, int]]:
    """The history, newest first; edits of one author in a row are one line with their number."""
    found: list[tuple[ProcedureEvent, str, int]] = []
    for each in reversed(events):
        last = found[-1] if found else None
        if last and each.what == "edited" == last[0].what and each.by_name == last[0].by_name:
            found[-1] = (last[0], last[1], last[2] + 1)
        else:
            found.append((each, ICONS.get(each.what, "note"), 1))
    return found


def versions_beside(centre_id: int) -> list[dict[str, Any]]:
    """Versions that are not in use, without their texts: those that are on their way first, then the retired."""
    rows = ProcedurePack.objects.of(centre_id).exclude(status="live").light().order_by("-pk")[:MOST_VERSIONS]
    order = {"in_review": 0, "approved": 1, "draft": 2, "retired": 3}
    found = [{"row": row, "tone": STATUS_TONES[row.status], "word": row.get_status_display()} for row in rows]
    return sorted(found, key=lambda each: order[each["row"].status])


def waiting_for(person: Staff) -> list[ProcedurePack]:
    """Versions at which this person is the next to do something: approve, put to use, or go on writing."""
    rows = ProcedurePack.objects.of(person.centre_id).light().order_by("pk")
    if may(person, Act.APPROVE_PROCEDURES, person):
        return list(rows.filter(status__in=("in_review", "approved")).exclude(authors__user_id=person.user_id))
    if may(person, Act.WRITE_PROCEDURES, person):
        return list(rows.filter(status="draft", authors__user_id=person.user_id))
    return []
