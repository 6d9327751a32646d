"""Two people sign at the same instant: both signatures count, and nobody signs words that have just changed."""

from functools import partial

import pytest
from django.utils import timezone

from coaching.models import SupportEvent, SupportNeed
from tests.coaching.conftest import put_forward
from tests.factories import Rest, fresh, make_person
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pair(transactional_db, wexmouth):
    lead = make_person(wexmouth, "lead-at-races", "Tess Moran", "team_lead")
    agent = make_person(wexmouth, "agent-at-races", "Amina Khan", "agent")
    return lead, agent


def test_two_signatures_at_once_both_count(pair):
    lead, agent = Rest(pair[0]), Rest(pair[1])
    for _ in range(20):
        need = put_forward(pair[1], by=pair[0], at=timezone.now())
        path = f"support/{need.pk}/signature/"
        answers = all_at_once([partial(twin(rest).post, path, {"wording": 1}) for rest in (lead, agent)])
        assert statuses(answers) == {201: 2}
        assert fresh(need).agreed
        assert list(need.events.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


def test_a_signature_never_lands_on_words_that_were_not_read(pair):
    lead, agent = Rest(pair[0]), Rest(pair[1])
    for _ in range(20):
        need = put_forward(pair[1], by=pair[0], at=timezone.now())
        sign = partial(twin(lead).post, f"support/{need.pk}/signature/", {"wording": 1})
        reword = partial(twin(agent).post, f"support/{need.pk}/wording/", {"wording": 1, "agreed_text": "Other words"})
        signed, reworded = all_at_once([sign, reword])
        assert reworded.status_code == 201
        assert signed.status_code in (201, 409)
        assert fresh(need).lead_signed_at is None


def test_twenty_clicks_sign_once(pair):
    lead = Rest(pair[0])
    need = put_forward(pair[1], by=pair[0], at=timezone.now())
    answers = all_at_once([partial(twin(lead).post, f"support/{need.pk}/signature/", {"wording": 1}) for _ in range(20)])
    assert statuses(answers) == {201: 1, 409: 19}
    assert SupportEvent.objects.filter(need=need, what="signed").count() == 1
    assert SupportNeed.objects.count() == 1
