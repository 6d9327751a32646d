"""The replay's own centre: its people, stations, units and procedures, made in one transaction with its progress row."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from dispatch.accounts.actors import Staff, staff_of
from dispatch.accounts.models import Centre, Membership, Role, User
from dispatch.live import announce
from incidents.commands.procedures import load_packs
from incidents.models import ReplayProgress
from incidents.replay.mapping import PACKS, mapping
from incidents.replay.source import Post, RosterUnit, Source
from incidents.replay.tally import Tally
from resources.models import Capability, Station, Unit
from resources.queries.cards import unit_cards

ZONE = "America/Los_Angeles"
DEMO_PASSWORD = "demo"  # noqa: S105  (only where the whole console is a demo)
PEOPLE = {Role.AGENT: "Replay call-taker", Role.DISPATCHER: "Replay dispatcher", Role.SUPERVISOR: "Replay supervisor"}


def newest_progress(code: str) -> ReplayProgress | None:
    """The newest replay under this code: ``sf``, or ``sf-2`` after it was begun afresh."""
    found = [each for each in ReplayProgress.objects.select_related("centre") if _count_of(each.centre.code, code)]
    return max(found, key=lambda each: _count_of(each.centre.code, code), default=None)


def _count_of(own: str, code: str) -> int:
    """1 for ``sf``, 2 for ``sf-2``; 0 for a centre of another name."""
    if own == code:
        return 1
    rest = own.removeprefix(f"{code}-")
    return int(rest) if rest != own and rest.isdecimal() else 0


def next_code(code: str) -> str:
    """The first free code: a log can never be deleted, so a fresh replay gets a fresh centre."""
    taken = set(Centre.objects.filter(code__startswith=code).values_list("code", flat=True))
    count = 1
    while (code if count == 1 else f"{code}-{count}") in taken:
        count += 1
    return code if count == 1 else f"{code}-{count}"


def make_centre(*, code: str, source: Source, calls: int | None) -> ReplayProgress:
    """Make the centre with everything that the record needs, and stand before its first event."""
    begins_at = (source.events[0].at if source.events else datetime.fromisoformat("2018-01-13T00:00:00+00:00")) - timedelta(minutes=1)
    with transaction.atomic():
        centre = Centre.objects.create(code=code, name="San Francisco (replay)", time_zone=ZONE, lane=Centre.Lane.REPLAY)
        _people(centre)
        tally = Tally()
        _units(centre, source, begins_at, tally)
        load_packs(centre=centre, folder=PACKS, live=True, at=begins_at)
        return ReplayProgress.objects.create(centre=centre, source_digest=source.digest, calls=calls, at=begins_at, counts=tally.as_json())


def _people(centre: Centre) -> None:
    for role, name in PEOPLE.items():
        user = User.objects.create_user(f"{centre.code}-{role.value}", DEMO_PASSWORD if settings.DEMO else None, name=name)
        Membership.objects.create(user=user, centre=centre, role=role)


def people_of(centre: Centre) -> dict[Role, Staff]:
    """The replay's people, by role."""
    found = Membership.objects.filter(centre=centre, role__in=list(PEOPLE)).select_related("user", "centre")
    return {Role(each.role): staff_of(each) for each in found}


def _units(centre: Centre, source: Source, at: datetime, tally: Tally) -> None:
    stations = {post.code: _station(centre, post) for post in source.stations}
    roster = [*source.units, *_missing_from_roster(source)]
    tally.add("anomaly", "unit is not in the roster", len(roster) - len(source.units))
    labels = {code: kind.label for kind in (*mapping().unit_types.values(), mapping().unknown_unit_type) for code in kind.can}
    labels["paramedic"] = "Paramedic aboard"
    able = {code: Capability.objects.create(centre=centre, code=code, label=label) for code, label in sorted(labels.items())}
    for each in roster:
        _unit(centre, each, stations, able, at)
    if roster:
        announce(centre_id=centre.pk, at=at, cards=unit_cards(Unit.objects.of(centre.pk).for_cards()))


def _missing_from_roster(source: Source) -> list[RosterUnit]:
    """Units that the record sends somewhere although its roster does not have them."""
    listed = {unit.call_sign for unit in source.units}
    missing = {
        run.unit: RosterUnit(call_sign=run.unit, kind=run.unit_type, als=run.als, station="")
        for run in source.runs.values()
        if run.unit not in listed
    }
    for event in source.events:
        if event.unit and event.unit not in listed:
            missing.setdefault(event.unit, RosterUnit(call_sign=event.unit, kind="", als=False, station=""))
    return [missing[call_sign] for call_sign in sorted(missing)]


def _station(centre: Centre, post: Post) -> Station:
    name = f"Station {post.code}, {post.address}"[:120]
    return Station.objects.create(centre=centre, code=post.code, name=name, lat=post.lat, lon=post.lon)


def _unit(centre: Centre, unit: RosterUnit, stations: dict[str, Station], able: dict[str, Capability], at: datetime) -> None:
    home = stations.get(unit.station)
    kind = mapping().unit_type(unit.kind)
    made = Unit.objects.create(
        centre=centre,
        call_sign=unit.call_sign[:24],
        name=f"{kind.label} {unit.call_sign}"[:120],
        kind=kind.label,
        station=home,
        status="available",
        status_at=at,
        lat=home.lat if home else None,
        lon=home.lon if home else None,
        position_at=at if home and home.lat is not None else None,
    )
    made.capabilities.set([able[code] for code in (*kind.can, *(["paramedic"] if unit.als else []))])
