"""How the words of the recorded calls are said here: types, priorities, capabilities, endings. The table is mapping.yaml."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from incidents.replay.source import Call

TABLE = Path(__file__).resolve().parent / "mapping.yaml"
PACKS = Path(__file__).resolve().parent / "packs"


class Strict(BaseModel):
    """A part of the table; an unknown name in it is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PriorityLine(Strict):
    """A call whose final priority, and group where one is given, are these has this priority."""

    final: str
    group: str | None = None
    priority: str


class UnitType(Strict):
    """What a type of unit is called and can do."""

    label: str
    can: tuple[str, ...]


class People(Strict):
    """What simulated people do, and when: seconds on the replay's own clock."""

    takes_alarm_after_s: int
    answers_check_after_s: int
    misses_one_check_in: int
    answers_missed_check_after_s: int


class Mapping(Strict):
    """The whole table."""

    call_types: dict[str, str]
    unknown_call_type: str
    priorities: tuple[PriorityLine, ...]
    unknown_priority: str
    outcomes: dict[str, str]
    unit_types: dict[str, UnitType]
    unknown_unit_type: UnitType
    dispositions: dict[str, str]
    unknown_disposition: str
    people: People

    def type_of(self, call: Call) -> str:
        """The incident type."""
        return self.call_types.get(call.kind, self.unknown_call_type)

    def priority_of(self, call: Call) -> str:
        """P1 to P3."""
        fits = (line for line in self.priorities if line.final == call.priority and line.group in (None, call.group))
        return next((line.priority for line in fits), self.unknown_priority)

    def knows_priority_of(self, call: Call) -> bool:
        """Whether the table has the source's word for this priority."""
        return any(line.final == call.priority for line in self.priorities)

    def unit_type(self, kind: str) -> UnitType:
        """What a unit of this type is."""
        return self.unit_types.get(kind, self.unknown_unit_type)

    def close_code_of(self, call: Call) -> str:
        """How the incident ends."""
        return self.dispositions.get(call.disposition, self.unknown_disposition)


@cache
def mapping() -> Mapping:
    """The table as it is shipped."""
    return Mapping.model_validate(yaml.safe_load(TABLE.read_text(encoding="utf-8")))
