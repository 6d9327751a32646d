"""Support asked for is given by somebody or refused with a reason, against the crew's own request."""

import pytest

from dispatch.refusal import Refusal
from incidents.commands.support import ask_support, give_support, refuse_support
from incidents.models import LogLine
from tests.factories import fresh


@pytest.fixture
def asked(sent, dan, noon):
    return ask_support(deployment_id=sent.pk, wanted="A ladder", by=dan, at=noon)


def test_what_is_given_names_who_gives_it(asked, amina, noon):
    give_support(request_id=asked.pk, how="Ten minutes away", given_by="G31", by=amina, at=noon)
    met = fresh(asked)
    assert (met.met_by, met.met_how, met.settled_by_name) == ("G31", "Ten minutes away", "Amina Khan")
    assert LogLine.objects.get(entry="support.given").text == "B41, A ladder: G31: Ten minutes away"


def test_a_request_is_refused_once_and_with_a_reason(asked, amina, noon):
    with pytest.raises(Refusal) as empty:
        refuse_support(request_id=asked.pk, why=" ", by=amina, at=noon)
    refuse_support(request_id=asked.pk, why="None is free: withdraw", by=amina, at=noon)
    with pytest.raises(Refusal) as late:
        give_support(request_id=asked.pk, how="Found one", by=amina, at=noon)
    assert (empty.value.code, late.value.code) == ("reason-needed", "request-refused")
    assert fresh(asked).refused_why == "None is free: withdraw"
