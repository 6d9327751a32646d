"""The board of any past instant, made again from its log: the volume before that instant, and the events after it."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

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
    """The board as it stood at an instant, with everything that had happened by then. Before its first event it was empty."""
    epoch = Board.objects.filter(pk=centre_id).values_list("epoch", flat=True).first() or ""
    volume = BoardVolume.objects.filter(board_id=centre_id, from_at__lte=at).order_by("-first").first()
    cards: Cards = by_key(unpacked(volume.picture)) if volume else {}
    events = _bound_until(volume, at) if volume else []
    if volume is None or at >= volume.to_at:
        events = [*events, *_unbound_until(centre_id, volume.last if volume else 0, at)]
    fold(cards, events)
    if events:
        return Then(events[-1]["sequence"], events[-1]["epoch"], datetime.fromisoformat(events[-1]["at"]), cards)
    return Then(0, epoch, None, cards)


def by_key(listed: list[Card]) -> Cards:
    """Cards, found by kind and id."""
    return {(card["kind"], card["id"]): card for card in listed}


def _bound_until(volume: BoardVolume, at: datetime) -> list[dict[str, Any]]:
    """A volume's events up to the last that happened by then: commits may stand a moment out of the order of their instants."""
    events: list[dict[str, Any]] = unpacked(volume.events)
    last = max((place for place, event in enumerate(events) if datetime.fromisoformat(event["at"]) <= at), default=-1)
    return events[: last + 1]


def _unbound_until(centre_id: int, after: int, at: datetime) -> list[dict[str, Any]]:
    found = BoardEvent.objects.filter(board_id=centre_id, sequence__gt=after)
    last = found.filter(at__lte=at).order_by("-sequence").values_list("sequence", flat=True).first()
    if last is None:
        return []
    return [orjson.loads(text) for text in found.filter(sequence__lte=last).order_by("sequence").values_list("payload", flat=True)]


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
