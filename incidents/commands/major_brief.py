"""One IIMARCH briefing to every crew of a major incident and its parts, in one act (JESIP; CFACC39 P7)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import Refusal, require
from incidents.commands._change import Change
from incidents.commands._major import the_major
from incidents.commands._together import changing_together
from incidents.commands.deploy import PARTS, send_brief
from incidents.models import Briefing, Deployment, Emergency, JointBriefing
from incidents.queries.family import child_ids
from incidents.rules.entries import Entry
from incidents.rules.jesip import IIMARCH, NEEDED, as_crew_brief

MOST_WORDS = 4000  # characters in one part


def brief_crews(*, incident_id: int, by: Actor, at: datetime, **parts: str) -> JointBriefing:
    """Brief every crew of a major incident and its open parts: each one's brief changes, and is to be accepted anew.

    Nothing is sent to a crew that may be under duress: it would show on its phone. The log says who was left out.

    Args:
        parts: those of ``rules.jesip.IIMARCH``.

    Raises:
        Refusal: "parts-needed", "brief-same", "nobody-there", "not-major".
    """
    said = {code: parts.get(code, "").strip()[:MOST_WORDS] for code in IIMARCH}
    missing = [IIMARCH[code] for code in NEEDED if not said[code]]
    require(not missing, f"Still needed: {', '.join(missing)}.", code="parts-needed")
    with changing_together({incident_id, *child_ids(incident_id)}, by=by, at=at, act=Act.DISPATCH) as changes:
        change = changes[incident_id]
        the_major(change)
        last = JointBriefing.objects.filter(incident=change.incident).order_by("-version").first()
        crews, silent = _crews(changes)
        if not crews:
            raise Refusal("No crew is there to be briefed.", code="nobody-there")
        new = last is None or last.parts() != said or any(not each.briefings.filter(joint=last).exists() for each in crews)
        require(new, "Nothing in it changes.", code="brief-same")
        version = last.version + 1 if last else 1
        joint = JointBriefing.objects.create(incident=change.incident, version=version, sent_at=at, sent_by_name=by.label, **said)
        for crew in crews:
            _brief(changes[crew.incident_id], crew, joint)
        _write_down(change, joint, crews, silent)
    return joint


def _crews(changes: dict[int, Change]) -> tuple[list[Deployment], list[Deployment]]:
    """Who is briefed, and who is left out because silence is kept towards them."""
    there = Deployment.objects.active().filter(incident__in=changes).select_related("unit").order_by("pk")
    silent = set(Emergency.objects.open().filter(incident__in=changes, kind=Emergency.Kind.DURESS).values_list("deployment", flat=True))
    crews = list(there)
    return [each for each in crews if each.pk not in silent], [each for each in crews if each.pk in silent]


def _brief(change: Change, crew: Deployment, joint: JointBriefing) -> None:
    last = Briefing.objects.filter(deployment=crew).order_by("-version").first()
    place = last.place_and_access if last else change.incident.place_text
    brief = as_crew_brief(joint.parts(), task=last.task if last else crew.task, place=place)
    version = last.version + 1 if last else 1
    Briefing.objects.create(deployment=crew, version=version, sent_at=change.at, joint=joint, **brief)
    changed = [name for name in PARTS if last is None or brief[name] != getattr(last, name)]
    change.log(
        Entry.BRIEF_CHANGED,
        f"{crew.unit.call_sign}: IIMARCH briefing {joint.version}",
        unit=crew.unit.call_sign,
        version=version,
        changed=changed,
        joint=joint.version,
    )
    send_brief(change, crew, crew.unit, brief, version=version)


def _write_down(change: Change, joint: JointBriefing, crews: list[Deployment], silent: list[Deployment]) -> None:
    names = ", ".join(each.unit.call_sign for each in crews)
    left_out = f" Not sent, under silent listening: {', '.join(each.unit.call_sign for each in silent)}." if silent else ""
    text = "\n".join(
        [f"Version {joint.version} to {names}.{left_out}", *(f"{IIMARCH[code]}: {words}" for code, words in joint.parts().items() if words)]
    )
    change.log(
        Entry.CREWS_BRIEFED,
        text,
        version=joint.version,
        crews=[each.unit.call_sign for each in crews],
        left_out=[each.unit.call_sign for each in silent],
        parts=joint.parts(),
    )
