"""Who is looking at what, over REST: for a page that opens. What changes afterwards comes as whispers."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.doors import reads
from dispatch.api.views import StaffView, now, staff
from dispatch.live.looking import lookers


class Presence(StaffView):
    """Who is looking at what."""

    @reads("Who is looking at what now, of the asker's centre; a page that is closed is forgotten within 15 seconds")
    def get(self, request: Request) -> Response:
        """Everybody."""
        person = staff(request)
        insist(person, Act.WATCH, person)
        return Response({"results": lookers(person.centre_id, now()), "next": None})
