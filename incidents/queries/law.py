"""The law register: made from the packs in use, never typed. Every provision, what it asks, the steps it bears on, who checked it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incidents.models import LawCheck
from incidents.queries.procedures import Loaded, live_packs
from incidents.rules.law import STANDINGS, Standing, law_key, standing_of
from incidents.rules.packs.lookup import find_outcome, find_question
from incidents.rules.packs.shape import IncidentType, Law


@dataclass(frozen=True)
class Step:
    """A question or an outcome that a provision bears on."""

    id: str
    kind: str
    words: str


@dataclass(frozen=True)
class Duty:
    """What a provision asks of one procedure. Without steps it bears on the whole of it."""

    why: str
    seen: bool
    type: str
    type_title: str
    pack: str
    version: str
    steps: list[Step]


@dataclass
class Provision:
    """One act and provision."""

    key: str
    act: str
    provision: str
    duties: list[Duty] = field(default_factory=list)
    check: LawCheck | None = None
    standing: Standing = Standing.UNSEEN

    @property
    def standing_word(self) -> str:
        """The standing in words."""
        return STANDINGS[self.standing]


def law_register(centre_id: int, today: date) -> list[Provision]:
    """Every provision that a pack in use names: those that need somebody first, then by name."""
    found: dict[str, Provision] = {}
    for key, law, duty in _duties(centre_id):
        found.setdefault(key, Provision(key, law.act, law.provision)).duties.append(duty)
    checks = {each.key: each for each in LawCheck.objects.filter(centre=centre_id).select_related("checked_by").order_by("pk")}
    for each in found.values():
        each.check = checks.get(each.key)
        review_on = each.check.review_on if each.check else None
        each.standing = standing_of(seen=all(duty.seen for duty in each.duties), review_on=review_on, today=today)
    order = list(Standing)
    return sorted(found.values(), key=lambda each: (order.index(each.standing), each.act.casefold(), each.provision))


def _duties(centre_id: int) -> Iterator[tuple[str, Law, Duty]]:
    for held in live_packs(centre_id):
        for kind in held.pack.incident_types:
            for law in kind.legal:
                yield law_key(law.act, law.provision), law, _duty(held, kind, law)


def _duty(held: Loaded, kind: IncidentType, law: Law) -> Duty:
    return Duty(
        why=law.why,
        seen=law.seen,
        type=kind.code,
        type_title=kind.title,
        pack=held.pack.title,
        version=held.pack.version,
        steps=[step for id in law.steps if (step := _step(kind, id))],
    )


def _step(kind: IncidentType, id: str) -> Step | None:
    question = find_question(kind, id)
    if question is not None:
        return Step(id, "question", question.ask)
    outcome = find_outcome(kind, id)
    return Step(id, "outcome", outcome.determinant or outcome.transfer or id) if outcome else None


def law_named(centre_id: int, key: str) -> tuple[str, str] | None:
    """The act and provision of this key, if a pack in use names it."""
    return next(((law.act, law.provision) for found, law, _ in _duties(centre_id) if found == key), None)


def provision_shown(each: Provision) -> dict[str, Any]:
    """A provision as the REST interface gives it."""
    check = each.check
    return {
        "key": each.key,
        "act": each.act,
        "provision": each.provision,
        "standing": each.standing.value,
        "standing_word": each.standing_word,
        "duties": [{**vars(duty), "steps": [vars(step) for step in duty.steps]} for duty in each.duties],
        "checked_by": check.checked_by.name if check else None,
        "checked_on": check.checked_on.isoformat() if check else None,
        "source": check.source if check else "",
        "note": check.note if check else "",
        "review_on": check.review_on.isoformat() if check else None,
    }
