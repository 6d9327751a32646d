"""A crew's page on a phone. The link in its address opens one deployment; nobody signs in. Every form works without a script."""

import secrets
import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dispatch.accounts.actors import Crew
from dispatch.refusal import Refusal
from incidents.commands import monitor, respond
from incidents.commands.accountability import answer_round
from incidents.commands.deploy import incident_of
from incidents.commands.emergency import press_button
from incidents.commands.once import take_once
from incidents.commands.support import ask_support
from incidents.models import Deployment
from incidents.queries.responder import crew_behind, crew_page, crew_state
from incidents.web.forms import LONG, AcceptForm, CheckForm, CrewForm, RoundForm, StatusForm, SupportForm, UpdateForm

ENDED = "This job has ended for you. Nothing more is taken here; ring the control room if you need it."
KEPT = ("why", "words", "wanted", "text", "missing")  # what was typed comes back with a refusal
Known = dict[str, Any]
CrewView = Callable[[HttpRequest, str, Deployment, Crew, datetime], HttpResponse]


def crew_only(view: CrewView) -> Callable[[HttpRequest, str], HttpResponse]:
    """Open a page to whoever holds the link; a link that opens nothing is a plain 404."""

    @wraps(view)
    def door(request: HttpRequest, token: str) -> HttpResponse:
        at = timezone.now()
        found = crew_behind(token, at)
        if found is None:
            answer = render(request, "incidents/partials/responder_unknown.html", status=404)
        else:
            with timezone.override(zoneinfo.ZoneInfo(found[0].incident.centre.time_zone)):
                answer = view(request, token, *found, at)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return door


def shown(request: HttpRequest, token: str, at: datetime, *, said: str = "", status: int = 200) -> HttpResponse:
    """The page as it stands now, with a refusal and what was typed when something was refused."""
    found = crew_behind(token, at)
    if found is None:
        return render(request, "incidents/partials/responder_unknown.html", status=404)
    typed = {name: request.POST.get(name, "")[:LONG] for name in KEPT} if said else {}
    page = {**crew_page(found[0]), "token": token, "nonce": secrets.token_urlsafe(12), "said": said, "typed": typed}
    return render(request, "incidents/responder.html", page, status=status)


@require_safe
@crew_only
def responder(request: HttpRequest, token: str, deployment: Deployment, crew: Crew, at: datetime) -> HttpResponse:
    """Show it. Looking changes nothing: mail scanners and link previews look too."""
    return shown(request, token, at)


@require_safe
@crew_only
def state(request: HttpRequest, token: str, deployment: Deployment, crew: Crew, at: datetime) -> HttpResponse:
    """What the page compares itself with every few seconds."""
    return JsonResponse(crew_state(deployment, at))


@require_POST
@crew_only
def opened(request: HttpRequest, token: str, deployment: Deployment, crew: Crew, at: datetime) -> HttpResponse:
    """A person has the page before them: the brief is read."""
    if deployment.ended_at is None:
        respond.read_brief(deployment_id=deployment.pk, by=crew, at=at)
    return HttpResponse(status=204)


def form_door(shape: type[CrewForm], act: Callable[[Known, Crew, datetime], object]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The door for one kind of form: checked, done once, answered with the page, or with the page and a sentence."""

    @require_POST
    @crew_only
    def door(request: HttpRequest, token: str, deployment: Deployment, crew: Crew, at: datetime) -> HttpResponse:
        if deployment.ended_at is not None:
            return shown(request, token, at, said=ENDED, status=409)
        form = shape(request.POST)
        if not form.is_valid():
            return shown(request, token, at, said=first_error(form), status=400)
        nonce = form.identity(request.path) if form.cleaned_data["nonce"] else secrets.token_urlsafe(12)
        try:
            take_once(deployment_id=deployment.pk, nonce=nonce, at=at, act=lambda: act(form.cleaned_data, crew, at))
        except Refusal as refusal:
            return shown(request, token, at, said=refusal.message, status=refusal.status)
        return HttpResponseRedirect(reverse("responder", args=[token]), status=303)

    return door


def first_error(form: CrewForm) -> str:
    """One sentence about the first thing that is wrong."""
    return str(next(iter(next(iter(form.errors.values()))), "This could not be taken. Try again."))


def happened_at(known: Known, at: datetime) -> datetime | None:
    """When it was pressed, if it had to wait for a connection."""
    return at - timedelta(seconds=known["ago_s"]) if known["ago_s"] else None


def _report(known: Known, crew: Crew, at: datetime) -> None:
    if known["status"] == "acknowledged":
        respond.read_brief(deployment_id=crew.deployment_id, by=crew, at=at)
    respond.report_status(
        deployment_id=crew.deployment_id,
        status=known["status"],
        why=known["why"],
        brief_version=known["version"],
        happened_at=happened_at(known, at),
        by=crew,
        at=at,
    )


def _accept(known: Known, crew: Crew, at: datetime) -> None:
    respond.accept_brief(deployment_id=crew.deployment_id, version=known["version"], by=crew, at=at)


def _answer(known: Known, crew: Crew, at: datetime) -> None:
    monitor.answer_check(
        check_id=known["check"], all_well=known["all_well"] == "yes", words=known["words"], word=known["word"], by=crew, at=at
    )


def _account(known: Known, crew: Crew, at: datetime) -> None:
    all_here = known["all_here"] == "yes"
    answer_round(deployment_id=crew.deployment_id, all_here=all_here, words=known["missing"], by=crew, at=at)


def _press(known: Known, crew: Crew, at: datetime) -> None:
    press_button(deployment_id=crew.deployment_id, by=crew, at=at)


def _ask(known: Known, crew: Crew, at: datetime) -> None:
    ask_support(deployment_id=crew.deployment_id, wanted=known["wanted"], by=crew, at=at)


def _write(known: Known, crew: Crew, at: datetime) -> None:
    incident_id = incident_of(crew.deployment_id)
    respond.write_update(incident_id=incident_id, text=known["text"], by=crew, at=at, happened_at=happened_at(known, at))


status = form_door(StatusForm, _report)
brief = form_door(AcceptForm, _accept)
check = form_door(CheckForm, _answer)
round_answer = form_door(RoundForm, _account)
report = form_door(CrewForm, _press)
support = form_door(SupportForm, _ask)
update = form_door(UpdateForm, _write)
