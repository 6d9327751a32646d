"""The shape of a procedure pack. What a shape cannot say (targets exist, unknown is safe…) is the validator's work."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictInt, model_validator

from incidents.rules.packs.base import Code, Day, Flag, Frozen, Label, Line, Minutes, Status, Text, Word
from incidents.rules.packs.core_shape import AdviceLine, ForbiddenLine

MAX_TREE_NODES = 2_000
PLAIN_ANSWERS = {"affirm": "Yes", "deny": "No", "unknown": "Not known"}


def label_of(code: str) -> str:
    """A code in words: affirm is Yes, deny is No, unknown is Not known, no_power is No power."""
    words = code.replace("_", " ").replace("-", " ").strip()
    return PLAIN_ANSWERS.get(code) or words[:1].upper() + words[1:]


class Answer(Frozen):
    """One answer to a question and where it leads."""

    code: Code = Field(description="Short code, unique within the question.")
    label: Label = Field(default="", description="Words on the button; made from the code when empty. At most 60 by rule V25.")
    go: Code = Field(description="Id of the next question or of the outcome.")
    danger: Flag = Field(default=False, description="True for the answer that means danger.")
    sets: tuple[Code, ...] = Field(default=(), alias="set", description="Flags raised by this answer.")
    unknown_ok: Line | None = Field(default=None, description="Why 'not known' may take the calmer branch.")

    @property
    def words(self) -> str:
        """The label, or words made from the code."""
        return self.label or label_of(self.code)


class Node(Frozen):
    """A question of a decision tree."""

    id: Code = Field(description="Unique within the tree.")
    audience: Literal["caller", "agent"] = Field(default="caller", description="Who answers: the caller, or the agent alone.")
    ask: Line = Field(description="The words to say.")
    why: Line | None = Field(default=None, description="Why it is asked; rule V07 asks for one.")
    help: Text | None = Field(default=None, description="More to read for whoever asks: definitions, examples, what counts.")
    answers: tuple[Answer, ...] = Field(max_length=20, description="In the order shown; keys 1 to n.")


class Outcome(Frozen):
    """Where a path ends: what is done, or the incident type that takes over (then only ``transfer`` is set)."""

    id: Code = Field(description="Unique within the tree.")
    transfer: Code | None = Field(default=None, description="Code of the incident type that takes over.")
    determinant: Code | None = Field(default=None, description="TYPE-priority-letter, such as GAS-1-A.")
    priority: Word = Field(default="", description="P1 to P5; empty on a transfer.")
    disposition: Word = Field(default="", description="What is done; empty on a transfer.")
    plan: Code | None = Field(default=None, description="Response plan, when a unit is sent.")
    notify: tuple[Code, ...] = Field(default=(), description="Organisations to tell, in order.")
    notify_reason: Line | None = Field(default=None, description="Why a P1 tells no emergency partner.")
    advice: tuple[Code, ...] = Field(default=(), description="Advice lines in the order read.")
    escalate_now: StrictInt | None = Field(default=None, ge=1, le=9, description="Escalation level raised at once.")

    @property
    def deploys(self) -> bool:
        """True when a unit of ours is sent."""
        return "deploy" in self.disposition


class Tree(Frozen):
    """Questions and outcomes, at most 2,000 of both together."""

    start: Code = Field(description="Id of the first question.")
    nodes: tuple[Node, ...] = Field(max_length=MAX_TREE_NODES, description="Questions.")
    outcomes: tuple[Outcome, ...] = Field(max_length=MAX_TREE_NODES, description="Ends and transfers.")

    @model_validator(mode="after")
    def stays_small(self) -> Tree:
        if len(self.nodes) + len(self.outcomes) > MAX_TREE_NODES:
            raise ValueError(f"a tree has at most {MAX_TREE_NODES:,} questions and outcomes")
        return self


class PlanLine(Frozen):
    """One capability that a response plan calls for."""

    capability: Code = Field(description="Code from the core file.")
    count: StrictInt = Field(ge=1, le=50, description="How many units with it.")
    required: Flag = Field(description="False when the response may go without it.")


class Briefing(Frozen):
    """How a crew is told."""

    format: Code = Field(description="FIELD, METHANE or IIMARCH.")
    template: Text | None = Field(default=None, description="Words with {{names}}; rule V11 asks for some.")


class EscalationLevel(Frozen):
    """What happens by itself when time passes."""

    level: StrictInt = Field(ge=1, le=9, description="1 is the first.")
    after_min: Minutes = Field(description="Minutes after the instant that it counts from.")
    counted_from: Literal["contact_answered", "outcome_reached", "check_due"] = Field(alias="from", description="The instant.")
    trigger: Line = Field(description="The state of affairs that it answers.")
    until: Literal["told", "sent", "acknowledged", "at_scene", "closed"] = Field(
        default="closed", description="The fact that makes it pointless: every organisation told, a unit sent, acknowledged, at scene."
    )
    priorities: tuple[Word, ...] = Field(default=(), description="Priorities that it is for; empty means any.")
    to: Code = Field(description="Role that takes it.")
    action: Line = Field(description="What that role does.")


class Monitoring(Frozen):
    """Welfare checks on a crew, or on the caller."""

    first_check_min: Minutes = Field(ge=1, description="Minutes from arrival to the first check.")
    interval_min: Minutes = Field(ge=1, description="Minutes between checks.")
    grace_min: Minutes = Field(description="Minutes after which a due check is missed.")
    lone_worker: Flag = Field(description="True when the crew may be alone.")
    ask: Line = Field(description="The words of the check.")


class Law(Frozen):
    """A duty behind the procedure."""

    act: Line = Field(description="Act, regulations or standard.")
    provision: Line = Field(description="Section or part.")
    why: Line = Field(description="What it asks of us.")
    seen: Flag = Field(description="True when the author read it in a public source.")
    steps: tuple[Code, ...] = Field(default=(), description="Questions and outcomes that it bears on; empty means the whole procedure.")


class IncidentType(Frozen):
    """One kind of incident, from the first question to what closing requires."""

    code: Code = Field(description="Unique across all packs.")
    title: Line = Field(description="Name for a person.")
    everyday_words: tuple[Line, ...] = Field(description="Words callers use, for search.")
    cap_category: tuple[Code, ...] = Field(default=(), description="Categories of CAP 1.2.")
    channels: tuple[Code, ...] = Field(default=(), description="Kinds of contact; empty means any.")
    fallback: Code = Field(description="Outcome used when sent before the questions end.")
    advice_recall: Flag = Field(default=False, description="True when callers are rung back if the advice changes.")
    tree: Tree
    response_plans: dict[Code, tuple[PlanLine, ...]] = Field(default={}, description="By name.")
    briefing: Briefing
    advice_not_allowed: tuple[ForbiddenLine, ...] = Field(default=(), description="What must not be said here.")
    escalation: tuple[EscalationLevel, ...] = Field(description="Levels in order.")
    monitoring: Monitoring
    legal: tuple[Law, ...] = Field(default=(), description="Duties behind the procedure.")
    close_requires: tuple[Code, ...] = Field(default=(), description="Facts needed to close.")
    qa_critical: tuple[Code, ...] = Field(default=(), description="Questions that may not be missed.")


class Pack(Frozen):
    """A versioned set of incident types with the advice that they use."""

    schema_name: Line = Field(alias="schema", description="dispatch.procedure-pack/1")
    id: Code = Field(description="Unique among packs.")
    title: Line = Field(description="Name for a person.")
    version: Line = Field(description="Semantic version.")
    requires_core: Line = Field(description="Lowest version of the core file that it needs.")
    language: Code = Field(description="Language tag, such as en-GB.")
    jurisdiction: tuple[Code, ...] = Field(description="Where its laws and numbers hold.")
    status: Status = Field(description="Where it is between draft and retired.")
    profile: Literal["house", "foreign"] = Field(
        default="house", description="foreign: made elsewhere by other rules of form; depth and long labels are then warnings."
    )
    authored_on: Day = Field(description="Day of writing.")
    review_by: Day = Field(description="Day by which it is read again.")
    safety_notice: Text = Field(description="What a reader must know before relying on it.")
    clinical_approval_required: Flag = Field(default=False, description="True when a clinician must approve it.")
    sources: dict[Code, Line] = Field(default={}, description="Where its statements come from, by id.")
    local_must_set: tuple[Code, ...] = Field(default=(), description="Values that each centre must set before it goes live.")
    advice_library: dict[Code, AdviceLine] = Field(default={}, description="Advice of this pack, by id.")
    incident_types: tuple[IncidentType, ...] = Field(min_length=1, max_length=200, description="In the order shown.")

    @model_validator(mode="after")
    def stays_small(self) -> Pack:
        if sum(len(kind.tree.nodes) + len(kind.tree.outcomes) for kind in self.incident_types) > MAX_TREE_NODES:
            raise ValueError(f"a pack has at most {MAX_TREE_NODES:,} questions and outcomes")
        return self
