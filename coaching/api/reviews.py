"""Reviews over REST."""

from rest_framework.request import Request
from rest_framework.response import Response

from coaching.api.fields import RecordReview
from coaching.commands.review import Found, record_review
from coaching.models import Review
from coaching.queries.people import colleague_named
from coaching.queries.reviews import review_numbered, review_shown, reviews_shown
from dispatch.accounts.permissions import Act, insist
from dispatch.api.doors import body_of, reads, writes
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from incidents.queries.incident_page import incident_named


class ReviewList(StaffView):
    """Reviews."""

    @reads(
        "Reviews, newest first: the centre's for those who review, for everybody else those of their own work", operation_id="reviews_list"
    )
    def get(self, request: Request) -> Response:
        """A page of reviews."""
        person = staff(request)
        insist(person, Act.READ_LOG, person)
        return page_of(Review.objects.seen_by(person).whole(), request, reviews_shown)

    @writes("Review one colleague's part in a closed incident: praise is needed, findings may follow", RecordReview)
    def post(self, request: Request) -> Response:
        """Record it. The path check is worked out and kept with it."""
        person = staff(request)
        insist(person, Act.REVIEW, person)
        body = body_of(RecordReview, request)
        review = record_review(
            incident_id=incident_named(person.centre_id, body["incident"]).pk,
            colleague_id=colleague_named(person.centre_id, body["colleague"]).pk,
            praise=body["praise"],
            findings=[Found(**each) for each in body["findings"]],
            by=person,
            at=now(),
        )
        return Response(review_shown(review_numbered(person, review.pk)), status=201)


class ReviewOne(StaffView):
    """One review."""

    @reads("One review; 404 for who may not read it")
    def get(self, request: Request, review_id: int) -> Response:
        """The review."""
        person = staff(request)
        insist(person, Act.READ_LOG, person)
        return Response(review_shown(review_numbered(person, review_id)))
