"""Desks: kept by an administrator; a person signs on at one with a single key, and work goes on without one."""

from datetime import datetime

from django.db import IntegrityError, transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, Refusal, require
from incidents.models import Desk, DeskLine, DeskTurn
from incidents.queries.held import held_by
from incidents.rules.desks import DESK_ROLES, desk_for, looks_forgotten

MOST_WORDS = 600


def keep_desk(*, code: str, name: str, role: str, by: Staff, at: datetime, patch: str = "") -> Desk:
    """Set a desk up, or change one that has this code; one that was out of use is used again.

    Raises:
        Refusal: "desk-words-missing", "role-unknown".
    """
    insist(by, Act.SET_UP, by)
    code, name = code.strip().upper()[:12], name.strip()[:60]
    require(code and name, "Give the desk a code and a name.", code="desk-words-missing")
    require(role in DESK_ROLES, "Choose a role from the list.", code="role-unknown")
    facts = {"name": name, "role": role, "patch": patch.strip()[:60], "retired_at": None}
    with transaction.atomic():
        desk, _ = Desk.objects.update_or_create(
            centre=by.centre, code=code, defaults=facts, create_defaults={**facts, "made_at": at}
        )  # fmt: skip
        write_line(desk, "kept", f"{name}, {DESK_ROLES[role].lower()}", by=by, at=at)
    return desk


def retire_desk(*, desk_id: int, by: Staff, at: datetime) -> Desk:
    """Take a desk out of use. What happened at it stays.

    Raises:
        Refusal: "desk-in-use": somebody is at it. "desk-retired".
    """
    insist(by, Act.SET_UP, by)
    with transaction.atomic():
        desk = locked_desk(desk_id, by)
        turn = DeskTurn.objects.running().filter(desk=desk).select_related("person").first()
        require(turn is None, f"{turn.person.name if turn else ''} is at this desk.", code="desk-in-use")
        desk.retired_at = at
        desk.save(update_fields=["retired_at"])
        write_line(desk, "retired", "", by=by, at=at)
    return desk


def sign_on(*, by: Staff, at: datetime, desk_id: int | None = None) -> DeskTurn:
    """Take a desk; without one named, one's last, or a free one that is meant for one's role. Whoever is at another desk moves.

    A desk whose last person forgot to sign off can be taken; what they hold is written down as left open.

    Raises:
        Refusal: "desk-taken" by whom, "no-desk-free", "desk-yours", "desk-retired".
    """
    insist(by, Act.WORK_AT_DESK, by)
    wanted = desk_id if desk_id is not None else _usual_desk(by)
    try:
        with transaction.atomic():
            desk = locked_desk(wanted, by)
            _make_free(desk, by=by, at=at)
            for mine in DeskTurn.objects.running().filter(centre_id=by.centre_id, person_id=by.user_id).select_related("desk"):
                end_turn(mine, "moved", f"To {desk.code}", by=by, at=at)
            turn = DeskTurn.objects.create(centre_id=by.centre_id, desk=desk, person_id=by.user_id, began_at=at)
            write_line(desk, "signed_on", "", by=by, at=at)
    except IntegrityError as error:  # of two presses of one person at two desks
        raise Refusal("You have just signed on at another desk.", code="desk-yours") from error
    return turn


def _usual_desk(by: Staff) -> int:
    turns = DeskTurn.objects.filter(centre_id=by.centre_id, person_id=by.user_id)
    require(not turns.running().exists(), "You are at a desk already.", code="desk-yours")
    last = turns.order_by("-pk").values_list("desk_id", flat=True).first()
    taken = DeskTurn.objects.running().filter(centre_id=by.centre_id).values("desk_id")
    free = Desk.objects.of(by.centre_id).in_use().exclude(pk__in=taken).order_by("code").values_list("pk", "role")
    found = desk_for(by.role.value, last, list(free))
    if found is None:
        raise Refusal("No desk is free. Your work goes on without one.", code="no-desk-free")
    return found


def _make_free(desk: Desk, *, by: Staff, at: datetime) -> None:
    turn = DeskTurn.objects.running().filter(desk=desk).select_related("person").first()
    if turn is None:
        return
    require(turn.person_id != by.user_id, "You are at this desk already.", code="desk-yours")
    since = f"{turn.person.name} is at {desk.code}. A supervisor can release it."
    require(looks_forgotten(turn.began_at, at), since, code="desk-taken")
    for held in held_by(by.centre_id, turn.person_id):
        write_line(desk, "left", f"{turn.person.name}: {held.words}", by=by, at=at)
    end_turn(turn, "forgotten", turn.person.name, by=by, at=at)


def locked_desk(desk_id: int, by: Staff) -> Desk:
    """The desk under its lock, in the actor's centre, and in use.

    Raises:
        NotFound: there is no such desk there.
        Refusal: "desk-retired".
    """
    desk = Desk.objects.of(by.centre_id).select_for_update().filter(pk=desk_id).first()
    if desk is None:
        raise NotFound("There is no such desk.", code="not-found")
    require(desk.retired_at is None, f"{desk.code} is out of use.", code="desk-retired")
    return desk


def end_turn(turn: DeskTurn, how: str, text: str, *, by: Staff, at: datetime) -> None:
    """End a turn, and write it down."""
    turn.ended_at, turn.ended_how, turn.ended_by_name = at, how, by.label
    turn.save(update_fields=["ended_at", "ended_how", "ended_by_name"])
    write_line(turn.desk, how, text, by=by, at=at)


def write_line(desk: Desk, what: str, text: str, *, by: Staff, at: datetime) -> None:
    """Write what happened at a desk."""
    DeskLine.objects.create(desk=desk, at=at, by_user_id=by.user_id, by_name=by.label, what=what, text=text[:MOST_WORDS])
