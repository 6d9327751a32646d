"""A tree of choices made elsewhere (nodes, and edges from each choice to the next ones) turned into a pack of ours.

Every node with choices becomes a question, every last node an outcome. Such trees have no answer for "not known": each question gets
one, and it leads to the most urgent outcome there is, which escalates at once. What the tree does not say (law, closing, words for the
search) comes from whoever imports it, and the validator asks for what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import Field

from incidents.rules.packs.base import Code, Frozen, Line, Word
from incidents.rules.packs.core_shape import ForbiddenLine
from incidents.rules.packs.shape import MAX_TREE_NODES, Law

NOT_KNOWN = "o_not_known"
LONGEST_LINE, LONGEST_TEXT = 400, 2000


class ForeignRefused(ValueError):
    """A tree that cannot be turned into a pack. The text is a sentence."""


class Ending(Frozen):
    """What a last node means here."""

    label: Word = Field(description="Words for the answer that leads to it.")
    priority: Code = Field(description="P1 to P5.")
    disposition: Code = Field(description="From the core file.")
    notify: tuple[Code, ...] = Field(default=(), description="Organisations to tell.")


class About(Frozen):
    """What a tree made elsewhere does not say by itself."""

    id: Code = Field(description="The pack's id.")
    code: Code = Field(description="The incident type's code.")
    determinant: Code = Field(pattern=r"^[A-Z]{2,3}$", description="Two or three letters that determinants begin with.")
    title: Line = Field(description="Name for a person.")
    source: Line = Field(description="Where the tree comes from, with its licence.")
    first_question: Line = Field(description="What is asked at the root.")
    endings: dict[Line, Ending] = Field(description="By the words of a last node.")
    everyday_words: tuple[Line, ...] = ()
    legal: tuple[Law, ...] = ()
    advice_not_allowed: tuple[ForbiddenLine, ...] = ()
    close_requires: tuple[Code, ...] = ()
    briefing: Line | None = None


@dataclass
class _Graph:
    """The tree as it came, in its own order."""

    start: str
    nodes: dict[str, Mapping[str, Any]]
    choices: dict[str, list[str]] = field(default_factory=dict)


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _words(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name)
    return value.strip() if isinstance(value, str) else ""


def _read(graph: Mapping[str, Any]) -> _Graph:
    nodes, edges = graph.get("nodes"), graph.get("edges")
    if not isinstance(nodes, list) or not isinstance(edges, list) or len(nodes) > MAX_TREE_NODES or len(edges) > 10 * MAX_TREE_NODES:
        raise ForeignRefused(f"A tree has lists of nodes and edges, and at most {MAX_TREE_NODES:,} nodes.")
    known: dict[str, Mapping[str, Any]] = {node["id"]: node for node in nodes if isinstance(node, dict) and isinstance(node.get("id"), str)}
    if len(known) != len(nodes) or graph.get("start") not in known:
        raise ForeignRefused("Every node needs an id of its own, and the start must be one of them.")
    found = _Graph(str(graph["start"]), known, {id: [] for id in known})
    for edge in edges:
        if not (isinstance(edge, list) and len(edge) == 2 and all(isinstance(end, str) and end in known for end in edge)):
            raise ForeignRefused("Every edge names the ids of two nodes.")
        found.choices[edge[0]].append(edge[1])
    for after in found.choices.values():
        after.sort(key=lambda id: _order(known[id]))
    return found


def _order(node: Mapping[str, Any]) -> int:
    text = _words(node, "order")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _ask(graph: _Graph, id: str, about: About) -> str:
    node, after = graph.nodes[id], graph.choices[id]
    if id == graph.start:
        return about.first_question
    if _words(node, "heading"):
        return _cut(_words(node, "heading"), LONGEST_LINE)
    if len(after) == 1:
        return _cut(f"Is this so? {_words(node, 'body')}", LONGEST_LINE)
    return _cut(f"{_words(node, 'title') or _words(node, 'body')}: which of these is it?", LONGEST_LINE)


def _help(node: Mapping[str, Any]) -> str | None:
    body = _words(node, "body")
    parts = [body if len(body) > LONGEST_LINE else "", _words(node, "description"), _words(node, "help")]
    text = "\n\n".join(part for part in parts if part)
    return text[:LONGEST_TEXT].rstrip() or None


def _label(graph: _Graph, id: str, about: About) -> str:
    body = _words(graph.nodes[id], "body")
    ending = None if graph.choices[id] else about.endings.get(body)
    return ending.label if ending else _cut(body, LONGEST_LINE)


def _question(graph: _Graph, id: str, about: About) -> dict[str, Any]:
    node = graph.nodes[id]
    answers = [{"code": to, "label": _label(graph, to, about), "go": to} for to in graph.choices[id]]
    unknown = {"code": "unknown", "go": NOT_KNOWN, "danger": True}
    why = "It decides which kind of matter it is." if id == graph.start else f"Chosen so far: {_words(node, 'body')}"
    asked = {"id": id, "ask": _ask(graph, id, about), "why": _cut(why, LONGEST_LINE), "help": _help(node), "audience": "agent"}
    return {**asked, "answers": [*answers, unknown]}


def _determinants(stem: str) -> Iterator[str]:
    """GGA-3-A, GGA-3-B … without the number: letters before it and after it."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from (f"{stem}{group}-{{}}-{last}" for group in letters for last in letters)


