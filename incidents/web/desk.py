"""The agent's console: take a contact, log, assess, send, inform, watch and close on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dispatch.accounts.doors import staff_only
from dispatch.accounts.permissions import Act, may
from incidents.queries.desk import desk as desk_picture
from incidents.queries.talk import talk_words


@require_GET
@never_cache
@staff_only(Act.TAKE_CONTACT)
def desk(request: HttpRequest) -> HttpResponse:
    """The page; its script follows the board's wire and works through the REST doors."""
    staff = request.staff  # type: ignore[attr-defined]
    picture = desk_picture(staff.centre_id)
    mine = {"me": staff.user_id, "in_charge": may(staff, Act.LOWER_PRIORITY, staff), "talk": talk_words(staff.centre_id)}
    return render(request, "incidents/desk.html", {"desk": picture, "words": {**picture["words"], **mine}})
