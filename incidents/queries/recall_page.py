"""A recall with its call-backs: for REST and for its page. Who is called, and on which number, only for those who call."""

from typing import Any, NamedTuple

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act, may
from dispatch.refusal import NotFound
from incidents.models import Incident, Recall, RecallTask
from incidents.queries.recall import counted, recall_card, tasks_of
from incidents.rules.wording import phone_in_groups
from resources.queries.cards import stamp

STATE_TONES = {
    "open": "waiting",
    "to_sign": "moving",
    "told": "scene",
    "told_otherwise": "scene",
    "unreachable": "done",
    "not_needed": "done",
}


def recall_numbered(centre_id: int, recall_id: int) -> Any:
    """The centre's recall of this key, counted.

    Raises:
        NotFound: there is none, or it is another centre's.
    """
    found = counted(Recall.objects.of(centre_id).filter(pk=recall_id)).select_related("withdrawn_by", "lifted_by").first()
    if found is None:
        raise NotFound("There is no such recall.", code="not-found")
    return found


def recall_shown(recall: Any) -> dict[str, Any]:
    """The card without its board manners, and why, by whom, and the words withdrawn."""
    card = {name: value for name, value in recall_card(recall).items() if name not in ("kind", "gone")}
    return {
        **card,
        "why": recall.why,
        "words": [each.text for each in recall.wordings.all()],
        "withdrawn_by": recall.withdrawn_by.name,
        "closed_within_h": recall.closed_within_h,
        "lifted_at": stamp(recall.lifted_at),
        "lifted_by": recall.lifted_by.name if recall.lifted_by else None,
        "lifted_why": recall.lifted_why,
    }


def task_shown(task: RecallTask, *, names: bool) -> dict[str, Any]:
    """One call-back. ``names``: with who is called on which number, where."""
    return {
        "id": task.pk,
        "incident": task.incident.reference,
        "incident_open": task.incident.is_open,
        "contact": task.contact_id,
        **(_who(task) if names else {}),
        "heard": task.read.text,
        "heard_at": stamp(task.read.read_at),
        "heard_from": task.read.read_by.name if task.read.read_by else None,
        "state": task.state,
        "state_word": task.get_state_display(),
        "tone": STATE_TONES[task.state],
        "taken_by": task.taken_by.name if task.taken_by else None,
        "taken_by_id": task.taken_by_id,
        "taken_at": stamp(task.taken_at),
        "tries": task.tries,
        "again_at": stamp(task.again_at),
        "done_at": stamp(task.done_at),
        "done_by": task.done_by.name if task.done_by else None,
    }


def _who(task: RecallTask) -> dict[str, Any]:
    """Whom to call: the contact's own number, or else the incident's."""
    contact, incident = task.contact, task.incident
    number = (contact.caller_number if contact else "") or incident.callback_number
    return {
        "who": task.read.to_whom or (contact.caller_name if contact else "") or incident.caller_name,
        "number": number,
        "number_grouped": phone_in_groups(number) if number else "",
        "channel": contact.get_channel_display() if contact else "",
        "place": incident.place_text,
        "words": task.words,
    }


def recall_whole(recall: Any, asker: Actor) -> dict[str, Any]:
    """The recall and every call-back, in three queries."""
    names = may(asker, Act.CALL_BACK, recall)
    return {**recall_shown(recall), "tasks": [task_shown(each, names=names) for each in tasks_of(recall)]}


class Called(NamedTuple):
    """A call-back as the page shows it: the row, and who is called on which number; empty for those who do not call."""

    row: RecallTask
    who: dict[str, Any]
    tone: str


def called(recall: Any, asker: Actor) -> list[Called]:
    """The call-backs of a recall: those still to be made first."""
    names = may(asker, Act.CALL_BACK, recall)
    return [Called(each, _who(each) if names else {}, STATE_TONES[each.state]) for each in tasks_of(recall)]


def called_back(incident: Incident) -> list[RecallTask]:
    """The call-backs of one incident."""
    rows = RecallTask.objects.filter(incident=incident).select_related("recall", "contact", "taken_by", "done_by", "read")
    return list(rows.order_by("done_at", "pk"))


def recalls_listed(centre_id: int, *, most: int = 200) -> list[Any]:
    """The centre's recalls as rows, those with somebody still to be told first, then the newest."""
    found = counted(Recall.objects.of(centre_id)).select_related("withdrawn_by", "lifted_by").prefetch_related("wordings")
    return sorted(found.order_by("-pk")[:most], key=lambda each: (each.open == 0, -each.pk))


def recalls_shown(centre_id: int) -> list[dict[str, Any]]:
    """The same, as the REST interface gives them."""
    return [recall_shown(each) for each in recalls_listed(centre_id)]
