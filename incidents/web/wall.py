"""The big screen, and the page where screens are let in. The screen's page itself holds nothing: its script asks with the screen's key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal
from incidents.commands.walls import NewWall, make_wall
from incidents.queries.walls import walls_of
from incidents.web.local import in_local_time


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The board for a big screen. The key stands after the # of the address, which no browser sends."""
    return render(request, "incidents/wall.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@staff_only(Act.SET_WALLS)
def walls(request: StaffRequest) -> HttpResponse:
    """Screens of the centre; a POST lets a new one in, and shows its address this once."""
    made, refused = None, ""
    if request.method == "POST":
        try:
            made = make_wall(name=request.POST.get("name", ""), by=request.staff, at=timezone.now())
        except Refusal as refusal:
            refused = str(refusal)
    return _page(request, made, refused)


def _page(request: StaffRequest, made: NewWall | None, refused: str) -> HttpResponse:
    link = request.build_absolute_uri("/wall") + f"#{made.key}" if made else ""
    shown = {"walls": walls_of(request.staff.centre_id), "made": made and made.wall, "link": link, "refused": refused}
    answer = in_local_time(request, "incidents/walls.html", shown)
    answer.status_code = 422 if refused else 200
    return answer
