"""The editor of a draft. Its fields write through REST as they are left; the page itself only reads."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.queries.procedure_editor import editor_page, type_buttons, types_listed
from incidents.queries.procedure_findings import judged
from incidents.queries.procedure_versions import finding_shown
from incidents.web.procedures_versions import shown, the_version


def place_of(text: str) -> int | None:
    """A place from an address; None for the pack as a whole."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Http404
    return int(text)


@require_safe
@never_cache
@staff_only(Act.WRITE_PROCEDURES)
def editor(request: StaffRequest, version_id: int) -> HttpResponse:
    """Write in a draft: the pack as a whole, or with ``?type=`` one incident type of it. Another version is only shown."""
    row = the_version(request.staff, version_id)
    if row.status != "draft":
        return redirect("procedure-version", row.pk)
    place = place_of(request.GET.get("type", ""))
    found = editor_page(row, place, place_of(request.GET.get("from", "")) or 0)
    if found is None:
        raise Http404
    page = {
        "row": row,
        "place": place,
        "page": found,
        "types": types_listed(row),
        "add_type": type_buttons(row),
        "findings": [finding_shown(each) for each in judged(row).findings],
        "authors": list(row.authors.order_by("pk").values_list("name", flat=True)),
    }
    return shown(request, "incidents/procedures_editor.html", page)
