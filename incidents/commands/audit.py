"""The auditor: finds an open incident whose clocks are not those that the rule demands, says so on the board, and puts them right.

It goes through them piece by piece, so that it takes a small share of a second however many are open; looks closely at those whose print
has changed since it last found them right, and at some of the others in turn. A clock that goes missing changes the print.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Console
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, locked_incident
from incidents.commands._clocks import Difference, difference
from incidents.models import Escalation, Incident
from incidents.queries.clock_facts import Around, around
from incidents.queries.clock_prints import Print, clock_prints
from incidents.rules.entries import Entry
from incidents.rules.waiting import GOVERNED

PIECE = 200  # incidents looked at together
GLANCE = 1_000  # whose prints are taken in one look
MOST = 200  # looked at closely in one look because they have changed: in a storm all have
TURNS = 60  # rounds until everything has been looked at closely, whether it changed or not


class Rounds:
    """What the auditor of one process remembers between its looks: the prints under which it found all well."""

    def __init__(self) -> None:
        self._well: dict[int, Print] = {}
        self._now: dict[int, Print] = {}
        self._met: set[int] = set()
        self._last = self._turn = 0

    def choose(self) -> list[int]:
        """Whom to look at closely now, among the next ones: what has changed, and some of the others in turn."""
        if not self._last:  # a new round: what the last one did not meet is closed
            self._well = {key: seen for key, seen in self._well.items() if key in self._met}
            self._met.clear()
        self._now = clock_prints(self._last, GLANCE)
        self._met.update(self._now)
        keys = list(self._now)
        changed = [key for key in keys if self._well.get(key) != self._now[key]][:MOST]
        turns = min(TURNS, len(keys) or 1)
        following = keys[self._turn % turns :: turns]
        more = len(keys) == GLANCE
        self._last = keys[-1] if more else 0
        self._turn += not more
        return sorted({*changed, *following})

    def found(self, looked_at: Collection[int], wrong: Collection[int]) -> None:
        """Remember what was well; what was not is looked at again."""
        for key in looked_at:
            self._well.pop(key, None)
            if key not in wrong:
                self._well[key] = self._now[key]


def audit_clocks(*, at: datetime, rounds: Rounds | None = None) -> list[str]:
    """Look at the open incidents: the references of those that were put right.

    It looks without a lock and looks again under the lock of whatever seems wrong, so that work under way is no finding.

    Args:
        rounds: what this process remembers; without it, every open incident is looked at closely.
    """
    chosen = list(clock_prints()) if rounds is None else rounds.choose()
    wrong: list[int] = []
    for first in range(0, len(chosen), PIECE):
        piece = Incident.objects.open().filter(pk__in=chosen[first : first + PIECE]).select_related("centre").order_by("pk")
        beside = around([incident.pk for incident in piece])
        wrong += [incident.pk for incident in piece if any(_wrong(incident, beside[incident.pk], at))]
    mended = [reference for each in wrong if (reference := _mend(each, at))]
    if rounds is not None:
        rounds.found(set(chosen), set(wrong))
    return mended


def _mend(incident_id: int, at: datetime) -> str:
    """Start what is missing, stop what is too many, and ring: its reference, or nothing where all is well or somebody is at work on it."""
    with transaction.atomic():
        incident = locked_incident(incident_id, skip_locked=True)
        if incident is None or not incident.is_open:
            return ""
        found = _wrong(incident, around([incident.pk])[incident.pk], at)
        if not any(found):
            return ""
        change = Change(incident, by=Console(incident.centre_id), at=at)
        words = _words(found)
        change.log(Entry.CLOCK_MENDED, words, missing=[list(key) for key in found.missing], extra=[list(key) for key in found.extra])
        if not Escalation.objects.untaken().filter(incident=incident, cause=Escalation.Cause.NO_CLOCK).exists():
            raise_alarm(
                change,
                cause=Escalation.Cause.NO_CLOCK,
                to_role="supervisor",
                what=f"Incident {incident.reference} did not have the clocks that it must have. {words}",
                action="It is put right: look whether anything was overlooked, and tell whoever looks after the console",
            )
        change.finish()  # which arms and stops them
    return incident.reference


def _wrong(incident: Incident, beside: Around, at: datetime) -> Difference:
    """What is to be put right. A clock that is due already is the loop's, which is about to settle it: it is left alone."""
    found = difference(incident, beside)
    ringing = {key for key, clock in found.extra.items() if clock.due_at <= at}
    return Difference(
        extra={key: clock for key, clock in found.extra.items() if key not in ringing},
        missing={key: due_at for key, due_at in found.missing.items() if key not in ringing},
    )


def _words(found: Difference) -> str:
    missing = [GOVERNED[kind] for kind, subject in found.missing if (kind, subject) not in found.extra]
    extra = [GOVERNED[kind] for kind, subject in found.extra if (kind, subject) not in found.missing]
    moved = [GOVERNED[kind] for kind, subject in found.missing if (kind, subject) in found.extra]
    parts = {"Missing": missing, "Not wanted": extra, "Due at another time": moved}
    return ". ".join(f"{name}: {', '.join(sorted(set(kinds)))}" for name, kinds in parts.items() if kinds) + "."
