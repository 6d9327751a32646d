"""Withdrawn advice: the lines in use, the recalls, and the call-backs of one."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound
from incidents.queries.recall import lines_in_use
from incidents.queries.recall_page import called, recall_numbered, recalls_listed
from incidents.rules.recall import RESULTS, USUAL_WINDOW_H, USUAL_WITHIN_MIN
from incidents.web.local import in_local_time

WINDOWS = (
    (0, "Open incidents only"),
    (6, "Closed in the last 6 hours"),
    (24, "Closed in the last 24 hours"),
    (72, "Closed in the last 3 days"),
    (168, "Closed in the last 7 days"),
    (720, "Closed in the last 30 days"),
)
WITHIN = ((10, "10 minutes"), (15, "15 minutes"), (30, "30 minutes"), (60, "1 hour"), (240, "4 hours"), (1440, "24 hours"))
AGAIN = ((5, "In 5 minutes"), (10, "In 10 minutes"), (20, "In 20 minutes"), (60, "In 1 hour"), (240, "In 4 hours"), (720, "In 12 hours"))


def options(pairs: tuple[tuple[int, str], ...]) -> list[dict[str, object]]:
    """Pairs as the shared field template takes them."""
    return [{"value": value, "label": label} for value, label in pairs]


@require_safe
@staff_only(Act.READ_PROCEDURES)
def recalls(request: StaffRequest) -> HttpResponse:
    """Recalls, those with somebody still to be told first; below them every line in use, to be withdrawn. ``?words=`` finds lines."""
    centre, at = request.staff.centre, timezone.now()
    words = request.GET.get("words", "")[:200].strip()
    lines = [each for each in lines_in_use(centre.pk, at=at) if words.casefold() in f"{each['id']} {each['text']}".casefold()]
    page = {
        "recalls": recalls_listed(centre.pk),
        "lines": lines,
        "words": words,
        "now": at,
        "windows": options(WINDOWS),
        "within": options(WITHIN),
        "usual_window": USUAL_WINDOW_H,
        "usual_within": USUAL_WITHIN_MIN,
    }
    return in_local_time(request, "incidents/recalls.html", page)


@require_safe
@staff_only(Act.READ_PROCEDURES)
def recall(request: StaffRequest, recall_id: int) -> HttpResponse:
    """One recall with its call-backs. Names and numbers only for those who call back."""
    try:
        found = recall_numbered(request.staff.centre_id, recall_id)
    except NotFound as missing:
        raise Http404 from missing
    tasks = called(found, request.staff)
    at = timezone.now()
    page = {
        "recall": found,
        "wordings": found.wordings.all(),
        "to_do": [each for each in tasks if each.row.done_at is None],
        "done": [each for each in tasks if each.row.done_at is not None],
        "now": at,
        "late": found.open > 0 and found.due_at < at,
        "me": request.staff.user_id,
        "results": list(RESULTS.items()),
        "again": options(AGAIN),
    }
    return in_local_time(request, "incidents/recall.html", page)
