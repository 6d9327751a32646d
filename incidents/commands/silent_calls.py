"""A call on which nobody speaks: the steps taken, what was heard, and what is made of it."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._contact import ContactChange, changing_contact
from incidents.models import Contact, SilentCall
from incidents.rules.contact_moves import Move
from incidents.rules.contact_words import What
from incidents.rules.silence import NEEDS_WORDS, OUTCOMES, STEPS, missing_before
from resources.queries.cards import stamp

CALL_BACK_S = 60
BY_CODE = {step.code: step for step in STEPS}


def take_silent_step(*, contact_id: int, step: str, heard: bool, by: Staff, at: datetime, words: str = "") -> SilentCall:
    """Record one step taken with a caller who does not speak, and whether anything was heard."""
    require(step in BY_CODE, "This is not a step for a silent call.", code="step-unknown")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        _insist_on_a_line(change)
        call, _ = SilentCall.objects.get_or_create(contact=change.contact, defaults={"begun_at": at})
        require(not call.outcome, "This silent call has its outcome already.", code="silent-call-ended")
        call.steps = [*call.steps, {"step": step, "heard": heard, "words": words.strip(), "at": stamp(at), "by": by.label}]
        call.save(update_fields=["steps"])
        found = words.strip() or ("something was heard" if heard else "nothing was heard")
        change.note(What.SILENT_STEP, f"{BY_CODE[step].do} {found[0].upper()}{found[1:]}.")
    return call


def end_silent_call(*, contact_id: int, outcome: str, by: Staff, at: datetime, words: str = "") -> SilentCall:
    """Say what a silent call was. One on which nothing was heard is called back.

    Raises:
        Refusal: "steps-missing" when the call would be given up before every step was taken, "reason-needed".
    """
    require(outcome in OUTCOMES, "Choose what the silent call was.", code="outcome-unknown")
    require(words.strip() or outcome not in NEEDS_WORDS, "Say what you heard.", code="reason-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        _insist_on_a_line(change)
        call, _ = SilentCall.objects.get_or_create(contact=change.contact, defaults={"begun_at": at})
        require(not call.outcome, "This silent call has its outcome already.", code="silent-call-ended")
        _insist_on_every_step(call, outcome)
        call.outcome, call.outcome_words, call.ended_at = outcome, words.strip(), at
        call.save(update_fields=["outcome", "outcome_words", "ended_at"])
        change.note(What.SILENT_ENDED, f"{OUTCOMES[outcome]}. {words.strip()}".strip())
        change.contact.note = f"Silent call: {OUTCOMES[outcome].lower()}"
        if outcome == "nothing":
            _ring_back(change)
    return call


def _insist_on_a_line(change: ContactChange) -> None:
    spoken = change.contact.state in (Contact.State.ANSWERED, Contact.State.LINKED)
    require(spoken, "Answer the call first.", code="contact-not-answered")


def _insist_on_every_step(call: SilentCall, outcome: str) -> None:
    missing = missing_before(outcome, [each["step"] for each in call.steps])
    if missing:
        raise Refusal(f"Not yet: {BY_CODE[missing[0]].do}", code="steps-missing", open=[BY_CODE[code].do for code in missing])


def _ring_back(change: ContactChange) -> None:
    contact = change.contact
    if contact.callback_at is not None:
        return
    change.move(Move.PROMISE)
    why = "Silent call" if contact.number else "Silent call, number withheld: ask the telephone provider"
    change.note(What.CALLBACK_OWED, why)
    change.owe_call(change.at + timedelta(seconds=CALL_BACK_S), why)
