"""The methods pages: the text from our own file, beside it the centre's own figures where they exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from incidents.queries import figures
from incidents.rules.knowledge import Chapter, Figure, Method, Methods
from incidents.rules.packs.loader import load_yaml

FILE = Path(__file__).resolve().parents[1] / "handbook" / "methods.yaml"
PERIOD = timedelta(days=365)

# Counts one figure of a centre since an instant.
Count = Callable[[int, datetime, datetime], Figure]
_counts: dict[str, Count] = dict(figures.COUNTS)


def register(name: str, count: Count) -> None:
    """Add a figure that an app above this one counts."""
    _counts[name] = count


def known() -> set[str]:
    """The figures that can be counted."""
    return set(_counts)


@cache
def methods() -> Methods:
    """The file, validated."""
    document, _ = load_yaml(FILE.read_bytes(), name=FILE.name)
    return Methods.model_validate(document)


@dataclass(frozen=True)
class ShownMethod:
    """A method. ``figure`` is None where nothing was counted; ``kept`` says whether the console counts anything for it at all."""

    method: Method
    figure: Figure | None
    kept: bool


@dataclass(frozen=True)
class ShownChapter:
    """A chapter with its methods."""

    chapter: Chapter
    methods: list[ShownMethod]


def knowledge(centre_id: int, at: datetime) -> list[ShownChapter]:
    """Every chapter, with the figures of the last 365 days."""
    return [ShownChapter(each, [_shown(method, centre_id, at) for method in each.methods]) for each in methods().chapters]


def _shown(method: Method, centre_id: int, at: datetime) -> ShownMethod:
    if method.figure is None:
        return ShownMethod(method, None, kept=False)
    figure = _counts[method.figure](centre_id, at - PERIOD, at)
    return ShownMethod(method, figure if figure.n else None, kept=True)
