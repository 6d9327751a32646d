"""Writes events at a steady rate from a process of its own, as commands do: one transaction each.

Arguments: centre, rate, seconds, bytes. Writes begin with a line on standard input; prints [[number, started, committed], …].
"""

import json
import sys
import time

import django

django.setup()

from django.db import transaction
from django.utils import timezone

from dispatch.live import announce, position


def main() -> None:
    """Write, then report."""
    centre, rate, seconds, size = (int(argument) for argument in sys.argv[1:])
    position(centre)  # the connection is open before the clock runs
    print("open", flush=True)
    sys.stdin.readline()
    began, written = time.monotonic(), []
    for turn in range(1, rate * seconds + 1):
        time.sleep(max(0.0, began + turn / rate - time.monotonic()))
        started = time.monotonic()
        with transaction.atomic():
            card = {"kind": "incident", "id": str(turn % 200), "revision": turn, "summary": "x" * size}
            number = announce(centre_id=centre, at=timezone.now(), cards=[card])
        written.append((number, started, time.monotonic()))
    print(json.dumps(written), flush=True)


if __name__ == "__main__":
    main()
