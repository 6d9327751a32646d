"""Who is on duty in a role at an instant: the people whom an alarm reaches."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.accounts.models import Centre, Membership, User
from resources.models import RotaDuty, RotaSwap
from resources.rules.rota import ABLE, Duty, Swap, is_kept, on_duty

# Who answers for a role where the centre keeps no rota for it: everybody who holds this role in the centre.
HOLDERS = {"duty_manager": "supervisor", "strategic_lead": "team_lead", "team_leader": "team_lead"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on duty. ``email`` is empty where nobody has entered one; ``until`` is None without a rota."""

    user_id: int
    name: str
    email: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty in a role. ``by_rota`` is False where the centre keeps no rota for it: then they are all who hold the role."""

    people: list[Person]
    by_rota: bool

    @property
    def is_gap(self) -> bool:
        """Whether the rota has nobody there now."""
        return self.by_rota and not self.people


def people_on_duty(centre: Centre, role: str, at: datetime) -> OnDuty:
    """The people on duty in a role at an instant."""
    zone = ZoneInfo(centre.time_zone)
    standing = RotaDuty.objects.of(centre.pk).filter(role=role).standing_from(at.astimezone(zone).date() - timedelta(days=1))
    duties = [duty_of(row) for row in standing]
    today = at.astimezone(zone).date()
    if not is_kept(duties, today):
        return OnDuty(_holders(centre.pk, HOLDERS.get(role, role)), by_rota=False)
    turns = on_duty(duties, swaps_of([duty.id for duty in duties], today - timedelta(days=1), today), at, zone)
    until = {shift.person: shift.ends_at for shift in turns}
    able = able_in(centre.pk, role)
    people = User.objects.filter(pk__in=[person for person in until if person in able]).order_by("pk")
    return OnDuty([Person(each.pk, each.name, each.email, until[each.pk]) for each in people], by_rota=True)


def able_in(centre_id: int, role: str) -> set[int]:
    """Who may be on duty in a role: whoever works in the centre in one that may act in it. A rota outlives what somebody held."""
    members = Membership.objects.filter(centre_id=centre_id, role__in=ABLE.get(role, ()), user__is_active=True)
    return set(members.values_list("user_id", flat=True))


def _holders(centre_id: int, role: str) -> list[Person]:
    members = Membership.objects.filter(centre_id=centre_id, role=role, user__is_active=True).order_by("pk")
    return [Person(*row) for row in members.values_list("user_id", "user__name", "user__email")]


def duty_of(row: RotaDuty) -> Duty:
    """A row as the rules take it."""
    return Duty(row.pk, row.person_id, row.weekday, row.starts, row.ends, row.begins_on, row.ends_on)


def swaps_of(duty_ids: list[int], first: object, last: object) -> list[Swap]:
    """The swaps of these duties between two days."""
    found = RotaSwap.objects.filter(duty__in=duty_ids, day__range=(first, last), replaced_at=None)
    return [Swap(*row) for row in found.values_list("duty_id", "day", "instead_id")]
