"""Where the questions and outcomes of a tree stand when it is drawn: columns from left to right, answers as rows inside their question.

Lengths are in pixels of an unscaled drawing. Nothing here recurses, and a broken draft (circles, targets that do not exist) is drawn too.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.rules.decision_path import step_of
from incidents.rules.packs.shape import Answer, IncidentType, Node, Outcome
from incidents.rules.packs.tree_map import TreeMap

WIDTH, OUTCOME_WIDTH = 224, 148
LINE, ROW, PAD, GAP, BETWEEN = 15, 20, 8, 18, 56
WRAP, LONGEST_ASK, LONGEST_ROW, LONGEST_BESIDE_MORE = 30, 4, 29, 21
MOST_SHOWN = 40
SWEEPS = 6


@dataclass
class Row:
    """An answer inside its question's box. ``y`` is its middle; ``hidden`` counts what stands behind it and is not drawn."""

    answer: Answer
    label: str
    y: float
    shown: bool
    danger: bool
    hidden: int = 0


@dataclass
class Box:
    """A question or an outcome, where it stands, and how the arrow keys leave it."""

    id: str
    column: int
    node: Node | None
    outcome: Outcome | None
    lines: list[str]
    height: float
    width: float
    rows: list[Row] = field(default_factory=list)
    x: float = 0
    y: float = 0
    before: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """The height at which arrows come in."""
        return self.y + self.height / 2

    @property
    def words(self) -> list[tuple[float, str]]:
        """Its lines, each with the height that it stands at."""
        return [(PAD + LINE * (place + 0.8), line) for place, line in enumerate(self.lines)]

    @property
    def after(self) -> list[str]:
        """What its answers lead to, of what is drawn."""
        return list(dict.fromkeys(row.answer.go for row in self.rows if row.shown))


@dataclass(frozen=True)
class Edge:
    """An arrow from an answer to where it leads, as the path of an SVG curve."""

    from_id: str
    to_id: str
    path: str
    danger: bool


@dataclass(frozen=True)
class Drawing:
    """A drawn tree, or the part of it that begins at ``at``."""

    at: str
    whole: bool
    width: float
    height: float
    boxes: list[Box]
    edges: list[Edge]


def _behind(map: TreeMap, id: str) -> int:
    """How many questions and outcomes can be reached from an id, itself among them."""
    waiting, seen = [id], {id}
    while waiting:
        fresh = [target for target in map.next_of(waiting.pop()) if target not in seen]
        seen.update(fresh)
        waiting += fresh
    return len(seen)


def _shown_from(map: TreeMap, at: str, most: int) -> set[str]:
    """The ids drawn: level by level, as many whole levels as there is room for, and two at least."""
    shown, level = {at}, [at]
    for depth in range(len(map.ids)):
        level = [target for id in dict.fromkeys(level) for target in map.next_of(id) if target not in shown]
        if not level or (depth > 0 and len(shown) + len(set(level)) > most):
            break
        shown |= set(level)
    return shown


def _columns(map: TreeMap, at: str, shown: set[str]) -> dict[str, int]:
    """The column of each id: the longest way to it, so that arrows go to the right; the shortest where questions turn in circles."""
    column = {at: 0}
    if not map.circle:
        for id in map.in_order:
            if id in column and id in shown:
                column |= {go: max(column.get(go, 0), column[id] + 1) for go in map.next_of(id) if go in shown}
        return column
    level = [at]
    while level:
        fresh = [go for id in level for go in map.next_of(id) if go in shown and go not in column]
        column |= dict.fromkeys(fresh, column[level[0]] + 1)
        level = list(dict.fromkeys(fresh))
    return column


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _box(kind: IncidentType, map: TreeMap, id: str, column: int, shown: set[str]) -> Box:
    node, outcome = map.nodes.get(id), map.outcomes.get(id)
    if node is None:
        lines = _end_lines(outcome) if outcome else [_short(id, 18), "does not exist"]
        return Box(id, column, None, outcome, lines, PAD * 2 + LINE * max(len(lines), 2), OUTCOME_WIDTH)
    lines = textwrap.wrap(node.ask, WRAP)
    lines = [*lines[: LONGEST_ASK - 1], _short(" ".join(lines[LONGEST_ASK - 1 :]), WRAP)] if len(lines) > LONGEST_ASK else lines
    top = PAD + LINE * len(lines) + PAD / 2
    box = Box(id, column, node, None, lines, top + ROW * len(node.answers) + PAD / 2, WIDTH)
    for place, answer in enumerate(node.answers):
        hidden = 0 if answer.go in shown or answer.go not in map.ids else _behind(map, answer.go)
        label = _short(answer.words, LONGEST_BESIDE_MORE if hidden else LONGEST_ROW)
        danger = step_of(node, answer).danger
        box.rows.append(Row(answer, label, top + ROW * (place + 0.5), answer.go in shown, danger, hidden))
    return box


