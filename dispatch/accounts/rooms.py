"""Going into a training room with a browser, and out of it: the session's centre changes, and nothing else."""

from django.contrib.sessions.backends.base import SessionBase

from dispatch.accounts.doors import CENTRE_KEY

BEFORE_KEY = "centre_before_drill"


def go_into_room(session: SessionBase, room_id: int) -> None:
    """Work in this room from now on."""
    here = session.get(CENTRE_KEY)
    if here != room_id:
        session.setdefault(BEFORE_KEY, here)
        session[CENTRE_KEY] = room_id


def leave_room(session: SessionBase) -> None:
    """Work again where one worked before; whoever is in no training room stays where they are."""
    if BEFORE_KEY in session:
        before = session.pop(BEFORE_KEY)
        session.pop(CENTRE_KEY, None)
        if before is not None:
            session[CENTRE_KEY] = before
