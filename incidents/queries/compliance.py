"""Was the procedure followed? An incident's paths worked out again from its recorded answers, in words (320 1.6; CFACC39 P3).

Live: it is worked out anew with every answer and shown while the agent still speaks; it is kept for review by being
recomputable from rows that never change.
"""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import zip_longest
from typing import TypedDict

from incidents.models import Contradiction, DecisionPath, Incident, Judgement, PathAnswer
from incidents.queries.paths import minds_changed_among
from incidents.queries.procedures import loaded
from incidents.rules.packs.lookup import find_outcome, find_question
from incidents.rules.packs.shape import IncidentType
from incidents.rules.path_check import Deviation, check_record
from incidents.rules.path_words import minds_changed

WORST_FIRST = ("critical", "major", "moderate", "minor")
FAILING = ("critical", "major", "moderate")
SEVERITY_WORDS = {
    "critical": "Could have caused serious harm",
    "major": "Delayed or wrong response",
    "moderate": "Missing step",
    "minor": "Style",
}
# A path that ended elsewhere with a reason was not skipped in silence: the reason is judged, not the missing questions.
NOT_SILENT = frozenset({"skipped", "wrong_outcome"})


class Departure(TypedDict):
    """One departure from the procedure. ``question`` is empty when the whole path is meant."""

    kind: str
    question: str
    severity: str
    message: str


class Against(TypedDict):
    """A later fact that speaks against an answer, and how that was settled (empty while it is open)."""

    question: str
    ask: str
    words: str
    by: str
    settled: str


class Compliance(TypedDict):
    """The verdict ("followed", "departed" or "unchecked") in a sentence, and every departure, the worst first.

    ``overridden`` and ``changed`` are what people decided with a reason, in words. ``failing`` names what a supervisor must review
    before a P1 or P2 closes; ``reviewed`` says who did.
    """

    verdict: str
    words: str
    asked: int
    departures: list[Departure]
    overridden: list[str]
    changed: list[str]
    contradicted: list[Against]
    failing: list[str]
    reviewed: str


def compliance(incident: Incident) -> Compliance:
    """The recomputed path check of one incident."""
    return compliance_among(
        incident,
        paths=list(DecisionPath.objects.filter(incident=incident).prefetch_related("answers").order_by("pk")),
        against=list(Contradiction.objects.filter(incident=incident).select_related("answer__path").order_by("pk")),
        judgements=list(Judgement.objects.filter(incident=incident).order_by("pk")),
    )


def compliance_among(
    incident: Incident, *, paths: Sequence[DecisionPath], against: Sequence[Contradiction], judgements: Sequence[Judgement]
) -> Compliance:
    """The same, among what is at hand: every path with its answers, every contradiction and judgement."""
    found: list[Departure] = []
    answers = 0
    changed: list[str] = []
    for path, following in zip_longest(paths, paths[1:]):
        standing = _standing(path)
        answers += len(standing)
        found += [Departure(**asdict(each)) for each in _departures(path, standing, following)]  # type: ignore[typeddict-item]
        words = minds_changed(_kind(path), minds_changed_among(sorted(path.answers.all(), key=lambda each: each.number)))
        changed += [words.strip()] if words else []
    found.sort(key=lambda each: WORST_FIRST.index(each["severity"]))
    spoken = [_against(each) for each in against]
    failing = _failing(found, spoken)
    return Compliance(
        verdict=_verdict(paths, found, spoken),
        words=_words(paths, answers, found, spoken),
        asked=answers,
        departures=found,
        overridden=_overridden(incident, paths),
        changed=changed,
        contradicted=spoken,
        failing=failing,
        reviewed=_reviewed(failing, judgements),
    )


def mark_of(incident: Incident) -> str:
    """The verdict as one of PATH_CHECKS, the gravest first; what an incident's row on the board shows. "" while nothing was asked."""
    found = compliance(incident)
    if found["failing"]:
        if found["reviewed"]:
            return "reviewed"
        return "against" if any(not each["settled"] for each in found["contradicted"]) else "departed"
    if found["overridden"]:
        return "overridden"
    return "followed" if found["asked"] else ""


