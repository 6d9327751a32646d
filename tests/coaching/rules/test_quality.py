"""The quality form: its weights and ids hold together, and a broken form is refused at the start."""

import pytest

from coaching.rules.quality import CRITERIA, read_form, title_of


def test_the_weights_sum_to_a_hundred_and_every_criterion_proves_something():
    assert sum(each.weight for each in CRITERIA.values()) == 100
    assert all(each.proves and len(each.id) <= 20 for each in CRITERIA.values())


@pytest.mark.parametrize(
    "rows",
    [
        "[{id: a, weight: 99, title: A, text: A, proves: [x]}]",
        "[{id: a, weight: 50, title: A, text: A, proves: []}, {id: a, weight: 50, title: A, text: A, proves: []}]",
    ],
)
def test_a_form_whose_weights_or_ids_are_wrong_is_refused(tmp_path, rows):
    broken = tmp_path / "form.yaml"
    broken.write_text(f"criteria: {rows}")
    with pytest.raises(ValueError):
        read_form(broken)


def test_a_criterion_that_a_later_form_dropped_is_shown_by_its_id():
    assert title_of("location") == "Location"
    assert title_of("gone") == "gone"
