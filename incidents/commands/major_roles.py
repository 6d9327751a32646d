"""Who commands a major incident: a role offered to a named person, accepted, and handed over with its time (JESIP; ISO 22320)."""

from datetime import datetime

from dispatch.accounts.actors import Actor
from dispatch.accounts.permissions import Act
from dispatch.refusal import NotFound, require
from incidents.commands._change import changing
from incidents.commands._major import the_major
from incidents.models import CommandPost
from incidents.rules.entries import Entry
from incidents.rules.major import FUNCTIONS, LEVELS, roles_of

WORDS = {code: words for names in LEVELS.values() for code, words in names.items()} | FUNCTIONS


def offer_post(
    *, incident_id: int, role: str, person: str, by: Actor, at: datetime, organisation: str = "", reached_on: str = "", handover: str = ""
) -> CommandPost:
    """Ask a named person to take a role. Whoever holds it keeps it until this person has accepted; an earlier offer lapses.

    Args:
        role: one of ``rules.major.roles_of`` the way the levels are named.
        handover: what the person who takes over must know.

    Raises:
        Refusal: "role-unknown", "name-needed", "post-held" by this very person, "not-major".
    """
    name, organisation = person.strip()[:120], organisation.strip()[:120]
    require(name, "Say who takes it.", code="name-needed")
    with changing(incident_id, by=by, at=at, act=Act.DECLARE_MAJOR) as change:
        major = the_major(change)
        require(role in roles_of(major.levels), "There is no such role here.", code="role-unknown")
        posts = CommandPost.objects.filter(incident=change.incident, role=role, ended_at=None)
        holder = posts.exclude(accepted_at=None).first()
        same = holder is not None and (holder.person, holder.organisation) == (name, organisation)
        require(not same, f"{name} holds this role.", code="post-held")
        posts.filter(accepted_at=None).update(ended_at=at)
        post = CommandPost.objects.create(
            incident=change.incident,
            role=role,
            person=name,
            organisation=organisation,
            reached_on=reached_on.strip()[:120],
            offered_at=at,
            offered_by_name=by.label,
            handover=handover.strip(),
        )
        held = f" {holder.person} holds it until then." if holder else ""
        change.log(Entry.POST_OFFERED, f"{WORDS[role]}: {_who(post)} is asked.{held} {post.handover}".strip(), role=role, post=post.pk)
    return post


def accept_post(*, post_id: int, by: Actor, at: datetime, happened_at: datetime | None = None) -> CommandPost:
    """Record that the person has accepted: the role is theirs from that moment, and whoever held it has handed it over.

    Args:
        happened_at: when they said so, if that is not now.

    Raises:
        Refusal: "post-settled" when it was accepted or has lapsed, "time-ahead", "time-before" the offer.
    """
    found = CommandPost.objects.filter(pk=post_id).values_list("incident_id", flat=True).first()
    if found is None:
        raise NotFound("There is no such offer.", code="not-found")
    with changing(found, by=by, at=at, act=Act.RUN_MAJOR) as change:
        the_major(change)
        post = CommandPost.objects.get(pk=post_id)
        require(post.accepted_at is None and post.ended_at is None, "This offer has been settled already.", code="post-settled")
        when = happened_at or at
        require(when <= at, "That time has not come yet.", code="time-ahead")
        require(when >= post.offered_at, "They were not asked before that time.", code="time-before")
        before = CommandPost.objects.filter(incident=change.incident, role=post.role, ended_at=None).exclude(accepted_at=None).first()
        if before is not None:
            before.ended_at = max(when, before.accepted_at or when)
            before.save(update_fields=["ended_at"])
        post.accepted_at, post.accepted_by_name = when, by.label
        post.save(update_fields=["accepted_at", "accepted_by_name"])
        after = f", from {before.person}" if before else ""
        change.log(
            Entry.POST_ACCEPTED, f"{WORDS[post.role]}: {_who(post)} has taken it{after}", at=happened_at, role=post.role, post=post.pk
        )
    return post


def _who(post: CommandPost) -> str:
    return f"{post.person} ({post.organisation})" if post.organisation else post.person
