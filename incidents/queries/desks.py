"""The centre's desks: who is at which, since when, and what one holds who wants to leave."""

from datetime import datetime
from typing import Any

from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act
from incidents.models import Desk, DeskLine, DeskTurn
from incidents.queries.held import held_by
from incidents.queries.sound import NEVER, Sound, sounds_of_turns
from incidents.rules.desks import looks_forgotten

LAST_LINES = 40


def desks_shown(centre_id: int, at: datetime) -> list[dict[str, Any]]:
    """Every desk in use, in the order of its code, with whoever is at it."""
    running = DeskTurn.objects.running().filter(centre_id=centre_id).select_related("person")
    turns = {turn.desk_id: turn for turn in running}
    sounds = sounds_of_turns(centre_id, turns.values(), at)
    desks = Desk.objects.of(centre_id).in_use().order_by("code")
    return [desk_shown(desk, turns.get(desk.pk), at, sounds.get(desk.pk, NEVER)) for desk in desks]


def desk_shown(desk: Desk, turn: DeskTurn | None, at: datetime, sound: Sound = NEVER) -> dict[str, Any]:
    """One desk. Its sound is known of somebody who is at it."""
    return {
        "id": desk.pk,
        "code": desk.code,
        "name": desk.name,
        "role": desk.role,
        "role_word": desk.get_role_display(),
        "patch": desk.patch,
        "person": turn.person.name if turn else None,
        "person_id": turn.person_id if turn else None,
        "since": turn.began_at if turn else None,
        "forgotten": turn is not None and looks_forgotten(turn.began_at, at),
        "sound": sound.state if turn else None,
        "sound_word": sound.word if turn else None,
        "sound_at": sound.at if turn else None,
    }


def desk_of(centre_id: int, person_id: int) -> DeskTurn | None:
    """The turn of somebody who is at a desk."""
    return DeskTurn.objects.running().filter(centre_id=centre_id, person_id=person_id).select_related("desk").first()


def held_shown(centre_id: int, person_id: int) -> list[dict[str, Any]]:
    """What a person holds, as REST and the sign-off form show it."""
    return [{"key": each.key, "kind": each.kind, "words": each.words} for each in held_by(centre_id, person_id)]


def takers(centre_id: int, *, without: int) -> list[dict[str, str]]:
    """Colleagues to whom something can be handed, those at a desk first and named with it: ``{value, label}`` for a form."""
    turns = DeskTurn.objects.running().filter(centre_id=centre_id).select_related("desk")
    at_desk = {turn.person_id: turn.desk.code for turn in turns}
    floor = Membership.objects.filter(centre_id=centre_id, user__is_active=True, role__in=MAY[Act.TAKE_CONTACT]).exclude(user_id=without)
    people = [(each.user_id not in at_desk, each.user.name, each) for each in floor.select_related("user")]
    return [
        {
            "value": f"to:{each.user.username}",
            "label": f"{name} (desk {at_desk[each.user_id]})" if each.user_id in at_desk else f"{name} (at no desk)",
        }
        for _, name, each in sorted(people, key=lambda row: row[:2])
    ]


def desk_lines(centre_id: int) -> list[DeskLine]:
    """What happened at the centre's desks, the newest first."""
    return list(DeskLine.objects.filter(desk__centre_id=centre_id).select_related("desk").order_by("-pk")[:LAST_LINES])
