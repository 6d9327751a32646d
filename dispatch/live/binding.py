"""Binding events into volumes, so that any minute is quick to reach and old events can leave the log without being lost."""

from datetime import datetime

import orjson
from django.db import transaction

from dispatch.live.history import by_key, fold, packed, unpacked
from dispatch.live.models import Board, BoardEvent, BoardVolume

PER_VOLUME = 500


def bind_all(*, whole: bool = False) -> int:
    """Bind what every board has gathered: how many volumes were made."""
    return sum(bind(centre_id, whole=whole) for centre_id in Board.objects.order_by("pk").values_list("pk", flat=True))


def bind(centre_id: int, *, whole: bool = False, per_volume: int = PER_VOLUME) -> int:
    """Bind a board's events into full volumes; with ``whole``, the rest too. Two at once make the same volume once."""
    made = 0
    while _bind_one(centre_id, per_volume, whole=whole):
        made += 1
    return made


def _bind_one(centre_id: int, per_volume: int, *, whole: bool) -> bool:
    volume = BoardVolume.objects.filter(board_id=centre_id).order_by("-first").first()
    after = volume.last if volume else 0
    waiting = BoardEvent.objects.filter(board_id=centre_id, sequence__gt=after).order_by("sequence")
    rows = list(waiting.values_list("sequence", "at", "payload")[:per_volume])
    if not rows or (len(rows) < per_volume and not whole):
        return False
    cards = _after(volume)
    made = BoardVolume(
        board_id=centre_id,
        first=rows[0][0],
        last=rows[-1][0],
        from_at=min(at for _, at, _ in rows),
        to_at=max(at for _, at, _ in rows),
        picture=packed(list(cards.values())),
        events=packed([orjson.loads(text) for _, _, text in rows]),
    )
    with transaction.atomic():
        BoardVolume.objects.bulk_create([made], ignore_conflicts=True)
    return True


def _after(volume: BoardVolume | None) -> dict[tuple[str, str], dict[str, object]]:
    """The picture that a volume leaves, without what had gone by its beginning."""
    if volume is None:
        return {}
    cards = by_key(unpacked(volume.picture))
    fold(cards, unpacked(volume.events))
    return {key: card for key, card in cards.items() if not card.get("gone")}


def forget_board(centre_id: int, *, before: datetime) -> None:
    """Delete what a board showed before an instant, bound or not. Only for a board on which nothing real ever stood."""
    BoardEvent.objects.filter(board_id=centre_id, at__lt=before).delete()
    BoardVolume.objects.filter(board_id=centre_id, to_at__lt=before).delete()
