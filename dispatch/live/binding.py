"""Binding events into volumes, so that any minute is quick to reach and old events can leave the log without being lost."""

from collections.abc import Callable, Sequence
from datetime import datetime

import orjson
from django.db import connection, transaction

from dispatch.live.history import by_key, fold, packed, unpacked
from dispatch.live.models import Board, BoardEvent, BoardVolume

LEAST = 500  # events of a volume
EVENTS_PER_CARD = 0.5  # a large picture is written less often: the events after it may cost as much to read as the picture itself


def bind_all(*, whole: bool = False, between: Callable[[], None] = lambda: None) -> int:
    """Bind what every board has gathered: how many volumes were made.

    Args:
        between: called before each volume; making one computes for as long as its picture is large.
    """
    return sum(bind(centre_id, whole=whole, between=between) for centre_id in Board.objects.order_by("pk").values_list("pk", flat=True))


def bind(centre_id: int, *, whole: bool = False, per_volume: int | None = None, between: Callable[[], None] = lambda: None) -> int:
    """Bind a board's events into full volumes; with ``whole``, the rest too. Of two at once, one does it.

    Args:
        per_volume: how many events a full volume has; without it, that goes by the size of the picture.
    """
    made = 0
    while _bind_one(centre_id, per_volume, whole=whole):
        made += 1
        between()
    return made


def _bind_one(centre_id: int, per_volume: int | None, *, whole: bool) -> bool:
    volume = BoardVolume.objects.filter(board_id=centre_id).defer("picture", "events").order_by("-first").first()
    size = per_volume or max(LEAST, int(volume.cards * EVENTS_PER_CARD) if volume else 0)
    waiting = BoardEvent.objects.filter(board_id=centre_id, sequence__gt=volume.last if volume else 0).order_by("sequence")
    count = waiting[:size].count()
    if not count or (count < size and not whole):
        return False
    with transaction.atomic():
        if volume is not None and not _is_ours(volume):
            return False
        rows = list(waiting.values_list("sequence", "at", "payload")[:size])
        BoardVolume.objects.bulk_create([_volume(centre_id, rows, _after(volume))], ignore_conflicts=True)
    return True


def _volume(centre_id: int, rows: Sequence[tuple[int, datetime, str]], cards: dict[tuple[str, str], dict[str, object]]) -> BoardVolume:
    """A volume of these events, which followed this picture."""
    return BoardVolume(
        board_id=centre_id,
        first=rows[0][0],
        last=rows[-1][0],
        from_at=min(at for _, at, _ in rows),
        to_at=max(at for _, at, _ in rows),
        cards=len(cards),
        picture=packed(list(cards.values())),
        events=packed([orjson.loads(text) for _, _, text in rows]),
    )


def _is_ours(volume: BoardVolume) -> bool:
    """Whether nobody else makes the volume after this one; nobody does until the transaction ends."""
    skip = connection.features.has_select_for_update_skip_locked
    return BoardVolume.objects.filter(pk=volume.pk).select_for_update(skip_locked=skip).values_list("pk").first() is not None


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
