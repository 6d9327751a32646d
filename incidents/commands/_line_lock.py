"""Who reads a line of advice, and who withdraws it: many may read at once; a withdrawal waits for them and then goes alone.

The lock comes after the incident's and before the board's, and goes with the transaction. SQLite lets one writer in at a time anyway.
"""

import hashlib

from django.db import connection


def hold_line(centre_id: int, line: str, *, alone: bool = False) -> None:
    """Hold a line of advice until the transaction ends: together with other readers, or alone."""
    if connection.vendor != "postgresql":
        return
    name = hashlib.sha256(f"advice line {centre_id} {line}".encode()).digest()
    taken = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {taken}(%s)", [int.from_bytes(name[:8], signed=True)])
