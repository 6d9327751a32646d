"""The service catalogue: what this centre handles, how often, how fast and with whom. Made from the packs in use and what happened."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from incidents.models import Incident
from incidents.queries.procedures import Loaded, live_packs
from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.lookup import capability_label, partners
from incidents.rules.packs.shape import IncidentType
from incidents.rules.priority import ORDER, Targets, targets
from resources.models import Unit

MONTH, YEAR = timedelta(days=30), timedelta(days=365)


def in_words(seconds: int) -> str:
    """90 s, 20 min, 4 h or 2 days: the largest unit that says it exactly."""
    for size, unit in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds and seconds % size == 0:
            number = seconds // size
            return f"{number} {unit}{'s' if unit == 'day' and number > 1 else ''}"
    return f"{seconds} s"


@dataclass(frozen=True)
class Promise:
    """A priority that the type can have, with its targets."""

    priority: str
    label: str
    targets: Targets

    @property
    def words(self) -> str:
        """The targets in words; none means that nobody of ours travels."""
        said = [(self.targets.dispatch_s, "sent within"), (self.targets.attend_s, "there within")]
        return ", ".join(f"{verb} {in_words(seconds)}" for seconds, verb in said if seconds is not None) or "nobody of ours travels"


@dataclass(frozen=True)
class Responder:
    """A capability that a plan calls for, and how many of the centre's own units have it."""

    label: str
    units: int


@dataclass(frozen=True)
class Service:
    """One incident type as a service."""

    code: str
    title: str
    words: tuple[str, ...]
    month: int
    year: int
    promises: list[Promise]
    responders: list[Responder]
    partners: list[str]
    channels: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """The services of one pack, with what the pack is."""

    title: str
    version: str
    digest: str
    jurisdiction: str
    services: list[Service]


@dataclass(frozen=True)
class Catalogue:
    """The whole catalogue, as it was at one instant. ``other``: incidents of the last 365 days whose type is no service now, or unknown."""

    at: datetime
    sections: list[Section]
    month: int
    year: int
    other: int


def catalogue(centre_id: int, at: datetime) -> Catalogue:
    """The services of a centre, in two queries beside the packs."""
    counts = _volumes(centre_id, at)
    able = _able(centre_id)
    sections = [
        Section(
            title=held.pack.title,
            version=held.pack.version,
            digest=held.digest,
            jurisdiction=", ".join(held.pack.jurisdiction),
            services=[_service(held, kind, counts, able) for kind in held.pack.incident_types],
        )
        for held in live_packs(centre_id)
    ]
    known = {service.code for section in sections for service in section.services}
    return Catalogue(
        at=at,
        sections=sections,
        month=sum(month for month, _ in counts.values()),
        year=sum(year for _, year in counts.values()),
        other=sum(year for code, (_, year) in counts.items() if code not in known),
    )


def _volumes(centre_id: int, at: datetime) -> dict[str, tuple[int, int]]:
    """Incidents of the last 30 and 365 days, by type."""
    rows = Incident.objects.of(centre_id).real().filter(opened_at__gte=at - YEAR, opened_at__lte=at).order_by().values("type_code")
    counted = rows.annotate(year=Count("pk"), month=Count("pk", filter=Q(opened_at__gte=at - MONTH)))
    return {row["type_code"]: (row["month"], row["year"]) for row in counted}


def _able(centre_id: int) -> dict[str, int]:
    """How many units have each capability."""
    rows = Unit.objects.of(centre_id).order_by().values("capabilities__code").annotate(units=Count("pk"))
    return {row["capabilities__code"]: row["units"] for row in rows if row["capabilities__code"]}


def _service(held: Loaded, kind: IncidentType, counts: dict[str, tuple[int, int]], able: dict[str, int]) -> Service:
    outcomes = [each for each in kind.tree.outcomes if not each.transfer]
    needed = {line.capability for each in outcomes for line in kind.response_plans.get(each.plan or "", ())}
    told = dict.fromkeys(code for each in outcomes for code in each.notify)
    month, year = counts.get(kind.code, (0, 0))
    return Service(
        code=kind.code,
        title=kind.title,
        words=kind.everyday_words,
        month=month,
        year=year,
        promises=[_promise(held.core, each) for each in ORDER if each in {outcome.priority for outcome in outcomes}],
        responders=[Responder(capability_label(held.core, code), able.get(code, 0)) for code in sorted(needed)],
        partners=[each.label for each in partners(held.core, told)],
        channels=kind.channels,
    )


def _promise(core: Core, priority: str) -> Promise:
    return Promise(priority, core.priorities[priority].label, targets(core, priority))


def catalogue_shown(found: Catalogue) -> dict[str, Any]:
    """The catalogue as the REST interface gives it: times in seconds."""
    return {
        "at": found.at.isoformat().replace("+00:00", "Z"),
        "incidents": {"days_30": found.month, "days_365": found.year, "other_days_365": found.other},
        "packs": [
            {
                **{name: getattr(section, name) for name in ("title", "version", "digest")},
                "services": [_shown(each) for each in section.services],
            }
            for section in found.sections
        ],
    }


def _shown(each: Service) -> dict[str, Any]:
    return {
        "code": each.code,
        "title": each.title,
        "words": list(each.words),
        "incidents": {"days_30": each.month, "days_365": each.year},
        "priorities": [{"priority": promise.priority, "label": promise.label, **vars(promise.targets)} for promise in each.promises],
        "responders": [vars(responder) for responder in each.responders],
        "partners": each.partners,
    }
