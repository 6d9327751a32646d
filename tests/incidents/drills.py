"""A past shift to replay: three calls in an hour, one of which became an incident that a crew went to."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from dispatch.accounts.actors import Console, Staff
from dispatch.accounts.models import User
from incidents.commands.contacts import answer_contact, end_contact, lose_contact
from incidents.commands.drill import open_drill
from incidents.commands.drill_play import play_drill
from incidents.commands.respond import report_status
from incidents.models import Contact, Drill, Incident
from tests.factories import LEAK, NOON, answer_all, crew_of, log_incident, make_unit, offer, send

OPENED = NOON + timedelta(hours=3)


class Shift(NamedTuple):
    """What was recorded."""

    leak: Contact
    wrong_number: Contact
    gone: Contact
    incident: Incident


def past_shift(telephony: Staff, amina: Staff) -> Shift:
    """At noon Joan Price rings about a leak; ten minutes later somebody rings wrongly; after twenty a caller hangs up."""
    make_unit(amina.centre, "B41", "housing_duty", name="Dan Okafor")
    leak = offer(telephony, caller_name="Joan Price", line="Repairs")
    answer_contact(contact_id=leak.pk, by=amina, at=after(8))
    told = {"summary": "Joan Price: water through the ceiling, ring 07700 900123", "caller_name": "Joan Price"}
    incident = answer_all(log_incident(amina, "FLOOD", at=after(30), contact_id=leak.pk, **told), LEAK, by=amina, at=after(60))
    crew = crew_of(send(incident, "B41", by=amina, at=after(90)))
    for status, seconds in (("acknowledged", 20), ("en_route", 40), ("on_scene", 200)):
        report_status(deployment_id=crew.deployment_id, status=status, by=crew, at=after(90 + seconds))
    wrong = offer(telephony, at=after(600), caller_number="07700 900456")
    answer_contact(contact_id=wrong.pk, by=amina, at=after(620))
    end_contact(contact_id=wrong.pk, why="Wrong number", by=amina, at=after(640))
    gone = offer(telephony, at=after(1200), caller_number="07700 900123")
    lose_contact(contact_id=gone.pk, how="abandoned", by=telephony, at=after(1230))
    return Shift(leak, wrong, gone, incident)


def after(seconds: float, since: datetime = NOON) -> datetime:
    """So long after the shift began."""
    return since + timedelta(seconds=seconds)


def names_of(*people: Staff) -> list[str]:
    """Their user names."""
    return list(User.objects.filter(pk__in=[each.user_id for each in people]).values_list("username", flat=True))


def opened(by: Staff, *people: Staff, speed: int = 1, at: datetime = OPENED) -> Drill:
    """A drill of the past shift's hour."""
    who = names_of(*(people or (by,)))
    return open_drill(from_at=NOON, until_at=NOON + timedelta(hours=1), speed=speed, people=who, by=by, at=at)


def play(drill: Drill, *seconds: float) -> list[int]:
    """Look at the drill at these seconds after it was opened: how much happened each time."""
    console = Console(drill.centre_id)
    return [play_drill(drill_id=drill.pk, by=console, at=after(each, drill.opened_at)) for each in seconds]


def every(step: int, upto: int) -> Iterator[int]:
    """Seconds."""
    return iter(range(step, upto + 1, step))
