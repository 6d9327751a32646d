"""What packs share: the version in use, who is behind it, and what another one would change."""

from collections.abc import Sequence
from typing import Any, TypedDict

from incidents.models import ProcedurePack
from incidents.queries.procedures import live_packs, loaded
from incidents.rules.packs import Core
from incidents.rules.packs.changes import Said
from incidents.rules.packs.shared import Reach, reach_of, said_of, whole_text


class PackReached(TypedDict):
    """A pack in use, and what of it a version of what packs share changes."""

    id: int
    title: str
    version: str
    reach: Reach


class SharedPage(TypedDict):
    """What a version of what packs share says and changes against ``before`` (its version number), and in which packs.

    ``behind``: versions in review or approved that were written with another text; they have to be drafted anew once this one is in use.
    """

    before: str
    said: list[tuple[str, list[Said]]]
    packs: list[PackReached]
    whole: list[tuple[str, list[tuple[str, str]]]]
    behind: list[ProcedurePack]


def shared_in_use(centre_id: int) -> ProcedurePack | None:
    """The live version of what packs share; None while the centre works with what its folder of packs brought."""
    return ProcedurePack.objects.of(centre_id).shared().filter(status=ProcedurePack.Status.LIVE).first()


def core_in_use(centre_id: int) -> dict[str, Any] | None:
    """The core library in use, else that of the newest pack in use, else of the newest there is; None before any was loaded."""
    shared = shared_in_use(centre_id)
    rows = ProcedurePack.objects.of(centre_id).order_by("-loaded_at", "-pk")
    row = shared or rows.live().first() or rows.first()
    return row.core if row else None


def shared_summary(in_use: Sequence[ProcedurePack]) -> dict[str, Any] | None:
    """What packs share in numbers ``{row, version, review_by, advice, organisations, priorities, entry}``; None when nothing is in use."""
    if not in_use:
        return None
    row = next((each for each in in_use if each.is_shared), None)
    core = loaded((row or in_use[0]).pk).core
    return {
        "row": row,
        "version": core.version,
        "review_by": core.review_by,
        "advice": len(core.advice_library),
        "organisations": len(core.organisations),
        "priorities": len(core.priorities),
        "entry": len(core.entry),
    }


def is_behind(row: ProcedurePack) -> bool:
    """Whether a version of a pack has another text of what packs share than the one that the centre put to use by itself."""
    shared = None if row.is_shared else shared_in_use(row.centre_id)
    return shared is not None and Core.model_validate(shared.core) != Core.model_validate(row.core)


def shared_page(row: ProcedurePack) -> SharedPage:
    """What a version of what packs share changes: against the one before it, or the one in use."""
    before, after = _before(row), Core.model_validate(row.core)
    live = live_packs(row.centre_id)
    packs = [
        PackReached(id=each.row_id, title=each.pack.title, version=each.pack.version, reach=reach_of(before, after, each.pack))
        for each in live
    ]
    waiting = ProcedurePack.objects.of(row.centre_id).packs().filter(status__in=("in_review", "approved"))
    behind = [each for each in waiting.order_by("pk") if Core.model_validate(each.core) != after]
    return SharedPage(before=before.version, said=said_of(before, after), packs=packs, whole=whole_text(after), behind=behind)


def _before(row: ProcedurePack) -> Core:
    if row.live_at is None:
        return Core.model_validate(core_in_use(row.centre_id))
    came_with_it = ProcedurePack.objects.of(row.centre_id).filter(live_at=row.live_at, parent__isnull=False).exclude(pk=row.pk)
    pack = came_with_it.select_related("parent").first()
    return Core.model_validate(pack.parent.core if pack and pack.parent else row.core)
