"""The page of one version of a procedure, its file, and the form that brings a file in. Every step goes through REST."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from dispatch.accounts.actors import Staff
from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal
from incidents.commands.procedures_draft import import_draft
from incidents.models import ProcedurePack
from incidents.queries.procedure_page import version_page
from incidents.queries.procedure_readings import changes_for
from incidents.queries.procedure_versions import version_named
from incidents.queries.procedures import whole_of
from incidents.rules.packs.loader import MAX_BYTES
from incidents.rules.packs.writer import write_yaml


def shown(request: StaffRequest, template: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the centre's own time."""
    with timezone.override(zoneinfo.ZoneInfo(request.staff.centre.time_zone)):
        return render(request, template, page, status=status)


def the_version(person: Staff, version_id: int) -> ProcedurePack:
    """The version that the address names. Another centre's is not here."""
    try:
        return version_named(person.centre_id, version_id)
    except NotFound as missing:
        raise Http404 from missing


@require_safe
@staff_only(Act.READ_PROCEDURES)
def version(request: StaffRequest, version_id: int) -> HttpResponse:
    """One version: where it stands, what changed, what the validator says, who was consulted, who has read it."""
    row = the_version(request.staff, version_id)
    return shown(request, "incidents/procedures_version.html", dict(version_page(request.staff, row)))


@require_safe
@staff_only(Act.READ_PROCEDURES)
def download(request: StaffRequest, version_id: int) -> HttpResponse:
    """The text as a YAML file. Brought in again, it is the same pack."""
    row = the_version(request.staff, version_id)
    heading = f"{row.title}, version {row.version}, {row.get_status_display().lower()}.\nDigest {row.digest}."
    answer = HttpResponse(write_yaml(whole_of(row), heading=heading), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.pack_id}-{row.version}.yaml"'
    return answer


class FileForm(forms.Form):
    """A file from somebody's disk."""

    file = forms.FileField(label="YAML file", help_text="A procedure pack of at most 1 MB", max_length=120)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Act.WRITE_PROCEDURES)
def bring_in(request: StaffRequest) -> HttpResponse:
    """Bring a YAML file in as a draft; what is wrong with it is said by file and line."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    findings: list[Any] = []
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            row, found = import_draft(text=sent.read(MAX_BYTES + 1), name=sent.name[:120], by=request.staff, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            findings = list(found.findings)
            if row is not None:
                messages.success(request, "Brought in as a draft.")
                return redirect("procedure-version", row.pk)
            form.add_error(None, "This file is no procedure pack. Mend what is listed, and send it again.")
    return shown(request, "incidents/procedures_file.html", {"form": form, "findings": findings}, status=422 if form.errors else 200)


@require_safe
@staff_only(Act.READ_PROCEDURES)
def changes(request: StaffRequest, code: str) -> HttpResponse:
    """What changed for a type since this person last read it, and the one key that acknowledges it."""
    try:
        found = changes_for(request.staff, code)
    except Refusal as missing:
        raise Http404 from missing
    return shown(request, "incidents/procedures_changes.html", dict(found))
