"""Promising somebody an update by a certain time, and keeping the promise by speaking to them (CC38 1.1; core file's caller updates)."""

from datetime import datetime, timedelta

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._change import Change, changing
from incidents.models import Promise
from incidents.rules.entries import Entry

LONGEST = timedelta(days=7)


def promise_update(*, incident_id: int, within_min: int, by: Actor, at: datetime, to_whom: str = "") -> Promise:
    """Promise to say more within so many minutes. A new promise takes the place of the one that is open, if that is not overdue.

    Raises:
        Refusal: "promise-overdue": speak to them first; "promise-too-far".
    """
    require(0 < within_min <= LONGEST / timedelta(minutes=1), "Promise a time within the next seven days.", code="promise-too-far")
    with changing(incident_id, by=by, at=at, act=Act.UPDATE) as change:
        require(change.incident.is_open, "This incident is closed.", code="incident-closed")
        open_one = Promise.objects.filter(incident=change.incident, kept_at=None).first()
        if open_one is not None:
            require(open_one.due_at > at, "The promised update is overdue: call first, then promise anew.", code="promise-overdue")
            _keep(change, open_one, "A new time was promised")
        due_at = at + timedelta(minutes=within_min)
        made = Promise.objects.create(
            incident=change.incident, to_whom=to_whom.strip()[:120], made_at=at, made_by_name=by.label, due_at=due_at
        )
        change.log(Entry.PROMISE_MADE, f"An update within {within_min} min", promise=made.pk, due_at=due_at.isoformat())
    return made


def keep_promise(*, promise_id: int, words: str, by: Actor, at: datetime) -> Promise:
    """Say that they were spoken to, and what was said. It is kept once; whoever comes second is told.

    Raises:
        Refusal: "words-needed", "promise-kept".
    """
    require(words.strip(), "Say what they were told, or how you tried.", code="words-needed")
    incident_id = Promise.objects.filter(pk=promise_id).values_list("incident_id", flat=True).first()
    if incident_id is None:
        raise NotFound("There is no such promise.", code="not-found")
    with changing(incident_id, by=by, at=at, act=Act.UPDATE) as change:
        promise = Promise.objects.get(pk=promise_id)
        require(promise.kept_at is None, f"{promise.kept_by_name} has kept this promise already.", code="promise-kept")
        _keep(change, promise, words.strip())
        change.log(Entry.PROMISE_KEPT, words.strip(), promise=promise.pk, late=at > promise.due_at)
    return promise


def _keep(change: Change, promise: Promise, words: str) -> None:
    promise.kept_at, promise.kept_by_name, promise.words = change.at, change.by.label, words[:300]
    promise.save(update_fields=["kept_at", "kept_by_name", "words"])
