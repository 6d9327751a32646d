"""The editor's page of an incident type: what it is, its questions with their answers, its outcomes."""

from collections.abc import Iterator, Mapping
from typing import Any

from incidents.queries.editor_options import Options
from incidents.queries.editor_parts import Button, Group, box, dict_of, fresh_name, list_of, moves
from incidents.queries.editor_response import escalation, plans, rest
from incidents.rules.packs.paths import Path
from incidents.rules.packs.skeleton import new_answers, new_outcome, new_question

QUESTIONS_A_PAGE = 20


def type_sections(kind: Mapping[str, Any], path: Path, options: Options, first: int) -> Iterator[Group]:
    """The sections of one incident type; its questions from ``first`` on."""
    yield Group(
        "About this type",
        path,
        [
            box(kind, path, "title", "Title"),
            box(kind, path, "code", "Code"),
            box(kind, path, "everyday_words", "Everyday words", "lines", hint="What callers say; one on each line, three at least"),
            box(dict_of(kind.get("tree")), (*path, "tree"), "start", "First question", "choice", choices=options.questions),
            box(kind, path, "fallback", "Sent before the questions end", "choice", choices=options.outcomes, hint="P1 or P2"),
            box(kind, path, "qa_critical", "Questions that may not be missed", "lines", hint="Ids, one on each line"),
            box(kind, path, "advice_recall", "Callers are rung back if its advice changes", "check"),
        ],
    )
    yield _questions(kind, path, options, first)
    yield _outcomes(kind, path, options)
    yield plans(kind, path, options)
    yield escalation(kind, path, options)
    yield from rest(kind, path, options)


def _questions(kind: Mapping[str, Any], path: Path, options: Options, first: int) -> Group:
    tree, home = dict_of(kind.get("tree")), (*path, "tree", "nodes")
    nodes, ends = list_of(tree.get("nodes")), list_of(tree.get("outcomes"))
    shown = list(enumerate(nodes))[first : first + QUESTIONS_A_PAGE]
    groups = [_question(dict_of(node), (*home, place), len(nodes), options) for place, node in shown]
    taken = {str(dict_of(step).get("id")) for step in [*nodes, *ends]}
    urgent = next((str(dict_of(end).get("id")) for end in ends), "")
    made = new_question(fresh_name("q_new", taken), urgent, urgent)
    add = Button("Add a question", {"op": "add", "path": [*home, len(nodes)], "value": made}, "plus")
    return Group("Questions", home, [], groups, add=add, empty="There are no questions yet.")


def _question(node: Mapping[str, Any], path: Path, count: int, options: Options) -> Group:
    boxes = [
        box(node, path, "ask", "Ask", "area"),
        box(node, path, "why", "Why it is asked", "area", optional=True),
        box(node, path, "id", "Id", "name"),
        box(node, path, "audience", "Who answers", "choice", choices=(("caller", "The caller"), ("agent", "The agent alone"))),
        box(node, path, "help", "More to read", "area", optional=True),
    ]
    answers = list_of(node.get("answers"))
    groups = [_answer(dict_of(answer), (*path, "answers", place), len(answers), options) for place, answer in enumerate(answers)]
    made = {**new_answers("", options.first_step)[1], "code": fresh_name("answer", {str(dict_of(each).get("code")) for each in answers})}
    add = Button("Add an answer", {"op": "add", "path": [*path, "answers", len(answers)], "value": made}, "plus")
    number = path[-1] + 1 if isinstance(path[-1], int) else 0
    return Group(f"Question {number}", path, boxes, groups, moves(path, count, "the question"), add, "It has no answers yet.")


def _answer(answer: Mapping[str, Any], path: Path, count: int, options: Options) -> Group:
    go: dict[str, Any] = {"choices": options.steps} if not options.list_id else {"list_id": options.list_id}
    boxes = [
        box(answer, path, "code", "Code"),
        box(answer, path, "label", "Words", optional=False, hint="Made from the code when empty"),
        box(answer, path, "go", "Leads to", "text" if options.list_id else "choice", **go),
        box(answer, path, "danger", "Means danger", "check"),
        box(answer, path, "set", "Flags it raises", "lines"),
        box(answer, path, "unknown_ok", "Why not known may be calm", optional=True),
    ]
    title = str(answer.get("label") or answer.get("code") or "")
    return Group(f"Answer {title}", path, boxes, buttons=moves(path, count, "the answer"))


def _outcomes(kind: Mapping[str, Any], path: Path, options: Options) -> Group:
    tree, home = dict_of(kind.get("tree")), (*path, "tree", "outcomes")
    ends = list_of(tree.get("outcomes"))
    groups = [_outcome(dict_of(end), (*home, place), len(ends), options) for place, end in enumerate(ends)]
    taken = {str(dict_of(step).get("id")) for step in [*list_of(tree.get("nodes")), *ends]}
    add = Button("Add an outcome", {"op": "add", "path": [*home, len(ends)], "value": new_outcome(fresh_name("o_new", taken))}, "plus")
    return Group("Outcomes", home, [], groups, add=add, empty="There are no outcomes yet.")


def _outcome(end: Mapping[str, Any], path: Path, count: int, options: Options) -> Group:
    boxes = [
        box(end, path, "id", "Id", "name"),
        box(end, path, "priority", "Priority", "choice", choices=options.priorities),
        box(end, path, "determinant", "Code", optional=True, hint="Such as GAS-1-A"),
        box(end, path, "disposition", "What is done", "choice", choices=options.dispositions),
        box(end, path, "plan", "Response plan", "choice", optional=True, choices=options.plans),
        box(end, path, "escalate_now", "Escalates at once to level", "number", optional=True),
        box(end, path, "notify", "Organisations to tell", "lines", hint="Ids, in order"),
        box(end, path, "notify_reason", "Why a P1 tells nobody", optional=True),
        box(end, path, "advice", "Advice to read out", "lines", hint="Ids, in order"),
        box(end, path, "transfer", "Another type takes over", optional=True, hint="Its code; then nothing else is set"),
    ]
    title = f"{end.get('transfer') or end.get('priority') or ''} {end.get('determinant') or end.get('id') or ''}".strip()
    return Group(f"Outcome {title}", path, boxes, buttons=moves(path, count, "the outcome"))
