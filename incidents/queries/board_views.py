"""A person's own views of the board."""

from typing import Any

from incidents.models import BoardView


def views_of(centre_id: int, user_id: int) -> list[dict[str, Any]]:
    """``[{id, name, wanted, default}]`` in the order of their keys."""
    return [view_shown(each) for each in BoardView.objects.of(centre_id, user_id)]


def view_shown(view: BoardView) -> dict[str, Any]:
    """A view as the board takes it."""
    return {"id": view.pk, "name": view.name, "wanted": view.wanted, "default": view.default}
