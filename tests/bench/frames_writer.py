"""Changes what a board shows at a steady rate, from a process of its own: real cards with another stage, unit or priority, one event each.

Arguments: centre, rate, seconds. Changes begin with a line on standard input. Every fifth moves its row, every twentieth takes one away
and brings one back.
"""

import itertools
import random
import sys
import time
from collections.abc import Iterator
from typing import Any

import django

django.setup()

from django.db import transaction
from django.utils import timezone

from dispatch.live import announce, position
from incidents.queries.board import board

STAGES = {"to_send": "To be sent", "alerted": "Alerted", "en_route": "On the way", "at_scene": "At the scene", "to_close": "To close"}
MOVES_EACH = 5
LEAVES_EACH = 20


def changes(cards: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The next change of the board, for ever: the same ones in every run."""
    chance = random.Random(20)
    away: list[dict[str, Any]] = []
    for turn in itertools.count(1):
        card = away.pop() if away else chance.choice(cards)
        card["revision"] = time.time_ns() // 1_000_000  # newer than whatever another run wrote
        card["stage"], card["stage_word"] = chance.choice(list(STAGES.items()))
        card["stage_at"] = timezone.now().isoformat()
        card["units"] = [{"call_sign": f"U{turn % 9}", "status": "en_route", "status_word": "On the way"}] if turn % 2 else []
        card["gone"] = turn % LEAVES_EACH == 0
        if card["gone"]:
            away.append(card)
        if turn % MOVES_EACH == 0:
            card["urgency"] = chance.randint(1, 5)
            card["priority"] = f"P{card['urgency']}"
        yield card


def main() -> None:
    """Change it, and end."""
    centre, rate, seconds = (int(argument) for argument in sys.argv[1:])
    position(centre)
    following = changes(board(centre, timezone.now())["incidents"])
    print("open", flush=True)
    sys.stdin.readline()
    began = time.monotonic()
    for turn in range(1, rate * seconds + 1):
        time.sleep(max(0.0, began + turn / rate - time.monotonic()))
        with transaction.atomic():
            announce(centre_id=centre, at=timezone.now(), cards=[next(following)])


if __name__ == "__main__":
    main()
