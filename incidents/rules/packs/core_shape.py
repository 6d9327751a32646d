"""The shape of the core file: what every procedure pack shares."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictInt

from incidents.rules.packs.base import Code, Day, Flag, Frozen, Line, Minutes, Seconds, Status, Text

CORE_ID = "core"  # no pack has this id


class Priority(Frozen):
    """How urgent, and the targets that follow. Null targets mean that no one of ours travels."""

    label: Line = Field(description="One or two words for a badge: Immediate.")
    meaning: Line = Field(description="What the priority means, for a person.")
    dispatch_s: Seconds | None = Field(description="Seconds from entry to the first alert of a unit.")
    ack_s: Seconds | None = Field(description="Seconds from the alert to the unit's acknowledgement.")
    attend_min: Minutes | None = Field(description="Minutes from the answered contact to the required capability at scene.")
    caller_update_min: Minutes | None = Field(description="Minutes between updates to the caller.")
    eido: StrictInt = Field(ge=1, le=5, description="Priority number in EIDO, 1 is the most urgent.")
    cap_urgency: Code = Field(description="Urgency word of CAP 1.2.")
    cap_severity: Code = Field(description="Severity word of CAP 1.2.")


class EntryQuestion(Frozen):
    """A question asked on every contact, before the incident type is known."""

    id: Code = Field(description="Unique within the entry list.")
    ask: Line = Field(description="The words to say.")
    capture: Code = Field(description="What the answer is: location, phone, text, tri (affirm, deny, unknown), link…")
    critical: Flag = Field(description="True when a missing answer becomes a timed task.")
    readback: Flag = Field(default=False, description="True when the answer is read back to the caller.")
    prefill: Code | None = Field(default=None, description="Where a first value comes from, such as caller_id.")
    form: Literal["open", "closed"] | None = Field(default=None, description="How the question is put.")
    affirm_opens: Code | None = Field(default=None, description="What an affirm answer opens.")
    unknown_opens: Code | None = Field(default=None, description="What an unknown answer opens.")
    audience: Literal["caller", "agent"] = Field(default="caller", description="Who answers: the caller, or the agent alone.")


class OverlayQuestion(Frozen):
    """A question of the risk overlay (THRIVE). It can raise a priority and never lowers one."""

    id: Code = Field(description="Unique within the overlay.")
    ask: Line = Field(description="The words to think through.")


class Organisation(Frozen):
    """A body outside that can be told or handed to."""

    label: Line = Field(description="Its name for a person.")
    contact: Line | None = Field(description="Telephone number as dialled, or null when each centre enters its own.")
    local: Flag = Field(default=False, description="True when the centre must enter its own contact.")
    authority: Code = Field(description="The lowest role that may contact it.")
    src: tuple[Code, ...] = Field(default=(), description="Ids of sources for the contact.")


class AdviceLine(Frozen):
    """One sentence that may be read to a caller."""

    text: Line = Field(description="The words, at most 160 characters by rule V14.")
    src: tuple[Code, ...] = Field(default=(), description="Ids of the pack's sources.")
    safety_net: Flag = Field(default=False, description="True when it says what to do if things get worse.")


class ForbiddenLine(Frozen):
    """Something that must not be said, and what to say in its place."""

    text: Line = Field(description="What must not be said or done.")
    say_instead: Line | None = Field(default=None, description="The replacement; rule V14 asks for one.")


class Core(Frozen):
    """Everything that procedure packs share."""

    schema_name: Line = Field(alias="schema", description="dispatch.core/1")
    id: Code = Field(description="Always core.")
    version: Line = Field(description="Semantic version.")
    language: Code = Field(description="Language tag, such as en-GB.")
    status: Status = Field(description="Where it is between draft and retired.")
    authored_on: Day = Field(description="Day of writing.")
    review_by: Day = Field(description="Day by which it is read again.")
    priorities: dict[Code, Priority] = Field(description="By code, P1 to P5.")
    dispositions: tuple[Code, ...] = Field(description="What may be done with an incident.")
    roles: tuple[Code, ...] = Field(description="Roles that escalation may name.")
    flags: tuple[Code, ...] = Field(description="Flags that an answer may raise.")
    entry: tuple[EntryQuestion, ...] = Field(description="Entry questions in the order asked; target 60 seconds for all.")
    risk_overlay: tuple[OverlayQuestion, ...] = Field(description="Risk overlay, asked again when anything changes.")
    capabilities: dict[Code, Line] = Field(description="What a unit may be able to do: code and words.")
    organisations: dict[Code, Organisation] = Field(description="Bodies outside, by code.")
    advice_library: dict[Code, AdviceLine] = Field(description="Advice that every pack may use, by id.")
    forbidden_everywhere: tuple[ForbiddenLine, ...] = Field(description="What nobody may say, whatever the incident.")
    briefing_formats: dict[Code, tuple[Code, ...]] = Field(description="Briefing formats and their parts in order.")
    override_reasons: tuple[Code, ...] = Field(description="Reasons for departing from the tree.")
    lower_priority_rule: Text = Field(description="The rule on lowering, in words.")
    close_codes: tuple[Code, ...] = Field(description="How an incident may end.")
