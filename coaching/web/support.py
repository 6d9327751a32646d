"""The support page, one support need, and the forms that put it forward, reword it, sign it and decline it."""

import zoneinfo
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coaching.commands.support import decline_support_need, open_support_need, reword_support_need, sign_support_need
from coaching.models import SupportNeed
from coaching.queries.people import colleague_named, colleagues
from coaching.queries.support import first_area, history_of, need_numbered, need_row, needs_for, next_review_day, words_now
from coaching.rules.quality import CRITERIA, title_of
from coaching.web.forms import OpenForm, RefusalForm, SignForm, WordingForm
from dispatch.accounts.actors import Staff
from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound, Refusal


def shown(request: StaffRequest, template: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the centre's own time."""
    with timezone.override(zoneinfo.ZoneInfo(request.staff.centre.time_zone)):
        return render(request, template, {"today": timezone.localdate(), **page}, status=status)


def the_need(person: Staff, need_id: int) -> SupportNeed:
    """The need that the address names. Another colleague's is not here."""
    try:
        return need_numbered(person, need_id)
    except NotFound as missing:
        raise Http404 from missing


def the_need_of_mine(person: Staff, need_id: int) -> SupportNeed:
    """The need, for one of the two it is between; who may only read it, may not change it."""
    found = the_need(person, need_id)
    if found.party(person.user_id) is None:
        raise PermissionDenied
    return found


@require_safe
@staff_only(Act.SIGN_SUPPORT)
def support(request: StaffRequest) -> HttpResponse:
    """Mine, and my team's: what waits for me first."""
    person = request.staff
    return shown(request, "coaching/support.html", {"rows": needs_for(person), "leads": may(person, Act.AGREE_SUPPORT, person)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.AGREE_SUPPORT)
def new(request: StaffRequest) -> HttpResponse:
    """Put a support need forward, often from a review."""
    person, at = request.staff, timezone.now()
    team = colleagues(person.centre_id, without=person.user_id)
    first = {"review_on": next_review_day(person, at), **first_area(person, request.GET.get("review", ""))}
    form = OpenForm(request.POST if request.method == "POST" else None, colleagues=team, initial=first)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            colleague = colleague_named(person.centre_id, said.pop("colleague"))
            need = open_support_need(colleague_id=colleague.pk, review_id=said.pop("review"), by=person, at=at, **said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Put forward. Sign it when you are ready; your colleague signs the same words.")
            return redirect("support-need", need.pk)
    page = {"form": form, "criteria": CRITERIA.values()}
    return shown(request, "coaching/support_new.html", page, status=422 if request.method == "POST" else 200)


@require_safe
@staff_only(Act.SIGN_SUPPORT)
def need(request: StaffRequest, need_id: int) -> HttpResponse:
    """One need: both views, the words that both sign, and who signed what when."""
    found = the_need(request.staff, need_id)
    return shown(request, "coaching/support_need.html", need_page(request.staff, found, SignForm(initial={"wording": found.wording})))


def need_page(person: Staff, found: SupportNeed, form: Form) -> dict[str, Any]:
    """What the page of one need shows."""
    return {"row": need_row(found, person), "need": found, "history": history_of(found), "form": form, "area": title_of(found.area)}


@require_POST
@staff_only(Act.SIGN_SUPPORT)
def signature(request: StaffRequest, need_id: int) -> HttpResponse:
    """Sign the wording that was read."""
    person = request.staff
    the_need_of_mine(person, need_id)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            signed = sign_support_need(need_id=need_id, by=person, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "Agreed: both of you have signed." if signed.agreed else "Signed. It is agreed once you both have.")
            return redirect("support-need", need_id)
    found = the_need(person, need_id)
    again = SignForm({"view": request.POST.get("view", ""), "wording": found.wording})
    again.is_valid()
    for error in form.non_field_errors() or ["This signature did not say which wording it is for. Read the words, then sign."]:
        again.add_error(None, str(error))
    return shown(request, "coaching/support_need.html", need_page(person, found, again), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.SIGN_SUPPORT)
def wording(request: StaffRequest, need_id: int) -> HttpResponse:
    """Put other words forward; when somebody else has just done so, their words are shown beside."""
    person = request.staff
    found = the_need_of_mine(person, need_id)
    form = WordingForm(request.POST if request.method == "POST" else None, initial=words_now(found, person))
    if request.method == "POST" and form.is_valid():
        try:
            reword_support_need(need_id=need_id, by=person, at=timezone.now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "The new words are put forward. Nobody has signed them yet.")
            return redirect("support-need", need_id)
    return asked_again(request, need_id, "coaching/support_wording.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.SIGN_SUPPORT)
def refusal(request: StaffRequest, need_id: int) -> HttpResponse:
    """Decline, with a reason: the need stays open, with a day to talk again."""
    person = request.staff
    found = the_need_of_mine(person, need_id)
    first = {"wording": found.wording, "talk_again_on": found.review_on}
    form = RefusalForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            decline_support_need(need_id=need_id, by=person, at=timezone.now(), **form.cleaned_data)
        except Refusal as no:
            form.add_error(None, no.message)
        else:
            messages.success(request, "Declined. The need stays open, and your reason is kept with it.")
            return redirect("support-need", need_id)
    return asked_again(request, need_id, "coaching/support_refusal.html", form)


def asked_again(request: StaffRequest, need_id: int, template: str, form: Form) -> HttpResponse:
    """A form of one need, beside the words as they stand. What is sent next is for the wording shown now."""
    found = the_need(request.staff, need_id)
    moved = form.is_bound and form.data.get("wording") != str(found.wording)
    if form.is_bound:
        again = request.POST.copy()
        again["wording"] = str(found.wording)
        form.data = again
    row = need_row(found, request.staff)
    page = {"form": form, "need": found, "row": row, "moved": moved, "area": title_of(found.area)}
    return shown(request, template, page, status=422 if form.is_bound else 200)
