"""The shift's page: who is on at which desk, signing on and off; and the desk that the bar on every page names."""

import zoneinfo
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from dispatch.accounts.actors import Staff
from dispatch.accounts.doors import StaffRequest, person_behind, staff_only
from dispatch.accounts.permissions import Act, may
from incidents.models import DeskTurn
from incidents.queries.desks import desk_lines, desk_of, desks_shown, held_shown, takers
from incidents.queries.sound import sound_of
from incidents.rules.desks import DESK_ROLES

ANYWHERE = [{"value": "queue", "label": "The queue"}, {"value": "left", "label": "Left open, in my name"}]


@require_safe
@staff_only(Act.WATCH)
def shift(request: StaffRequest) -> HttpResponse:
    """The desks."""
    person, at = request.staff, timezone.now()
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        return render(
            request,
            "incidents/shift.html",
            {
                "desks": desks_shown(person.centre_id, at),
                "mine": desk_of(person.centre_id, person.user_id),
                "held": held_shown(person.centre_id, person.user_id),
                "takers": [{"value": "", "label": "Choose"}, *takers(person.centre_id, without=person.user_id), *ANYWHERE],
                "all_takers": [*takers(person.centre_id, without=0), *ANYWHERE],
                "roles": [{"value": code, "label": words} for code, words in DESK_ROLES.items()],
                "lines": desk_lines(person.centre_id) if may(person, Act.RELEASE_DESK, person) else [],
            },
        )


def at_desk(request: HttpRequest) -> dict[str, Any]:
    """``at_desk``: the turn of whoever is signed in; ``own_sound``: whether they hear alarms there. Asked for where a page names them."""
    person = cast("Staff | None", SimpleLazyObject(lambda: person_behind(request) if hasattr(request, "user") else None))
    turn = cast("DeskTurn | None", SimpleLazyObject(lambda: desk_of(person.centre_id, person.user_id) if person else None))

    def sound() -> Any:
        return sound_of(person.centre_id, person.user_id, turn if turn else None, timezone.now()) if person else None

    return {"at_desk": turn, "own_sound": SimpleLazyObject(sound)}
