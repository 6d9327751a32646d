"""The people on the floor: what each has in hand, what they have not seen to, how many alarms reach them, when they last acted."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q

from dispatch.accounts.models import Membership
from dispatch.accounts.permissions import FLOOR
from dispatch.live.looking import lookers
from incidents.models import Contact, Deployment, Incident, LogLine
from incidents.queries.alarm_rate import alarm_rates
from incidents.queries.sound import NEVER, Sound, sounds_of_people
from incidents.rules.alarm_rate import Rate, rate_of
from incidents.rules.load import Owned, is_silent, overdue, unread
from incidents.rules.sound import UNHEARD

RECENT = timedelta(hours=12)  # whoever did nothing in this time, looks at nothing and holds nothing is not here


class Load(NamedTuple):
    """One person's load, as the page shows it."""

    user_id: int
    name: str
    role: str
    contacts: int
    incidents: int
    unread: int
    overdue: int
    briefings: int
    acted_at: datetime | None
    silent: bool
    looking: list[str]
    rate: Rate
    sound: Sound


def people_load(centre_id: int, at: datetime) -> list[Load]:
    """Everybody who is here: those silent with something in hand first, then those who hear no alarm, then the fullest."""
    owned = _owned(centre_id)
    contacts = dict(_count(Contact.objects.of(centre_id).filter(state=Contact.State.ANSWERED), "answered_by_id"))
    briefings = _unanswered(centre_id)
    acted, rates = _acted(centre_id, at), {rate.desk: rate for rate in alarm_rates(centre_id, at)}
    looking, sounds = _looking(centre_id, at), sounds_of_people(centre_id, at)
    found = []
    for member in _floor(centre_id):
        key, name = member.user_id, member.user.name
        mine = owned.get(key, [])
        in_hand, sound = contacts.get(key, 0) + len(mine), sounds.get(key, NEVER)
        if not (in_hand or key in acted or key in looking or sound.state == UNHEARD):
            continue
        found.append(
            Load(
                user_id=key,
                name=name,
                role=member.get_role_display(),
                contacts=contacts.get(key, 0),
                incidents=len(mine),
                unread=unread(mine),
                overdue=overdue(mine, at),
                briefings=briefings.get(key, 0),
                acted_at=acted.get(key),
                silent=is_silent(in_hand=in_hand, acted_at=acted.get(key), at=at),
                looking=looking.get(key, []),
                rate=rates.get(name) or rate_of(name, [], at),
                sound=sound,
            )
        )
    return sorted(found, key=_worst_first)


def _worst_first(load: Load) -> tuple[bool, bool, int, str]:
    return (not load.silent, load.sound.state != UNHEARD, -(load.incidents + load.contacts), load.name)


def _floor(centre_id: int) -> Any:
    members = Membership.objects.filter(centre_id=centre_id, role__in=FLOOR, user__is_active=True)
    return members.select_related("user").order_by("user__name", "user_id")


def _count(rows: Any, field: str) -> Any:
    return rows.order_by().values_list(field).annotate(Count("pk"))


def _unanswered(centre_id: int) -> dict[int, int]:
    """By person, the crews sent to their incidents who have not acknowledged."""
    waiting = Deployment.objects.active().filter(incident__centre_id=centre_id, status="alerted")
    return dict(_count(waiting, "incident__handled_by_id"))


def _owned(centre_id: int) -> dict[int, list[Owned]]:
    """By person, their open incidents with the last line of their own and of others."""
    held = Incident.objects.of(centre_id).open().filter(handled_by__isnull=False)
    own = Max("log_lines__recorded_at", filter=Q(log_lines__by_user_id=F("handled_by_id")))
    others = Max("log_lines__recorded_at", filter=~Q(log_lines__by_user_id=F("handled_by_id")) & Q(log_lines__by_user__isnull=False))
    rows = held.order_by().annotate(own=own, others=others).values_list("handled_by_id", "priority", "opened_at", "own", "others")
    found: dict[int, list[Owned]] = defaultdict(list)
    for user_id, priority, opened_at, own_at, others_at in rows:
        found[user_id].append(Owned(priority, own_at or opened_at, others_at))
    return found


def _acted(centre_id: int, at: datetime) -> dict[int, datetime]:
    """By person, their last line in incidents that are open or were opened lately."""
    lately = Incident.objects.of(centre_id).filter(Q(closed_at=None) | Q(opened_at__gt=at - 2 * RECENT))
    lines = LogLine.objects.filter(incident__in=lately, by_user__isnull=False, recorded_at__gt=at - RECENT)
    return dict(lines.order_by().values_list("by_user_id").annotate(Max("recorded_at")))


def _looking(centre_id: int, at: datetime) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for look in lookers(centre_id, at):
        found[look["user"]].append(look["at"])
    return found
