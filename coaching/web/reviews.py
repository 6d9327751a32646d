"""The reviews page, and the page that reads one closed incident beside its review."""

import zoneinfo
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching.commands.review import Found, record_review
from coaching.models import Review
from coaching.queries.people import colleague_named, decided, took_part
from coaching.queries.reviews import findings_shown, reviews_done, reviews_of, waiting_for_review
from coaching.rules.quality import CRITERIA
from coaching.web.forms import FindingRows, ReviewForm
from dispatch.accounts.actors import Staff
from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.models import User
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound, Refusal
from incidents.models import Incident
from incidents.queries.compliance import SEVERITY_WORDS, compliance
from incidents.queries.incident_page import incident_named
from incidents.queries.log_record import log_record
from incidents.queries.path_record import paths_walked

PATH_TONES = {"followed": "ok", "departed": "warn", "unchecked": "info"}


@require_safe
@staff_only(Act.READ_LOG)
def reviews(request: StaffRequest) -> HttpResponse:
    """Closed incidents that ask for a review, the most telling first, and the reviews that this person may read."""
    person = request.staff
    page = {
        "reviews": may(person, Act.REVIEW, person),
        "waiting": waiting_for_review(person),
        "done": [{"row": each, "findings": findings_shown(each)} for each in reviews_done(person)],
    }
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        return render(request, "coaching/reviews.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.READ_LOG)
def review(request: StaffRequest, reference: str) -> HttpResponse:
    """Read one incident's path and log beside its reviews; who reviews, records one here."""
    person = request.staff
    try:
        incident = incident_named(person.centre_id, reference)
    except NotFound as missing:
        raise Http404 from missing
    made = reviews_of(person, incident)
    if not made and not may(person, Act.REVIEW, person):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = ReviewForm(posted, colleagues=_still_to_review(person, incident, made))
    rows = FindingRows(posted, prefix="findings")
    if posted is not None and form.is_valid() and rows.is_valid():
        try:
            kept = _record(person, incident, form, rows)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "The review is recorded. Your colleague can read it.")
            return redirect(reverse("review", args=[reference]) + f"#review-{kept.pk}")
    page = _page(person, incident, made) | {"form": form, "rows": rows, "problems": _problems(rows) if posted else []}
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        return render(request, "coaching/review.html", page, status=422 if posted is not None else 200)


def _still_to_review(person: Staff, incident: Incident, made: list[Review]) -> list[User]:
    """Whose part this person could still review: not their own, and nobody's twice."""
    seen = {each.colleague_id for each in made if each.reviewer_id == person.user_id} | {person.user_id}
    return [each for each in took_part(incident) if each.pk not in seen]


def _record(person: Staff, incident: Incident, form: ReviewForm, rows: Any) -> Review:
    return record_review(
        incident_id=incident.pk,
        colleague_id=colleague_named(person.centre_id, form.cleaned_data["colleague"]).pk,
        praise=form.cleaned_data["praise"],
        findings=[Found(**row.cleaned_data) for row in rows if row.cleaned_data],
        by=person,
        at=timezone.now(),
    )


def _problems(rows: Any) -> list[dict[str, str]]:
    """What is wrong with the findings, for the summary at the top."""
    return [
        {"text": f"Finding {number}, {row.fields[name].label.lower()}: {error}", "field": row[name].id_for_label}
        for number, row in enumerate(rows, 1)
        for name, errors in row.errors.items()
        for error in errors
    ]


def _page(person: Staff, incident: Incident, made: list[Review]) -> dict[str, Any]:
    """What is read: the verdict on the path, the path, the log, and the reviews made."""
    check = compliance(incident)
    return {
        "incident": incident,
        "check": check,
        "check_tone": PATH_TONES[check["verdict"]],
        "departures": [{**each, "word": SEVERITY_WORDS[each["severity"]]} for each in check["departures"]],
        "paths": paths_walked(incident),
        "log": log_record(incident, newest=None),
        "made": [
            {"row": each, "findings": findings_shown(each), "support_url": f"{reverse('support-new')}?review={each.pk}"} for each in made
        ],
        "criteria": CRITERIA.values(),
        "reviews": may(person, Act.REVIEW, person),
        "own_work": decided(person, incident),
    }
