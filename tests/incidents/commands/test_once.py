"""A crew's form, however often it arrives."""

import pytest

from dispatch.refusal import Refusal
from incidents.commands.once import take_once
from incidents.commands.support import ask_support
from incidents.models import CrewForm, SupportRequest


def test_two_taps_do_one_thing(sent, dan, noon):
    def act() -> None:
        ask_support(deployment_id=sent.pk, wanted="A ladder", by=dan, at=noon)

    assert take_once(deployment_id=sent.pk, nonce="n-1", at=noon, act=act)
    assert not take_once(deployment_id=sent.pk, nonce="n-1", at=noon, act=act)
    assert SupportRequest.objects.count() == CrewForm.objects.count() == 1


def test_a_form_that_was_refused_may_be_sent_again(sent, dan, noon):
    with pytest.raises(Refusal):
        take_once(deployment_id=sent.pk, nonce="n-1", at=noon, act=lambda: ask_support(deployment_id=sent.pk, wanted="", by=dan, at=noon))
    assert CrewForm.objects.count() == 0
    assert take_once(deployment_id=sent.pk, nonce="n-1", at=noon, act=lambda: None)
