"""What each figure means, where it comes from and what it can be split by: read from incidents/figures/formulas.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field

from incidents.rules.kpi.figures import FIGURES

FILE = Path(__file__).resolve().parents[2] / "figures" / "formulas.yaml"

# What a figure can be split by, and the words for it.
SPLITS = {
    "priority": "Priority",
    "type": "Type",
    "hour": "Hour of the day",
    "channel": "Channel",
    "line": "Line",
    "person": "Colleague",
    "station": "Station",
    "kind": "Kind of unit",
    "level": "Level",
    "how": "How",
    "reason": "Reason",
}


class Formula(BaseModel):
    """One formula. ``kind`` says how it is worked out; None: nothing that it needs is recorded yet, and ``until`` says what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z][a-z0-9_]{2,40}$")
    title: str
    family: str
    kind: str | None = None
    per: str
    means: str
    misses: str = ""
    source: str
    target: str = ""
    target_s: int | None = None
    by: tuple[str, ...] = ()
    low_is_good: bool = False
    now: bool = False
    part_of: str = ""
    until: str = ""

    @property
    def is_share(self) -> bool:
        """Its figure is a percentage, not a length of time."""
        return self.kind == "share"


@dataclass(frozen=True)
class Formulas:
    """All of them, in the file's order, and the families' titles in theirs."""

    families: dict[str, str]
    all: dict[str, Formula]

    def of(self, family: str) -> list[Formula]:
        """Those of one family."""
        return [each for each in self.all.values() if each.family == family]


@cache
def formulas(path: Path = FILE) -> Formulas:
    """The formulas as they are shipped.

    Raises:
        ValueError: an id is used twice, or a family, kind or split is unknown.
    """
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows = [Formula.model_validate(row) for row in document["formulas"]]
    found = Formulas(families=document["families"], all={row.id: row for row in rows})
    wrong = [row.id for row in rows if not _makes_sense(row, found)]
    if wrong or len(found.all) != len(rows):
        raise ValueError(f"The formulas need unique ids and known words: {', '.join(wrong) or 'an id is used twice'}.")
    return found


def _makes_sense(row: Formula, found: Formulas) -> bool:
    known = row.family in found.families and (row.kind is None or row.kind in FIGURES) and set(row.by) <= set(SPLITS)
    return known and (row.kind is not None or bool(row.until)) and (not row.part_of or row.part_of in found.all)
