"""Where a part of a document stands, as keys and places, and the same as people write it."""

from __future__ import annotations

Path = tuple[str | int, ...]


def path_words(path: Path) -> str:
    """A path as people write it: incident_types[0].tree.start."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return words.lstrip(".")
