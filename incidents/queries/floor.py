"""To whom a contact can be handed: the people on the floor, the lines of the centre, and the organisations outside."""

from typing import Any

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import MAY, Act
from incidents.models import AnswerTarget, Contact
from incidents.queries.bodies import is_above, outside_bodies

MOST_LINES = 40
RECENT = 500  # contacts whose lines are looked at


def colleagues_of(person: Staff) -> dict[str, Any]:
    """``{people, lines, organisations}``: everybody else who may take contacts, by name, the lines that are known, and the
    organisations that this person may send a caller to.
    """
    floor = Membership.objects.filter(centre_id=person.centre_id, role__in=MAY[Act.TAKE_CONTACT], user__is_active=True)
    members = floor.exclude(user_id=person.user_id).select_related("user").order_by("user__name", "user_id")
    return {
        "people": [{"username": each.user.username, "name": each.user.name, "role": each.get_role_display()} for each in members],
        "lines": _lines(person.centre_id),
        "organisations": _organisations(person),
    }


def _organisations(person: Staff) -> list[dict[str, str]]:
    """Those within this person's own authority; the others are a supervisor's."""
    listed = outside_bodies(person.centre_id).values()
    return [{"code": each.id, "label": each.label, "telephone": each.contact or ""} for each in listed if not is_above(person, each)]


def _lines(centre_id: int) -> list[str]:
    """The lines that have a target of their own, and those that callers have used lately."""
    own = AnswerTarget.objects.filter(centre_id=centre_id).exclude(line="").values_list("line", flat=True)
    used = Contact.objects.of(centre_id).order_by("-pk").values_list("line", flat=True)[:RECENT]
    return sorted({*own, *(line for line in used if line)})[:MOST_LINES]
