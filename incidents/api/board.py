"""The board, its units and the organisations over REST."""

from zoneinfo import ZoneInfo

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.doors import body_of, reads, writes
from incidents.api.fields import Position, ReportStatus
from incidents.commands.respond import report_status
from incidents.models import Deployment
from incidents.queries.board import board
from incidents.queries.exceptions import exceptions
from incidents.queries.history import board_at, instant_named
from resources.commands.status import record_position, report_own_status
from resources.models import Organisation, Unit
from resources.queries.cards import unit_card, unit_cards


class Board(StaffView):
    """The live board's snapshot."""

    @reads("Everything that is open, with its number: follow `/ws/board/?after=<sequence>&epoch=<epoch>`. `?at=` shows it as it stood then")
    def get(self, request: Request) -> Response:
        """The picture."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        if then := request.query_params.get("at"):
            at = instant_named(then[:40], ZoneInfo(person.centre.time_zone))
            return Response(board_at(person.centre_id, at, now=now()))
        return Response(board(person.centre_id, now()))


class BoardExceptions(StaffView):
    """What needs a person in charge."""

    @reads("What on the board needs a person in charge, the worst first: at most twenty lines, each with all that it stands for")
    def get(self, request: Request) -> Response:
        """The lines."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response(exceptions(person.centre_id, now()))


def unit_named(request: Request, call_sign: str) -> Unit:
    """The centre's unit of this call sign."""
    found = Unit.objects.of(staff(request).centre_id).for_cards().filter(call_sign=call_sign[:24]).first()
    if found is None:
        raise NotFound("There is no such unit.", code="not-found")
    return found


class UnitList(StaffView):
    """Units."""

    @reads("The roster, newest first")
    def get(self, request: Request) -> Response:
        """A page of units."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return page_of(Unit.objects.of(person.centre_id).for_cards(), request, unit_cards)


class UnitStatus(StaffView):
    """What a unit is doing."""

    @writes("Report a unit's status: at its incident when it has one, its own otherwise", ReportStatus, made=200)
    def post(self, request: Request, call_sign: str) -> Response:
        """Report it."""
        person, unit, body, at = staff(request), unit_named(request, call_sign), body_of(ReportStatus, request), now()
        deployment = Deployment.objects.active().filter(unit=unit).first()
        if deployment is not None:
            report_status(
                deployment_id=deployment.pk,
                status=body["status"],
                by=person,
                at=at,
                happened_at=body.get("at"),
                why=body.get("why", ""),
                forced=body["forced"],
            )
        else:
            report_own_status(unit_id=unit.pk, status=body["status"], by=person, at=at, reason=body.get("why", ""))
        return Response(unit_card(unit_named(request, call_sign)))


class UnitPosition(StaffView):
    """Where a unit is."""

    @writes("Report where a unit is", Position, made=200)
    def post(self, request: Request, call_sign: str) -> Response:
        """Report it."""
        unit, body = unit_named(request, call_sign), body_of(Position, request)
        record_position(unit_id=unit.pk, lat=body["lat"], lon=body["lon"], by=staff(request), at=now(), seen_at=body.get("at"))
        return Response(unit_card(unit_named(request, call_sign)))


class Organisations(StaffView):
    """Organisations."""

    @reads("Organisations that the centre can tell")
    def get(self, request: Request) -> Response:
        """A page of them."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return page_of(
            Organisation.objects.filter(centre_id=person.centre_id),
            request,
            lambda rows: [
                {"code": o.code, "label": o.label, "telephone": o.telephone, "email": o.email, "authority": o.authority} for o in rows
            ],
        )