def _outcomes(graph: _Graph, about: About) -> list[dict[str, Any]]:
    names = _determinants(about.determinant)
    made = []
    for id in graph.nodes:
        if graph.choices[id]:
            continue
        body = _words(graph.nodes[id], "body")
        ending = about.endings.get(body)
        if ending is None:
            raise ForeignRefused(f"Nothing says what the last node '{body[:60]}' means here.")
        made.append(
            {
                "id": id,
                "determinant": next(names).format(ending.priority[1:]),
                "priority": ending.priority,
                "disposition": ending.disposition,
                "notify": list(ending.notify),
                "advice": ["G-WORSE"],
            }
        )
    unknown = {"id": NOT_KNOWN, "determinant": next(names).format(2), "priority": "P2", "disposition": "advice_only"}
    return [*made, {**unknown, "advice": ["G-WORSE"], "escalate_now": 1}]


def _escalation() -> Sequence[dict[str, Any]]:
    levels = (
        (1, 15, "supervisor", "A supervisor decides which kind of matter it is."),
        (2, 60, "duty_manager", "The duty manager decides."),
    )
    return [
        {"level": n, "after_min": min, "from": "outcome_reached", "trigger": "Nobody has closed it", "to": to, "action": does}
        for n, min, to, does in levels
    ]


def pack_of(graph: Mapping[str, Any], about: About, *, core_version: str, on: str, review_by: str) -> dict[str, Any]:
    """The tree as a draft pack with the foreign profile: a document to be judged and kept.

    Args:
        on: day of writing, such as 2026-11-22.
        review_by: the day by which it is read again.

    Raises:
        ForeignRefused: with a sentence, for anything that is no such tree.
    """
    found = _read(graph)
    kind = {
        **about.model_dump(mode="json", include={"code", "title", "everyday_words", "legal", "advice_not_allowed", "close_requires"}),
        "fallback": NOT_KNOWN,
        "tree": {
            "start": found.start,
            "nodes": [_question(found, id, about) for id in found.nodes if found.choices[id]],
            "outcomes": _outcomes(found, about),
        },
        "briefing": {"format": "FIELD", "template": about.briefing},
        "escalation": _escalation(),
        "monitoring": {"first_check_min": 60, "interval_min": 60, "grace_min": 5, "lone_worker": False, "ask": "Is all well?"},
    }
    head = {"schema": "dispatch.procedure-pack/1", "id": about.id, "title": about.title, "version": "1.0.0", "requires_core": core_version}
    days = {"language": "en-GB", "jurisdiction": ["GB"], "status": "draft", "profile": "foreign", "authored_on": on, "review_by": review_by}
    notice = "Made elsewhere. A competent local approver must check every line before it goes live."
    return {**head, **days, "safety_notice": notice, "sources": {"TREE": about.source}, "incident_types": [kind]}
