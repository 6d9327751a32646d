"""Reviewing: consulted, signed by somebody who did not write it, sent back with a reason; every other step is refused."""

import pytest
from django.db import DatabaseError, transaction

from dispatch.accounts.models import Membership
from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.procedures_review import approve_procedure, ask_consultee, put_to_review, record_consultation, return_procedure
from incidents.commands.procedures_use import put_live, retire_procedure
from incidents.models import ProcedurePack
from incidents.rules.procedure_life import FOLLOWS, STATES, may_follow
from tests.factories import fresh, make_person
from tests.incidents.procedures import begin, happened, path_to, put, reviewed, taken_live


def test_a_version_goes_from_draft_to_live_and_its_history_says_who_and_when(ana, piers, noon):
    row = taken_live(put(begin(ana), ("title",), "Out of hours", by=ana), author=ana, approver=piers)
    assert (row.status, row.approved_by_id, row.approved_at, row.live_at) == ("live", piers.user_id, noon, noon)
    assert [each for each in happened(row) if each != "local_set"] == [
        "started",
        "edited",
        "submitted",
        "asked",
        "said",
        "approved",
        "live",
    ]
    assert row.events.get(what="approved").by_name == "Piers Lund"


def test_an_author_cannot_approve_even_after_becoming_an_approver(ana, piers, noon):
    draft = begin(ana)
    put_to_review(version_id=draft.pk, by=ana, at=noon)
    Membership.objects.filter(user_id=ana.user_id).update(role="procedure_approver")
    promoted = type(ana)(ana.user_id, ana.name, "procedure_approver", ana.centre)
    with pytest.raises(NotAllowed) as no:
        approve_procedure(version_id=draft.pk, by=promoted, at=noon)
    assert no.value.code == "author-approves"
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcedurePack.objects.filter(pk=draft.pk).update(status="approved", approved_by=ana.user_id, approved_at=noon)


def test_who_wrote_a_text_that_was_sent_back_is_an_author_of_the_next(ana, piers, wexmouth, noon):
    draft = begin(ana)
    put_to_review(version_id=draft.pk, by=ana, at=noon)
    again = return_procedure(version_id=draft.pk, reason="Say who rings back", by=piers, at=noon)
    assert fresh(draft).status == "retired" and happened(draft)[-1] == "returned"
    assert again.status == "draft" and [each.name for each in again.authors.all()] == ["Ana Brook"]
    ben = make_person(wexmouth, "ben", "Ben Hale", "procedure_author")
    put(again, ("title",), "Ben's", by=ben)
    assert {each.name for each in again.authors.all()} == {"Ana Brook", "Ben Hale"}


def test_a_text_that_was_read_before_somebody_changed_it_is_not_put_up(ana, noon):
    draft = begin(ana)
    put(draft, ("title",), "Changed", by=ana)
    with pytest.raises(Refusal) as no:
        put_to_review(version_id=draft.pk, revision=1, by=ana, at=noon)
    assert no.value.code == "stale"


def test_findings_stop_a_review(ana, noon):
    draft = begin(ana)
    put(draft, path_to(draft, "FLOOD", "q_life", "why"), None, by=ana)
    with pytest.raises(Refusal) as no:
        put_to_review(version_id=draft.pk, by=ana, at=noon)
    assert no.value.code == "findings" and "V07" in no.value.facts["findings"][0]
    assert fresh(draft).status == "draft"


def test_a_version_needs_a_higher_number_than_the_one_in_use(ana, noon):
    draft = put(begin(ana), ("version",), "1.0.0", by=ana)
    with pytest.raises(Refusal) as no:
        put_to_review(version_id=draft.pk, by=ana, at=noon)
    assert no.value.code == "version-not-higher"


def test_nothing_is_approved_before_those_it_concerns_have_spoken(ana, piers, noon):
    draft = begin(ana)
    put_to_review(version_id=draft.pk, by=ana, at=noon)

    def refused() -> str:
        with pytest.raises(Refusal) as no:
            approve_procedure(version_id=draft.pk, by=piers, at=noon)
        return no.value.code

    assert refused() == "consultation-missing"
    asked = ask_consultee(version_id=draft.pk, who="Fire service", by=ana, at=noon)
    assert refused() == "consultation-open"
    for stance, said, code in (("maybe", "x", "stance-unknown"), ("objects", " ", "words-needed")):
        with pytest.raises(Refusal) as no:
            record_consultation(version_id=draft.pk, consultation_id=asked.pk, stance=stance, said=said, by=ana, at=noon)
        assert no.value.code == code
    record_consultation(version_id=draft.pk, consultation_id=asked.pk, stance="no_answer", said="", by=ana, at=noon)
    with pytest.raises(Refusal) as no:
        record_consultation(version_id=draft.pk, consultation_id=asked.pk, stance="supports", said="Yes", by=ana, at=noon)
    assert no.value.code == "already-recorded"
    assert approve_procedure(version_id=draft.pk, by=piers, at=noon).status == "approved"


def test_consultees_are_named_once_and_only_while_it_is_in_review(ana, noon):
    draft = begin(ana)
    with pytest.raises(Refusal):
        ask_consultee(version_id=draft.pk, who="Police", by=ana, at=noon)
    put_to_review(version_id=draft.pk, by=ana, at=noon)
    ask_consultee(version_id=draft.pk, who="Police", by=ana, at=noon)
    for who, code in (("Police ", "already-asked"), (" ", "words-needed")):
        with pytest.raises(Refusal) as no:
            ask_consultee(version_id=draft.pk, who=who, by=ana, at=noon)
        assert no.value.code == code
    with pytest.raises(NotFound):
        record_consultation(version_id=draft.pk, consultation_id=99_999, stance="supports", said="Yes", by=ana, at=noon)


def test_a_foreign_tree_is_approved_only_with_a_reason(ana, piers, noon):
    draft = put(begin(ana), ("profile",), "foreign", by=ana)
    with pytest.raises(Refusal) as no:
        reviewed(draft, author=ana, approver=piers)
    assert no.value.code == "reason-needed"
    assert approve_procedure(version_id=draft.pk, words="Operators use it daily.", by=piers, at=noon).status == "approved"


def at_state(state, ana, piers, noon):
    draft = begin(ana)
    if state == "draft":
        return draft
    if state == "in_review":
        put_to_review(version_id=draft.pk, by=ana, at=noon)
    else:
        (taken_live if state == "live" else reviewed)(draft, author=ana, approver=piers)
        if state == "retired":
            retire_procedure(version_id=draft.pk, reason="Over", by=piers, at=noon)
    return fresh(draft)


@pytest.mark.parametrize("state", STATES)
def test_every_step_out_of_turn_is_refused(ana, piers, noon, state):
    row = at_state(state, ana, piers, noon)
    steps = {
        "in_review": lambda: put_to_review(version_id=row.pk, by=ana, at=noon),
        "approved": lambda: approve_procedure(version_id=row.pk, by=piers, at=noon),
        "live": lambda: put_live(version_id=row.pk, by=piers, at=noon),
        "retired": lambda: retire_procedure(version_id=row.pk, reason="Over", by=piers, at=noon),
    }
    for after, step in steps.items():
        if not may_follow(state, after):
            with pytest.raises(Refusal) as no:
                step()
            assert no.value.code == "wrong-state" and fresh(row).status == state


def test_nothing_follows_a_retired_version_and_nothing_leads_back():
    assert not FOLLOWS["retired"]
    assert all("draft" not in after for after in FOLLOWS.values())
