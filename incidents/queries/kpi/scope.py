"""What a figure is asked of: a centre, a span of time, and the incidents that count. Read once and shared by every family."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from dispatch.accounts.models import User
from dispatch.refusal import require
from incidents.models import Contact, Incident
from incidents.queries.procedures import loaded
from incidents.rules.kpi.figures import Case
from incidents.rules.kpi.population import why_left_out
from incidents.rules.priority import Targets, targets

NONE = "–"
MOST = 20_000  # incidents, or contacts, that one question may read
NO_TARGETS = Targets(None, None, None, None)
Cases = dict[str, list[Case]]

# What decides whether an incident counts, in the order in which why_left_out takes it.
STANDING = ("closed_at", "close_code", "outcome_at", "duplicate_of", "exercise")


class Opened(NamedTuple):
    """An incident that counts, as the families need it."""

    pk: int
    opened_at: datetime
    outcome_at: datetime | None
    sent_at: datetime | None
    at_scene_at: datetime | None
    closed_at: datetime | None
    close_code: str
    priority: str
    type_code: str
    pack_id: int | None
    place: str
    deploys: bool
    wanted: frozenset[str]
    groups: Mapping[str, str]


COLUMNS = ("pk", "opened_at", "outcome_at", "first_sent_at", "first_at_scene_at", "closed_at", "close_code", "priority", "type_code")
MORE = (
    "type_title",
    "pack_id",
    "place_text",
    "lat",
    "lon",
    "handled_by_id",
    "stage",
    "outcome__disposition",
    "outcome__plan",
    "duplicate_of",
    "exercise",
)


class Scope:
    """One centre from ``begins_at`` up to ``ends_at``, as things stand at ``at``. ``zone`` is the centre's own."""

    def __init__(self, *, centre_id: int, begins_at: datetime, ends_at: datetime, at: datetime, zone: ZoneInfo) -> None:
        self.centre_id = centre_id
        self.begins_at = begins_at
        self.ends_at = ends_at
        self.at = at
        self.zone = zone
        self.left_out: Counter[str] = Counter()
        self._targets: dict[tuple[int | None, str], Targets] = {}

    def within(self, field: str) -> Q:
        """Rows whose instant lies in the span."""
        return Q(**{f"{field}__gte": self.begins_at, f"{field}__lt": self.ends_at})

    def of_incidents(self, rows: QuerySet[Any], incident: str = "incident") -> QuerySet[Any]:
        """Rows of the incidents that were opened in the span."""
        return rows.filter(self.within(f"{incident}__opened_at"), **{f"{incident}__centre_id": self.centre_id})

    def insist_on_bounds(self) -> None:
        """Refuse a span in which more happened than can be worked out while somebody waits.

        Raises:
            Refusal: "period-too-full".
        """
        happened = Incident.objects.of(self.centre_id).filter(self.within("opened_at")).count()
        offered = Contact.objects.of(self.centre_id).filter(self.within("offered_at")).count()
        require(
            max(happened, offered) <= MOST,
            f"More than {MOST:,} incidents or contacts lie in this time. Choose a shorter one.",
            code="period-too-full",
        )

    @cached_property
    def incidents(self) -> list[Opened]:
        """The incidents opened in the span that count. Those left out are counted by reason in ``left_out``."""
        rows = list(Incident.objects.of(self.centre_id).filter(self.within("opened_at")).values_list(*COLUMNS, *MORE))
        people = self.names_of({row[14] for row in rows})
        kept = []
        for row in rows:
            why = why_left_out(closed_at=row[5], close_code=row[6], outcome_at=row[2], duplicate_of=row[-2], exercise=row[-1])
            if why:
                self.left_out[why] += 1
            else:
                kept.append(self._opened(row, people))
        return kept

    def _opened(self, row: tuple[Any, ...], people: Mapping[int, str]) -> Opened:
        priority, type_code, title, pack_id, place, lat, lon, handled_by, stage, disposition, plan, _, _ = row[7:]
        groups = {
            "priority": priority or "Not assessed",
            "type": title or type_code or "No type",
            "hour": self.hour(row[1]),
            "person": people.get(handled_by, NONE),
        }
        deploys = row[3] is not None or stage == "to_send" or "deploy" in (disposition or "")
        wanted = frozenset(line["capability"] for line in plan or () if line["required"])
        return Opened._make((*row[:9], pack_id, place_of(place, lat, lon), deploys, wanted, groups))

    @cached_property
    def answered(self) -> dict[int, datetime]:
        """When the contact was answered that each incident came from, by incident: the first one, if it was answered before."""
        rows = self.of_incidents(Contact.objects.exclude(answered_at=None)).filter(answered_at__lte=F("incident__opened_at"))
        found: dict[int, datetime] = {}
        for incident_id, answered_at in rows.order_by("offered_at", "pk").values_list("incident_id", "answered_at"):
            found.setdefault(incident_id, answered_at)
        return found

    def began(self, incident: Opened) -> datetime:
        """When the incident's time begins: its contact's answer, or, without a contact, its entry."""
        return self.answered.get(incident.pk, incident.opened_at)

    def targets(self, pack_id: int | None, priority: str) -> Targets:
        """The targets of a priority in the procedures that the incident pins."""
        key = (pack_id, priority)
        if key not in self._targets:
            self._targets[key] = targets(loaded(pack_id).core, priority) if pack_id and priority else NO_TARGETS
        return self._targets[key]

    def waited(self, since: datetime, *, is_open: bool = True) -> float | None:
        """How long something that is open has been waiting; None when it is not."""
        return max((self.at - since).total_seconds(), 0.0) if is_open else None

    def hour(self, at: datetime) -> str:
        """The hour of the day, on the centre's clock."""
        return f"{at.astimezone(self.zone):%H}:00"

    def names_of(self, ids: Iterable[int | None]) -> dict[int, str]:
        """People's names by their keys."""
        return dict(User.objects.filter(pk__in={pk for pk in ids if pk}).values_list("pk", "name"))


def length(begin: datetime | None, end: datetime | None) -> float | None:
    """Seconds between two instants; None where one is missing."""
    return None if begin is None or end is None else (end - begin).total_seconds()


def place_of(words: str, lat: float | None, lon: float | None) -> str:
    """A place as one word, so that equal places are equal: to about ten metres, or the words where there are no coordinates."""
    return f"{lat:.4f},{lon:.4f}" if lat is not None and lon is not None else words.strip().casefold()


def counted(rows: QuerySet[Any], *columns: str, incident: str = "incident__") -> Iterator[tuple[Any, ...]]:
    """These columns of the rows whose incident counts."""
    for row in rows.values_list(*(f"{incident}{name}" for name in STANDING), *columns):
        if not why_left_out(**dict(zip(STANDING, row, strict=False))):
            yield row[len(STANDING) :]
