"""What is made from the packs in use, over REST: services, law, methods with the centre's own figures."""

import zoneinfo
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.fields import Text
from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, reads, writes
from incidents.commands.law import check_law
from incidents.queries.catalogue import catalogue, catalogue_shown
from incidents.queries.knowledge import knowledge
from incidents.queries.law import law_register, provision_shown


class CheckLaw(serializers.Serializer[Any]):
    """Where it was read, and when it is to be read again."""

    where = Text()
    review_on = serializers.DateField()
    note = Text(required=False, allow_blank=True)


class Services(StaffView):
    """The service catalogue."""

    @reads("What this centre handles, how often, with which targets, and who answers")
    def get(self, request: Request) -> Response:
        """As it is now."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        return Response(catalogue_shown(catalogue(person.centre_id, now())))


class LawRegister(StaffView):
    """The law register."""

    @reads("Every provision that a procedure in use names, the steps it bears on, and who checked it")
    def get(self, request: Request) -> Response:
        """Those that need somebody first."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        today = now().astimezone(zoneinfo.ZoneInfo(person.centre.time_zone)).date()
        return Response({"results": [provision_shown(each) for each in law_register(person.centre_id, today)], "next": None})


class LawChecks(StaffView):
    """Checking a provision."""

    @writes("Record that one has checked a provision at its source", CheckLaw)
    def post(self, request: Request, key: str) -> Response:
        """Record it."""
        body = body_of(CheckLaw, request)
        made = check_law(key=key[:64], source=body.pop("where"), by=staff(request), at=now(), **body)
        return Response({"key": made.key, "checked_on": made.checked_on.isoformat(), "review_on": made.review_on.isoformat()}, status=201)


class Knowledge(StaffView):
    """The methods pages."""

    @reads("Methods with their strengths and weaknesses, and the centre's own figures where there are any")
    def get(self, request: Request) -> Response:
        """Every chapter."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        chapters = [
            {
                **each.chapter.model_dump(mode="json", exclude={"methods"}),
                "methods": [
                    {**shown.method.model_dump(mode="json", exclude={"figure"}), "figure": shown.figure._asdict() if shown.figure else None}
                    for shown in each.methods
                ],
            }
            for each in knowledge(person.centre_id, now())
        ]
        return Response({"results": chapters, "next": None})
