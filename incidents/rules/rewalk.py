"""Changing one's mind on a path: which answers stay, which are asked no more, and when a result is lower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.rules.decision_path import Given, PathError, Walk, advance, walk
from incidents.rules.packs.shape import IncidentType
from incidents.rules.priority import lowers


@dataclass(frozen=True)
class Rewalk:
    """A path with one answer changed.

    ``kept`` counts the answers before it, which stay; ``carried`` are the places of later answers that the new path asks for as
    well, in its order; the others fall away. ``walk`` is where this leads.
    """

    kept: int
    carried: tuple[int, ...]
    walk: Walk


def rewalk(kind: IncidentType, standing: Sequence[Given], changed: Given) -> Rewalk:
    """Walk again with one answer changed, without asking anew what was answered already.

    Raises PathError when the question has no standing answer, or no such answer.
    """
    places = [place for place, each in enumerate(standing) if each.question == changed.question]
    if not places:
        raise PathError("This question has not been answered on this path.")
    kept = places[0]
    here = advance(kind, walk(kind, standing[:kept]), changed)
    later = {each.question: place for place, each in enumerate(standing) if place > kept}
    carried: list[int] = []
    while here.question is not None and here.question.id in later:
        place = later.pop(here.question.id)
        here = advance(kind, here, standing[place])
        carried.append(place)
    return Rewalk(kept, tuple(carried), here)


def is_lower(*, priority: str, deploys: bool, than: str, that_deploys: bool) -> bool:
    """Whether a result is lower than what is in force: less urgent, or it sends nobody where somebody was to be sent."""
    return lowers(than, priority) or (that_deploys and not deploys)
