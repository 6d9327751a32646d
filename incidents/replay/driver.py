"""The replay's loop: let its time pass, do the next event, and move the progress row, all in one transaction."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from dispatch.accounts.models import Role
from dispatch.clock.due import first_due_for
from dispatch.clock.loop import settle_due
from dispatch.clock.models import Lane
from dispatch.refusal import Refusal, require
from incidents.models import ReplayProgress
from incidents.replay.centre import people_of
from incidents.replay.crowd import Crowd
from incidents.replay.scene import scene_of
from incidents.replay.source import Call, Event, Source
from incidents.replay.steps import NEEDS_A_UNIT_SENT, STEPS, Play, close_call
from incidents.replay.tally import Tally

LOOK_S = 0.2  # how often a paced replay lets its time pass while it waits for the next event


@dataclass(frozen=True)
class Pace:
    """How fast the replay's time passes: ``speed`` seconds of it for each real one; None for as fast as it goes."""

    speed: float | None = None
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Driver:
    """One process's run of a replay. Another process on the same replay is refused at its next step."""

    def __init__(self, progress: ReplayProgress, source: Source) -> None:
        require(
            progress.source_digest == source.digest,
            "This replay was begun from other files. Say --fresh to begin a new one.",
            code="replay-source-changed",
        )
        self.progress = progress
        self.source = source
        people = people_of(progress.centre)
        tally = Tally(progress.counts)
        self.play = Play(
            source=source,
            centre=progress.centre,
            people=people,
            scene=scene_of(progress, source),
            crowd=Crowd(centre_id=progress.pk, supervisor=people[Role.SUPERVISOR], dispatcher=people[Role.DISPATCHER], tally=tally),
            tally=tally,
            last_release={event.call: event for event in source.events if event.name == "unit_available"},
        )

    def run(self, *, until: datetime | None = None, pace: Pace | None = None, told: Callable[[int], None] | None = None) -> int:
        """Replay up to an instant, or to the end: how many events were done. ``told`` hears of each."""
        pace = pace or Pace()
        done = 0
        began, began_at = pace.now(), self.progress.at
        for event in self.source.events[self.progress.position :]:
            if until is not None and event.at > until:
                break
            if pace.speed:
                self._wait(event, pace, began, began_at)
            self.step(event)
            done += 1
            if told is not None:
                told(done)
        return done

    def step(self, event: Event) -> None:
        """Everything up to one event, the event, and the progress: one transaction."""
        with transaction.atomic():
            self._reach(event.at)
            self._do(event)
            self.play.tally.add("event", event.name)
            self._keep(event.at, moved_by=1)

    def _wait(self, event: Event, pace: Pace, began: float, began_at: datetime) -> None:
        speed = pace.speed or 1.0
        while (now := began_at + timedelta(seconds=(pace.now() - began) * speed)) < event.at:
            with transaction.atomic():
                self._reach(now)
                self._keep(now, moved_by=0)
            pace.sleep(min(LOOK_S, (event.at - now).total_seconds() / speed))

    def _reach(self, at: datetime) -> None:
        """Let time pass: timers and people take their turns in the order of their instants."""
        centre_id, crowd = self.progress.pk, self.play.crowd
        while True:
            acts_at = crowd.next_at()
            upto = at if acts_at is None else min(at, acts_at)
            first = first_due_for(centre_id=centre_id, lane=Lane.REPLAY, upto=upto)
            if first is not None:
                settled = settle_due(centre_id=centre_id, lane=Lane.REPLAY, upto=first[1])
                self.play.tally.add("act", "timers settled", settled)
                crowd.look_for_alarms()
            elif acts_at is not None and acts_at <= at:
                crowd.act()
            else:
                return

    def _do(self, event: Event) -> None:
        """One event. What the commands refuse is a flaw of the record as well: counted and noted, never passed over."""
        call, step = self.source.calls.get(event.call), STEPS.get(event.name)
        if call is None or step is None:
            self.play.odd("event is of an unknown call or kind", event, f"“{event.name}” is not a kind of event.")
            return
        try:
            if event.unit and self.play.scene.is_late(event):
                self.play.odd("times out of order", event, f"{event.unit}: {_words(event)} comes late in the record.")
            if event.name not in NEEDS_A_UNIT_SENT or self._is_there(event):
                step(self.play, event, call)
        except Refusal as refusal:
            self.play.odd(f"refused: {refusal.code}", event, f"{event.unit} {_words(event)}: {refusal.message}".strip())
        self._close_after(event, call)

    def _is_there(self, event: Event) -> bool:
        """Whether the unit is on the call; if not, the event is only noted."""
        sent = self.play.scene.sent.get((event.call, event.unit))
        if sent is None:
            self.play.odd("report of a unit that was not sent", event, f"{event.unit}: {_words(event)}, but it had not been sent.")
        elif sent.ended:
            self.play.odd("report after release", event, f"{event.unit}: {_words(event)}, but it had left already.")
        return sent is not None and not sent.ended

    def _close_after(self, event: Event, call: Call) -> None:
        if event is not self.play.last_release.get(call.number) or call.number not in self.play.scene.incident_of:
            return
        try:
            close_call(self.play, event, call)
        except Refusal as refusal:
            self.play.odd(f"refused: {refusal.code}", event, f"Not closed: {refusal.message}")

    def _keep(self, at: datetime, *, moved_by: int) -> None:
        """Move the progress row, if it still stands where this process left it."""
        here = ReplayProgress.objects.filter(pk=self.progress.pk, position=self.progress.position)
        moved = here.update(position=self.progress.position + moved_by, at=at, counts=self.play.tally.as_json())
        require(moved, "Another process is running this replay.", code="replay-running")
        self.progress.position += moved_by
        self.progress.at = at


def _words(event: Event) -> str:
    return event.name.removeprefix("unit_").replace("_", " ")
