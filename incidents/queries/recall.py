"""Advice taken back: which words are withdrawn, what is said in their place, and how the call-backs stand."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from incidents.models import AdviceRead, Incident, Recall, RecalledWording, RecallTask
from incidents.models.recall import OPEN_STATES
from incidents.queries.procedures import live_packs, loaded
from incidents.rules.recall import LONGEST_CHAIN, replaced_by, wording_digest
from resources.queries.cards import stamp

Line = dict[str, Any]


def standing(centre_id: int, lines: Iterable[str]) -> dict[tuple[str, str], Recall]:
    """The withdrawn wordings of these lines: the recall by line and digest. One query."""
    found = RecalledWording.objects.filter(centre_id=centre_id, line__in=list(lines), standing=True).select_related("recall")
    return {(each.line, each.digest): each.recall for each in found}


def recall_of(centre_id: int, line: str, text: str) -> Recall | None:
    """The recall that withdrew these words, or None while they may be read."""
    return standing(centre_id, [line]).get((line, wording_digest(text)))


def advice_now(centre_id: int, advice: Sequence[Line]) -> list[Line]:
    """Lines ``{id, text}`` as they may be read now: a withdrawn one gives way to what is said instead, with ``instead_of``."""
    lines = list(advice)
    for _ in range(LONGEST_CHAIN):
        withdrawn = standing(centre_id, [each["id"] for each in lines]) if lines else {}
        if not any((each["id"], wording_digest(each["text"])) in withdrawn for each in lines):
            break
        lines = [_replaced(each, withdrawn.get((each["id"], wording_digest(each["text"])))) for each in lines]
    return lines


def _replaced(line: Line, recall: Recall | None) -> Line:
    if recall is None:
        return line
    first = line.get("instead_of") or {"id": line["id"], "text": line["text"]}
    return {
        "id": recall.replacement,
        "text": recall.say_instead,
        "mandatory": line.get("mandatory", False),
        "instead_of": {**first, "recall": recall.pk, "withdrawn_at": stamp(recall.withdrawn_at)},
    }


def lines_now(incident: Incident) -> list[Line]:
    """The lines that may be read for an incident now."""
    return advice_now(incident.centre_id, (incident.outcome or {}).get("advice", []))


def outcome_now(incident: Incident) -> dict[str, Any] | None:
    """The outcome with its advice as it may be read now; what was withdrawn is among the things not to say."""
    outcome: dict[str, Any] | None = incident.outcome
    if not outcome or not outcome.get("advice"):
        return outcome
    advice = advice_now(incident.centre_id, outcome["advice"])
    gone = [{"text": each["instead_of"]["text"], "say_instead": each["text"]} for each in advice if "instead_of" in each]
    return {**outcome, "advice": advice, "forbidden": [*gone, *outcome.get("forbidden", ())]} if gone else outcome


def wordings_in_use(centre_id: int, line: str) -> list[str]:
    """Every wording of a line that somebody might read, or has heard: live packs, those that open incidents pin, the readings."""
    origin = replaced_by(line)
    if origin is not None:
        return list(Recall.objects.of(centre_id).filter(pk=origin, lifted_at=None).values_list("say_instead", flat=True))
    pinned = Incident.objects.of(centre_id).open().exclude(pack=None).order_by().values_list("pack_id", flat=True).distinct()
    packs = [*live_packs(centre_id), *(loaded(pk) for pk in pinned if pk is not None)]
    texts = [text for each in packs if (text := each.advice_library.get(line))]
    read = AdviceRead.objects.filter(incident__centre_id=centre_id, line=line).order_by().values_list("text", flat=True).distinct()
    return list(dict.fromkeys([*texts, *read]))


def readings_to_recall(centre_id: int, line: str, *, closed_after: datetime) -> QuerySet[AdviceRead]:
    """The readings of a line in incidents that are open, or were closed after an instant; the newest first."""
    concerned = Q(incident__closed_at=None) | Q(incident__closed_at__gte=closed_after)
    return AdviceRead.objects.filter(concerned, incident__centre_id=centre_id, line=line).order_by("-read_at", "-pk")


def counted(recalls: QuerySet[Recall]) -> QuerySet[Recall]:
    """Recalls with ``open``, ``taken``, ``to_sign`` and ``people``, the numbers of their call-backs."""
    return recalls.annotate(
        people=Count("tasks"),
        open=Count("tasks", filter=Q(tasks__state__in=OPEN_STATES)),
        taken=Count("tasks", filter=Q(tasks__state="open", tasks__taken_at__isnull=False)),
        to_sign=Count("tasks", filter=Q(tasks__state="to_sign")),
    )


def recall_card(recall: Any) -> dict[str, Any]:
    """A recall's card on the board: no names, no numbers to call. ``recall`` comes from ``counted``."""
    card: dict[str, Any] = {
        "kind": "recall",
        "id": str(recall.pk),
        "revision": recall.revision,
        "line": recall.line,
        "say_instead": recall.say_instead,
        "withdrawn_at": stamp(recall.withdrawn_at),
        "due_at": stamp(recall.due_at),
        "people": recall.people,
        "open": recall.open,
        "taken": recall.taken,
        "to_sign": recall.to_sign,
    }
    if not recall.open:
        card["gone"] = True
    return card


def recall_cards(centre_id: int) -> list[dict[str, Any]]:
    """Every recall with somebody still to be told, the first due first."""
    return [recall_card(each) for each in counted(Recall.objects.of(centre_id).running()).order_by("due_at", "pk")]


def lines_in_use(centre_id: int, *, at: datetime) -> list[Line]:
    """Every line that outcomes of live packs read, with what may be read now: ``{id, text, types, read_24h, recall}``."""
    found: dict[tuple[str, str], Line] = {}
    for pack in live_packs(centre_id):
        for kind in pack.pack.incident_types:
            for line in dict.fromkeys(line for outcome in kind.tree.outcomes for line in outcome.advice):
                text = pack.advice_text(line)
                found.setdefault((line, text), {"id": line, "text": text, "types": []})["types"].append(kind.title)
    return _with_their_state(centre_id, list(found.values()), at)


def _with_their_state(centre_id: int, lines: list[Line], at: datetime) -> list[Line]:
    ids = [each["id"] for each in lines]
    recent = AdviceRead.objects.filter(incident__centre_id=centre_id, read_at__gte=at - timedelta(hours=24), line__in=ids)
    read = dict(recent.order_by().values_list("line").annotate(Count("pk")))
    withdrawn = standing(centre_id, ids)
    shown = [
        {
            **each,
            "read_24h": read.get(each["id"], 0),
            "recall": getattr(withdrawn.get((each["id"], wording_digest(each["text"]))), "pk", None),
        }
        for each in lines
    ]
    return sorted(shown, key=lambda each: (-each["read_24h"], each["id"]))


def tasks_of(recall: Recall) -> QuerySet[RecallTask]:
    """The call-backs of a recall with all that a list shows of them: those still to be made first, the longest told wrong first."""
    rows = RecallTask.objects.filter(recall=recall).select_related("incident", "contact", "taken_by", "done_by", "read", "read__read_by")
    return rows.order_by("done_at", "read__read_at", "pk")
