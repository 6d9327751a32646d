"""The tree explorer: a type of a version drawn, and every path through it."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound
from incidents.models import ProcedurePack
from incidents.queries.procedure_tree import paths_found, picture, type_of_version
from incidents.rules.packs import IncidentType, TreeMap
from incidents.web.procedures_versions import shown, the_version

PRIORITIES = ("P1", "P2", "P3", "P4", "P5", "transfer")


def the_type(request: StaffRequest, version_id: int, code: str) -> tuple[ProcedurePack, IncidentType]:
    """The version and the type that the address names."""
    row = the_version(request.staff, version_id)
    try:
        return row, type_of_version(row, code)
    except NotFound as missing:
        raise Http404 from missing


@require_safe
@staff_only(Act.READ_PROCEDURES)
def tree(request: StaffRequest, version_id: int, code: str) -> HttpResponse:
    """The tree drawn, from ``?at=`` on when it is large; ``?all=1`` draws the whole of it."""
    row, kind = the_type(request, version_id, code)
    whole = request.GET.get("all") == "1"
    page = {"row": row, "kind": kind, "whole": whole, "path_count": TreeMap(kind.tree).path_count}
    found = picture(row, kind, at=request.GET.get("at", "")[:60], whole=whole)
    return shown(request, "incidents/procedures_tree.html", {**page, **found})


def page_number(text: str) -> int:
    """A page number from an address."""
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise BadRequest
    return int(text)


@require_safe
@staff_only(Act.READ_PROCEDURES)
def paths(request: StaffRequest, version_id: int, code: str) -> HttpResponse:
    """Every path with its outcome; ``?words=``, ``?priority=``, ``?known=1`` and ``?page=`` narrow it down."""
    row, kind = the_type(request, version_id, code)
    asked = request.GET
    priority = asked.get("priority", "") if asked.get("priority") in PRIORITIES else ""
    words, known = asked.get("words", "")[:200].strip(), asked.get("known") == "1"
    found = paths_found(kind, words=words, priority=priority, unknown=not known, page=page_number(asked.get("page", "")))
    page = {"row": row, "kind": kind, "words": words, "priority": priority, "known": known, "priorities": PRIORITIES}
    return shown(request, "incidents/procedures_paths.html", {**page, **found, "circle": TreeMap(kind.tree).circle})
