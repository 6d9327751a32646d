"""Calling back: promised to a caller or owed to one who was lost; made, tried again, or given up with a reason."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor, Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._contact import ContactChange, changing_contact
from incidents.models import Contact
from incidents.rules.answering import TRIES_BEFORE_GIVING_UP, TRY_AGAIN_S
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What

LATEST = timedelta(days=7)
RESULTS = {
    "reached": "Reached",
    "no_answer": "No answer",
    "unreachable": "Cannot be reached",
    "not_needed": "Not needed",
}


def promise_callback(*, contact_id: int, due_at: datetime, why: str, by: Staff, at: datetime) -> Contact:
    """Promise a caller to ring back by a time, and say what about."""
    require(why.strip(), "Say what the call back is about.", code="reason-needed")
    require(at < due_at <= at + LATEST, "Choose a time within the next seven days.", code="time-unusable")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        require(change.contact.callback_at is None, "A call back is owed already.", code="callback-owed")
        change.move(Move.PROMISE)
        change.note(What.CALLBACK_OWED, why.strip())
        change.owe_call(due_at, why.strip())
    return change.contact


def begin_callback(*, contact_id: int, by: Staff, at: datetime) -> Contact:
    """Take a call back in one's own name. Whoever comes second is told who is ringing."""
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        ringing = contact.callback_by
        require(ringing is None, f"{ringing.name if ringing else 'Somebody'} is calling back now.", code="contact-taken")
        change.move(Move.CALL_BACK, code="contact-taken")
        require(contact.callback_at is not None, "No call back is owed here.", code="callback-not-owed")
        contact.callback_by_id = by.user_id
        if contact.state == Contact.State.ANSWERED:
            contact.answered_by_id = by.user_id
        change.note(What.CALLBACK_BEGUN)
    return contact


def finish_callback(*, contact_id: int, result: str, by: Staff, at: datetime, words: str = "", again_at: datetime | None = None) -> Contact:
    """Record how a call back went.

    Args:
        result: "reached", "no_answer" (it is tried again), "unreachable" (given up) or "not_needed"; the last two need words.
        again_at: when to try again; five minutes later when it is left out.

    Raises:
        Refusal: "too-few-tries" when it is given up before it was tried often enough, "contact-taken", "reason-needed".
    """
    require(result in RESULTS, "Choose how the call back went.", code="result-unknown")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        contact = change.contact
        require(contact.callback_at is not None, "No call back is owed here.", code="callback-not-owed")
        _insist_on_own_call(contact, result, by)
        change.note(What.CALLBACK_DONE, f"{RESULTS[result]}. {words.strip()}".strip())
        if result == "reached":
            _reached(change)
        elif result == "no_answer":
            _try_again(change, again_at or at + timedelta(seconds=TRY_AGAIN_S))
        else:
            _give_up(change, result, words.strip())
    return contact


def _insist_on_own_call(contact: Contact, result: str, by: Staff) -> None:
    ringing = contact.callback_by
    if ringing is not None and ringing.pk != by.user_id:
        raise Refusal(f"{ringing.name} is calling back now.", code="contact-taken")
    begun = ringing is not None or result == "not_needed"
    require(begun, "Press Call back first, so that nobody else rings at the same time.", code="callback-not-begun")


def _reached(change: ContactChange) -> None:
    contact = change.contact
    change.owe_nothing()
    contact.callback_tries += 1
    if contact.answered_at is None:
        contact.answered_at, contact.answered_by_id = change.at, change.by.user_id


def _try_again(change: ContactChange, again_at: datetime) -> None:
    require(change.at < again_at <= change.at + LATEST, "Choose a time within the next seven days.", code="time-unusable")
    contact = change.contact
    change.move(Move.NOT_REACHED)
    contact.callback_tries += 1
    change.owe_call(again_at, contact.callback_why)


def _give_up(change: ContactChange, result: str, words: str) -> None:
    contact = change.contact
    require(words, "Say why.", code="reason-needed")
    tried = contact.callback_tries + 1
    enough = result == "not_needed" or not contact.number or tried >= TRIES_BEFORE_GIVING_UP
    require(enough, f"Try {TRIES_BEFORE_GIVING_UP} times before you give up.", code="too-few-tries")
    change.owe_nothing()
    if contact.state != Contact.State.LINKED:
        contact.state = Contact.State.ENDED
        contact.ended_at, contact.ended_why = change.at, f"{RESULTS[result]}: {words}"[:300]
        change.note(What.ENDED, contact.ended_why)


def mark_callback_late(*, contact_id: int, by: Actor, at: datetime) -> bool:
    """Nobody called back in time: the board turns it red. False when it was done by now."""
    with changing_contact(contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        late = change.contact.callback_at is not None
        change.abandoned = not late
        if late:
            change.contact.overdue = True
            change.note(What.CALLBACK_LATE)
    return late
