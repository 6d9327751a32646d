"""The incident page: one incident, whole. Every change on it goes through REST; the page then fetches itself again."""

import zoneinfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dispatch.accounts.doors import StaffRequest, staff_only
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound
from incidents.queries.incident_page import incident_named
from incidents.queries.incident_record import incident_record
from incidents.queries.log_record import GROUPS
from incidents.queries.sent_record import PARTS
from incidents.queries.talk import talk_words
from incidents.rules.alarm_signals import QUESTIONS
from incidents.rules.alarms import BOUNDARIES
from incidents.rules.major import may_be_major
from incidents.web.then import incident_then

LINKS = (("related", "related to it"), ("duplicate", "the same: a duplicate"), ("child", "a part of it"), ("parent", "the larger one"))
CLAIMED = ((0, "Just now"), (1, "1 minute ago"), (2, "2 minutes ago"), (5, "5 minutes ago"), (10, "10 minutes ago"), (20, "20 minutes ago"))


def choices(pairs: tuple[tuple[object, str], ...]) -> list[dict[str, object]]:
    """Pairs as the shared field template takes them."""
    return [{"value": value, "label": label} for value, label in pairs]


@require_safe
@staff_only(Act.WATCH)
def incident(request: StaffRequest, reference: str) -> HttpResponse:
    """Show it; ``?log=all`` shows every line of the log, ``?at=`` how it stood then. Another centre's incident is not here."""
    person = request.staff
    try:
        found = incident_named(person.centre_id, reference)
    except NotFound as missing:
        raise Http404 from missing
    if "at" in request.GET:
        return incident_then(request, found)
    whole_log = request.GET.get("log") == "all"
    record = incident_record(found, whole_log=whole_log)
    page = {
        **record,
        "whole_log": whole_log,
        "reads_log": may(person, Act.READ_LOG, found),
        "groups": GROUPS,
        "parts": PARTS,
        "words": {
            "me": person.user_id,
            "in_charge": may(person, Act.LOWER_PRIORITY, found),
            "talk": talk_words(person.centre_id),
            "boundaries": BOUNDARIES,
        },
        "offers_major": found.is_open
        and may_be_major(contacts=len(record["contacts"]), crews=len(record["sent"]), linked=len(record["links"])),
        "promise_late": record["promised"] is not None and record["promised"].due_at <= timezone.now(),
        "claimed": choices(CLAIMED),
        "link_kinds": choices(LINKS),
        "company_questions": tuple(QUESTIONS.items()),
    }
    with timezone.override(zoneinfo.ZoneInfo(person.centre.time_zone)):
        return render(request, "incidents/incident.html", page)
