"""The change frame: lock the incident, change it, then save, log, set its clocks and announce it as one.

Which clocks run is the rule's to say (``rules/waiting``): a command changes facts, and the frame arms and stops clocks by them.

Lock order, for everyone: the incident, then units by id, then nothing. The board's counter comes last of all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from dispatch.accounts.actors import Actor, Crew
from dispatch.accounts.permissions import Act, insist
from dispatch.clock.commands import cancel_for
from dispatch.live import Announcement, announce_all
from dispatch.refusal import NotAllowed, NotFound
from dispatch.rows import insert_rows, update_rows
from incidents.commands._clocks import Standing, keep_clocks
from incidents.commands._columns import facts_of
from incidents.commands._common import Common
from incidents.models import Contact, Deployment, Escalation, Incident, LogLine, Message
from incidents.queries.cards import OnTheWay, active_units, alarm_card, cards_of, waiting_alarms
from incidents.queries.compliance import mark_of
from incidents.queries.contact_cards import contact_card
from incidents.rules.chain import canonical
from incidents.rules.entries import CHECKED, Entry
from incidents.rules.stages import stage_of
from resources.models import Unit
from resources.queries.cards import unit_card

Shown = Contact | Escalation
UNIT_COLUMNS = ("status", "status_at", "engaged_on", "revision")


class Change:
    """One change to one incident, while it is being made."""

    def __init__(self, incident: Incident, *, by: Actor, at: datetime, timer_id: int | None = None, common: Common | None = None) -> None:
        self.incident = incident
        self.by = by
        self.at = at
        self.common = common or Common()
        self.lines: list[LogLine] = []
        self.messages: list[Message] = []
        self.abandoned = False
        self.quiet = False
        self.giving_up = 0
        self._timer_id = timer_id
        self._before = facts_of(incident)
        self._units: dict[int, Unit] = {}
        self._shown: dict[tuple[str, int], Shown] = {}
        self._new: list[Shown] = []
        self._also: list[dict[str, Any]] = []

    def log(self, entry: Entry, text: str = "", *, at: datetime | None = None, **facts: Any) -> None:
        """Write a line. ``at`` is when it happened, if that is not now; ``facts`` are JSON values."""
        incident = self.incident
        incident.log_count += 1
        line = LogLine(
            incident=incident,
            number=incident.log_count,
            at=at or self.at,
            recorded_at=self.at,
            by_user_id=self.by.user_id,
            by_name=self.by.label,
            entry=entry.value,
            text=text,
            facts=canonical(facts),
            timer_id=self._timer_id,
            seal_before=incident.log_head,
        )
        self._timer_id = None
        line.seal = line.seal_it_must_carry()
        incident.log_head = line.seal
        self.lines.append(line)

    def touch(self, unit: Unit) -> None:
        """Save what this locked unit does now with the change, and show it on the board."""
        self._units[unit.pk] = unit

    def show_new(self, alarm: Escalation) -> None:
        """Show an alarm on the board that has just been made, with the revision it was made with."""
        self._new.append(alarm)
        self._shown[type(alarm).__name__, alarm.pk] = alarm

    def show(self, thing: Shown) -> None:
        """Save this contact or alarm with the change, and show it on the board."""
        self._new = [each for each in self._new if each != thing]
        self._shown[type(thing).__name__, thing.pk] = thing

    def show_card(self, card: dict[str, Any]) -> None:
        """Show a card that is ready, of something that the change has saved already."""
        self._also.append(card)

    def settle_all(self) -> None:
        """Stop every clock of the incident."""
        cancel_for(lock_on=self.incident.pk, at=self.at)

    def insist_on_a_log_line(self) -> None:
        """A change that nobody can read about later is a fault in the command. ``quiet`` is for a clock that had nothing left to do."""
        if not self.lines and not self.quiet:
            raise AssertionError("This command changed an incident and wrote no log line.")

    def finish(self) -> None:
        """Save, log, set the clocks and announce. The last statement is the board's."""
        finish_together([self])

    def settle_incident(self, active: list[OnTheWay]) -> tuple[str, ...]:
        """Bring the incident in step with these units on the way: the columns that the change has changed."""
        self.insist_on_a_log_line()
        self.incident.revision += 1
        self._set_stage([unit.status for unit in active])
        if self._before["priority"] not in ("", self.incident.priority):
            self.incident.priority_at = self.at
        if any(line.entry in CHECKED for line in self.lines):
            self.incident.path_check = mark_of(self.incident)
        after = facts_of(self.incident)
        return tuple(name for name, value in after.items() if value != self._before[name])

    def _set_stage(self, active: list[str]) -> None:
        incident = self.incident
        before = incident.stage
        incident.stage = stage_of(
            closed=incident.closed_at is not None,
            assessed=incident.outcome is not None,
            deploys=incident.deploys,
            active=active,
            been_to_scene=incident.first_at_scene_at is not None,
        )
        if incident.stage == before:
            return
        incident.stage_at = self.at

    def save_the_others(self) -> list[dict[str, Any]]:
        """Save what else the change concerns; the cards of it."""
        if self.incident.priority != self._before["priority"]:
            self._shown = {**{("Escalation", each.pk): each for each in waiting_alarms(self.incident)}, **self._shown}
        cards = []
        units = sorted(self._units.values(), key=lambda unit: unit.pk)
        for unit in units:
            unit.revision += 1
            cards.append(unit_card(unit))
        update_rows(units, UNIT_COLUMNS)
        for thing in self._shown.values():
            if thing not in self._new:
                thing.revision += 1
                self.common.change(thing) if isinstance(thing, Escalation) else thing.save()
            cards.append(contact_card(thing) if isinstance(thing, Contact) else alarm_card(thing))
        return [*cards, *self._also]


