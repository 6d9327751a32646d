"""Several processes that play one drill, several people who open one, and an end in the middle of everything."""

from functools import partial

import pytest

from dispatch.accounts.actors import Console, staff_of
from dispatch.accounts.models import Centre, Membership
from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.drill import end_drill
from incidents.commands.drill_play import play_drill
from incidents.models import Contact, Drill
from tests.factories import Rest, offer
from tests.incidents.drills import OPENED, after, opened
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]
CALLS = 40
PUMPS = 6


@pytest.fixture
def drill(transactional_db, telephony, amina, sol):
    """Forty calls within a minute."""
    for number in range(CALLS):
        offer(telephony, at=after(number), caller_number=f"07700 9001{number:02d}")
    return opened(sol, sol, amina)


def pumps(drill: Drill, seconds: float) -> list[partial[int]]:
    """So many processes that look at the drill at this second."""
    return [partial(play_drill, drill_id=drill.pk, by=Console(drill.centre_id), at=after(seconds, OPENED)) for _ in range(PUMPS)]


def played(drill: Drill) -> list[str]:
    """The references of the contacts that came, in the order in which they did."""
    return list(Contact.objects.of(drill.room_id).order_by("pk").values_list("source_reference", flat=True))


def test_however_many_play_it_each_contact_comes_once_and_in_its_order(drill):
    for seconds in range(5, 70, 5):
        all_at_once(pumps(drill, seconds))
    assert played(drill) == [f"drill-{drill.pk}-{place}" for place in range(1, CALLS + 1)]
    assert not drill.contacts.filter(played=None).exists()
    assert not drill.pauses.exists()


def test_of_many_who_open_one_drill_one_does_and_one_room_is_made(transactional_db, telephony, sol, tess):
    offer(telephony)
    body = {"from_at": "2025-11-03T12:00", "until_at": "2025-11-03T13:00", "speed": 1, "people": ["supervisor"]}
    answers = all_at_once([partial(twin(Rest(person)).post, "drills/", body) for person in (sol, tess) for _ in range(4)])
    assert statuses(answers) == {201: 1, 409: 7}
    assert {each.json()["code"] for each in answers if each.status_code == 409} == {"drill-under-way"}
    assert Drill.objects.count() == Centre.objects.exclude(drill_of=None).count() == 1


def test_it_ends_once_in_the_middle_of_everything_and_nothing_comes_after(drill, sol, tess, amina):
    all_at_once(pumps(drill, 20))
    there = staff_of(Membership.objects.select_related("user", "centre").get(centre=drill.room, user_id=amina.user_id))
    calls = Contact.objects.of(drill.room_id).order_by("pk").values_list("pk", flat=True)[:8]
    answers = [partial(tried, answer_contact, contact_id=each, by=there, at=after(21, OPENED)) for each in calls]
    ends = [partial(tried, end_drill, drill_id=drill.pk, by=who, at=after(22, OPENED)) for who in (sol, tess)]
    ended = all_at_once([*answers, *pumps(drill, 40), *ends])[-2:]
    assert sorted(ended) == ["", "drill-ended"]
    came = played(drill)
    all_at_once(pumps(drill, 60))
    assert played(drill) == came and len(came) == len(set(came)) == drill.contacts.exclude(played=None).count()
    assert not Membership.objects.filter(centre=drill.room).exists()


def tried(command, **told) -> str:
    """The code of its refusal, or nothing."""
    try:
        command(**told)
    except Refusal as refusal:
        return refusal.code
    return ""
