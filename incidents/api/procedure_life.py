"""The life of a version over REST: a new draft, review, consultation, approval, use and retirement, each a fact of its own."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.api.views import StaffView, now, staff
from incidents.api.doors import body_of, writes
from incidents.api.procedure_fields import Approve, AskConsultee, PutToReview, RecordConsultation, SayWhy, SetLocalValue
from incidents.commands import procedures_draft, procedures_review, procedures_use
from incidents.queries.procedure_versions import consultation_shown, version_row


class ProcedureDrafts(StaffView):
    """Drafts."""

    @writes("Begin a draft from the text of a version", None)
    def post(self, request: Request, version_id: int) -> Response:
        """Begin it."""
        return Response(version_row(procedures_draft.start_draft(version_id=version_id, by=staff(request), at=now())), status=201)


class ProcedureDisposal(StaffView):
    """A draft that is not wanted."""

    @writes("Throw a draft away, with a reason", SayWhy)
    def post(self, request: Request, version_id: int) -> Response:
        """Throw it away."""
        reason = body_of(SayWhy, request)["reason"]
        row = procedures_draft.discard_draft(version_id=version_id, reason=reason, by=staff(request), at=now())
        return Response(version_row(row), status=201)


class ProcedureReview(StaffView):
    """Review."""

    @writes("Put a draft up for review; from here on its text stays", PutToReview)
    def post(self, request: Request, version_id: int) -> Response:
        """Put it up."""
        revision = body_of(PutToReview, request).get("revision")
        row = procedures_review.put_to_review(version_id=version_id, revision=revision, by=staff(request), at=now())
        return Response(version_row(row), status=201)


class ProcedureConsultations(StaffView):
    """Consultation."""

    @writes("Record that somebody was asked about a version in review", AskConsultee)
    def post(self, request: Request, version_id: int) -> Response:
        """Ask."""
        who = body_of(AskConsultee, request)["who"]
        made = procedures_review.ask_consultee(version_id=version_id, who=who, by=staff(request), at=now())
        return Response(consultation_shown(made), status=201)


class ProcedureConsulted(StaffView):
    """What a consultee said."""

    @writes("Record what a consultee said", RecordConsultation, operation_id="procedures_versions_consultations_said")
    def post(self, request: Request, version_id: int, consultation_id: int) -> Response:
        """Record it."""
        body, by = body_of(RecordConsultation, request), staff(request)
        made = procedures_review.record_consultation(version_id=version_id, consultation_id=consultation_id, by=by, at=now(), **body)
        return Response(consultation_shown(made), status=201)


class ProcedureReturn(StaffView):
    """Sent back."""

    @writes("Send a version in review back with a reason; the draft that goes on from it is in the answer", SayWhy)
    def post(self, request: Request, version_id: int) -> Response:
        """Send it back."""
        reason = body_of(SayWhy, request)["reason"]
        row = procedures_review.return_procedure(version_id=version_id, reason=reason, by=staff(request), at=now())
        return Response(version_row(row), status=201)


class ProcedureApproval(StaffView):
    """Approval."""

    @writes("Approve a version and sign it; its authors cannot", Approve)
    def post(self, request: Request, version_id: int) -> Response:
        """Sign it."""
        words = body_of(Approve, request)["words"]
        row = procedures_review.approve_procedure(version_id=version_id, words=words, by=staff(request), at=now())
        return Response(version_row(row), status=201)


class ProcedureLocalValues(StaffView):
    """Local values."""

    @writes("Write down a value that the pack leaves to the centre", SetLocalValue)
    def post(self, request: Request, version_id: int) -> Response:
        """Write it down."""
        body, by = body_of(SetLocalValue, request), staff(request)
        row = procedures_use.set_local_value(version_id=version_id, by=by, at=now(), **body)
        return Response({**version_row(row), "local_values": row.local_values}, status=201)


class ProcedureUse(StaffView):
    """Use."""

    @writes("Put an approved version to use for new incidents", None)
    def post(self, request: Request, version_id: int) -> Response:
        """Put it to use."""
        return Response(version_row(procedures_use.put_live(version_id=version_id, by=staff(request), at=now())), status=201)


class ProcedureRetirement(StaffView):
    """Retirement."""

    @writes("Take a version out of use, with a reason; incidents under way keep it", SayWhy)
    def post(self, request: Request, version_id: int) -> Response:
        """Take it out."""
        reason = body_of(SayWhy, request)["reason"]
        row = procedures_use.retire_procedure(version_id=version_id, reason=reason, by=staff(request), at=now())
        return Response(version_row(row), status=201)
