"""Keeping to the procedure while the work goes on: a later fact against an answer, and the review of a path (320 1.6; CFACC39 P3)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import Change, changing
from incidents.commands._judgement import keep_judgement
from incidents.models import Contradiction, Judgement, PathAnswer
from incidents.queries.compliance import compliance
from incidents.rules.entries import Entry


def mark_contradiction(*, incident_id: int, question: str, words: str, by: Actor, at: datetime) -> Contradiction:
    """Note that something known now speaks against an answer. It stays on the desk until the answer is changed, or stands with a reason.

    Raises:
        Refusal: "words-needed", "answer-unknown", "contradiction-open".
    """
    require(words.strip(), "Say what speaks against the answer.", code="words-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        answer = _answer_to(change, question)
        again = Contradiction.objects.filter(answer=answer, settled_at=None).exists()
        require(not again, "This answer is marked already.", code="contradiction-open")
        made = Contradiction.objects.create(
            incident=change.incident, answer=answer, words=words.strip()[:300], marked_at=at, marked_by_name=by.label
        )
        change.log(Entry.CONTRADICTED, words.strip(), question=question, answer=answer.answer)
    return made


def _answer_to(change: Change, question: str) -> PathAnswer:
    standing = PathAnswer.objects.filter(path__incident=change.incident, question=question, withdrawn_at=None)
    found = standing.order_by("-path_id").first()
    if found is None:
        raise Refusal("This question has no answer that stands.", code="answer-unknown")
    return found


def uphold_answer(*, incident_id: int, question: str, reason: str, by: Actor, at: datetime) -> Contradiction:
    """Let an answer stand against a later fact, with a reason."""
    require(reason.strip(), "Say why the answer stands.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.ASSESS) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        open_ones = Contradiction.objects.filter(incident=change.incident, answer__question=question, settled_at=None)
        found = open_ones.first()
        if found is None:
            raise Refusal("Nothing speaks against this answer.", code="contradiction-unknown")
        open_ones.update(settled_at=at, settled_by_name=by.label, settled_how=reason.strip()[:300])
        change.log(Entry.ANSWER_UPHELD, reason.strip(), question=question)
    return found


def review_path(*, incident_id: int, reason: str, by: Actor, at: datetime) -> Judgement:
    """Take responsibility for a path that departs from its procedure, so that an urgent incident may be closed.

    Raises:
        Refusal: "reason-needed", "path-sound" where nothing needs it.
    """
    require(reason.strip(), "Say what you found and why it may be closed.", code="reason-needed")
    with changing(incident_id, by=by, at=at, act=Act.REVIEW) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        check = compliance(change.incident)
        require(check["failing"], "The path check has found nothing that needs a review.", code="path-sound")
        return keep_judgement(change, Judgement.Kind.PATH_REVIEW, Entry.PATH_REVIEWED, grounds=reason.strip(), departures=check["failing"])
