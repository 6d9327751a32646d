"""Views of the board that a person keeps."""

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.board_views import drop_view, keep_view
from incidents.models import BoardView
from incidents.queries.board_views import views_of
from incidents.rules.board_views import MOST_VIEWS

URGENT = {"priorities": ["P2", "P1"], "stage": "", "played": "real", "words": " harbour "}


def test_a_view_is_kept_in_one_shape_and_the_same_name_replaces_it(sol, noon):
    first = keep_view(name=" Urgent ", wanted=URGENT, default=False, by=sol, at=noon)
    again = keep_view(name="Urgent", wanted={"stage": "to_send"}, default=False, by=sol, at=noon)
    assert first.wanted == {"priorities": ["P1", "P2"], "stage": "", "played": "real", "words": "harbour"}
    assert (again.pk, again.wanted["stage"], BoardView.objects.count()) == (first.pk, "to_send", 1)


def test_one_view_at_most_is_the_usual_one(sol, tess, noon):
    keep_view(name="Urgent", wanted=URGENT, default=True, by=sol, at=noon)
    keep_view(name="Theirs", wanted=URGENT, default=True, by=tess, at=noon)
    keep_view(name="All", wanted={}, default=True, by=sol, at=noon)
    assert [(view["name"], view["default"]) for view in views_of(sol.centre_id, sol.user_id)] == [("Urgent", False), ("All", True)]
    assert [view["default"] for view in views_of(tess.centre_id, tess.user_id)] == [True]


@pytest.mark.parametrize(
    "wanted",
    [
        {"priorities": ["P9"]},
        {"priorities": "P1"},
        {"priorities": [1]},
        {"stage": "closing"},
        {"played": "both"},
        {"words": "x" * 81},
        {"words": 7},
    ],
)
def test_what_is_no_filter_is_refused(sol, noon, wanted):
    with pytest.raises(Refusal) as refusal:
        keep_view(name="Odd", wanted=wanted, default=False, by=sol, at=noon)
    assert (refusal.value.code, BoardView.objects.count()) == ("view-unknown", 0)


def test_a_view_needs_a_name_and_there_are_as_many_as_there_are_keys(sol, noon):
    with pytest.raises(Refusal) as nameless:
        keep_view(name=" \x00", wanted={}, default=False, by=sol, at=noon)
    for number in range(MOST_VIEWS):
        keep_view(name=f"View {number}", wanted={}, default=False, by=sol, at=noon)
    with pytest.raises(Refusal) as many:
        keep_view(name="One more", wanted={}, default=False, by=sol, at=noon)
    keep_view(name="View 3", wanted=URGENT, default=True, by=sol, at=noon)
    assert (nameless.value.code, many.value.code) == ("name-needed", "too-many-views")


def test_a_view_is_removed_by_its_owner_only(sol, tess, noon):
    view = keep_view(name="Urgent", wanted=URGENT, default=False, by=sol, at=noon)
    with pytest.raises(NotFound):
        drop_view(view_id=view.pk, by=tess, at=noon)
    drop_view(view_id=view.pk, by=sol, at=noon)
    assert views_of(sol.centre_id, sol.user_id) == []
