"""The rota: putting somebody on duty week after week, ending that, and having somebody else stand in on one day."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Actor
from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import Act, insist
from dispatch.accounts.zones import zone_of
from dispatch.refusal import NotFound, Refusal, require
from resources.models import RotaDuty, RotaSwap
from resources.queries.on_duty import able_in
from resources.rules.rota import HOLIDAY, ROLES, Duty, shifts


def add_duties(
    *, person_id: int, role: str, weekdays: Collection[int], starts: time, ends: time, begins_on: date, by: Actor, at: datetime
) -> list[RotaDuty]:
    """Put a person on duty in a role on these weekdays, from a day on. All of them, or none.

    Args:
        weekdays: 0 for Monday to 6 for Sunday; 7 for bank holidays.
        starts, ends: local times; an end that is not later than the start is on the next day.

    Raises:
        Refusal: "role-unknown", "days-missing", "person-unknown", "person-unable", "duty-stands".
    """
    insist(by, Act.SET_ROTA, by)
    require(role in ROLES, "Choose a role from the list.", code="role-unknown")
    require(weekdays and all(0 <= day <= HOLIDAY for day in weekdays), "Choose at least one day.", code="days-missing")
    _insist_on_colleague(person_id, role, by)
    try:
        with transaction.atomic():
            return RotaDuty.objects.bulk_create(
                RotaDuty(
                    centre_id=by.centre_id, person_id=person_id, role=role, weekday=weekday, starts=starts, ends=ends,
                    begins_on=begins_on, made_at=at, made_by_name=by.label,
                )
                for weekday in sorted(set(weekdays))
            )  # fmt: skip
    except IntegrityError as error:
        raise Refusal("This person has such a duty already.", code="duty-stands") from error


def end_duty(*, duty_id: int, last_day: date, by: Actor, at: datetime) -> RotaDuty:
    """End a duty after a day; what was before stays in the rota.

    Raises:
        Refusal: "day-past": the rota of days gone by is not rewritten. "duty-ended".
    """
    insist(by, Act.SET_ROTA, by)
    with transaction.atomic():
        duty = _locked(duty_id, by)
        require(duty.ends_on is None, "This duty has been ended already.", code="duty-ended")
        yesterday = date.fromordinal(_today(by.centre_id, at).toordinal() - 1)
        require(last_day >= yesterday, "Days gone by stay as they were.", code="day-past")
        duty.ends_on = last_day
        duty.save(update_fields=["ends_on"])
    return duty


def swap_duty(*, duty_id: int, day: date, instead_id: int | None, reason: str, by: Actor, at: datetime) -> RotaSwap:
    """Have somebody else do a duty on one day, or nobody. It replaces an earlier swap of that day.

    Raises:
        Refusal: "reason-needed", "day-past", "no-duty-then", "person-unknown", "person-unable".
    """
    insist(by, Act.SET_ROTA, by)
    require(reason.strip(), "Say why.", code="reason-needed")
    with transaction.atomic():
        duty = _locked(duty_id, by)
        if instead_id is not None:
            _insist_on_colleague(instead_id, duty.role, by)
        require(day >= _today(by.centre_id, at), "Days gone by stay as they were.", code="day-past")
        others = RotaDuty.objects.of(by.centre_id).filter(role=duty.role)
        begins = shifts(
            [Duty(d.pk, d.person_id, d.weekday, d.starts, d.ends, d.begins_on, d.ends_on) for d in others], [], day, zone_of(by.centre_id)
        )
        require(duty.pk in [shift.duty for shift in begins], "This duty does not fall on that day.", code="no-duty-then")
        RotaSwap.objects.filter(duty=duty, day=day, replaced_at=None).update(replaced_at=at)
        return RotaSwap.objects.create(
            duty=duty, day=day, instead_id=instead_id, reason=reason.strip()[:200], made_at=at, made_by_name=by.label
        )


def _locked(duty_id: int, by: Actor) -> RotaDuty:
    duty = RotaDuty.objects.of(by.centre_id).select_for_update(of=("self",)).filter(pk=duty_id).first()
    if duty is None:
        raise NotFound("There is no such duty.", code="not-found")
    return duty


def _insist_on_colleague(person_id: int, role: str, by: Actor) -> None:
    works_here = Membership.objects.filter(user_id=person_id, centre_id=by.centre_id, user__is_active=True).exists()
    require(works_here, "Choose somebody who works in this centre.", code="person-unknown")
    able = person_id in able_in(by.centre_id, role)
    require(able, f"As {ROLES[role].lower()}, choose somebody who may take its alarms.", code="person-unable")


def _today(centre_id: int, at: datetime) -> date:
    return at.astimezone(zone_of(centre_id)).date()
