"""The rota and the escalation policy over REST: who is on duty, duties, swaps of one day, and who is told after whom."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import Refusal
from incidents.api.doors import body_of, reads, writes
from incidents.commands.policy import set_policy
from incidents.queries.policy import policy_shown
from resources.commands.rota import add_duties, end_duty, swap_duty
from resources.models import RotaDuty
from resources.queries.cards import stamp
from resources.queries.on_duty import people_on_duty
from resources.queries.rota_week import rota_week
from resources.rules.rota import DAYS, ROLES


class NewDuty(serializers.Serializer[Any]):
    """Who is on duty, in which role, on which days, between which local times."""

    person = serializers.IntegerField(min_value=1)
    role = serializers.ChoiceField(choices=list(ROLES.items()))
    days = serializers.ChoiceField(choices=[(code, words) for code, (words, _) in DAYS.items()])
    starts = serializers.TimeField()
    ends = serializers.TimeField()
    begins_on = serializers.DateField(required=False, help_text="Today, unless it is given.")


class LastDay(serializers.Serializer[Any]):
    """The last day of a duty."""

    last_day = serializers.DateField()


class NewSwap(serializers.Serializer[Any]):
    """Who does it on that day; nobody, when left out."""

    day = serializers.DateField()
    instead = serializers.IntegerField(min_value=1, required=False, allow_null=True)
    reason = Text(max_length=200)


class NewPolicy(serializers.Serializer[Any]):
    """Seconds that each role has to take an alarm; a role that is left out is not told."""

    dispatcher_s = serializers.IntegerField(required=False)
    supervisor_s = serializers.IntegerField(required=False)
    duty_manager_s = serializers.IntegerField(required=False)
    strategic_lead_s = serializers.IntegerField(required=False)


def day_asked(text: str, usual: date) -> date:
    """A day of an address, or the usual one.

    Raises:
        Refusal: "day-unknown".
    """
    try:
        return date.fromisoformat(text) if text else usual
    except ValueError as error:
        raise Refusal("Give the day as year-month-day, for instance 2026-12-24.", code="day-unknown") from error


class Rota(StaffView):
    """The rota."""

    @reads("The rota of a week: ?day= any day in it, this week by default")
    def get(self, request: Request) -> Response:
        """The week."""
        person, at = staff(request), now()
        insist(person, Act.WATCH, person)
        today = at.astimezone(ZoneInfo(person.centre.time_zone)).date()
        return Response(rota_week(person.centre, day_asked(request.query_params.get("day", ""), today), at))


class OnDutyNow(StaffView):
    """Who is on duty."""

    @reads("Who is on duty now, by role, and until when")
    def get(self, request: Request) -> Response:
        """By role."""
        person, at = staff(request), now()
        insist(person, Act.WATCH, person)
        found = [(role, people_on_duty(person.centre, role, at)) for role in ROLES]
        return Response(
            {
                "results": [
                    {
                        "role": role,
                        "by_rota": duty.by_rota,
                        "people": [{"name": each.name, "until": stamp(each.until)} for each in duty.people],
                    }
                    for role, duty in found
                ],
                "next": None,
            }
        )


class RotaDuties(StaffView):
    """Duties."""

    @writes("Put somebody on duty week after week; an end that is not later than the start is on the next day", NewDuty)
    def post(self, request: Request) -> Response:
        """Add them."""
        person, at, body = staff(request), now(), body_of(NewDuty, request)
        today = at.astimezone(ZoneInfo(person.centre.time_zone)).date()
        made = add_duties(
            person_id=body["person"],
            role=body["role"],
            weekdays=DAYS[body["days"]][1],
            starts=body["starts"],
            ends=body["ends"],
            begins_on=body.get("begins_on", today),
            by=person,
            at=at,
        )
        return Response({"results": [duty_shown(each) for each in made], "next": None}, status=201)


class RotaDutyEnded(StaffView):
    """A duty that ends."""

    @writes("End a duty after a day", LastDay, made=200)
    def post(self, request: Request, duty_id: int) -> Response:
        """End it."""
        return Response(duty_shown(end_duty(duty_id=duty_id, by=staff(request), at=now(), **body_of(LastDay, request))))


class RotaSwaps(StaffView):
    """Swaps of one day."""

    @writes("Have somebody else do a duty on one day, or nobody", NewSwap)
    def post(self, request: Request, duty_id: int) -> Response:
        """Swap it."""
        body = body_of(NewSwap, request)
        instead = body.pop("instead", None)
        made = swap_duty(duty_id=duty_id, instead_id=instead, by=staff(request), at=now(), **body)
        return Response({"id": made.pk, "duty": duty_id, "day": made.day, "instead": made.instead_id, "reason": made.reason}, status=201)


class Policy(StaffView):
    """The escalation policy."""

    @reads("Who is told after whom when nobody takes an alarm")
    def get(self, request: Request) -> Response:
        """The version in force."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response(policy_shown(person.centre_id))

    @writes("Put a new version in force; alarms that ring already keep theirs", NewPolicy)
    def post(self, request: Request) -> Response:
        """Set it."""
        body = body_of(NewPolicy, request)
        steps = [{"role": role, "wait_s": body[f"{role}_s"]} for role in ROLES if body.get(f"{role}_s")]
        set_policy(steps=steps, by=staff(request), at=now())
        return Response(policy_shown(staff(request).centre_id), status=201)


def duty_shown(duty: RotaDuty) -> dict[str, Any]:
    """A duty."""
    return {
        "id": duty.pk,
        "person": duty.person_id,
        "role": duty.role,
        "day": duty.get_weekday_display(),
        "starts": duty.starts,
        "ends": duty.ends,
        "begins_on": duty.begins_on,
        "ends_on": duty.ends_on,
    }
