"""To whom a contact can be handed: the people on the floor and the lines of the centre."""

from typing import Any

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act
from incidents.models import AnswerTarget, Contact

MOST_LINES = 40
RECENT = 500  # contacts whose lines are looked at


def colleagues_of(person: Staff) -> dict[str, Any]:
    """``{people, lines}``: everybody else who may take contacts, by name, and the lines that are known."""
    floor = Membership.objects.filter(centre_id=person.centre_id, role__in=MAY[Act.TAKE_CONTACT], user__is_active=True)
    members = floor.exclude(user_id=person.user_id).select_related("user").order_by("user__name", "user_id")
    return {
        "people": [{"username": each.user.username, "name": each.user.name, "role": each.get_role_display()} for each in members],
        "lines": _lines(person.centre_id),
    }


def _lines(centre_id: int) -> list[str]:
    """The lines that have a target of their own, and those that callers have used lately."""
    own = AnswerTarget.objects.filter(centre_id=centre_id).exclude(line="").values_list("line", flat=True)
    used = Contact.objects.of(centre_id).order_by("-pk").values_list("line", flat=True)[:RECENT]
    return sorted({*own, *(line for line in used if line)})[:MOST_LINES]
