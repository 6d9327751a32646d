"""The quality form: the criteria that an incident is reviewed by, read from coaching/forms/quality.yaml."""

from dataclasses import dataclass
from pathlib import Path

import yaml

FORM = Path(__file__).resolve().parent.parent / "forms" / "quality.yaml"


@dataclass(frozen=True)
class Criterion:
    """One thing to look at. ``weight`` is its share of 100; ``proves`` are criteria of the standards."""

    id: str
    weight: int
    title: str
    text: str
    proves: tuple[str, ...]


def read_form(path: Path = FORM) -> dict[str, Criterion]:
    """The form's criteria by id, in the form's order.

    Raises:
        ValueError: the weights do not sum to 100, or an id is used twice.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))["criteria"]
    criteria = {row["id"]: Criterion(row["id"], row["weight"], row["title"], row["text"], tuple(row["proves"])) for row in rows}
    if len(criteria) != len(rows) or sum(each.weight for each in criteria.values()) != 100:
        raise ValueError("The quality form needs unique ids and weights that sum to 100.")
    return criteria


CRITERIA = read_form()


def title_of(criterion: str) -> str:
    """A criterion's name for a person; the id itself when a later form no longer has it."""
    found = CRITERIA.get(criterion)
    return found.title if found else criterion
