"""Who commands: offered, accepted, handed over with its time."""

from datetime import timedelta

import pytest

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.major import declare_major
from incidents.commands.major_roles import accept_post, offer_post
from incidents.models import CommandPost
from incidents.queries.major import posts_of
from tests.factories import fresh


@pytest.fixture
def major(gas_to_send, sol, noon):
    declare_major(incident_id=gas_to_send.pk, reason="Three houses", by=sol, at=noon)
    return gas_to_send


def gold(major, noon) -> dict:
    return next(each for each in posts_of(fresh(major), "gold") if each["role"] == "gold")


def test_whoever_holds_a_role_keeps_it_until_the_next_has_accepted(major, sol, amina, noon):
    first = offer_post(incident_id=major.pk, role="gold", person="Moira Kent", organisation="Fire", by=sol, at=noon)
    accept_post(post_id=first.pk, by=amina, at=noon)
    later = noon + timedelta(minutes=10)
    second = offer_post(incident_id=major.pk, role="gold", person="Ian Wye", handover="Gas is off", by=sol, at=later)
    assert (gold(major, noon)["holder"]["person"], gold(major, noon)["asked"]["person"]) == ("Moira Kent", "Ian Wye")
    said = later + timedelta(minutes=2)
    accept_post(post_id=second.pk, by=amina, at=said + timedelta(minutes=1), happened_at=said)
    now = gold(major, noon)
    assert (now["holder"]["person"], now["asked"], now["before"][0]["person"]) == ("Ian Wye", None, "Moira Kent")
    assert (fresh(first).ended_at, fresh(second).accepted_at) == (said, said)


def test_a_new_offer_lets_the_earlier_one_lapse(major, sol, amina, noon):
    first = offer_post(incident_id=major.pk, role="planning", person="Moira Kent", by=sol, at=noon)
    offer_post(incident_id=major.pk, role="planning", person="Ian Wye", by=sol, at=noon)
    with pytest.raises(Refusal) as no:
        accept_post(post_id=first.pk, by=amina, at=noon)
    assert no.value.code == "post-settled" and CommandPost.objects.filter(ended_at=None).count() == 1


def test_offers_that_make_no_sense_are_refused(major, flood, sol, amina, noon):
    def code(**asked) -> str:
        with pytest.raises(Refusal) as no:
            offer_post(**{"incident_id": major.pk, "role": "gold", "person": "Moira", "by": sol, "at": noon} | asked)
        return no.value.code

    assert code(role="tactical") == "role-unknown"  # these levels are named the other way
    assert code(person="  ") == "name-needed"
    assert code(incident_id=flood.pk) == "not-major"
    held = offer_post(incident_id=major.pk, role="gold", person="Moira", by=sol, at=noon)
    with pytest.raises(Refusal) as early:
        accept_post(post_id=held.pk, by=amina, at=noon, happened_at=noon - timedelta(minutes=1))
    assert early.value.code == "time-before"
    accept_post(post_id=held.pk, by=amina, at=noon)
    assert code() == "post-held"
    with pytest.raises(NotAllowed):
        offer_post(incident_id=major.pk, role="silver", person="Moira", by=amina, at=noon)
    with pytest.raises(NotFound):
        accept_post(post_id=987654, by=amina, at=noon)
