"""Whether the alarms are heard: one newest answer for a desk or a person without one, and what it stands for."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed
from incidents.commands.desks import keep_desk, sign_on
from incidents.commands.sign_off import sign_off
from incidents.commands.sound import check_sound
from incidents.models import DeskLine, SoundCheck
from incidents.queries.desks import desks_shown
from incidents.queries.people import people_load
from incidents.queries.sound import sound_of
from incidents.rules.sound import sound_state
from tests.factories import make_person


@pytest.fixture
def ada(wexmouth):
    return make_person(wexmouth, "admin", "Ada Lane", "administrator")


@pytest.fixture
def desk(ada, noon):
    return keep_desk(code="D1", name="By the window", role="agent", by=ada, at=noon - timedelta(days=1))


def shown(desk, at) -> str | None:
    return next(each["sound"] for each in desks_shown(desk.centre_id, at) if each["code"] == desk.code)


def test_what_was_said_before_somebody_signed_on_counts_for_nothing_and_nothing_counts_for_ever(noon):
    def state(since, heard=True):
        return sound_state(heard=heard, checked_at=noon, since=since, at=noon + timedelta(hours=1))

    assert state(None) == state(noon - timedelta(hours=1)) == state(noon) == "heard"
    assert state(None, heard=False) == "unheard"
    assert state(noon + timedelta(seconds=1)) == "unchecked"
    assert sound_state(heard=True, checked_at=noon, since=None, at=noon + timedelta(hours=12)) == "unchecked"
    assert sound_state(heard=True, checked_at=None, since=None, at=noon) == "unchecked"


def test_a_desk_says_what_its_person_heard_until_somebody_else_sits_there(desk, amina, dev, noon):
    assert shown(desk, noon) is None
    turn = sign_on(desk_id=desk.pk, by=amina, at=noon)
    assert shown(desk, noon) == "unchecked"
    check_sound(heard=False, by=amina, at=noon)
    assert shown(desk, noon) == "unheard"
    check_sound(heard=True, by=amina, at=noon + timedelta(minutes=1))
    assert shown(desk, noon + timedelta(hours=1)) == sound_of(amina.centre_id, amina.user_id, turn, noon).state == "heard"
    assert SoundCheck.objects.count() == 1
    assert list(DeskLine.objects.order_by("pk").values_list("what", flat=True)) == ["kept", "signed_on", "unheard", "heard"]
    sign_off(rest="left", why="Home", by=amina, at=noon + timedelta(hours=2))
    sign_on(desk_id=desk.pk, by=dev, at=noon + timedelta(hours=2))
    assert shown(desk, noon + timedelta(hours=2)) == "unchecked"


def test_without_a_desk_it_is_the_persons_and_there_is_one_of_each(amina, sol, noon):
    for heard in (True, False):
        check_sound(heard=heard, by=amina, at=noon)
    check_sound(heard=True, by=sol, at=noon)
    assert sorted(SoundCheck.objects.values_list("person__name", "heard")) == [("Amina Khan", False), ("Sol Reyes", True)]
    assert sound_of(amina.centre_id, amina.user_id, None, noon).state == "unheard"


def test_who_hears_no_alarm_stands_among_the_people_whatever_else_they_do(desk, amina, sol, wexmouth, noon):
    check_sound(heard=True, by=sol, at=noon)
    assert people_load(wexmouth.pk, noon) == []
    sign_on(desk_id=desk.pk, by=amina, at=noon)
    check_sound(heard=False, by=amina, at=noon)
    assert [(load.name, load.sound.word) for load in people_load(wexmouth.pk, noon)] == [("Amina Khan", "Not heard")]


def test_who_works_at_no_desk_has_no_sound_to_check(ada, noon):
    with pytest.raises(NotAllowed):
        check_sound(heard=True, by=ada, at=noon)
    assert SoundCheck.objects.count() == 0
