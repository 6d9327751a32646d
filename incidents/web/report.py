"""The public form: anybody can tell the centre something, without signing in, a script, or a cookie."""

import hashlib
import hmac
import ipaddress
import secrets

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dispatch.accounts.actors import Console
from dispatch.accounts.models import Centre
from dispatch.refusal import Refusal
from incidents.commands.web_reports import take_report
from incidents.rules.reporting import LATEST_S, SOONEST_S
from incidents.web.report_form import ReportForm

SIGNER = TimestampSigner(salt="public-report")
AGAIN = "Please read this through once more, then press Send again."
EXPIRED = "This page was open for a long time. What you wrote is still here: press Send again."


# Nobody is signed in here, and a browser without cookies must get through: the signed token stands in for Django's own.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, or take what was written."""
    centre = _centre(code)
    if request.method != "POST":
        return _page(request, centre, ReportForm())
    form = ReportForm(request.POST)
    nonce, why_not = _nonce(form.data.get("token", ""), centre)
    if not form.is_valid():
        return _page(request, centre, form, status=422)
    if nonce is None:
        form.add_error(None, why_not)
        return _page(request, centre, form, status=422)
    try:
        contact = take_report(
            centre=centre, source=_source(request), nonce=nonce, by=Console(centre.pk, "Public form"), at=timezone.now(), **form.told()
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, centre, form, status=refusal.status)
    return redirect("report-received", code, contact.public_reference or "")


@require_safe
@never_cache
def received(request: HttpRequest, code: str, reference: str) -> HttpResponse:
    """Thank the reporter and give the reference. It says nothing about what was reported."""
    return render(request, "incidents/report_received.html", {"centre": _centre(code), "reference": reference[:12]})


def _centre(code: str) -> Centre:
    centre = Centre.objects.working().filter(code=code[:40]).first()
    if centre is None:
        raise Http404
    return centre


def _page(request: HttpRequest, centre: Centre, form: ReportForm, status: int = 200) -> HttpResponse:
    token = SIGNER.sign(f"{centre.code}:{secrets.token_urlsafe(16)}")
    return render(request, "incidents/report.html", {"centre": centre, "form": form, "token": token}, status=status)


def _nonce(token: str, centre: Centre) -> tuple[str | None, str]:
    """What names the form as it was shown; or None and why it is not taken yet."""
    try:
        code, _, nonce = SIGNER.unsign(token, max_age=LATEST_S).partition(":")
    except BadSignature:
        return None, EXPIRED
    if code != centre.code:
        return None, EXPIRED
    try:
        SIGNER.unsign(token, max_age=SOONEST_S)
    except BadSignature:
        return nonce, ""  # older than that: a person wrote it
    return None, AGAIN


def _source(request: HttpRequest) -> str:
    """A digest of the connection a report came by: one address, or one network of the newer kind."""
    raw = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(raw)
        network = str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
    except ValueError:
        network = raw
    return hmac.new(settings.SECRET_KEY.encode(), f"report:{network}".encode(), hashlib.sha256).hexdigest()
