"""A process that writes to the board as the console's commands do, driven by lines of JSON on its standard input.

The servers under test run in processes of their own, and so does what writes: nothing here is simulated.
"""

import json
import random
import sys
import threading
import uuid
from collections.abc import Iterator
from typing import Any
from unittest import mock

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core import signing
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from dispatch.accounts.models import ApiToken, Centre, Membership, User, Wall
from dispatch.accounts.models.token import digest_of
from dispatch.live import announce, position, reading, tickets
from dispatch.live.binding import bind_all
from dispatch.live.models import BoardEvent


def centre() -> dict[str, Any]:
    """A centre of its own for a test."""
    made = Centre.objects.create(code=uuid.uuid4().hex, name="Wexmouth")
    return {"centre": made.pk, "epoch": position(made.pk).epoch}


def person(centre: int, role: str = "dispatcher") -> dict[str, Any]:
    """Dev Patel, signed in with a browser and with a token."""
    user = User.objects.create_user(uuid.uuid4().hex, name="Dev Patel")
    membership = Membership.objects.create(user=user, centre_id=centre, role=role)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.create()
    token = ApiToken.issue(membership_id=membership.pk, at=timezone.now())
    return {"user": user.pk, "session": session.session_key, "token": token, **ticket(user.pk, centre, digest_of(token))}


def ticket(user: int, centre: int, credential: str, age: float = 0) -> dict[str, Any]:
    """A ticket made some seconds ago."""
    with mock.patch.object(signing.time, "time", return_value=timezone.now().timestamp() - age):
        return {"ticket": tickets.issue(user, centre, credential)}


def write(centre: int, count: int = 1, size: int = 10) -> dict[str, Any]:
    """So many commands, one after the other; returns the last number."""
    for _ in range(count):
        with transaction.atomic():
            number = announce(centre_id=centre, at=timezone.now(), cards=[card(size)])
    return {"sequence": number}


def write_at_once(centre: int, count: int, size: int = 10) -> dict[str, Any]:
    """Many events that appear in one commit."""
    with transaction.atomic():
        for _ in range(count):
            number = announce(centre_id=centre, at=timezone.now(), cards=[card(size)])
    return {"sequence": number}


def card(size: int) -> dict[str, Any]:
    """A card of about so many bytes."""
    return {"kind": "incident", "id": "1042", "revision": 1, "summary": "x" * size}


def write_without_a_transaction(centre: int) -> dict[str, Any]:
    """What a forgetful command would do."""
    try:
        announce(centre_id=centre, at=timezone.now(), cards=[card(10)])
    except TransactionManagementError as refused:
        return {"refused": str(refused), "sequence": position(centre).sequence}
    return {"refused": "", "sequence": position(centre).sequence}


def storm(centre: int, threads: int, each: int) -> dict[str, Any]:
    """Commands from many threads at once, about a third of which change their mind."""
    workers = [threading.Thread(target=some_commands, args=(centre, each, seed)) for seed in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return {"numbers": list(BoardEvent.objects.filter(board_id=centre).order_by("pk").values_list("sequence", flat=True))}


def some_commands(centre: int, each: int, seed: int) -> None:
    """One thread's share."""
    chance = random.Random(seed)
    for _ in range(each):
        with transaction.atomic():
            announce(centre_id=centre, at=timezone.now(), cards=[card(10)])
            if chance.random() < 1 / 3:
                transaction.set_rollback(True)
    connection.close()


def sign_out(session: str) -> dict[str, Any]:
    """End a browser's session."""
    SessionStore(session).flush()
    return {}


def end_token(token: str) -> dict[str, Any]:
    """End a token."""
    return {"ended": ApiToken.objects.filter(digest=digest_of(token)).update(ended_at=timezone.now())}


def wall(centre: int) -> dict[str, Any]:
    """A big screen, with a ticket."""
    made = Wall.objects.create(centre_id=centre, name="North", digest=uuid.uuid4().hex * 2, made_at=timezone.now(), made_by_name="Sol")
    return {"wall": made.pk, "ticket": tickets.issue_to_wall(made.pk, centre, made.digest)}


def end_wall(wall: int) -> dict[str, Any]:
    """Take a screen's right away."""
    return {"ended": Wall.objects.filter(pk=wall).update(ended_at=timezone.now())}


def change_role(user: int, role: str) -> dict[str, Any]:
    """Give a person another role."""
    return {"changed": Membership.objects.filter(user_id=user).update(role=role)}


def disable(user: int) -> dict[str, Any]:
    """Disable a person."""
    return {"changed": User.objects.filter(pk=user).update(is_active=False)}


def change_password(user: int) -> dict[str, Any]:
    """Give a person another password."""
    return {"changed": User.objects.filter(pk=user).update(password="!another")}


def restore(centre: int) -> dict[str, Any]:
    """What a restore from a backup does: the end of the log is gone, and the history is another."""
    with transaction.atomic(), connection.cursor() as cursor:
        BoardEvent.objects.filter(board_id=centre, sequence__gt=3).delete()
        cursor.execute("UPDATE live_board SET sequence = 3 WHERE centre_id = %s", [centre])
        reading.renew_epoch(centre)
    return {"epoch": position(centre).epoch}


def prune() -> dict[str, Any]:
    """Bind every event written so far, and forget it."""
    bind_all(whole=True)
    return {"forgotten": reading.forget_events(before=timezone.now())}


def cut_the_bell() -> dict[str, Any]:
    """End every connection that listens (PostgreSQL)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND (query LIKE 'LISTEN %' OR query = 'SELECT 1') AND pid <> pg_backend_pid()"
        )
        return {"cut": cursor.fetchone()[0]}


def lines() -> Iterator[dict[str, Any]]:
    """What the test asks for."""
    for line in sys.stdin:
        yield json.loads(line)


if __name__ == "__main__":
    for asked in lines():
        print(json.dumps(globals()[asked.pop("act")](**asked)), flush=True)
