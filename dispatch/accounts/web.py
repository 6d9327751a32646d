"""Signing in and out. In the demo, signing in as one of its people is one click."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from dispatch.accounts.doors import person_behind
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import Act, may

FIRST_PAGES = (("desk", Act.TAKE_CONTACT), ("board", Act.WATCH), ("procedures", Act.READ_PROCEDURES))


def demo_people() -> list[dict[str, str]]:
    """The people of the demo: ``{username, name, role_label}``; nobody outside it. Those without a password cannot sign in."""
    if not settings.DEMO:
        return []
    people = Membership.objects.select_related("user").filter(centre__drill_of=None).order_by("pk")
    people = people.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return [
        {"username": each.user.username, "name": each.user.name, "role": each.role, "role_label": each.get_role_display()}
        for each in people
    ]


class SignIn(LoginView):
    """The sign-in page."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """With the demo's people, in the demo."""
        return super().get_context_data(**kwargs) | {"demo_people": demo_people()}


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that a name is locked after too many wrong passwords, and for how long (django-axes asks for it).

    It says the same for a name that nobody has: the page tells a stranger nothing.
    """
    wait_s = round(settings.AXES_COOLOFF_TIME * 3600)
    facts = {"tries": settings.AXES_FAILURE_LIMIT, "minutes": wait_s // 60}
    answer = render(request, "accounts/locked_out.html", facts, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(wait_s)
    return answer


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as a demo person. Outside the demo this address does not exist."""
    if not settings.DEMO:
        raise Http404
    membership = Membership.objects.filter(user__username=request.POST.get("username", "")[:60]).select_related("user").first()
    if membership is None or not membership.user.has_usable_password():
        raise Http404
    login(request, membership.user, backend="django.contrib.auth.backends.ModelBackend")
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return redirect(wanted if safe else reverse("home"))


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Where each person's work begins."""
    person = person_behind(request)
    if person is None:
        return redirect("sign-in")
    for name, act in FIRST_PAGES:
        if may(person, act, person):
            return redirect(name)
    return redirect("procedures")
