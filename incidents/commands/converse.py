"""Leading the conversation: entry questions, control aids, and the time until an interpreter is on the line (CC38 1.2; CFACC39 P2)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._change import changing
from incidents.commands._contact import changing_contact
from incidents.models import Contact, Incident, TalkStep
from incidents.queries.procedures import core_of
from incidents.rules.contact_words import What
from incidents.rules.conversation import AIDS, SAFE, TRI, WAYS
from incidents.rules.entries import Entry

Subject = Incident | Contact


def answer_entry(*, incident_id: int, question: str, answer: str, by: Actor, at: datetime, inferred: bool = False) -> TalkStep:
    """Record the answer to a closed entry question, or that its words were heard. A later answer stands beside the earlier one.

    Args:
        answer: affirm, deny or unknown; for a question about needs, the words.
        inferred: the caller volunteered it.

    Raises:
        Refusal: "question-unknown", "answer-unknown", "incident-closed".
    """
    with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
        incident = change.incident
        require(incident.is_open, "This incident is closed.", code="incident-closed")
        core = core_of(incident)
        entry = next((each for each in core.entry if each.id == question), None) if core else None
        if entry is None or entry.capture not in ("tri", "access_needs"):
            raise Refusal("There is no such entry question.", code="question-unknown")
        require(answer in TRI or (entry.capture != "tri" and answer.strip()), "Answer yes, no or not known.", code="answer-unknown")
        step = TalkStep.objects.create(
            centre_id=incident.centre_id,
            incident=incident,
            kind=TalkStep.Kind.ENTRY,
            code=question,
            words=answer.strip()[:120],
            inferred=inferred,
            at=at,
            by_id=by.user_id,
            by_name=by.label,
        )
        change.log(Entry.ENTRY_ANSWERED, f"{entry.ask} {TRI.get(answer, answer.strip())}", question=question, inferred=inferred)
    return step


@contextmanager
def _talking(
    incident_id: int | None, contact_id: int | None, *, by: Actor, at: datetime, entry: Entry, text: str
) -> Iterator[dict[str, Subject]]:
    """The frame of the incident, or of the contact that is not one yet; the line is written in its history."""
    if incident_id is not None:
        with changing(incident_id, by=by, at=at, act=Act.LOG_INCIDENT) as change:
            yield {"incident": change.incident}
            change.log(entry, text)
    elif contact_id is not None:
        with changing_contact(contact_id, by=by, at=at, act=Act.TAKE_CONTACT) as contact:
            yield {"contact": contact.contact}
            contact.note(What.TALK, text)
    else:
        raise NotFound("There is no conversation to lead.", code="not-found")


def use_aid(
    *, aid: str, by: Actor, at: datetime, incident_id: int | None = None, contact_id: int | None = None, words: str = ""
) -> TalkStep:
    """Record that a control aid was used. One that brings somebody else on the line starts its clock.

    Args:
        aid: one of AIDS.
        words: the language asked for, where there is one.
    """
    require(aid in AIDS, "There is no such aid.", code="aid-unknown")
    found = AIDS[aid]
    text = f"{found.title}{f': {words.strip()}' if words.strip() else ''}"
    with _talking(incident_id, contact_id, by=by, at=at, entry=Entry.AID_USED, text=text) as subject:
        return TalkStep.objects.create(
            centre_id=by.centre_id,
            kind=TalkStep.Kind.AID,
            code=aid,
            words=words.strip()[:120],
            at=at,
            by_id=by.user_id,
            by_name=by.label,
            waits=found.waits,
            **subject,
        )


def say_whether_safe(
    *, safe: str, by: Actor, at: datetime, way: str = "", incident_id: int | None = None, contact_id: int | None = None
) -> TalkStep:
    """Record whether the caller can talk safely, and how it goes on with one who cannot. What was said last holds.

    Args:
        safe: one of SAFE.
        way: one of WAYS; needed unless it is safe, and empty when it is.

    Raises:
        Refusal: "answer-unknown", "way-needed".
    """
    require(safe in SAFE, "Say whether it is safe to talk.", code="answer-unknown")
    require(safe == "yes" or way in WAYS, "Say how it goes on: yes or no questions, a call back, or text.", code="way-needed")
    agreed = "" if safe == "yes" else way
    text = SAFE[safe] + (f". {WAYS[agreed]}" if agreed else "")
    with _talking(incident_id, contact_id, by=by, at=at, entry=Entry.SAFE_TO_TALK, text=text) as subject:
        return TalkStep.objects.create(
            centre_id=by.centre_id,
            kind=TalkStep.Kind.SAFE,
            code=safe,
            words=agreed,
            at=at,
            by_id=by.user_id,
            by_name=by.label,
            **subject,
        )


def settle_aid(*, step_id: int, by: Actor, at: datetime, connected: bool, why: str = "") -> TalkStep:
    """Stop the clock of somebody who was asked onto the line: connected, or not and why.

    Raises:
        Refusal: "aid-settled", "reason-needed".
    """
    require(connected or why.strip(), "Say why nobody came on the line.", code="reason-needed")
    known = TalkStep.objects.filter(pk=step_id, centre_id=by.centre_id, waits=True).first()
    if known is None:
        raise NotFound("Nobody was asked onto the line.", code="not-found")
    incident_id, contact_id = known.incident_id, known.contact_id
    took = round((at - known.at).total_seconds())
    text = f"{AIDS[known.code].title}: {f'on the line after {took} s' if connected else why.strip()}"
    entry = Entry.AID_CONNECTED if connected else Entry.AID_ENDED
    with _talking(incident_id, contact_id, by=by, at=at, entry=entry, text=text):
        step = TalkStep.objects.get(pk=step_id)
        require(step.connected_at is None and not step.ended_why, "That has been settled already.", code="aid-settled")
        step.connected_at = at if connected else None
        step.ended_why = "" if connected else why.strip()[:300]
        step.save(update_fields=["connected_at", "ended_why"])
    return step
