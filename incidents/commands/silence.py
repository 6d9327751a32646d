"""A crew that does not answer: asked again, a supervisor, a visit, the duty manager. Each step comes by itself (BS 8484 practice)."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._alarm import raise_alarm
from incidents.commands._change import Change, changing
from incidents.commands._emergency import insist_silence_is_kept
from incidents.commands.monitor import Answer, take_answer
from incidents.models import Check, Escalation, Visit
from incidents.rules.entries import Entry
from incidents.rules.welfare import FOUND, VISIT_LONGEST_MIN


def ask_check(change: Change, check_id: int) -> bool:
    """The check is due: ask it. False when there is nothing left to ask."""
    check = _in_state(check_id, Check.State.PLANNED)
    if check is None:
        return False
    check.state, check.asked_at = Check.State.ASKED, change.at
    check.save(update_fields=["state", "asked_at"])
    call_sign = check.deployment.unit.call_sign
    change.log(Entry.CHECK_ASKED, f"{call_sign}: {check.question}", unit=call_sign, check=check.pk)
    return True


def miss_check(change: Change, check_id: int) -> bool:
    """The time of grace is over and nobody answered: the check is missed, is asked again, and a dispatcher calls."""
    check = _in_state(check_id, Check.State.ASKED)
    if check is None:
        return False
    check.state, check.missed_at = Check.State.MISSED, change.at
    check.save(update_fields=["state", "missed_at"])
    call_sign = check.deployment.unit.call_sign
    change.log(Entry.CHECK_MISSED, f"{call_sign} has not answered", unit=call_sign, check=check.pk)
    change.log(Entry.CHECK_REPEATED, f"{call_sign}: {check.question}", unit=call_sign, check=check.pk)
    _ring(change, check, "dispatcher", f"{call_sign} has not answered its check", "Call the crew again, by radio and by telephone")
    return True


def escalate_silence(change: Change, check_id: int) -> bool:
    """Asked again, and still silent: a supervisor decides who goes to look."""
    check = _in_state(check_id, Check.State.MISSED)
    if check is None:
        return False
    check.escalated_at = change.at
    check.save(update_fields=["escalated_at"])
    call_sign = check.deployment.unit.call_sign
    _ring(change, check, "supervisor", f"{call_sign} is silent: asked twice, no answer", "Send somebody to look, by name")
    return True


def miss_visit(change: Change, check_id: int) -> bool:
    """Still silent, and nobody has been sent to look: the duty manager."""
    check = _in_state(check_id, Check.State.MISSED)
    if check is None or check.visits.filter(done_at=None).exists():
        return False
    call_sign = check.deployment.unit.call_sign
    what = f"{call_sign} is silent and nobody has gone to look"
    _ring_last(change, check, what, "Send somebody to look now", watches="check-visit", subject=check_id)
    return True


def order_visit(*, check_id: int, visitor: str, within_min: int, by: Actor, at: datetime) -> Visit:
    """Send a named person to look after a crew that does not answer.

    Raises:
        Refusal: "visitor-needed", "check-not-missed", "visit-under-way" names who goes.
    """
    require(visitor.strip(), "Name the person who goes.", code="visitor-needed")
    require(1 <= within_min <= VISIT_LONGEST_MIN, f"Give 1 to {VISIT_LONGEST_MIN} minutes.", code="time-out-of-bounds")
    with changing(_incident_of(check_id), by=by, at=at, act=Act.DISPATCH) as change:
        check = _in_state(check_id, Check.State.MISSED)
        if check is None:
            raise Refusal("Somebody is sent to look when a check has been missed.", code="check-not-missed")
        under_way = check.visits.filter(done_at=None).first()
        require(under_way is None, f"{under_way.visitor if under_way else ''} is on the way already.", code="visit-under-way")
        due_at = at + timedelta(minutes=within_min)
        visit = Visit.objects.create(missed=check, visitor=visitor.strip()[:120], ordered_at=at, ordered_by_name=by.label, due_at=due_at)
        call_sign = check.deployment.unit.call_sign
        change.log(Entry.VISIT_ORDERED, f"{visit.visitor} goes to {call_sign}, within {within_min} min", unit=call_sign, visit=visit.pk)
    return visit


def record_visit(*, visit_id: int, found: str, result: str, by: Actor, at: datetime) -> Visit:
    """Say what a visitor found. Found well answers the check; anything else rings.

    Raises:
        Refusal: "words-needed", "result-unknown", "visit-done", "check-unanswered" when it is called off without an answer.
    """
    require(found in FOUND, "Choose what was found.", code="result-unknown")
    require(result.strip(), "Say what was found, and by whom it was seen.", code="words-needed")
    missed_id = Visit.objects.filter(pk=visit_id).values_list("missed_id", flat=True).first() or 0
    with changing(_incident_of(missed_id), by=by, at=at, act=Act.ANSWER_CHECK) as change:
        visit = Visit.objects.select_related("missed__deployment__unit").get(pk=visit_id)
        require(visit.done_at is None, "This visit has its result.", code="visit-done")
        waits = visit.missed.state == Check.State.MISSED
        require(found != "called_off" or not waits, "The crew has not answered: a visit is not called off.", code="check-unanswered")
        visit.found, visit.result, visit.done_at, visit.done_by_name = found, result.strip()[:1000], at, by.label
        visit.save()
        call_sign = visit.missed.deployment.unit.call_sign
        text = f"{call_sign}, {visit.visitor}: {FOUND[found].lower()}. {visit.result}"
        change.log(Entry.VISIT_DONE, text, unit=call_sign, visit=visit.pk, found=found)
        _follow_visit(change, visit, waits=waits)
    return visit


def _follow_visit(change: Change, visit: Visit, *, waits: bool) -> None:
    check, call_sign = visit.missed, visit.missed.deployment.unit.call_sign
    insist_silence_is_kept(change, check.deployment)
    if visit.found in ("well", "in_need") and waits:
        well = visit.found == "well"
        take_answer(change, check, Answer(well, visit.result, via="in_person", said_by=visit.visitor, said=None))
    elif visit.found == "in_need":
        _ring(change, check, "supervisor", f"{call_sign} was found in need of help", "Send help now", cause=Escalation.Cause.HELP_WANTED)
    elif visit.found == "not_found":
        _ring(change, check, "supervisor", f"{call_sign} was not found", "Search: police, last position, other crews")


def late_visit(change: Change, visit_id: int) -> bool:
    """A visit has no result by its time."""
    visit = Visit.objects.select_related("missed__deployment__unit").filter(pk=visit_id, done_at=None).first()
    if visit is None:
        return False
    call_sign = visit.missed.deployment.unit.call_sign
    change.log(Entry.VISIT_LATE, f"{visit.visitor} has not reported from {call_sign}", unit=call_sign, visit=visit.pk)
    what = f"{visit.visitor} has not reported from the visit to {call_sign}"
    _ring_last(change, visit.missed, what, "Reach both, and send somebody else", watches="visit-due", subject=visit_id)
    return True


def _ring_last(change: Change, check: Check, what: str, action: str, *, watches: str, subject: int) -> None:
    """The last step: the alarm stands in for the clock that it answers."""
    cause = Escalation.Cause.VISIT_WANTED
    raise_alarm(
        change, cause=cause, to_role="duty_manager", what=what, action=action, deployment=check.deployment, watches=watches, subject=subject
    )


def _ring(
    change: Change, check: Check, to_role: str, what: str, action: str, *, cause: Escalation.Cause = Escalation.Cause.CHECK_MISSED
) -> None:
    raise_alarm(change, cause=cause, to_role=to_role, what=what, action=action, deployment=check.deployment)


def _in_state(check_id: int, state: Check.State) -> Check | None:
    return Check.objects.select_related("deployment__unit").filter(pk=check_id, state=state).first()


def _incident_of(check_id: int) -> int:
    found: int | None = Check.objects.filter(pk=check_id).values_list("deployment__incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such check.", code="not-found")
    return found
