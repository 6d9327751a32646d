"""What the editor offers to choose from: steps of the tree, words of the core library."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Choices = tuple[tuple[str, str], ...]
MOST_CHOICES = 60  # more steps than this are offered while typing, and not in a list
NONE = ("", "none: another type takes over")
INSTANTS: Choices = (
    ("contact_answered", "the contact was answered"),
    ("outcome_reached", "the outcome was reached"),
    ("check_due", "a check fell due"),
)
UNTILS: Choices = (
    ("told", "everybody is told"),
    ("sent", "a unit is sent"),
    ("acknowledged", "it is acknowledged"),
    ("at_scene", "a unit is at scene"),
    ("closed", "the incident is closed"),
)


@dataclass(frozen=True)
class Options:
    """Pairs of value and words. ``known`` lists ids of organisations, flags and advice, to look up while writing."""

    questions: Choices = ()
    outcomes: Choices = ()
    steps: Choices = ()
    plans: Choices = ()
    priorities: Choices = ()
    dispositions: Choices = ()
    capabilities: Choices = ()
    roles: Choices = ()
    formats: Choices = ()
    instants: Choices = INSTANTS
    untils: Choices = UNTILS
    known: tuple[tuple[str, Choices], ...] = ()

    @property
    def list_id(self) -> str:
        """The id of the list of steps, when there are too many to choose from."""
        return "steps-of-the-tree" if len(self.steps) > MOST_CHOICES else ""

    @property
    def first_step(self) -> str:
        """Where a new answer leads until its author says so."""
        return self.outcomes[0][0] if self.outcomes else ""


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def options_of(core: Mapping[str, Any], document: Mapping[str, Any], kind: Mapping[str, Any]) -> Options:
    """What may be chosen in one incident type."""
    tree = kind.get("tree") if isinstance(kind.get("tree"), dict) else {}
    assert isinstance(tree, dict)
    questions = tuple((id, f"{number}. {_cut(node.get('ask'))}") for number, (id, node) in enumerate(_steps(tree, "nodes"), 1))
    outcomes = tuple((id, _end(id, end)) for id, end in _steps(tree, "outcomes"))
    plans = kind.get("response_plans")
    return Options(
        questions=questions,
        outcomes=outcomes,
        steps=(*questions, *outcomes),
        plans=tuple((name, name) for name in (plans if isinstance(plans, dict) else ())),
        priorities=(
            ("", "none: another type takes over"),
            *((code, f"{code} {each['label']}") for code, each in core["priorities"].items()),
        ),
        dispositions=(("", "none: another type takes over"), *((code, _words(code)) for code in core["dispositions"])),
        capabilities=tuple(core["capabilities"].items()),
        roles=tuple((code, _words(code)) for code in core["roles"]),
        formats=tuple((code, code) for code in core["briefing_formats"]),
        known=_known(core, document),
    )


def _steps(tree: Mapping[str, Any], name: str) -> list[tuple[str, Mapping[str, Any]]]:
    steps = tree.get(name)
    return [(str(each.get("id")), each) for each in (steps if isinstance(steps, list) else ()) if isinstance(each, dict)]


def _cut(text: Any) -> str:
    words = str(text or "")
    return words if len(words) <= 60 else words[:59].rstrip() + "…"


def _end(id: str, end: Mapping[str, Any]) -> str:
    if end.get("transfer"):
        return f"{end['transfer']} takes over"
    return f"{end.get('priority') or ''} {end.get('determinant') or id}".strip()


def _known(core: Mapping[str, Any], document: Mapping[str, Any]) -> tuple[tuple[str, Choices], ...]:
    own = document.get("advice_library")
    lines = {**core["advice_library"], **(own if isinstance(own, dict) else {})}
    return (
        ("Organisations", tuple((code, each["label"]) for code, each in core["organisations"].items())),
        ("Advice lines", tuple((id, str(line.get("text", ""))) for id, line in lines.items() if isinstance(line, dict))),
        ("Flags", tuple((code, _words(code)) for code in core["flags"])),
    )
