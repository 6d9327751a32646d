"""Linking incidents: a duplicate, a part of a larger one, or related. Nothing is discarded, and every link can be undone."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, Refusal, require
from incidents.commands._change import Change
from incidents.commands._duplicate import become_duplicate, insist_on_leave, move_duplicate, reopen
from incidents.commands._exercise import refuse_mixing
from incidents.commands._together import changing_together
from incidents.models import IncidentLink
from incidents.queries.linked import duplicates_of, standing_between
from incidents.rules.entries import Entry

KINDS = ("duplicate", "related", "parent", "child")
Kind = IncidentLink.Kind
SAYS = {
    Kind.DUPLICATE: ("Duplicate of {}", "{} is a duplicate of this"),
    Kind.CHILD: ("Part of {}", "{} is part of this"),
    Kind.RELATED: ("Related to {}", "Related to {}"),
}


def link_incidents(*, incident_id: int, other_id: int, kind: str, why: str, by: Actor, at: datetime) -> IncidentLink:
    """Link an incident to another one. A link of another kind between the two is undone first.

    Args:
        kind: what ``incident`` is to ``other``: "duplicate", "related", "parent" or "child".

    Raises:
        Refusal: "link-to-itself", "linked-already"; "main-is-duplicate" and "parent-is-child" name the one to link to instead;
            "units-at-duplicate" and "alarm-untaken" say what a duplicate cannot leave behind.
    """
    require(kind in KINDS, "Choose how they belong together.", code="link-kind-unknown")
    require(incident_id != other_id, "An incident cannot be linked to itself.", code="link-to-itself")
    require(why.strip(), "Say why they belong together.", code="reason-needed")
    if kind == "parent":
        incident_id, other_id, kind = other_id, incident_id, Kind.CHILD
    its_own = duplicates_of(incident_id) if kind == Kind.DUPLICATE else []
    with changing_together({incident_id, other_id, *its_own}, by=by, at=at, act=Act.LOG_INCIDENT) as changes:
        mine, other = changes[incident_id], changes[other_id]
        _insist(mine, other, Kind(kind))
        if kind == Kind.DUPLICATE:
            require(duplicates_of(incident_id) == its_own, "Somebody linked it at the same moment. Try again.", code="link-moved")
            become_duplicate(mine, other, why.strip())
            for number in its_own:
                move_duplicate(changes[number], mine, other)
        return make_link(mine, other, Kind(kind), why.strip())


def _insist(mine: Change, other: Change, kind: IncidentLink.Kind) -> None:
    one, two = mine.incident, other.incident
    refuse_mixing(one.exercise, two.exercise, one.reference, two.reference)
    standing = standing_between(one.pk, two.pk)
    if standing is not None:
        same = standing.kind == kind and (kind == Kind.RELATED or standing.incident_id == one.pk)
        require(not same, f"{one.reference} and {two.reference} are linked so already.", code="linked-already")
        require(
            standing.kind != Kind.DUPLICATE, f"{one.reference} and {two.reference} are duplicates: undo that first.", code="linked-already"
        )
        undo(standing, by=mine.by.label, why="Linked in another way", at=mine.at)
    if kind == Kind.DUPLICATE:
        insist_on_leave(one, two)
    if kind == Kind.CHILD:
        _insist_on_two_levels(mine, other)


def _insist_on_two_levels(mine: Change, other: Change) -> None:
    child, parent = mine.incident, other.incident
    above = IncidentLink.objects.standing().filter(kind=Kind.CHILD).select_related("other")
    own = above.filter(incident=child).first()
    require(own is None, f"{child.reference} is part of {own.other.reference if own else ''} already.", code="linked-already")
    over = above.filter(incident=parent).first()
    if over is not None:
        to = over.other.reference
        raise Refusal(f"{parent.reference} is itself part of {to}: link to that one.", code="parent-is-child", parent=to)
    require(not above.filter(other=child).exists(), f"{child.reference} has parts of its own: link those.", code="child-has-parts")


def make_link(mine: Change, other: Change, kind: IncidentLink.Kind, why: str) -> IncidentLink:
    """Write the link, and a line into both logs."""
    link = IncidentLink.objects.create(
        incident=mine.incident, other=other.incident, kind=kind, linked_at=mine.at, linked_by_name=mine.by.label, why=why[:300]
    )
    here, there = SAYS[kind]
    mine.log(Entry.LINKED, f"{here.format(other.incident.reference)}. {why}", other=other.incident.reference, kind=kind.value, link=link.pk)
    other.log(Entry.LINKED, f"{there.format(mine.incident.reference)}. {why}", other=mine.incident.reference, kind=kind.value, link=link.pk)
    return link


def undo(link: IncidentLink, *, by: str, why: str, at: datetime) -> None:
    """The link no longer stands; who undid it and why stays."""
    link.unlinked_at, link.unlinked_by_name, link.unlinked_why = at, by, why[:300]
    link.save(update_fields=["unlinked_at", "unlinked_by_name", "unlinked_why"])


def unlink_incidents(*, link_id: int, why: str, by: Actor, at: datetime) -> IncidentLink:
    """Undo a link, with a reason. A duplicate is open again, with its clocks."""
    require(why.strip(), "Say why they do not belong together.", code="reason-needed")
    known = IncidentLink.objects.filter(pk=link_id, incident__centre_id=by.centre_id).first()
    if known is None:
        raise NotFound("There is no such link.", code="not-found")
    with changing_together({known.incident_id, known.other_id}, by=by, at=at, act=Act.LOG_INCIDENT) as changes:
        link = IncidentLink.objects.select_related("incident", "other").get(pk=link_id)
        require(link.unlinked_at is None, f"{link.unlinked_by_name} has undone this link already.", code="link-undone")
        undo(link, by=by.label, why=why.strip(), at=at)
        mine, other = changes[link.incident_id], changes[link.other_id]
        if link.kind == Kind.DUPLICATE:
            reopen(mine)
        for change, its in ((mine, other), (other, mine)):
            change.log(Entry.UNLINKED, f"{its.incident.reference}. {why.strip()}", other=its.incident.reference, link=link.pk)
    return link
