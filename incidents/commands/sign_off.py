"""Leaving a desk: what is still held goes to a colleague, to the queue, or is named as left open with a reason."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._hand import Passing, colleague, pass_on
from incidents.commands.desks import end_turn, write_line
from incidents.models import Desk, DeskTurn
from incidents.queries.held import Held, held_by
from incidents.rules.desks import LEFT, NEEDS_A_PERSON, QUEUE, Destination, destination

Where = Mapping[str, str]


def sign_off(*, by: Staff, at: datetime, hand: Where | None = None, rest: str = "", why: str = "") -> DeskTurn:
    """Sign off from one's desk.

    Args:
        hand: where each thing goes that is held, by its key ("alarm-7"): "queue", "left" or "to:<user name>".
        rest: where everything goes that ``hand`` does not name.
        why: the reason; needed for what is left open.

    Raises:
        Refusal: "not-at-a-desk", "still-held" with what is held, "reason-needed", or those of passing on.
    """
    insist(by, Act.WORK_AT_DESK, by)
    turn = DeskTurn.objects.running().filter(centre_id=by.centre_id, person_id=by.user_id).select_related("desk", "person").first()
    if turn is None:
        raise Refusal("You are at no desk.", code="not-at-a-desk")
    return _leave(turn, "signed_off", hand=hand or {}, rest=rest, why=why.strip(), by=by, at=at)


def release_desk(*, desk_id: int, why: str, by: Staff, at: datetime, hand: Where | None = None, rest: str = LEFT) -> DeskTurn:
    """Release a desk whose person is not there, and say why; what they hold goes where the supervisor says.

    Raises:
        Refusal: "reason-needed", "desk-free", or as for signing off.
    """
    insist(by, Act.RELEASE_DESK, by)
    require(why.strip(), "Say why.", code="reason-needed")
    if not Desk.objects.of(by.centre_id).filter(pk=desk_id).exists():
        raise NotFound("There is no such desk.", code="not-found")
    turn = DeskTurn.objects.running().filter(desk_id=desk_id).select_related("desk", "person").first()
    if turn is None:
        raise Refusal("Nobody is at this desk.", code="desk-free")
    return _leave(turn, "released", hand=hand or {}, rest=rest, why=why.strip(), by=by, at=at)


def _leave(turn: DeskTurn, how: str, *, hand: Where, rest: str, why: str, by: Staff, at: datetime) -> DeskTurn:
    held = held_by(by.centre_id, turn.person_id)
    goes = {each.key: _destination(each, hand, rest) for each in held}
    open_still = [each.words for each in held if goes[each.key] is None]
    if open_still:
        raise Refusal("You still hold something. Say where it goes.", code="still-held", open=open_still)
    left = [each for each in held if (goes[each.key] or Destination(LEFT)).how == LEFT]
    require(not left or why, "Say why this is left open.", code="reason-needed")
    with transaction.atomic():
        passings = [_passing(each, goes[each.key], why, by) for each in held if each not in left]
        pass_on(passings, by=by, at=at)
        _end(turn, how, why, by=by, at=at)
        for passing in passings:
            to = f"{passing.to.name}: " if passing.to else ""
            write_line(turn.desk, "handed" if passing.to else "queued", f"{to}{passing.held.words}", by=by, at=at)
        for each in left:
            write_line(turn.desk, "left", f"{why}: {each.words}", by=by, at=at)
    return turn


def _destination(each: Held, hand: Where, rest: str) -> Destination | None:
    """Where this goes. What goes to the queue with the rest, and cannot wait there, is not decided by that."""
    named = destination(hand.get(each.key, ""))
    if named is not None:
        return named
    usual = destination(rest)
    return None if usual is not None and usual.how == QUEUE and each.kind in NEEDS_A_PERSON else usual


def _passing(each: Held, goes: Destination | None, why: str, by: Staff) -> Passing:
    return Passing(each, colleague(by.centre_id, goes.to) if goes and goes.to else None, why)


def _end(turn: DeskTurn, how: str, why: str, *, by: Staff, at: datetime) -> None:
    """End it once: of two who press, the second is told."""
    still = DeskTurn.objects.running().select_for_update(of=("self",)).select_related("desk").filter(pk=turn.pk).first()
    if still is None:
        raise Refusal("This turn has been ended already.", code="turn-ended")
    end_turn(still, how, why, by=by, at=at)
    turn.ended_at, turn.ended_how, turn.ended_by_name = still.ended_at, still.ended_how, still.ended_by_name
