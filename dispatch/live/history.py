"""The board of any past instant, made again from its log: the volume before that instant, and the events after it."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db.models import Max, Min, Q

from dispatch.live.models import Board, BoardEvent, BoardVolume

Card = dict[str, Any]
Cards = dict[tuple[str, str], Card]


@dataclass
class Then:
    """A board as it stood after its event ``sequence``, which happened at ``at``. Cards that had gone are kept, marked ``gone``."""

    sequence: int
    epoch: str
    at: datetime | None
    cards: Cards = field(default_factory=dict)

    def present(self, kind: str) -> list[Card]:
        """The cards of a kind that were there."""
        return [card for (its_kind, _), card in self.cards.items() if its_kind == kind and not card.get("gone")]


def fold(cards: Cards, events: Iterable[dict[str, Any]]) -> None:
    """Move a picture on by events: of two cards of one kind and id the newest revision counts."""
    for event in events:
        for card in event["cards"]:
            key = (card["kind"], card["id"])
            known = cards.get(key)
            if known is None or known["revision"] <= card["revision"]:
                cards[key] = card


def packed(value: Any) -> bytes:
    """JSON, compressed."""
    return zlib.compress(orjson.dumps(value), 6)


def unpacked(body: bytes | memoryview) -> Any:
    """The same, read back."""
    return orjson.loads(zlib.decompress(bytes(body)))


def begins_at(centre_id: int) -> datetime | None:
    """The instant from which the board can be shown; None when nothing has ever happened on it."""
    volume = BoardVolume.objects.filter(board_id=centre_id).order_by("first").values_list("from_at", flat=True).first()
    if volume is not None:
        return volume
    return BoardEvent.objects.filter(board_id=centre_id).order_by("sequence").values_list("at", flat=True).first()


def picture_at(centre_id: int, at: datetime) -> Then:
    """The board as it stood at an instant, with everything that had happened by then. Before its first event it was empty.

    Events are taken by their instants: a clock that was set back, or acts written down later, leave some out of the order of their numbers.
    """
    volumes = _volumes_for(centre_id, at)
    cards: Cards = by_key(unpacked(volumes[0].picture)) if volumes else {}
    events = [event for volume in volumes for event in unpacked(volume.events) if datetime.fromisoformat(event["at"]) <= at]
    bound = BoardVolume.objects.filter(board_id=centre_id).aggregate(last=Max("last"))["last"] or 0
    unbound = BoardEvent.objects.filter(board_id=centre_id, sequence__gt=bound, at__lte=at).order_by("sequence")
    events += [orjson.loads(text) for text in unbound.values_list("payload", flat=True)]
    fold(cards, events)
    if events:
        return Then(events[-1]["sequence"], events[-1]["epoch"], datetime.fromisoformat(events[-1]["at"]), cards)
    return Then(0, Board.objects.filter(pk=centre_id).values_list("epoch", flat=True).first() or "", None, cards)


def _volumes_for(centre_id: int, at: datetime) -> list[BoardVolume]:
    """The volumes with what happened by an instant, after one before which nothing later stands: the picture it begins with is whole."""
    volumes = BoardVolume.objects.filter(board_id=centre_id)
    begun = volumes.filter(from_at__lte=at).aggregate(first=Max("first"))["first"]
    if begun is None:
        return []
    not_over = volumes.filter(to_at__gt=at).aggregate(first=Min("first"))["first"]
    first = begun if not_over is None else min(begun, not_over)
    return list(volumes.filter(Q(first=first) | Q(first__gt=first, from_at__lte=at)).order_by("first"))


def by_key(listed: list[Card]) -> Cards:
    """Cards, found by kind and id."""
    return {(card["kind"], card["id"]): card for card in listed}


def moment_after(centre_id: int, at: datetime) -> datetime | None:
    """When the next event happened; None when none has."""
    return _neighbour(centre_id, at, forward=True)


def moment_before(centre_id: int, at: datetime) -> datetime | None:
    """When the event before this instant happened; None before the first."""
    return _neighbour(centre_id, at, forward=False)


def _neighbour(centre_id: int, at: datetime, *, forward: bool) -> datetime | None:
    live = BoardEvent.objects.filter(board_id=centre_id, **{"at__gt" if forward else "at__lt": at})
    found = list(live.order_by("at" if forward else "-at").values_list("at", flat=True)[:1])
    volumes = BoardVolume.objects.filter(board_id=centre_id)
    near = (
        volumes.filter(to_at__gt=at).order_by("to_at", "first")
        if forward
        else volumes.filter(from_at__lt=at).order_by("-from_at", "-first")
    ).first()
    if near is not None:
        instants = (datetime.fromisoformat(event["at"]) for event in unpacked(near.events))
        found += [each for each in instants if (each > at if forward else each < at)]
    return (min(found) if forward else max(found)) if found else None
