"""Rules on decision trees: V01 to V08, V14 (questions), V19 to V21 and V25 (labels)."""

from __future__ import annotations

from collections.abc import Iterator

from incidents.rules.packs.finding import Fault, TypeScope, rule, type_rules
from incidents.rules.packs.reading_ease import reading_ease
from incidents.rules.packs.shape import Node

MAX_DEPTH = 6
FIRST_QUESTIONS = 2
LEAST_QUESTION_EASE = 55
LONGEST_LABEL = 60


def dangerous_targets(node: Node) -> frozenset[str]:
    """Where the answers marked as danger lead."""
    return frozenset(answer.go for answer in node.answers if answer.danger)


@rule("V01", type_rules)
def ids_are_unique(scope: TypeScope) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, node in enumerate(scope.kind.tree.nodes):
        if node.id in seen:
            yield scope.node_fault("uses an id that is already taken.", index, "id")
        seen.add(node.id)
    for index, outcome in enumerate(scope.kind.tree.outcomes):
        if outcome.id in seen:
            yield scope.outcome_fault("uses an id that is already taken.", index, "id")
        seen.add(outcome.id)


@rule("V01", type_rules)
def answers_are_unique(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        codes = [answer.code for answer in node.answers]
        for place, code in enumerate(codes):
            if code in codes[:place]:
                yield scope.node_fault(f"has the answer '{code}' twice.", index, "answers", place, "code")


@rule("V02", type_rules)
def start_exists(scope: TypeScope) -> Iterator[Fault]:
    if scope.kind.tree.start not in scope.map.nodes:
        yield scope.fault(f"the tree starts at '{scope.kind.tree.start}', which is not a question.", "tree", "start")


@rule("V03", type_rules)
def targets_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        for place, answer in enumerate(node.answers):
            if answer.go not in scope.map.ids:
                message = f"sends the answer '{answer.code}' to '{answer.go}', which does not exist."
                yield scope.node_fault(message, index, "answers", place, "go")


@rule("V03", type_rules)
def transfers_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, outcome in enumerate(scope.kind.tree.outcomes):
        if outcome.transfer and outcome.transfer not in scope.whole.types:
            yield scope.outcome_fault(f"hands over to '{outcome.transfer}', which no pack has.", index, "transfer")


@rule("V04", type_rules)
def everything_is_reachable(scope: TypeScope) -> Iterator[Fault]:
    if scope.kind.tree.start not in scope.map.nodes:
        return
    for index, node in enumerate(scope.kind.tree.nodes):
        if node.id not in scope.map.reached:
            yield scope.node_fault("can never be reached.", index)
    for index, outcome in enumerate(scope.kind.tree.outcomes):
        if outcome.id not in scope.map.reached:
            yield scope.outcome_fault("can never be reached.", index)


@rule("V05", type_rules)
def no_circles(scope: TypeScope) -> Iterator[Fault]:
    circle = scope.map.circle
    if circle:
        index = next(place for place, node in enumerate(scope.kind.tree.nodes) if node.id == circle[-1])
        shown = " → ".join([*circle[:8], circle[0]])
        yield scope.node_fault(f"leads back to a question already asked: {shown}.", index)


@rule("V06", type_rules)
def no_dead_ends(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        if len(node.answers) < 2:
            yield scope.node_fault("is a dead end: it needs two answers or more.", index, "answers")


@rule("V07", type_rules)
def questions_have_a_reason(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        if not node.why:
            yield scope.node_fault("has no reason; write in 'why' what it decides.", index)


@rule("V07", type_rules)
def one_answer_means_danger(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        if not dangerous_targets(node):
            yield scope.node_fault("has no answer marked with 'danger: true'.", index, "answers")


@rule("V07", type_rules)
def unknown_is_safe(scope: TypeScope) -> Iterator[Fault]:
    """An answer of "not known" takes a danger branch, or the author writes why not."""
    for index, node in enumerate(scope.kind.tree.nodes):
        unknown = [place for place, answer in enumerate(node.answers) if answer.code == "unknown"]
        if not unknown:
            yield scope.node_fault("has no 'unknown' answer.", index, "answers")
            continue
        answer = node.answers[unknown[0]]
        if answer.go not in dangerous_targets(node) and not answer.unknown_ok:
            message = "sends 'unknown' to the calmer branch; send it to a danger branch, or write why in 'unknown_ok'."
            yield scope.node_fault(message, index, "answers", unknown[0])


@rule("V08", type_rules)
def not_too_deep(scope: TypeScope) -> Iterator[Fault]:
    if scope.map.depth > MAX_DEPTH:
        yield scope.fault(f"one path asks {scope.map.depth} questions; the most is {MAX_DEPTH}.", "tree")


@rule("V08", type_rules)
def life_is_asked_about_first(scope: TypeScope) -> Iterator[Fault]:
    near = [scope.map.outcomes[id] for id in scope.map.within(FIRST_QUESTIONS) if id in scope.map.outcomes]
    if not any(outcome.priority == "P1" or outcome.transfer for outcome in near):
        yield scope.fault("no P1 outcome can be reached within the first two questions.", "tree", "start")


@rule("V14", type_rules, "warning")
def questions_are_plain(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        ease = reading_ease(node.ask)
        if ease < LEAST_QUESTION_EASE:
            yield scope.node_fault(f"is hard to read (ease {ease:.0f}, aim for {LEAST_QUESTION_EASE}).", index, "ask")


@rule("V21", type_rules)
def critical_questions_exist(scope: TypeScope) -> Iterator[Fault]:
    for index, id in enumerate(scope.kind.qa_critical):
        if id not in scope.map.nodes:
            yield scope.fault(f"qa_critical names '{id}', which is not a question.", "qa_critical", index)


@rule("V25", type_rules)
def labels_fit_a_button(scope: TypeScope) -> Iterator[Fault]:
    for index, node in enumerate(scope.kind.tree.nodes):
        for place, answer in enumerate(node.answers):
            if len(answer.label) > LONGEST_LABEL:
                message = f"has an answer of {len(answer.label)} characters; a button holds {LONGEST_LABEL}."
                yield scope.node_fault(message, index, "answers", place, "label")
