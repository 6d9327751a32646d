"""The families of figures, each with the function that reads its cases. An app above adds its own when it starts."""

from collections.abc import Callable

from incidents.queries.kpi import contacts, crews, decisions, handling, standing, watching
from incidents.queries.kpi.scope import Cases, Scope
from incidents.rules.kpi.formulas import Formula

Read = Callable[[Scope], Cases]

FAMILIES: dict[str, tuple[Read, ...]] = {
    "contacts": (contacts.cases,),
    "handling": (handling.cases, standing.to_be_sent),
    "crews": (crews.cases,),
    "watching": (watching.cases, standing.overdue_checks),
    "decisions": (decisions.cases,),
    "quality": (),
}


def register(family: str, read: Read) -> None:
    """Have a function read cases of a family too. The same one again changes nothing."""
    if read not in FAMILIES[family]:
        FAMILIES[family] = (*FAMILIES[family], read)


def cases_of(family: str, scope: Scope) -> Cases:
    """Every case of a family, by formula."""
    found: Cases = {}
    for read in FAMILIES[family]:
        found |= read(scope)
    return found


def cases_for(formula: Formula, scope: Scope) -> Cases:
    """The cases of one formula's family; nothing for one that nothing is recorded for."""
    return cases_of(formula.family, scope) if formula.kind else {}
