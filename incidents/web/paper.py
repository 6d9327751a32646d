"""The paper pack: its page, the newest pack to print, and paper entries typed back."""

import base64
import hashlib
import re
import zoneinfo
from datetime import datetime
from typing import Any, cast

from csp.decorators import csp_update
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal
from incidents.commands.paper import enter_from_paper
from incidents.queries.incident_page import incident_named
from incidents.queries.paper import newest_pack, pack_text
from incidents.web.forms import PlainText

LATE_S = 300
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


class PaperEntry(forms.Form):
    """One entry of a paper form."""

    incident = PlainText(label="Incident number", most=24)
    pack = forms.IntegerField(label="Paper pack no.", min_value=1, max_value=2**31)
    happened_at = forms.DateTimeField(
        label="True time, as written on the paper", widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"})
    )
    text = PlainText(label="What is written", most=4000, widget=forms.Textarea(attrs={"rows": 3}))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only(Act.LOG_INCIDENT)
def paper(request: StaffRequest) -> HttpResponse:
    """The newest pack, and the form for what was written on paper."""
    person, at = request.staff, timezone.now()
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        pack = newest_pack(person.centre_id)
        form = PaperEntry(request.POST or None, initial={"pack": pack.number if pack else None})
        if request.method == "POST" and form.is_valid() and _entered(request, form, at):
            return redirect("paper")
        late = pack is not None and (at - pack.begun_at).total_seconds() > LATE_S
        page = {"pack": pack, "late": late, "form": form}
        return render(request, "incidents/paper.html", page, status=422 if request.method == "POST" else 200)


def _entered(request: StaffRequest, form: PaperEntry, at: datetime) -> bool:
    said: dict[str, Any] = dict(form.cleaned_data)
    try:
        incident = incident_named(request.staff.centre_id, said.pop("incident"))
        enter_from_paper(incident_id=incident.pk, by=request.staff, at=at, **said)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, f"Entered in the log of {incident.reference}.")
    return True


@require_safe
@never_cache
@staff_only(Act.LOG_INCIDENT)
def pack(request: StaffRequest, number: int) -> HttpResponse:
    """A pack as it lies on disk, to be printed."""
    try:
        text = pack_text(request.staff.centre, number)
    except NotFound as missing:
        raise Http404 from missing
    style = STYLE.search(text)
    digest = base64.b64encode(hashlib.sha256((style[1] if style else "").encode()).digest()).decode()
    # The pack carries its own style, and needs it on a machine without the console: exactly these words are let in.
    return cast("HttpResponse", csp_update({"style-src": [f"'sha256-{digest}'"]})(lambda _: HttpResponse(text))(request))
