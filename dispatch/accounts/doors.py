"""From a signed-in browser request to the member of staff behind it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import Act, may

CENTRE_KEY = "centre_id"
ROOM_HEADER = "X-Room"
ROOM_FIELD = "x-room"  # the same in a form that a browser sends by itself
OTHER_ROOM = "This page is of another room than the one you are in now: a drill was entered, left or ended. Nothing was changed."


class StaffRequest(HttpRequest):
    """A request whose person and centre are known."""

    staff: Staff


def membership_for(user_id: int, centre_id: int | None) -> Membership | None:
    """The person's role in the centre asked for; where they have none there, in their first one. A training room is only ever asked for."""
    found = Membership.objects.filter(user_id=user_id, user__is_active=True).select_related("user", "centre").order_by("pk")
    chosen = found.filter(centre_id=centre_id).first() if centre_id is not None else None
    return chosen or found.filter(centre__drill_of=None).first()


def person_behind(request: HttpRequest) -> Staff | None:
    """Who is signed in with this browser, in the centre they chose; None when nobody is. One query a request."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "staff"):
        membership = membership_for(request.user.pk, request.session.get(CENTRE_KEY))
        request.staff = staff_of(membership) if membership else None  # type: ignore[attr-defined]
    return cast("Staff | None", request.staff)  # type: ignore[attr-defined]


def is_of_another_room(request: HttpRequest, staff: Staff) -> bool:
    """Whether the page that asks was drawn in another centre than its person is in now: another window went into a drill, or left one.

    A page says with ``X-Room`` where it was drawn. What was typed in a drill is never kept as real, nor the other way about.
    """
    drawn_in = request.headers.get(ROOM_HEADER, "") or request.POST.get(ROOM_FIELD, "")
    return bool(drawn_in) and drawn_in != str(staff.centre_id)


View = Callable[..., HttpResponseBase]


def staff_only(act: Act, *, from_any_room: bool = False) -> Callable[[View], View]:
    """Open a page only to people whose role includes the act.

    Args:
        from_any_room: a form of a page that was drawn in another room is taken too.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            staff = person_behind(request)
            if staff is None:
                return redirect_to_login(request.get_full_path())
            if not may(staff, act, staff):
                raise PermissionDenied
            if not from_any_room and is_of_another_room(request, staff):
                return HttpResponse(OTHER_ROOM, status=HTTPStatus.CONFLICT, content_type="text/plain")
            return view(request, *args, **kwargs)

        return door

    return wrap
