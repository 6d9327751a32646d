"""How the reading of e-mail stands, for those who look after it."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act
from incidents.queries.inbox import inbox_state
from incidents.web.local import in_local_time


@require_safe
@never_cache
@staff_only(Act.SEE_INBOX)
def inbox(request: StaffRequest) -> HttpResponse:
    """The last round, what went wrong, and what waits."""
    state = inbox_state(timezone.now(), centre_id=request.staff.centre_id)
    instants = {name: parse_datetime(state[name] or "") for name in ("tried_at", "read_at")} if state else {}
    return in_local_time(request, "incidents/inbox.html", {"inbox": state, **instants})
