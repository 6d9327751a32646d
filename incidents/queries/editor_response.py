"""The editor's page of an incident type, further down: plans, escalation, checks, briefing, forbidden lines, law, closing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from incidents.queries.editor_options import Options
from incidents.queries.editor_parts import TO_WRITE, Box, Button, Group, box, dict_of, fresh_name, list_of, moves
from incidents.rules.packs.paths import Path

FORBIDDEN = (("text", "Not to be said"), ("say_instead", "Say instead"))
LAW = (("act", "Act or standard"), ("provision", "Provision"), ("why", "What it asks of us"))


def plans(kind: Mapping[str, Any], path: Path, options: Options) -> Group:
    """The response plans with their capabilities."""
    held, home = dict_of(kind.get("response_plans")), (*path, "response_plans")
    groups = []
    for name, lines in held.items():
        here: Path = (*home, name)
        inner = [_plan_line(dict_of(line), (*here, place), len(list_of(lines)), options) for place, line in enumerate(list_of(lines))]
        value = {"capability": options.capabilities[0][0] if options.capabilities else "unit", "count": 1, "required": True}
        add = Button("Add a capability", {"op": "add", "path": [*here, len(inner)], "value": value}, "plus")
        remove = Button(f"Remove the plan {name}", {"op": "remove", "path": list(here)}, "cross")
        groups.append(Group(f"Plan {name}", here, [Box("Name", "name", here, name)], inner, [remove], add))
    fresh = {"op": "add", "path": [*home, fresh_name("plan", set(held))], "value": []}
    return Group("Response plans", home, [], groups, add=Button("Add a response plan", fresh, "plus"), empty="Nobody is sent by this type.")


def _plan_line(line: Mapping[str, Any], path: Path, count: int, options: Options) -> Group:
    boxes = [
        box(line, path, "capability", "Capability", "choice", choices=options.capabilities),
        box(line, path, "count", "How many", "number"),
        box(line, path, "required", "Required", "check"),
    ]
    return Group(f"Capability {line.get('capability', '')}", path, boxes, buttons=moves(path, count, "the capability"))


def escalation(kind: Mapping[str, Any], path: Path, options: Options) -> Group:
    """The levels of escalation."""
    levels, home = list_of(kind.get("escalation")), (*path, "escalation")
    groups = [_level(dict_of(level), (*home, place), len(levels), options) for place, level in enumerate(levels)]
    last = dict_of(levels[-1]).get("after_min") if levels else 0
    made = {
        "level": len(levels) + 1,
        "after_min": (last if isinstance(last, int) else 0) + 10,
        "from": "outcome_reached",
        "trigger": TO_WRITE,
        "to": "supervisor",
        "action": TO_WRITE,
    }
    return Group(
        "Escalation", home, [], groups, add=Button("Add a level", {"op": "add", "path": [*home, len(levels)], "value": made}, "plus")
    )


def _level(level: Mapping[str, Any], path: Path, count: int, options: Options) -> Group:
    boxes = [
        box(level, path, "level", "Level", "number"),
        box(level, path, "after_min", "After, minutes", "number"),
        box(level, path, "from", "Counted from", "choice", choices=options.instants),
        box(level, path, "until", "Until", "choice", choices=options.untils),
        box(level, path, "to", "Taken by", "choice", choices=options.roles),
        box(level, path, "priorities", "Only for priorities", "lines", hint="Empty means any"),
        box(level, path, "trigger", "When", "area"),
        box(level, path, "action", "What they do", "area"),
    ]
    return Group(f"Level {level.get('level', '')}", path, boxes, buttons=moves(path, count, "the level"))


def rest(kind: Mapping[str, Any], path: Path, options: Options) -> Iterator[Group]:
    """Checks, briefing, forbidden lines, law and closing."""
    check, at = dict_of(kind.get("monitoring")), (*path, "monitoring")
    yield Group(
        "Checks on the crew",
        at,
        [
            box(check, at, "first_check_min", "First check after, minutes", "number"),
            box(check, at, "interval_min", "Then every, minutes", "number"),
            box(check, at, "grace_min", "Missed after, minutes", "number"),
            box(check, at, "lone_worker", "The crew may be alone", "check"),
            box(check, at, "ask", "We ask", "area"),
        ],
    )
    brief, at = dict_of(kind.get("briefing")), (*path, "briefing")
    yield Group(
        "Briefing",
        at,
        [
            box(brief, at, "format", "Format", "choice", choices=options.formats),
            box(brief, at, "template", "Words", "area", optional=True, hint="With {{answers.q_id}} and {{notify.ORG.ref}}"),
        ],
    )
    yield _entries(kind, path, "advice_not_allowed", "Not to be said", "line", (("text", "Not to be said"), ("say_instead", "Say instead")))
    yield _entries(
        kind, path, "legal", "Law", "duty", (("act", "Act or standard"), ("provision", "Provision"), ("why", "What it asks of us"))
    )
    closing = box(kind, path, "close_requires", "Facts needed to close", "lines", hint="Codes, one on each line")
    yield Group("Closing", (*path, "close_requires"), [closing])


def _entries(kind: Mapping[str, Any], path: Path, name: str, title: str, what: str, names: Sequence[tuple[str, str]]) -> Group:
    entries, home = list_of(kind.get(name)), (*path, name)
    groups = []
    for place, entry in enumerate(entries):
        here: Path = (*home, place)
        boxes = [box(dict_of(entry), here, key, label, "area", optional=key == "say_instead") for key, label in names]
        if name == "legal":
            boxes.append(box(dict_of(entry), here, "seen", "Read by the author in a public source", "check"))
        groups.append(Group(f"{what.capitalize()} {place + 1}", here, boxes, buttons=moves(here, len(entries), f"the {what}")))
    value: dict[str, Any] = dict.fromkeys([key for key, _ in names], TO_WRITE) | ({"seen": False} if name == "legal" else {})
    return Group(title, home, [], groups, add=Button(f"Add a {what}", {"op": "add", "path": [*home, len(entries)], "value": value}, "plus"))
