"""Asking an alarm company about its alarm: it leaves signed, and the answer stands in both histories."""

import json

import pytest

from dispatch.refusal import NotFound, Refusal
from incidents.commands.alarm_questions import ask_company, take_answer
from incidents.commands.alarm_signals import settle_signal
from incidents.commands.intake import link_contact
from incidents.models import AlarmQuestion, LogLine, Message
from incidents.queries.contacts import contact_page
from tests.factories import fresh, history
from tests.incidents.commands.test_alarm_signals import MINUTE, arc, receiver, signalled  # noqa: F401  (fixtures)


def refused(act) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_a_question_leaves_and_its_answer_comes_into_both_histories(arc, amina, gas, noon):  # noqa: F811
    contact = signalled(arc, noon).contact
    link_contact(incident_id=gas.pk, contact_id=contact.pk, by=amina, at=noon)
    ask_company(contact_id=contact.pk, kind="keyholder", words="", by=amina, at=noon)
    asked = AlarmQuestion.objects.get()
    sent = Message.objects.get(key=f"alarm-question-{asked.pk}")
    assert (sent.channel, json.loads(sent.body)["question"]["kind"]) == ("webhook", "keyholder")
    for _ in range(2):
        take_answer(alarm_id="A-1", question_id=asked.pk, answer="yes", words="Ann Roe, 20 minutes", by=arc, at=noon + MINUTE)
    assert history(contact).count("alarm") == 2
    logged = LogLine.objects.filter(incident=gas, entry="contact.note").order_by("number").values_list("text", flat=True)
    assert list(logged) == [
        "Alarm company: Asked: Is a keyholder coming, and when?",
        "Alarm company: Is a keyholder coming, and when? Yes. Ann Roe, 20 minutes",
    ]
    assert fresh(contact).note == "The alarm company has answered"
    assert contact_page(fresh(contact))["alarm"]["questions"][0]["said"] == "Yes. Ann Roe, 20 minutes"


def test_what_cannot_be_asked_or_answered_is_refused_and_changes_nothing(arc, amina, call, noon):  # noqa: F811
    contact = signalled(arc, noon).contact
    assert refused(lambda: ask_company(contact_id=contact.pk, kind="why", words="", by=amina, at=noon)) == "question-unknown"
    assert refused(lambda: ask_company(contact_id=contact.pk, kind="other", words=" ", by=amina, at=noon)) == "words-needed"
    assert refused(lambda: ask_company(contact_id=call.pk, kind="camera", words="", by=amina, at=noon)) == "alarm-unknown"
    ask_company(contact_id=contact.pk, kind="camera", words="", by=amina, at=noon)
    assert refused(lambda: ask_company(contact_id=contact.pk, kind="camera", words="", by=amina, at=noon)) == "question-open"
    asked = AlarmQuestion.objects.get()

    def answer(said: str, question_id: int = asked.pk) -> None:
        take_answer(alarm_id="A-1", question_id=question_id, answer=said, words="", by=arc, at=noon)

    assert refused(lambda: answer("maybe")) == "answer-unknown"
    with pytest.raises(NotFound):
        answer("no", asked.pk + 1)
    answer("no")
    assert refused(lambda: answer("yes")) == "question-answered"
    settle_signal(contact_id=contact.pk, how="false_alarm", words="A bird", by=amina, at=noon)
    assert refused(lambda: answer("no")) == "alarm-finished"
    assert refused(lambda: ask_company(contact_id=contact.pk, kind="second", words="", by=amina, at=noon)) == "alarm-unknown"