def finish_together(changes: Sequence[Change]) -> None:
    """Finish changes to different incidents in one transaction: what can be asked or written at once is. The boards come last."""
    active = active_units([change.incident.pk for change in changes])
    changed: dict[tuple[str, ...], list[Incident]] = defaultdict(list)
    for change in changes:
        changed[change.settle_incident(active[change.incident.pk])].append(change.incident)
    for columns, incidents in changed.items():
        update_rows(incidents, columns)
    insert_rows([line for change in changes for line in change.lines])
    insert_rows([message for change in changes for message in change.messages], keep_what_is_there=True)
    others = [change.save_the_others() for change in changes]
    for common in {id(change.common): change.common for change in changes}.values():
        common.write()  # before the cards: an incident's counts its alarms
    keep_clocks([Standing(change.incident, change.at, change.giving_up) for change in changes])
    cards = cards_of([change.incident for change in changes], active)
    acts: dict[int, list[Announcement]] = defaultdict(list)
    for change, card, more in zip(changes, cards, others, strict=True):
        acts[change.incident.centre_id].append(Announcement(change.at, [card, *more]))
    for centre_id in sorted(acts):
        announce_all(centre_id=centre_id, acts=acts[centre_id])


def locked_incident(incident_id: int, *, skip_locked: bool = False) -> Incident | None:
    """The incident under its lock; None when there is none, or when somebody holds it and we do not wait."""
    skip = skip_locked and connection.features.has_select_for_update_skip_locked
    return Incident.objects.select_for_update(of=("self",), skip_locked=skip).select_related("centre").filter(pk=incident_id).first()


def locked_incidents(incident_ids: Collection[int]) -> dict[int, Incident]:
    """Several incidents under their locks, without those that somebody holds; always locked in the order of their keys."""
    free = Incident.objects.select_for_update(of=("self",), skip_locked=connection.features.has_select_for_update_skip_locked)
    return {incident.pk: incident for incident in free.select_related("centre").filter(pk__in=incident_ids).order_by("pk")}


def _insist_on_own_incident(by: Actor, incident: Incident) -> None:
    """A crew's link opens the incident it was sent to, and no other."""
    if isinstance(by, Crew) and not Deployment.objects.filter(pk=by.deployment_id, incident=incident).exists():
        raise NotAllowed("This link is for another incident.", code="not-allowed")


@contextmanager
def changing(incident_id: int, *, by: Actor, at: datetime, act: Act) -> Iterator[Change]:
    """Lock the incident, let the caller change it, then save, log and announce as one.

    Raises:
        NotFound: no such incident in the actor's centre.
        NotAllowed: the actor's role does not include the act.
    """
    with transaction.atomic():
        incident = locked_incident(incident_id)
        if incident is None or incident.centre_id != by.centre_id:
            raise NotFound("There is no such incident.", code="not-found")
        insist(by, act, incident)
        _insist_on_own_incident(by, incident)
        change = Change(incident, by=by, at=at)
        yield change
        if not change.abandoned:
            change.finish()