def _kind(path: DecisionPath) -> IncidentType:
    return loaded(path.pack_id).type_named(path.type_code)


def _standing(path: DecisionPath) -> list[PathAnswer]:
    return sorted((each for each in path.answers.all() if each.withdrawn_at is None), key=lambda each: each.number)


def _departures(path: DecisionPath, standing: Sequence[PathAnswer], following: DecisionPath | None) -> list[Deviation]:
    """A path that went over to another type is held to have recorded that type. One that is being walked is not finished yet."""
    left_for = following.type_code if path.state == DecisionPath.State.TRANSFERRED and following and not path.reason else ""
    found = check_record(_kind(path), [each.given for each in standing], path.outcome_id or left_for)
    if path.state == DecisionPath.State.WALKING:
        return [each for each in found if each.kind != "skipped"]
    return [each for each in found if not (path.reason and each.kind in NOT_SILENT)]


def _against(contradiction: Contradiction) -> Against:
    answer = contradiction.answer
    node = find_question(_kind(answer.path), answer.question)
    settled = contradiction.settled_how
    if not settled and answer.withdrawn_at is not None:
        settled = "The answer was changed"
    return Against(
        question=answer.question,
        ask=node.ask if node else answer.question,
        words=contradiction.words,
        by=contradiction.marked_by_name,
        settled=settled,
    )


def _overridden(incident: Incident, paths: Sequence[DecisionPath]) -> list[str]:
    """Where a person decided otherwise than the questions: an early exit, a priority set by hand."""
    early = [path for path in paths if path.state == DecisionPath.State.LEFT_EARLY]
    found = [f"The questions were left early: {path.reason.rstrip('.')}." for path in early]
    last = paths[-1] if paths else None
    outcome = find_outcome(_kind(last), last.outcome_id) if last and last.outcome_id else None
    if outcome and incident.priority and outcome.priority and outcome.priority != incident.priority:
        found.append(f"The questions led to {outcome.priority}; {incident.priority} holds.")
    return found


def _failing(found: Sequence[Departure], against: Sequence[Against]) -> list[str]:
    grave = [each["message"] for each in found if each["severity"] in FAILING]
    return grave + [f"A later fact speaks against '{each['ask']}': {each['words']}" for each in against if not each["settled"]]


def _reviewed(failing: Sequence[str], judgements: Sequence[Judgement]) -> str:
    """Who reviewed all that fails now, and what they said; empty when nobody has, or something came after."""
    reviews = [each for each in judgements if each.kind == Judgement.Kind.PATH_REVIEW]
    if not failing or not reviews or set(failing) - set(reviews[-1].facts.get("departures", [])):
        return ""
    return f"{reviews[-1].made_by_name}: {reviews[-1].grounds}"


def _verdict(paths: Sequence[DecisionPath], found: Sequence[Departure], against: Sequence[Against]) -> str:
    if not paths:
        return "unchecked"
    return "departed" if found or any(not each["settled"] for each in against) else "followed"


def _words(paths: Sequence[DecisionPath], answers: int, found: Sequence[Departure], against: Sequence[Against]) -> str:
    if not paths:
        return "No procedure was chosen, so there is no path to check."
    said = f"{answers} answer{'' if answers == 1 else 's'} worked out again"
    early = next((path.reason for path in paths if path.state == DecisionPath.State.LEFT_EARLY), "")
    left = f" The questions were left early, with a reason: {early.rstrip('.')}." if early else ""
    open_ones = sum(not each["settled"] for each in against)
    spoken = f" {open_ones} answer{'' if open_ones == 1 else 's'} contradicted by a later fact." if open_ones else ""
    if not found:
        ends = "what is recorded follows from them" if paths[-1].state != DecisionPath.State.WALKING else "nothing was skipped so far"
        return f"The procedure was followed: {said}, and {ends}.{left}{spoken}"
    number = "One departure" if len(found) == 1 else f"{len(found)} departures"
    return f"{number} from the procedure: {said}. The worst: {SEVERITY_WORDS[found[0]['severity']].lower()}.{left}{spoken}"
