"""The tree explorer: one incident type of one version drawn, said in words, and every path through it with its outcome."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypedDict

from dispatch.refusal import NotFound
from incidents.models import ProcedurePack
from incidents.queries.procedures import loaded_row
from incidents.rules.decision_path import step_of
from incidents.rules.packs import Answer, IncidentType, Node, Outcome, TreeMap, find_type
from incidents.rules.packs.drawing import Box, Drawing, draw
from incidents.rules.path_words import flag_words

MOST_PATHS, PAGE = 20_000, 50


@dataclass(frozen=True)
class Taken:
    """One path: the questions with their answers, and where it ends; ``end`` is None where the tree leads nowhere."""

    number: int
    steps: list[tuple[Node, Answer]]
    end: Outcome | None


class Said(TypedDict):
    """A box of the drawing in words."""

    box: Box
    number: int
    why: str
    help: str
    critical: bool
    heard: str
    does: str
    answers: list[dict[str, Any]]


class Found(TypedDict):
    """A page of paths, and how many there are."""

    paths: list[Taken]
    matching: int
    all: int
    more: bool
    page: int
    pages: int


def type_of_version(row: ProcedurePack, code: str) -> IncidentType:
    """An incident type of a version.

    Raises:
        NotFound: the version has none of that code.
    """
    kind = find_type(loaded_row(row).pack, code)
    if kind is None:
        raise NotFound("There is no such procedure.", code="not-found")
    return kind


def picture(row: ProcedurePack, kind: IncidentType, *, at: str, whole: bool) -> dict[str, Any]:
    """The drawing, its words, and the way to the part that is drawn: ``{drawing, said, trail, count, start}``."""
    drawing = draw(kind, at=at, whole=whole)
    numbers = {node.id: number for number, node in enumerate(kind.tree.nodes, 1)}
    return {
        "drawing": drawing,
        "said": [_said(kind, box, numbers, drawing) for box in drawing.boxes],
        "trail": _trail(kind, drawing.at),
        "count": len(kind.tree.nodes) + len(kind.tree.outcomes),
        "start": kind.tree.start,
    }


def _said(kind: IncidentType, box: Box, numbers: dict[str, int], drawing: Drawing) -> Said:
    node = box.node
    answers = [_way(kind, node, row.answer, numbers, hidden=row.hidden) for row in box.rows] if node else []
    words = f"Question {numbers[box.id]}: {node.ask}" if node else f"Outcome {', '.join(box.lines)}"
    ways = ". ".join(f"{each['words']}{', danger' if each['danger'] else ''}: {each['leads']}" for each in answers)
    return Said(
        box=box,
        number=numbers.get(box.id, 0),
        why=(node.why or "") if node else "",
        help=(node.help or "") if node else "",
        critical=box.id in kind.qa_critical,
        heard=f"{words}. {ways}" if ways else words,
        does=box.outcome.disposition.replace("_", " ") if box.outcome else "",
        answers=answers,
    )


def _way(kind: IncidentType, node: Node, answer: Answer, numbers: dict[str, int], *, hidden: int) -> dict[str, Any]:
    return {
        "words": answer.words,
        "danger": step_of(node, answer).danger,
        "flags": flag_words(answer.sets),
        "go": answer.go,
        "leads": f"question {numbers[answer.go]}" if answer.go in numbers else end_words(kind, answer.go),
        "hidden": hidden,
        "unknown_ok": answer.unknown_ok or "",
    }


def end_words(kind: IncidentType, id: str) -> str:
    """An outcome in a few words."""
    outcome = next((each for each in kind.tree.outcomes if each.id == id), None)
    if outcome is None:
        return f"'{id}', which does not exist"
    return f"{outcome.transfer} takes over" if outcome.transfer else f"{outcome.priority} {outcome.determinant or ''}".strip()


def _trail(kind: IncidentType, at: str) -> list[tuple[str, str]]:
    """A shortest way from the start to an id: ``(id, question)``, the id itself last."""
    map, before = TreeMap(kind.tree), {kind.tree.start: ""}
    waiting = [kind.tree.start]
    for id in waiting:
        fresh = [go for go in map.next_of(id) if go not in before]
        before |= dict.fromkeys(fresh, id)
        waiting += fresh
    found, here = [], at if at in before else ""
    while here:
        node = map.nodes.get(here)
        found.append((here, node.ask if node else end_words(kind, here)))
        here = before[here]
    return found[::-1]


def every_path(kind: IncidentType) -> Iterator[Taken]:
    """Every path with its end, up to a number that can be counted; none for a tree that turns in circles."""
    map, number = TreeMap(kind.tree), 0
    waiting: list[tuple[str, list[tuple[Node, Answer]]]] = [] if map.circle else [(kind.tree.start, [])]
    while waiting and number < MOST_PATHS:
        id, steps = waiting.pop()
        node = map.nodes.get(id)
        if node is None or not node.answers:
            number += 1
            yield Taken(number, steps, map.outcomes.get(id))
            continue
        waiting += [(answer.go, [*steps, (node, answer)]) for answer in reversed(node.answers)]


def paths_found(kind: IncidentType, *, words: str = "", priority: str = "", unknown: bool = True, page: int = 1) -> Found:
    """The paths that say all of these words, end with this priority ("transfer" for another type), and, unless
    ``unknown``, know every answer; one page of them."""
    wanted = words.casefold().split()[:10]
    found = [each for each in every_path(kind) if _fits(each, wanted, priority, unknown)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), pages)
    total = TreeMap(kind.tree).path_count
    shown = list(islice(found, (page - 1) * PAGE, page * PAGE))
    return Found(paths=shown, matching=len(found), all=min(total, MOST_PATHS), more=total > MOST_PATHS, page=page, pages=pages)


def _fits(path: Taken, wanted: list[str], priority: str, unknown: bool) -> bool:
    if not unknown and any(answer.code == "unknown" for _, answer in path.steps):
        return False
    end = path.end
    if priority and (end is None or ("transfer" if end.transfer else end.priority) != priority):
        return False
    if not wanted:
        return True
    said = " ".join([*(f"{node.ask} {answer.words}" for node, answer in path.steps), *(_named(end) if end else ())]).casefold()
    return all(word in said for word in wanted)


def _named(end: Outcome) -> tuple[str, ...]:
    return (end.id, end.determinant or "", end.transfer or "", end.priority)
