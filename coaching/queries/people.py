"""The people of a centre whose work is reviewed, and who sign for support."""

from coaching.rules.reviewing import DECISIONS
from dispatch.accounts.actors import Staff
from dispatch.accounts.models import Membership, User
from dispatch.accounts.permissions import MAY, Act
from dispatch.refusal import Refusal
from incidents.models import Incident, LogLine
from incidents.rules.entries import Entry


def colleague_named(centre_id: int, username: str) -> User:
    """The person of this user name who works in the centre.

    Raises:
        Refusal: nobody of that name works here.
    """
    # A name with a NUL character cannot even be asked for.
    wanted = username[:60] if username.isprintable() else ""
    found = Membership.objects.filter(centre_id=centre_id, user__username=wanted, role__in=MAY[Act.SIGN_SUPPORT])
    member = found.select_related("user").first()
    if member is None:
        raise Refusal("Nobody of that name works on this floor.", code="colleague-unknown")
    return member.user


def colleagues(centre_id: int, *, without: int) -> list[User]:
    """Everybody whose support can be agreed, except one, by name."""
    members = Membership.objects.filter(centre_id=centre_id, role__in=MAY[Act.SIGN_SUPPORT], user__is_active=True)
    return [each.user for each in members.exclude(user_id=without).select_related("user").order_by("user__name", "user_id")]


def took_part(incident: Incident) -> list[User]:
    """Everybody on the floor who wrote in the incident's log, by name; writing down a review is no part in it."""
    wrote = LogLine.objects.filter(incident=incident).exclude(entry=Entry.REVIEWED).values("by_user_id")
    members = Membership.objects.filter(centre_id=incident.centre_id, user_id__in=wrote, role__in=MAY[Act.SIGN_SUPPORT])
    return [each.user for each in members.select_related("user").order_by("user__name", "user_id")]


def entries_written(incident_id: int, user_id: int) -> list[str]:
    """The kinds of lines that a person wrote in an incident's log."""
    found = LogLine.objects.filter(incident_id=incident_id, by_user_id=user_id).exclude(entry=Entry.REVIEWED)
    return list(found.order_by("entry").values_list("entry", flat=True).distinct())


def decided(person: Staff, incident: Incident) -> bool:
    """Whether this person decided part of how the incident was handled, so that its review is somebody else's."""
    return bool(DECISIONS & set(entries_written(incident.pk, person.user_id)))
