"""WebSocket text frames and runs of events. Pure: nothing here knows Django or sockets (RFC 6455 §5.2)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

CHUNK_BYTES = 64 * 1024


class Chunk(NamedTuple):
    """Consecutive events as ready-made frames: those after number ``before`` up to and including ``last``."""

    before: int
    last: int
    frames: bytes


class Event(NamedTuple):
    """One event: its number and its frame."""

    sequence: int
    frame: bytes


def text_frame(text: bytes) -> bytes:
    """One unmasked, final text frame around UTF-8 bytes."""
    size = len(text)
    if size < 126:
        return bytes((0x81, size)) + text
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2, "big") + text
    return b"\x81\x7f" + size.to_bytes(8, "big") + text


def texts_of(frames: bytes) -> Iterator[str]:
    """The texts inside joined frames that ``text_frame`` made."""
    start = 0
    while start < len(frames):
        width = {126: 2, 127: 8}.get(frames[start + 1], 0)
        body = start + 2 + width
        size = int.from_bytes(frames[start + 2 : body], "big") if width else frames[start + 1]
        yield frames[body : body + size].decode()
        start = body + size


def chunks(events: Sequence[Event]) -> Iterator[Chunk]:
    """The events in chunks of at most 64 KiB; a larger event travels alone."""
    start, size = 0, 0
    for index, event in enumerate(events):
        if index > start and size + len(event.frame) > CHUNK_BYTES:
            yield joined(events[start:index])
            start, size = index, 0
        size += len(event.frame)
    if events:
        yield joined(events[start:])


def joined(events: Sequence[Event]) -> Chunk:
    """One chunk of consecutive events."""
    return Chunk(events[0].sequence - 1, events[-1].sequence, b"".join(event.frame for event in events))


class Ring:
    """The most recent events of one board, consecutive, at most ``size`` of them and a little slack."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._events: list[Event] = []

    def extend(self, events: Sequence[Event]) -> None:
        """Add the events that follow the newest one."""
        self._events.extend(events)
        if len(self._events) > self.size + self.size // 4:
            del self._events[: len(self._events) - self.size]

    def clear(self) -> None:
        """Forget everything: another history begins."""
        self._events.clear()

    def chunk_after(self, cursor: int) -> Chunk | None:
        """The next chunk after a number, or None when the ring no longer (or not yet) holds the one that follows it."""
        if not self._events or cursor + 1 < self._events[0].sequence or cursor >= self._events[-1].sequence:
            return None
        start = cursor + 1 - self._events[0].sequence
        stop, size = start, 0
        while stop < len(self._events) and (stop == start or size + len(self._events[stop].frame) <= CHUNK_BYTES):
            size += len(self._events[stop].frame)
            stop += 1
        return joined(self._events[start:stop])