def _end_lines(outcome: Outcome) -> list[str]:
    if outcome.transfer:
        return [_short(outcome.transfer, 18), "takes over"]
    return [f"{outcome.priority} {outcome.determinant or ''}".strip(), _short(outcome.disposition.replace("_", " "), 22)]


def _stack(boxes: list[Box], wanted: dict[str, float]) -> None:
    """Put the boxes of a column under each other, each as near to where it is wanted as the others let it."""
    boxes.sort(key=lambda box: (wanted.get(box.id, box.middle), box.y))
    floor = float("-inf")
    for box in boxes:
        box.y = max(wanted.get(box.id, box.middle) - box.height / 2, floor)
        floor = box.y + box.height + GAP
    drift = sum(wanted.get(box.id, box.middle) - box.middle for box in boxes) / len(boxes)
    for box in boxes:
        box.y += drift


def _mean(values: Iterable[float], otherwise: float) -> float:
    found = list(values)
    return sum(found) / len(found) if found else otherwise


def _settle(boxes: dict[str, Box]) -> None:
    """Let every box move towards what leads to it and what it leads to, some times in both directions."""
    columns: dict[int, list[Box]] = {}
    for box in boxes.values():
        columns.setdefault(box.column, []).append(box)
    for column in columns.values():
        _stack(column, {box.id: place * 40.0 for place, box in enumerate(column)})
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for number in sorted(columns, reverse=not forwards):
            wanted = {box.id: _pull(boxes, box, forwards) for box in columns[number]}
            _stack(columns[number], wanted)


def _pull(boxes: dict[str, Box], box: Box, forwards: bool) -> float:
    if forwards:
        return _mean((boxes[id].y + row.y for id in box.before for row in boxes[id].rows if row.answer.go == box.id), box.middle)
    return _mean((boxes[id].middle for id in box.after if boxes[id].column > box.column), box.middle)


def _edges(boxes: dict[str, Box]) -> list[Edge]:
    found = []
    for box in boxes.values():
        for row in box.rows:
            if not row.shown:
                continue
            to = boxes[row.answer.go]
            x, y, bend = box.right, box.y + row.y, max(28.0, (to.x - box.right) / 2)
            path = f"M{x:.0f} {y:.0f}C{x + bend:.0f} {y:.0f} {to.x - bend:.0f} {to.middle:.0f} {to.x:.0f} {to.middle:.0f}"
            found.append(Edge(box.id, to.id, path, row.danger))
    return found


def draw(kind: IncidentType, *, at: str = "", whole: bool = False) -> Drawing:
    """Draw a tree. A large one is drawn from ``at`` (its start, unless named) as far as it can be read; ``whole`` draws all of it."""
    map = TreeMap(kind.tree)
    start = at if at in map.ids else kind.tree.start if kind.tree.start in map.ids else next(iter(map.nodes or map.outcomes), "")
    shown = _shown_from(map, start, len(map.ids) if whole else MOST_SHOWN) if start else set()
    columns = {id: column for id, column in _columns(map, start, set(shown)).items() if id in shown} if start else {}
    boxes = {id: _box(kind, map, id, column, set(columns)) for id, column in columns.items()}
    for box in boxes.values():
        for id in box.after:
            boxes[id].before.append(box.id)
    if not boxes:
        return Drawing(start, True, 0, 0, [], [])
    _settle(boxes)
    top = min(box.y for box in boxes.values())
    for box in boxes.values():
        box.x, box.y = PAD + box.column * (WIDTH + BETWEEN), box.y - top + PAD
    width, height = max(box.right for box in boxes.values()) + PAD, max(box.y + box.height for box in boxes.values()) + PAD
    ordered = sorted(boxes.values(), key=lambda box: (box.column, box.y))
    return Drawing(start, len(boxes) == len(map.reached), width, height, ordered, _edges(boxes))
