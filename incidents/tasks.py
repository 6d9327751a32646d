"""What workers do: messages from the outbox, trials of procedures. Pumps take due rows, Celery does the rest; e-mail is read by a pump."""

import logging
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from celery import shared_task
from django.conf import settings
from django.db import DataError, IntegrityError
from django.utils import timezone

from dispatch.accounts.actors import Console
from dispatch.clock.broker import publish
from dispatch.clock.pace import after_the_clocks
from dispatch.clock.session import let_go
from dispatch.live.binding import bind_all
from incidents.commands.alarm_signals import follow_signal
from incidents.commands.audit import Rounds, audit_clocks
from incidents.commands.deliver import LEASE_S, deliver, give_back, take_due
from incidents.commands.drill_play import play_drill
from incidents.commands.housekeeping import tidy_up
from incidents.commands.mail import Round, give_inbox_back, lease_inbox, mark_place, own_address, take_letter
from incidents.commands.paper import write_due_packs
from incidents.commands.trial import give_trials_back, run_trial, take_asked_trials
from incidents.queries.drills import running_drills
from incidents.queries.receivers import signals_to_tell
from incidents.rules.letters import MOST_BYTES, read_letter, unreadable
from resources.transports.inbox import Inbox, InboxAddress, InboxTrouble

log = logging.getLogger(__name__)
LOTS = 5  # into which the messages of one look are parted, so that a slow way out holds up a part of them
CARRYING_S = 20  # so long before its lease ends no message is begun
MOST_LETTERS = 50  # in one round
BROKE_OFF = "The last round of reading broke off. The console's log says why."
FIRST_ROUND = timedelta(days=2)  # what is older was dealt with before the console read the inbox
_rounds = Rounds()


@shared_task(name="incidents.deliver")
def deliver_lot(message_ids: list[int], leased_at: str) -> None:
    """Send messages one after the other. When their lease is nearly over the rest is left to whoever takes it next."""
    until = datetime.fromisoformat(leased_at) + timedelta(seconds=LEASE_S - CARRYING_S)
    for message_id in message_ids:
        after_the_clocks()
        at = timezone.now()
        if at >= until:
            return
        try:
            deliver(message_id=message_id, at=at)
        except Exception:  # its lease runs out, and the others are not to wait for that
            log.exception("A message could not be handed over", extra={"message_id": message_id})
            let_go()


def pump_outbox() -> None:
    """Hand due messages to workers in a few lots: a task costs more than a message. What the broker does not take waits."""
    at = timezone.now()
    taken = take_due(at=at)
    size = ceil(len(taken) / LOTS)
    for start in range(0, len(taken), size or 1):
        if not publish(deliver_lot, (taken[start : start + size], at.isoformat())):
            give_back(message_ids=taken[start:], at=at)
            return


@shared_task(name="incidents.try_procedure")
def try_procedure(trial_id: int) -> None:
    """Run one trial."""
    run_trial(trial_id=trial_id, at=timezone.now())


def pump_trials() -> None:
    """Hand every trial that was asked for to a worker."""
    at = timezone.now()
    taken = take_asked_trials(at=at)
    for place, trial_id in enumerate(taken):
        if not publish(try_procedure, (trial_id,)):
            give_trials_back(trial_ids=taken[place:], at=at)
            return


def pump_housekeeping() -> None:
    """Tidy up, now and then."""
    tidy_up(at=timezone.now())


def pump_drills() -> None:
    """Play what has come due in every drill. One that cannot be played holds up no other."""
    for drill_id, centre_id in running_drills():
        try:
            play_drill(drill_id=drill_id, by=Console(centre_id), at=timezone.now())
        except Exception:
            log.exception("A drill could not be played", extra={"drill": drill_id})
            let_go()


def pump_alarms() -> None:
    """Tell alarm companies what has become of their signals."""
    at = timezone.now()
    for signal_id in signals_to_tell():
        follow_signal(signal_id=signal_id, at=at)


def pump_inbox() -> None:
    """Read what is new in the inbox. One process reads at a time; none waits for another."""
    address = settings.INBOX
    if address is None:
        return
    reading = lease_inbox(centre_code=settings.INBOX_CENTRE, name=address.name, at=timezone.now())
    if reading is None:
        return
    trouble, waiting = BROKE_OFF, 0
    try:
        waiting = read_new_letters(address, reading)
        trouble = ""
    except InboxTrouble as error:
        trouble = str(error)
        log.warning("The inbox could not be read", extra={"why": trouble})
    finally:
        give_inbox_back(mailbox_id=reading.mailbox_id, at=timezone.now(), trouble=trouble, waiting=waiting)


def read_new_letters(address: InboxAddress, reading: Round) -> int:
    """Take what came since the last round; how many letters are left. In an inbox never read before: two days of what nobody has read."""
    with Inbox(address) as inbox:
        if inbox.uid_validity != reading.uid_validity:
            for uid in inbox.unread((timezone.now() - FIRST_ROUND).date()):
                _take(inbox, reading, uid, reading.uid, reading.uid_validity)
            mark_place(mailbox_id=reading.mailbox_id, uid=inbox.newest, uid_validity=inbox.uid_validity, at=timezone.now())
            return 0
        new = inbox.after(reading.uid)
        for uid in new[:MOST_LETTERS]:
            _take(inbox, reading, uid, uid, inbox.uid_validity)
    return max(0, len(new) - MOST_LETTERS)


def _take(inbox: Inbox, reading: Round, uid: int, upto: int, uid_validity: int) -> None:
    raw, _ = inbox.fetch(uid, MOST_BYTES)
    take = partial(take_letter, reading=reading, uid=upto, uid_validity=uid_validity, line=settings.INBOX_LINE)
    try:
        take(letter=read_letter(raw, own_address=own_address()), at=timezone.now())
    except (DataError, IntegrityError, ValueError):
        log.exception("A letter could not be kept as it stands")
        take(letter=unreadable(raw), at=timezone.now())
    inbox.mark_read(uid)


def pump_paper() -> None:
    """Write the paper packs that are due."""
    write_due_packs(at=timezone.now())


def pump_audit() -> None:
    """Look for open incidents without the clocks that the rules demand."""
    after_the_clocks()
    mended = audit_clocks(at=timezone.now(), rounds=_rounds)
    if mended:
        log.error("Incidents had not the clocks that they must have", extra={"incidents": mended})


def pump_volumes() -> None:
    """Bind the events that have gathered, so that any past minute stays quick to reach."""
    bind_all(between=after_the_clocks)
