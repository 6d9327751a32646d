"""Asking an alarm company about its alarm (ASAP: information request), and taking its answer."""

from datetime import datetime

from dispatch.accounts.actors import SigningSystem, Staff
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._contact import changing_contact
from incidents.commands._receiver import post_to_company
from incidents.commands.alarm_signals import own_signal
from incidents.models import AlarmQuestion, AlarmSignal, Contact
from incidents.queries.receivers import question_shown
from incidents.rules.alarm_signals import ANSWERED, ANSWERS, QUESTIONS, STATES
from incidents.rules.contact_words import What


def ask_company(*, contact_id: int, kind: str, words: str, by: Staff, at: datetime) -> Contact:
    """Ask the company that raised an alarm a question about it, which it answers over its signed channel."""
    require(kind in QUESTIONS, "Choose what to ask.", code="question-unknown")
    require(kind != "other" or words.strip(), "Write the question.", code="words-needed")
    with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as change:
        found = AlarmSignal.objects.open().select_related("receiver").select_for_update(of=("self",))
        signal = found.filter(contact=change.contact).first()
        if signal is None or signal.receiver.ended_at is not None:
            raise Refusal("No alarm company can be asked here.", code="alarm-unknown")
        asked = AlarmQuestion(signal=signal, kind=kind, words=words.strip()[:300], asked_at=at, asked_by_id=by.user_id)
        again = AlarmQuestion.objects.filter(signal=signal, kind=kind, words=asked.words, answered_at=None).exists()
        require(not again, "This has been asked, and the company has not answered yet.", code="question-open")
        asked.save()
        change.note(What.ALARM, f"Asked: {asked.ask}")
        body = {"alarm_id": signal.alarm_id, "question": question_shown(asked)}
        subject, key = f"Alarm {signal.alarm_id}: a question", f"alarm-question-{asked.pk}"
        post_to_company(signal, change.contact, subject=subject, body=body, key=key, at=at)
    return change.contact


def take_answer(*, alarm_id: str, question_id: int, answer: str, words: str, by: SigningSystem, at: datetime) -> AlarmSignal:
    """Take a company's answer. The same answer again changes nothing; another one is refused."""
    require(answer in ANSWERS, "Answer yes, no or unknown.", code="answer-unknown")
    signal = own_signal(alarm_id, by)
    if signal.contact_id is None or signal.finished_at is not None:
        raise Refusal(f"This alarm is {STATES[signal.state].lower()}.", code="alarm-finished")
    with changing_contact(signal.contact_id, by=by, at=at, act=Act.OFFER_CONTACT) as change:
        asked = AlarmQuestion.objects.select_for_update().filter(signal=signal, pk=question_id).first()
        if asked is None:
            raise NotFound("There is no such question.", code="not-found")
        given = (answer, words.strip()[:2000])
        change.abandoned = asked.answered_at is not None
        require(not change.abandoned or given == (asked.answer, asked.answer_words), "It was answered already.", code="question-answered")
        if not change.abandoned:
            (asked.answer, asked.answer_words), asked.answered_at = given, at
            asked.save()
            change.note(What.ALARM, f"{asked.ask} {asked.said}")
            change.contact.note = ANSWERED  # without its words: the note stands on the board
    return own_signal(alarm_id, by)
