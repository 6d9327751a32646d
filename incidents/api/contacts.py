"""Contacts over REST: a telephone system, a web form or an alarm receiver posts them here."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.contact_fields import LoseContact
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.api.fields import EndContact, OfferContact, flat
from incidents.commands.contacts import answer_contact, end_contact, lose_contact, offer_contact
from incidents.models import Contact
from incidents.queries.contacts import contact_page, contact_whole


class ContactList(StaffView):
    """Contacts."""

    @reads(
        "Contacts, newest first; ?state=waiting for those nobody has answered, ?incident=1042 for those of an incident",
        operation_id="contacts_list",
    )
    def get(self, request: Request) -> Response:
        """A page of contacts."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        found = Contact.objects.of(person.centre_id).for_cards().select_related("incident")
        if request.query_params.get("state"):
            found = found.filter(state=request.query_params["state"][:10])
        if request.query_params.get("incident"):
            found = found.filter(incident=the_incident(request, request.query_params["incident"]))
        return page_of(found, request, lambda rows: [contact_whole(row) for row in rows])

    @writes("A contact arrives", OfferContact)
    def post(self, request: Request) -> Response:
        """Take note of a contact."""
        person = staff(request)
        contact = offer_contact(centre=person.centre, by=person, at=now(), **_told(body_of(OfferContact, request)))
        return Response(contact_whole(contact), status=201)


def _told(body: dict[str, Any]) -> dict[str, Any]:
    known = flat(body)
    return {name: value for name, value in known.items() if name not in ("access", "accuracy_m", "method", "gazetteer")}


class ContactOne(StaffView):
    """One contact."""

    @reads("One contact: who called, what they called about before, and what happened to it since")
    def get(self, request: Request, contact_id: int) -> Response:
        """The contact."""
        person = staff(request)
        insist(person, Act.TAKE_CONTACT, person)
        found = Contact.objects.of(person.centre_id).for_cards().select_related("incident").filter(pk=contact_id).first()
        if found is None:
            raise NotFound("There is no such contact.", code="not-found")
        return Response(contact_page(found))


class ContactAnswer(StaffView):
    """Answering."""

    @writes("Answer a waiting contact; 409 `contact-taken` names who has it", None, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Answer it."""
        return Response(contact_page(answer_contact(contact_id=contact_id, by=staff(request), at=now())))


class ContactAbandoned(StaffView):
    """Losing a caller before an answer."""

    @writes("The caller hung up, or it rang out, before anybody answered: a call back is owed", LoseContact, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Take note of it."""
        body = body_of(LoseContact, request)
        return Response(contact_whole(lose_contact(contact_id=contact_id, by=staff(request), at=now(), **body)))


class ContactEnd(StaffView):
    """Ending without an incident."""

    @writes("End a contact that needs no incident", EndContact, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """End it."""
        body = body_of(EndContact, request)
        return Response(contact_whole(end_contact(contact_id=contact_id, by=staff(request), at=now(), **body)))
