"""Support needs over REST: put forward, reword, sign, decline."""

from rest_framework.request import Request
from rest_framework.response import Response

from coaching.api.fields import Decline, OpenNeed, Reword, Sign
from coaching.commands.support import decline_support_need, open_support_need, reword_support_need, sign_support_need
from coaching.models import SupportNeed
from coaching.queries.people import colleague_named
from coaching.queries.support import history_of, need_numbered, need_shown
from dispatch.accounts.permissions import Act, insist
from dispatch.api.doors import body_of, reads, writes
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff


def whole(request: Request, need_id: int, status: int = 200) -> Response:
    """The need as it stands, with its history."""
    need = need_numbered(staff(request), need_id)
    return Response(need_shown(need, history_of(need)), status=status)


class SupportList(StaffView):
    """Support needs."""

    @reads("Support needs that are this person's or their team's, newest first", operation_id="support_list")
    def get(self, request: Request) -> Response:
        """A page of needs."""
        person = staff(request)
        insist(person, Act.SIGN_SUPPORT, person)
        found = SupportNeed.objects.seen_by(person).whole()
        return page_of(found, request, lambda rows: [need_shown(row, []) for row in rows])

    @writes("Put a support need forward to a colleague; nobody has signed it yet", OpenNeed)
    def post(self, request: Request) -> Response:
        """Put it forward."""
        person = staff(request)
        insist(person, Act.AGREE_SUPPORT, person)
        body = body_of(OpenNeed, request)
        colleague = colleague_named(person.centre_id, body.pop("colleague"))
        need = open_support_need(colleague_id=colleague.pk, review_id=body.pop("review", None), by=person, at=now(), **body)
        return whole(request, need.pk, 201)


class SupportOne(StaffView):
    """One support need."""

    @reads("One support need with both views and its history; 404 for who may not read it")
    def get(self, request: Request, need_id: int) -> Response:
        """The need."""
        insist(staff(request), Act.SIGN_SUPPORT, staff(request))
        return whole(request, need_id)


class SupportWording(StaffView):
    """The wording."""

    @writes("Put other words forward: both signatures go; 409 `stale` when the wording has changed since it was read", Reword)
    def post(self, request: Request, need_id: int) -> Response:
        """Reword it."""
        reword_support_need(need_id=need_id, by=staff(request), at=now(), **body_of(Reword, request))
        return whole(request, need_id, 201)


class SupportSignature(StaffView):
    """Signatures."""

    @writes("Sign the wording seen; 409 `stale` when it has changed since it was read", Sign)
    def post(self, request: Request, need_id: int) -> Response:
        """Sign it."""
        sign_support_need(need_id=need_id, by=staff(request), at=now(), **body_of(Sign, request))
        return whole(request, need_id, 201)


class SupportRefusal(StaffView):
    """A colleague's no."""

    @writes("Decline the wording seen, with a reason: the need stays open, with a day to talk again", Decline)
    def post(self, request: Request, need_id: int) -> Response:
        """Decline it."""
        decline_support_need(need_id=need_id, by=staff(request), at=now(), **body_of(Decline, request))
        return whole(request, need_id, 201)
