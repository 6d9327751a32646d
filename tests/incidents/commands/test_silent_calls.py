"""A caller who does not speak: every step is recorded, and nothing is given up quietly."""

from datetime import timedelta

import pytest

from dispatch.refusal import Refusal
from incidents.commands.contacts import answer_contact
from incidents.commands.silent_calls import end_silent_call, take_silent_step
from incidents.models import Contact, SilentCall
from incidents.queries.contacts import silent_call_of
from incidents.rules.silence import STEPS
from tests.factories import fresh, history, let_time_pass, offer


@pytest.fixture
def silent(call, amina, noon) -> Contact:
    """The call, answered, and nobody speaks."""
    return answer_contact(contact_id=call.pk, by=amina, at=noon)


def take_every_step(contact: Contact, by, at) -> None:
    for step in STEPS:
        take_silent_step(contact_id=contact.pk, step=step.code, heard=False, by=by, at=at)


def test_steps_are_kept_with_what_was_heard(silent, amina, noon):
    take_silent_step(contact_id=silent.pk, step="ask", heard=False, by=amina, at=noon)
    take_silent_step(contact_id=silent.pk, step="sound", heard=True, words="Two taps", by=amina, at=noon)
    shown = silent_call_of(silent)
    assert [(each["step"], each["heard"], each["words"]) for each in shown["taken"]] == [("ask", False, ""), ("sound", True, "Two taps")]
    assert history(silent)[-2:] == ["silent.step", "silent.step"]


def test_nothing_is_believed_before_every_step_was_taken(silent, amina, noon):
    take_silent_step(contact_id=silent.pk, step="ask", heard=False, by=amina, at=noon)
    with pytest.raises(Refusal) as refusal:
        end_silent_call(contact_id=silent.pk, outcome="nothing", by=amina, at=noon)
    assert refusal.value.code == "steps-missing"
    assert len(refusal.value.facts["open"]) == len(STEPS) - 1
    assert fresh(silent).callback_at is None


def test_a_call_on_which_nothing_was_heard_is_called_back_within_a_minute(silent, amina, noon):
    take_every_step(silent, amina, noon)
    end_silent_call(contact_id=silent.pk, outcome="nothing", by=amina, at=noon)
    assert (fresh(silent).state, fresh(silent).callback_why) == ("callback", "Silent call")
    assert let_time_pass(noon + timedelta(seconds=60)) == ["callback-due"]


def test_a_sign_of_distress_needs_no_further_step_but_words(silent, amina, noon):
    with pytest.raises(Refusal) as refusal:
        end_silent_call(contact_id=silent.pk, outcome="distress", by=amina, at=noon)
    assert refusal.value.code == "reason-needed"
    end_silent_call(contact_id=silent.pk, outcome="distress", words="A child crying", by=amina, at=noon)
    assert fresh(silent).note == "Silent call: distress was heard"
    assert fresh(silent).state == "answered"


def test_it_ends_once(silent, amina, noon):
    end_silent_call(contact_id=silent.pk, outcome="speaks", by=amina, at=noon)
    for act in (
        lambda: end_silent_call(contact_id=silent.pk, outcome="signalled", by=amina, at=noon),
        lambda: take_silent_step(contact_id=silent.pk, step="ask", heard=True, by=amina, at=noon),
    ):
        with pytest.raises(Refusal) as refusal:
            act()
        assert refusal.value.code == "silent-call-ended"
    assert SilentCall.objects.get().outcome == "speaks"


def test_a_call_nobody_answered_has_no_silence_to_record(telephony, amina, noon):
    waiting = offer(telephony)
    with pytest.raises(Refusal) as refusal:
        take_silent_step(contact_id=waiting.pk, step="ask", heard=False, by=amina, at=noon)
    assert refusal.value.code == "contact-not-answered"
    assert not SilentCall.objects.exists()


@pytest.mark.parametrize(("step", "outcome", "code"), [("dance", "", "step-unknown"), ("", "boring", "outcome-unknown")])
def test_what_is_not_in_the_procedure_is_refused(silent, amina, noon, step, outcome, code):
    with pytest.raises(Refusal) as refusal:
        if step:
            take_silent_step(contact_id=silent.pk, step=step, heard=False, by=amina, at=noon)
        else:
            end_silent_call(contact_id=silent.pk, outcome=outcome, by=amina, at=noon)
    assert refusal.value.code == code
