"""The loop's own database session: what bounds it, and how it is let go."""

import contextlib

from django.db import Error, connection

BOUNDS = {"idle_in_transaction_session_timeout": "3s", "lock_timeout": "2s", "statement_timeout": "10s"}


def keep_short() -> None:
    """Bound this thread's session, so that an engine that is frozen in the middle of a claim gives it up within 3 s."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting, bound in BOUNDS.items():
                cursor.execute(f"SET {setting} = '{bound}'")


def let_go() -> None:
    """Give this thread's session back, with the usual bounds when it still works; the next query opens another."""
    if connection.vendor == "postgresql" and connection.connection is not None:
        with contextlib.suppress(Error), connection.cursor() as cursor:
            cursor.execute("RESET ALL")
    with contextlib.suppress(Error):
        connection.close()
