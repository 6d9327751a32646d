"""A replay in a process of its own that dies, by kill -9, in the middle of a given statement to the database."""

import os
import signal
import sys
from typing import Any

import django
from django.core.management import call_command
from django.db import connection

LAST = 10**9


def main(folder: str, dies_at: int, words: str) -> None:
    """Replay until the statement of that number, counting those in which the words occur."""
    statements = 0

    def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal statements
        statements += words in sql
        if statements == dies_at and words in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(counted):
        call_command("replay", folder)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else LAST, sys.argv[3] if len(sys.argv) > 3 else "")
