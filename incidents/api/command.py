"""The command bar's door: what a line would do, and doing it, through the same commands as every other door."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist, may
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import Refusal
from incidents.api.doors import body_of, reads, writes
from incidents.commands.deploy import deploy_units, stand_down
from incidents.commands.desks import sign_on
from incidents.commands.escalate import escalate, take_alarm
from incidents.commands.major import declare_major, report_methane
from incidents.commands.monitor import answer_check
from incidents.commands.prioritise import set_priority
from incidents.commands.respond import report_status, write_update
from incidents.commands.sign_off import sign_off
from incidents.queries.command_line import (
    STATUS_OF,
    deployment_of,
    deployments_of,
    desk_coded,
    known_incidents,
    known_units,
    oldest_alarm,
    preview,
    rest_of,
    running_check,
)
from incidents.queries.desks import desk_of
from incidents.queries.incident_page import incident_named
from incidents.rules.command_completion import complete
from incidents.rules.command_line import LONGEST, NotUnderstood, Order, parse


class Line(serializers.Serializer[object]):
    """One line of text."""

    text = serializers.CharField(max_length=LONGEST)


class Command(StaffView):
    """The command bar."""

    @reads("What a command line would do: `{preview, complete, error}`; nothing is changed")
    def get(self, request: Request) -> Response:
        """Preview it."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        text = request.query_params.get("text", "")[: LONGEST + 1].replace("\x00", "")
        units, incidents = known_units(person.centre_id), known_incidents(person.centre_id)
        shown, error = "", ""
        try:
            shown = preview(parse(text, list(units)), person.centre_id)
        except (NotUnderstood, Refusal) as no:
            error = str(no)
        return Response({"preview": shown, "complete": complete(text, units, incidents), "error": error})

    @writes("Carry out a command line; 409 says why not, in one sentence", Line, made=200)
    def post(self, request: Request) -> Response:
        """Carry it out."""
        person, at = staff(request), now()
        text = body_of(Line, request)["text"]
        try:
            order = parse(text, list(known_units(person.centre_id)))
        except NotUnderstood as no:
            raise Refusal(str(no), code="not-understood") from no
        insist(person, Act.WATCH, person)
        said = preview(order, person.centre_id)
        with transaction.atomic():
            RUN[order.verb](order, person, at)
        url = f"/incidents/{order.incident}" if order.verb == "OPEN" else ""
        opens = "sound-check" if order.verb == "SC" else ""
        answer = {"detail": f"Done. {said}", "url": url, "opens": opens, "incident": order.incident or None}
        return Response({**answer, **_desk_now(order, person)})


def _send(order: Order, by: Staff, at: datetime) -> None:
    incident = incident_named(by.centre_id, order.incident)
    sent = deploy_units(incident_id=incident.pk, units=order.units, by=by, at=at)
    if order.verb in STATUS_OF:
        for deployment in sent:
            report_status(deployment_id=deployment.pk, status=STATUS_OF[order.verb], by=by, at=at)


def _report(order: Order, by: Staff, at: datetime) -> None:
    for deployment in deployments_of(by.centre_id, order):
        report_status(deployment_id=deployment.pk, status=STATUS_OF[order.verb], by=by, at=at)


def _stand_down(order: Order, by: Staff, at: datetime) -> None:
    stand_down(deployment_id=deployment_of(by.centre_id, order.units[0]).pk, why=order.words, by=by, at=at)


def _note(order: Order, by: Staff, at: datetime) -> None:
    write_update(incident_id=incident_named(by.centre_id, order.incident).pk, text=order.words, by=by, at=at)


def _answer(order: Order, by: Staff, at: datetime) -> None:
    check = running_check(by.centre_id, order.units[0])
    answer_check(check_id=check.pk, all_well=bool(order.all_well), words=order.words, by=by, at=at)


def _set_priority(order: Order, by: Staff, at: datetime) -> None:
    incident = incident_named(by.centre_id, order.incident)
    set_priority(incident_id=incident.pk, priority=order.priority, reason=order.words, by=by, at=at)


def _escalate(order: Order, by: Staff, at: datetime) -> None:
    escalate(incident_id=incident_named(by.centre_id, order.incident).pk, what=order.words[:300], by=by, at=at)


def _declare(order: Order, by: Staff, at: datetime) -> None:
    """Whoever may not declare reports METHANE and asks."""
    incident = incident_named(by.centre_id, order.incident)
    if may(by, Act.DECLARE_MAJOR, incident):
        declare_major(incident_id=incident.pk, reason=order.words[:300], by=by, at=at)
        return
    report_methane(incident_id=incident.pk, ask=True, by=by, at=at)
    write_update(incident_id=incident.pk, text=f"Why a major incident: {order.words}", by=by, at=at)


def _take(order: Order, by: Staff, at: datetime) -> None:
    take_alarm(alarm_id=oldest_alarm(by.centre_id).pk, by=by, at=at)


def _sign_on(order: Order, by: Staff, at: datetime) -> None:
    sign_on(desk_id=desk_coded(by.centre_id, order.desk).pk if order.desk else None, by=by, at=at)


def _sign_off(order: Order, by: Staff, at: datetime) -> None:
    sign_off(rest=rest_of(order), why=order.words, by=by, at=at)


def _desk_now(order: Order, by: Staff) -> dict[str, str]:
    """``desk``: the code of one's desk, or nothing, after an order that changes it: the bar on the page shows it."""
    if order.verb not in ("ON", "OFF"):
        return {}
    turn = desk_of(by.centre_id, by.user_id)
    return {"desk": turn.desk.code if turn else ""}


def _nothing(order: Order, by: Staff, at: datetime) -> None:
    """Opening a page or a dialog changes nothing."""


RUN: dict[str, Callable[[Order, Staff, datetime], None]] = {
    **dict.fromkeys(("D", "DE", "DO"), _send),
    **dict.fromkeys(("AK", "EN", "AR", "CL"), _report),
    "SD": _stand_down,
    "N": _note,
    "WC": _answer,
    "P": _set_priority,
    "ES": _escalate,
    "MI": _declare,
    "TA": _take,
    "ON": _sign_on,
    "OFF": _sign_off,
    "SC": _nothing,
    "OPEN": _nothing,
}
