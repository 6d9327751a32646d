"""Views of the board that a person keeps for themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dispatch.accounts.actors import Staff
from dispatch.accounts.models import User
from dispatch.accounts.permissions import Act, insist
from dispatch.refusal import NotFound, require
from incidents.models import BoardView
from incidents.rules.board_views import MOST_VIEWS, wanted_of


def keep_view(*, name: str, wanted: Mapping[str, Any], default: bool, by: Staff, at: datetime) -> BoardView:
    """Keep filters under a name; the same name again replaces them. One view at most is the usual one.

    Raises:
        Refusal: "name-needed"; "view-unknown" for what is no filter; "too-many-views".
    """
    insist(by, Act.WATCH, by)
    named = name.replace("\x00", "").strip()[:40]
    require(bool(named), "Give the view a name.", code="name-needed")
    checked = wanted_of(wanted)
    require(checked is not None, "The board cannot be filtered like that.", code="view-unknown")
    with transaction.atomic():
        mine = _locked(by)
        others = mine.exclude(name=named)
        require(others.count() < MOST_VIEWS, f"You keep {MOST_VIEWS} views already. Remove one first.", code="too-many-views")
        if default:
            others.update(default=False)
        kept = {"wanted": checked, "default": default, "kept_at": at}
        view, _ = BoardView.objects.update_or_create(centre_id=by.centre_id, user_id=by.user_id, name=named, defaults=kept)
    return view


def drop_view(*, view_id: int, by: Staff, at: datetime) -> None:
    """Remove one of one's own views. It leaves no trace, so ``at`` is written nowhere."""
    insist(by, Act.WATCH, by)
    gone, _ = BoardView.objects.of(by.centre_id, by.user_id).filter(pk=view_id).delete()
    if not gone:
        raise NotFound("There is no such view.", code="not-found")


def _locked(by: Staff) -> Any:
    """The person's views, while nobody else counts or changes them."""
    User.objects.select_for_update().get(pk=by.user_id)
    return BoardView.objects.of(by.centre_id, by.user_id)
