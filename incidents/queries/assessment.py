"""How an incident is being assessed: its paths worked out again, judgements, what speaks against an answer, the conversation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.models import Contradiction, DecisionPath, Incident, Judgement, LogLine, LoweringRequest, PathAnswer, TalkStep
from incidents.queries.compliance import Compliance, compliance_among
from incidents.queries.recall import Line
from incidents.rules.entries import ASSESSED_ANEW, Entry
from incidents.rules.validity import VALIDITIES
from resources.queries.cards import stamp

URGENT = ("P1", "P2")
# What makes a risk that was weighed before worth weighing again.
CHANGES = (
    Entry.FACT_CORRECTED,
    Entry.PLACE_READ,
    Entry.TYPE_CHOSEN,
    Entry.QUESTION_ANSWERED,
    Entry.ANSWER_CHANGED,
    Entry.ANSWER_WITHDRAWN,
    Entry.CONTACT_LINKED,
    Entry.REPEAT_CONTACT,
    Entry.SUPPORT_ASKED,
    Entry.UPDATE,
)


@dataclass(frozen=True)
class Assessed:
    """Everything that assessing has left behind, each fetched once."""

    paths: list[DecisionPath]
    against: list[Contradiction]
    judgements: list[Judgement]
    talk: list[TalkStep]
    lowering: LoweringRequest | None

    @classmethod
    def of(cls, incident: Incident) -> "Assessed":
        """Fetch it. An incident that has only been logged has nothing but its path."""
        paths = DecisionPath.objects.filter(incident=incident).prefetch_related("answers").order_by("pk")
        if incident.revision <= 1:
            return cls(list(paths) if incident.pack_id else [], against=[], judgements=[], talk=[], lowering=None)
        return cls(
            paths=list(paths) if incident.pack_id else [],
            against=list(Contradiction.objects.filter(incident=incident).select_related("answer__path").order_by("pk")),
            judgements=list(Judgement.objects.filter(incident=incident).order_by("pk")),
            talk=list(TalkStep.objects.filter(incident=incident).order_by("pk")),
            lowering=open_lowering(incident),
        )

    def standing(self, path: DecisionPath) -> list[PathAnswer]:
        """The answers of one of these paths that still stand, in order."""
        return sorted((each for each in path.answers.all() if each.withdrawn_at is None), key=lambda each: each.number)

    def left_by_the_tree(self) -> list[DecisionPath]:
        """The paths that led to the present type without a person's doing, the earliest first."""
        chain: list[DecisionPath] = []
        for path in reversed(self.paths[:-1]):
            if path.state != DecisionPath.State.TRANSFERRED or path.reason:
                break
            chain.insert(0, path)
        return chain

    def compliance(self, incident: Incident) -> Compliance:
        """The path check."""
        return compliance_among(incident, paths=self.paths, against=self.against, judgements=self.judgements)

    def latest(self, kind: Judgement.Kind) -> Judgement | None:
        """The judgement of this kind that holds."""
        return next((each for each in reversed(self.judgements) if each.kind == kind), None)


def open_lowering(incident: Incident) -> LoweringRequest | None:
    """The lowering that waits for a supervisor, or None."""
    if not incident.lowering_to:
        return None
    return LoweringRequest.objects.filter(incident=incident, state=LoweringRequest.State.OPEN).first()


def blocking(incident: Incident, assessed: Assessed, *, advice: Sequence[Line], read: Collection[str]) -> list[str]:
    """What assessing leaves open before an incident may be closed, in words: among its lines of advice, those that were read."""
    found = []
    if incident.reassessing:
        found.append("The questions were opened again and are not finished.")
    if assessed.lowering:
        found.append(f"The lowering to {assessed.lowering.wanted} has not been decided.")
    found += [f"Not read, and no reason why not: “{line['text']}”" for line in unread(assessed, advice=advice, read=read)]
    if incident.priority in URGENT:
        check = assessed.compliance(incident)
        if check["failing"] and not check["reviewed"]:
            found.append(f"A supervisor or a lead must review the path check: {check['failing'][0]}")
    return found


def unread(assessed: Assessed, *, advice: Sequence[Line], read: Collection[str]) -> list[Line]:
    """The mandatory lines of advice that nobody has read, and nobody said why not."""
    waived = {each.code for each in assessed.judgements if each.kind == Judgement.Kind.ADVICE_NOT_READ}
    return [line for line in advice if line.get("mandatory") and line["id"] not in read and line["id"] not in waived]


def assessment_shown(incident: Incident, assessed: Assessed, *, advice: Sequence[Line], read: Collection[str]) -> dict[str, Any]:
    """``{compliance, validity, risk, lowering, advice_due, advice_waived, talk}`` as the REST interface gives them."""
    return {
        "compliance": assessed.compliance(incident),
        "validity": _validity(assessed),
        "risk": _risk(incident, assessed),
        "lowering": lowering_shown(assessed.lowering),
        "advice_due": [line["id"] for line in unread(assessed, advice=advice, read=read)],
        "advice_waived": {each.code: each.grounds for each in assessed.judgements if each.kind == Judgement.Kind.ADVICE_NOT_READ},
        "talk": [talk_shown(each) for each in assessed.talk],
    }


def _validity(assessed: Assessed) -> dict[str, Any] | None:
    found = assessed.latest(Judgement.Kind.VALIDITY)
    return {**_judged(found), "label": VALIDITIES[found.code]} if found else None


def _judged(found: Judgement) -> dict[str, Any]:
    return {"code": found.code, "grounds": found.grounds, "by": found.made_by_name, "at": stamp(found.made_at), **found.facts}


def _risk(incident: Incident, assessed: Assessed) -> dict[str, Any] | None:
    """The risk as it was last weighed; ``stale`` when something has changed since."""
    found = assessed.latest(Judgement.Kind.RISK)
    if found is None:
        return None
    since = LogLine.objects.filter(incident=incident, number__gt=found.log_number, entry__in=CHANGES)
    stale = incident.log_count > found.log_number and since.exists()
    return {**_judged(found), "stale": stale}


def assessed_since_contact(incident: Incident) -> bool:
    """Whether anything was assessed since the latest repeat contact."""
    latest = LogLine.objects.filter(incident=incident, entry__in=(Entry.REPEAT_CONTACT, *ASSESSED_ANEW)).order_by("-number").first()
    return latest is not None and latest.entry != Entry.REPEAT_CONTACT


def lowering_shown(request: LoweringRequest | None) -> dict[str, Any] | None:
    """A lowering that waits: ``{was, wanted, reason, asked_by, asked_by_id, asked_at}``."""
    if request is None:
        return None
    return {
        "was": request.was,
        "wanted": request.wanted,
        "reason": request.reason,
        "asked_by": request.asked_by_name,
        "asked_by_id": request.asked_by_id,
        "asked_at": stamp(request.asked_at),
    }


def talk_shown(step: TalkStep) -> dict[str, Any]:
    """One step of the conversation; ``waits`` while somebody is still to come on the line."""
    return {
        "id": step.pk,
        "kind": step.kind,
        "code": step.code,
        "words": step.words,
        "inferred": step.inferred,
        "at": stamp(step.at),
        "by": step.by_name,
        "waits": step.waits and step.connected_at is None and not step.ended_why,
        "connected_at": stamp(step.connected_at),
        "ended_why": step.ended_why,
        "took_s": round((step.connected_at - step.at).total_seconds()) if step.connected_at else None,
    }
