"""Trying a version of a procedure on recorded answers: what was tried, its totals, its incidents, and two paths side by side."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound
from incidents.models import Trial, TrialCase, TrialRow
from incidents.queries.trial import case_numbered, rows_of, trial_numbered, trials_of, type_titles, versions_to_try
from incidents.rules.trial import DIFFERENCES
from incidents.web.local import in_local_time

PERIODS = ((1, "Last 24 hours"), (7, "Last 7 days"), (30, "Last 30 days"), (90, "Last 90 days"), (365, "Last 365 days"))
ROWS = 100
MOST_TRIALS = 40


def the_trial(request: StaffRequest, trial_id: int) -> Trial:
    """The trial that the address names, or 404."""
    try:
        return trial_numbered(request.staff.centre_id, trial_id)
    except NotFound as missing:
        raise Http404 from missing


@require_safe
@staff_only(Act.TRY_PROCEDURES)
def trials(request: StaffRequest) -> HttpResponse:
    """Ask for a trial; the trials there were. ``?version=`` chooses a version beforehand."""
    centre = request.staff.centre_id
    versions = [
        {"value": str(each["id"]), "label": f"{each['title']} {each['version']}: {each['status_word'].lower()}"}
        for each in versions_to_try(centre)
        if each["ready"]
    ]
    page = {
        "versions": versions,
        "chosen": request.GET.get("version", ""),
        "periods": [{"value": days, "label": words} for days, words in PERIODS],
        "trials": trials_of(centre).order_by("-pk")[:MOST_TRIALS],
    }
    return in_local_time(request, "incidents/trials.html", page)


@require_safe
@staff_only(Act.TRY_PROCEDURES)
def trial(request: StaffRequest, trial_id: int) -> HttpResponse:
    """One trial: totals, by type, and its incidents; ``?verdict=`` and ``?difference=`` choose among them."""
    found = the_trial(request, trial_id)
    verdict, difference = request.GET.get("verdict", TrialCase.Verdict.CHANGED), request.GET.get("difference", "")
    rows = rows_of(found, verdict=verdict, difference=difference).order_by("case__number", "-incident__opened_at", "pk")
    titles = type_titles(found)
    page = {
        "trial": found,
        "tabs": _tabs(found, verdict, difference),
        "types": [{**each, "title": titles.get(each["type"], each["type"])} for each in found.totals.get("types", ())],
        "rows": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "verdict": verdict,
        "difference": difference,
        "differences": [(code, words, found.totals.get("differences", {}).get(code, 0)) for code, words in DIFFERENCES.items()],
        "words": DIFFERENCES,
        "changed_since": found.pack.digest != found.digest,
    }
    return in_local_time(request, "incidents/trial.html", page)


def _tabs(found: Trial, verdict: str, difference: str) -> list[dict[str, Any]]:
    own = reverse("trial", args=[found.pk])
    return [
        {"url": f"{own}?verdict={code}", "label": words, "current": code == verdict and not difference, "number": found.totals.get(code, 0)}
        for code, words in TrialCase.Verdict.choices
    ]


@require_safe
@staff_only(Act.TRY_PROCEDURES)
def trial_case(request: StaffRequest, trial_id: int, number: int) -> HttpResponse:
    """One way of answering: as it was, and as the version would have had it."""
    found = the_trial(request, trial_id)
    try:
        case = case_numbered(found, number)
    except NotFound as missing:
        raise Http404 from missing
    rows = TrialRow.objects.filter(case=case).select_related("incident").order_by("-incident__opened_at")[:ROWS]
    page = {
        "trial": found,
        "case": case,
        "rows": rows,
        "more": case.incidents - ROWS,
        "sides": [("As it was", case.before), (f"In {found.version}", case.after)],
        "words": [DIFFERENCES[each] for each in case.differences],
    }
    return in_local_time(request, "incidents/trial_case.html", page)
