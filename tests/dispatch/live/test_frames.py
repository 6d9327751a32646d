"""Frames, chunks and the ring: pure, so asked many questions."""

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame as Reference
from websockets.frames import Opcode

from dispatch.live.frames import CHUNK_BYTES, Event, Ring, chunks, text_frame, texts_of


@given(st.lists(st.text().map(lambda text: text.encode("utf-8", "replace"))), st.sampled_from([0, 125, 126, 65535, 65536, 70000]))
def test_what_is_framed_is_read_back(texts: list[bytes], size: int) -> None:
    texts.append(b"x" * size)
    assert [text.encode() for text in texts_of(b"".join(map(text_frame, texts)))] == texts


@given(st.sampled_from([0, 1, 125, 126, 127, 65535, 65536, 100_000]))
def test_a_frame_is_what_another_implementation_makes(size: int) -> None:
    assert text_frame(b"x" * size) == Reference(Opcode.TEXT, b"x" * size).serialize(mask=False)


def events_of(sizes: list[int], first: int = 1) -> list[Event]:
    """Events of these sizes with consecutive numbers."""
    return [Event(first + index, bytes(size)) for index, size in enumerate(sizes)]


SIZES = st.lists(st.sampled_from([1, 100, 30_000, 64_000, 70_000]), max_size=40)


@given(SIZES)
def test_chunks_hold_every_event_once_in_order_and_are_small(sizes: list[int]) -> None:
    events = events_of(sizes)
    made = list(chunks(events))
    assert b"".join(chunk.frames for chunk in made) == b"".join(event.frame for event in events)
    assert [chunk.before for chunk in made] == [0, *(chunk.last for chunk in made)][: len(made)]
    assert all(len(chunk.frames) <= CHUNK_BYTES or chunk.last == chunk.before + 1 for chunk in made)


@given(SIZES, st.integers(1, 10), st.integers(0, 60))
def test_the_ring_gives_the_next_chunk_or_nothing_never_one_with_a_hole(sizes: list[int], size: int, cursor: int) -> None:
    ring, events = Ring(size), events_of(sizes, first=5)
    for event in events:
        ring.extend([event])
    chunk = ring.chunk_after(cursor)
    newest = events[-1].sequence if events else 4
    if newest - size <= cursor < newest and cursor >= 4:
        assert chunk is not None
    if chunk is not None:
        assert chunk.before == cursor
        assert chunk.frames == b"".join(event.frame for event in events if cursor < event.sequence <= chunk.last)
