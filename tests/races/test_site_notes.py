"""Two people change one site note at the same moment: one wording takes its place, the other person is told."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from resources.commands.site_notes import add_site_note
from resources.models import SiteNote
from tests.factories import make_place
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


def test_many_amend_one_note_and_one_wording_stands(wexmouth, amina, as_sol):
    at = timezone.now()
    review_on = (at + timedelta(days=90)).date()
    note = add_site_note(place_id=make_place(wexmouth).pk, text="Large dog", review_on=review_on, by=amina, at=at)
    path = f"site-notes/{note.pk}/amended/"
    words = [{"text": f"Large dog, wording {number}", "review_on": review_on.isoformat()} for number in range(6)]
    answers = all_at_once([partial(twin(as_sol).post, path, body) for body in words])
    assert statuses(answers) == {201: 1, 409: 5}
    assert SiteNote.objects.filter(retired_at=None).get().replaces_id == note.pk
