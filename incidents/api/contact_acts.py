"""What agents do with a contact over REST: ring back, hand over, and follow the procedure for a silent call."""

from datetime import timedelta
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import NotFound
from incidents.api.contact_fields import (
    AskCompany,
    CallbackWent,
    DeclineTransfer,
    JoinIncident,
    OfferTransfer,
    PromiseCallback,
    ReferContact,
    SettleSignal,
    SilentOutcome,
    SilentStep,
)
from incidents.api.doors import body_of, reads, the_incident, writes
from incidents.commands.alarm_questions import ask_company
from incidents.commands.alarm_signals import settle_signal
from incidents.commands.callbacks import begin_callback, finish_callback, promise_callback
from incidents.commands.intake import link_contact
from incidents.commands.refer import refer_contact
from incidents.commands.silent_calls import end_silent_call, take_silent_step
from incidents.commands.transfers import accept_transfer, decline_transfer, offer_transfer
from incidents.models import Contact
from incidents.queries.contacts import contact_page, silent_call_of
from incidents.queries.incident_page import incident_whole


class Join(StaffView):
    """Becoming part of an incident."""

    @writes("A contact joins an open incident: somebody is asked to assess it again", JoinIncident)
    def post(self, request: Request, contact_id: int) -> Response:
        """Join."""
        incident = the_incident(request, body_of(JoinIncident, request)["incident"])
        link_contact(incident_id=incident.pk, contact_id=contact_id, by=staff(request), at=now())
        return Response(incident_whole(the_incident(request, incident.reference), staff(request)), status=201)


class Callback(StaffView):
    """A call back."""

    @writes("Promise to ring back", PromiseCallback)
    def post(self, request: Request, contact_id: int) -> Response:
        """Promise it."""
        at, body = now(), body_of(PromiseCallback, request)
        due_at = body.get("due_at") or at + timedelta(minutes=body["within_min"])
        made = promise_callback(contact_id=contact_id, due_at=due_at, why=body["why"], by=staff(request), at=at)
        return Response(contact_page(made), status=201)


class CallbackBegun(StaffView):
    """Ringing back."""

    @writes("Take a call back in one's own name; 409 `contact-taken` names who is ringing", None, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Begin."""
        return Response(contact_page(begin_callback(contact_id=contact_id, by=staff(request), at=now())))


class CallbackResult(StaffView):
    """How it went."""

    @writes("How a call back went: reached, no answer (tried again), unreachable or not needed", CallbackWent, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Record it."""
        at, body = now(), body_of(CallbackWent, request)
        again_at = at + timedelta(minutes=body["again_min"]) if "again_min" in body else None
        done = finish_callback(
            contact_id=contact_id, result=body["result"], words=body.get("words", ""), again_at=again_at, by=staff(request), at=at
        )
        return Response(contact_page(done))


class Transfer(StaffView):
    """Handing over."""

    @writes("Offer a contact to a colleague or to a line; nobody accepts in time: it comes back", OfferTransfer)
    def post(self, request: Request, contact_id: int) -> Response:
        """Offer it."""
        body = body_of(OfferTransfer, request)
        return Response(contact_page(offer_transfer(contact_id=contact_id, by=staff(request), at=now(), **body)), status=201)


class TransferAccepted(StaffView):
    """Accepting."""

    @writes("Accept a transferred contact; 409 `contact-taken` names who has it", None, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Accept."""
        return Response(contact_page(accept_transfer(contact_id=contact_id, by=staff(request), at=now())))


class TransferDeclined(StaffView):
    """Declining."""

    @writes("Decline a transferred contact, with a reason", DeclineTransfer, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Decline."""
        body = body_of(DeclineTransfer, request)
        return Response(contact_page(decline_transfer(contact_id=contact_id, by=staff(request), at=now(), **body)))


class Referral(StaffView):
    """Passing on outside."""

    @writes("Pass a contact to an outside organisation: put through, or given its number; 403 when only a supervisor may", ReferContact)
    def post(self, request: Request, contact_id: int) -> Response:
        """Pass it on."""
        body = body_of(ReferContact, request)
        return Response(contact_page(refer_contact(contact_id=contact_id, by=staff(request), at=now(), **body)), status=201)


class SilentCall(StaffView):
    """A call on which nobody speaks."""

    @reads("The procedure for a silent call, and the steps taken so far")
    def get(self, request: Request, contact_id: int) -> Response:
        """The steps."""
        return Response(silent_call_of(_contact(request, contact_id)))

    @writes("Record a step, and whether anything was heard", SilentStep)
    def post(self, request: Request, contact_id: int) -> Response:
        """Record it."""
        body: dict[str, Any] = body_of(SilentStep, request)
        take_silent_step(contact_id=contact_id, by=staff(request), at=now(), **body)
        return Response(silent_call_of(_contact(request, contact_id)), status=201)


class SilentCallOutcome(StaffView):
    """What it was."""

    @writes("Say what a silent call was; 409 `steps-missing` lists what was not tried", SilentOutcome)
    def post(self, request: Request, contact_id: int) -> Response:
        """Say it."""
        body = body_of(SilentOutcome, request)
        end_silent_call(contact_id=contact_id, by=staff(request), at=now(), **body)
        return Response(contact_page(_contact(request, contact_id)), status=201)


class AlarmSettled(StaffView):
    """An alarm that needs no incident."""

    @writes("End an alarm without an incident: false, cancelled or rejected; its sender is told", SettleSignal, made=200)
    def post(self, request: Request, contact_id: int) -> Response:
        """Settle it."""
        body = body_of(SettleSignal, request)
        return Response(contact_page(settle_signal(contact_id=contact_id, by=staff(request), at=now(), **body)))


class AlarmQuestions(StaffView):
    """Asking an alarm company."""

    @writes("Ask the company about its alarm; its answer comes into the history of the contact and of its incident", AskCompany)
    def post(self, request: Request, contact_id: int) -> Response:
        """Ask."""
        body = body_of(AskCompany, request)
        asked = ask_company(contact_id=contact_id, kind=body["kind"], words=body.get("words", ""), by=staff(request), at=now())
        return Response(contact_page(asked), status=201)


def _contact(request: Request, contact_id: int) -> Contact:
    person = staff(request)
    insist(person, Act.TAKE_CONTACT, person)
    found = Contact.objects.of(person.centre_id).for_cards().select_related("incident").filter(pk=contact_id).first()
    if found is None:
        raise NotFound("There is no such contact.", code="not-found")
    return found
