"""The demo's story: the picture that the first visitor finds, and the proof that it was come by honestly."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction

from coaching.demo import tell_of_coaching
from coaching.models import Review, SupportNeed
from dispatch.accounts.models import Centre, User
from dispatch.clock.models import Timer
from dispatch.live.models import BoardEvent
from incidents.demo import story
from incidents.demo.load import load_centre
from incidents.demo.story import tell_story
from incidents.models import Check, Contact, Deployment, Escalation, Incident, Notice, SupportRequest
from incidents.queries.proof import prove
from tests.factories import NOON

if tell_of_coaching not in story.chapters:  # started without DEMO=1
    story.chapters.append(tell_of_coaching)


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker) -> Iterator[Centre]:  # type: ignore[no-untyped-def]
    """The centre with its story, told once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        centre = load_centre(at=NOON - timedelta(hours=8))
        assert tell_story(centre, at=NOON)
        yield centre
        transaction.set_rollback(True)


pytestmark = pytest.mark.xdist_group("story")


def test_there_are_open_incidents_at_every_stage_and_of_every_priority(told: Centre) -> None:
    open_ones = Incident.objects.of(told.pk).open()
    assert set(open_ones.values_list("stage", flat=True)) == {"assessing", "to_send", "alerted", "en_route", "at_scene", "to_close"}
    assert set(open_ones.values_list("priority", flat=True)) == {"", "P1", "P2", "P3", "P4", "P5"}
    assert 10 <= open_ones.count() <= 18


def test_six_or_more_are_closed_whole_by_amina_and_dev(told: Centre) -> None:
    closed = Incident.objects.of(told.pk).exclude(closed_at=None)
    assert closed.count() >= 6
    assert set(closed.values_list("handled_by__name", flat=True)) == {"Amina Khan", "Dev Patel"}
    assert all(each.outcome and each.close_outcome for each in closed)


def test_exactly_one_alarm_rings_and_nobody_took_it_when_it_was_repeated(told: Centre) -> None:
    ringing = list(Escalation.objects.untaken())
    assert [(alarm.cause, alarm.repeats) for alarm in ringing] == [("not_sent", 1)]


def test_one_contact_is_overdue_and_others_wait(told: Centre) -> None:
    waiting = Contact.objects.of(told.pk).waiting()
    assert Counter(waiting.values_list("overdue", flat=True)) == {True: 1, False: 2}


def test_a_check_is_missed_a_crew_declined_support_is_wanted_and_an_organisation_untold(told: Centre) -> None:
    assert Check.objects.filter(state=Check.State.MISSED).count() == 1
    assert Deployment.objects.filter(status="declined").count() == 1
    assert SupportRequest.objects.filter(met_at=None).count() == 1
    assert Notice.objects.filter(incident__stage="at_scene", confirmed_at=None).count() == 1


def test_the_picture_stays_calm_but_for_one_check_that_falls_due_within_three_minutes(told: Centre) -> None:
    soon = Timer.objects.armed().filter(due_at__lte=NOON + timedelta(minutes=3)).order_by("due_at")
    assert [timer.kind for timer in soon] == ["alarm-repeat", "check-due"]
    assert not Timer.objects.armed().filter(due_at__lt=NOON).exists()


def test_one_review_is_made_and_its_support_need_has_one_signature_of_two(told: Centre) -> None:
    review = Review.objects.get()
    assert (review.reviewer.name, review.colleague.name) == ("Tess Moran", "Amina Khan")
    need = SupportNeed.objects.get()
    assert need.lead_signed_at is not None
    assert need.colleague_signed_at is None


def test_the_log_holds_and_its_instants_go_forward(told: Centre) -> None:
    proof = prove(told.code)
    assert proof.fault is None
    assert proof.incidents >= 20
    assert not Incident.objects.filter(opened_at__gt=NOON).exists()
    numbers = list(Incident.objects.of(told.pk).order_by("opened_at").values_list("number", flat=True))
    assert numbers == sorted(numbers)
    assert BoardEvent.objects.filter(board__centre_id=told.pk).exists()


def test_telling_it_again_changes_nothing(told: Centre) -> None:
    before = Incident.objects.count(), BoardEvent.objects.count(), User.objects.count()
    assert load_centre(at=NOON).pk == told.pk
    assert not tell_story(told, at=NOON)
    assert (Incident.objects.count(), BoardEvent.objects.count(), User.objects.count()) == before
