"""The demo's story: a control room in the middle of its shift. Told once, through the commands, with times in the past.

Threads are told side by side in the order of their times, and the centre's clocks are settled on the way at their own due
instants: what should have been late is late, and everything else is calm when the first visitor comes.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import Centre, Membership
from dispatch.clock.loop import settle_due
from incidents.commands.escalate import take_alarm
from incidents.demo.stories import STORIES
from incidents.demo.story_acts import Cast, Thread
from incidents.demo.story_scenes import (
    acknowledged,
    assessed,
    at_scene,
    been_there,
    begun,
    declined,
    hung_up,
    mailed,
    on_the_way,
    ringing,
    sent,
    told,
    unanswered,
    untold,
    wants_help,
    watched,
    whole,
    written,
    wrong_number,
)
from incidents.models import Escalation, Incident
from resources.commands.status import record_position
from resources.models import Unit

Scene = Callable[[Thread], Iterator[datetime]]
Chapter = Callable[[Cast, datetime], None]
TAKEN_AFTER = timedelta(seconds=40)

# What other apps tell after the story, with the same people: they add themselves when they start.
chapters: list[Chapter] = []


# code, minutes ago, who handles it, how far it goes; in the order of time
SCENES: tuple[tuple[str, float, str, Scene], ...] = (
    ("ceiling-bulging", 322, "amina", whole),
    ("family-puncture", 291, "dev", whole),
    ("headaches-and-alarm", 254, "amina", whole),
    ("lonely-caller", 233, "amina", whole),
    ("lift-delivery-driver", 205, "dev", whole),
    ("tree-on-wires", 172, "amina", whole),
    ("sos-by-accident", 150, "dev", whole),
    ("offices-at-night", 128, "amina", whole),
    ("fly-tip-verge", 96, "amina", wrong_number),
    ("no-hot-water-winter", 58, "amina", been_there),
    ("no-heating-baby", 50, "dev", at_scene),
    ("power-cut-ventilator", 23, "amina", untold),
    ("stove-fumes", 31.5, "dev", unanswered),
    ("lift-with-toddler", 27.3, "dev", watched),
    ("old-barn-slates", 26, "amina", assessed),
    ("van-live-lane", 16, "amina", wants_help),
    ("power-cut-street", 18, "amina", told),
    ("wall-by-school", 12.4, "dev", told),
    ("leak-contained", 12, "amina", assessed),
    ("burst-pipe-running", 10, "dev", declined),
    ("chimney-leaning", 8.5, "amina", on_the_way),
    ("no-heating-oil-radiator", 7, "dev", acknowledged),
    ("tree-across-road", 2, "dev", sent),
    ("not-seen-since-sunday", 1.6, "dev", lambda thread: begun(thread, 1)),
    ("scorched-fuse-board", 1, "amina", begun),
    ("sewage-in-yard", 3, "amina", written),
    ("flat-battery-works-van", 4, "amina", mailed),
    ("cyclist-pothole", 2.5, "amina", hung_up),
    ("lamp-post-hit", 0.6, "amina", ringing),
)
LEFT_RINGING = ("wall-by-school",)  # nobody takes this one's alarm


def tell_story(centre: Centre, *, at: datetime) -> bool:
    """Tell the story up to ``at``, all of it or nothing. False when the centre has incidents already."""
    with transaction.atomic():
        if Incident.objects.of(centre.pk).exists():
            return False
        cast = cast_of(centre)
        _tell(cast, at)
        for chapter in chapters:
            chapter(cast, at)
        _crews_are_seen(cast, at)
    return True


def _crews_are_seen(cast: Cast, at: datetime) -> None:
    """Every crew's device says where it is."""
    for unit in Unit.objects.of(cast.centre.pk):
        if unit.lat is not None and unit.lon is not None:
            record_position(unit_id=unit.pk, lat=unit.lat, lon=unit.lon, by=cast.devices, at=at)


def cast_of(centre: Centre) -> Cast:
    """The people of the story.

    Raises:
        Membership.DoesNotExist: somebody is missing from this centre.
    """

    def person(username: str) -> Staff:
        return staff_of(Membership.objects.select_related("user", "centre").get(centre=centre, user__username=username))

    return Cast(
        centre=centre,
        amina=person("agent"),
        dev=person("dispatcher"),
        sol=person("supervisor"),
        tess=person("lead"),
        telephony=person("telephony"),
        devices=person("crew-devices"),
    )


def _tell(cast: Cast, at: datetime) -> None:
    by_code = {story.code: story for story in STORIES}
    quiet: set[int] = set()
    acts: list[tuple[datetime, int, Iterator[datetime]]] = []
    for place, (code, minutes, who, scene) in enumerate(SCENES):
        thread = Thread(cast, by_code[code], getattr(cast, who), at - timedelta(minutes=minutes))
        told_so_far = _marking(thread, scene, quiet)
        acts.append((next(told_so_far), place, told_so_far))
    heapq.heapify(acts)
    while acts and acts[0][0] <= at:
        now, place, told_so_far = heapq.heappop(acts)
        let_time_pass(cast, now, quiet)
        following = next(told_so_far, None)
        if following is not None:
            heapq.heappush(acts, (following, place, told_so_far))
    let_time_pass(cast, at, quiet)


def _marking(thread: Thread, scene: Scene, quiet: set[int]) -> Iterator[datetime]:
    """A scene whose incident, once it is logged, is noted when its alarms are to be left ringing."""
    yield from scene(thread)
    if thread.story.code in LEFT_RINGING:
        quiet.add(thread.incident_id)


def let_time_pass(cast: Cast, upto: datetime, left: set[int]) -> None:
    """Settle what fell due, and let the supervisor take what rings, except on the incidents that are ``left``."""
    settle_due(centre_id=cast.centre.pk, lane=cast.centre.lane, upto=upto)
    ringing_on = Escalation.objects.untaken().filter(centre_id=cast.centre.pk, raised_at__lte=upto - TAKEN_AFTER)
    for alarm in ringing_on.exclude(incident_id__in=left).order_by("pk"):
        take_alarm(alarm_id=alarm.pk, by=cast.sol, at=upto)
