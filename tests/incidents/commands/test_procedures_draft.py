"""Drafts: begun from a version, a file or nothing; two authors at once lose nothing; a reviewed text stays."""

import pytest
from django.db import DatabaseError, transaction

from dispatch.refusal import NotAllowed, NotFound, Refusal
from incidents.commands.procedures_draft import discard_draft, edit_draft, import_draft, new_draft, start_draft
from incidents.commands.procedures_review import put_to_review
from incidents.models import ProcedurePack
from incidents.queries.procedure_findings import document_of, judged
from incidents.queries.procedures import loaded
from incidents.rules.packs.editing import Edit
from tests.factories import PACKS, fresh, make_person
from tests.incidents.procedures import begin, happened, in_use, path_to, put, reviewed


def test_a_draft_has_the_text_of_its_origin_and_the_next_number(ana, wexmouth):
    draft = begin(ana)
    origin = in_use(wexmouth.pk)
    assert (draft.status, draft.version, draft.parent_id) == ("draft", "1.0.1", origin.pk)
    assert {**draft.body, "version": ""} == {**origin.body, "version": ""}
    assert happened(draft) == ["started"] and [each.name for each in draft.authors.all()] == ["Ana Brook"]
    assert begin(ana).version == "1.0.2"


def test_a_word_is_changed_and_read_back_at_once(ana):
    draft = begin(ana)
    assert loaded(draft.pk).pack.version == "1.0.1"
    put(draft, path_to(draft, "FLOOD", "", "title"), "Water coming in", by=ana)
    assert any(kind.title == "Water coming in" for kind in loaded(draft.pk).pack.incident_types)
    assert fresh(draft).revision == 2 and fresh(draft).digest != draft.digest
    assert happened(draft) == ["started", "edited"]


def test_a_half_written_question_is_kept_as_typed_and_said_where_it_stands(ana):
    draft = begin(ana)
    ask = path_to(draft, "FLOOD", "q_life", "ask")
    after, found = edit_draft(version_id=draft.pk, revision=1, edits=[Edit("set", ask, "")], by=ana, at=draft.loaded_at)
    assert [(each.path, each.message) for each in found.errors] == [
        ("incident_types[2].tree.nodes[0].ask", "'nodes.0.ask' is empty: write something.")
    ]
    assert document_of(fresh(after))["incident_types"][2]["tree"]["nodes"][0]["ask"] == ""
    assert loaded(draft.pk).type_named("FLOOD").tree.nodes[0].ask  # the last whole text
    with pytest.raises(Refusal) as no:
        put_to_review(version_id=draft.pk, by=ana, at=draft.loaded_at)
    assert no.value.code == "findings"
    put(draft, ask, "Is anybody in danger?", by=ana)
    assert fresh(draft).working is None


def test_two_authors_at_once_lose_nothing(ana, wexmouth, noon):
    ben = make_person(wexmouth, "ben", "Ben Hale", "procedure_author")
    draft = begin(ana)
    title, ask = path_to(draft, "FLOOD", "", "title"), path_to(draft, "FLOOD", "q_life", "ask")
    old_title, old_ask = (loaded(draft.pk).type_named("FLOOD").title, loaded(draft.pk).type_named("FLOOD").tree.nodes[0].ask)

    def edit(by, edit):
        return edit_draft(version_id=draft.pk, revision=1, edits=[edit], by=by, at=noon)

    edit(ana, Edit("set", title, "Ana's title", was=old_title))
    edit(ben, Edit("set", ask, "Ben's question?", was=old_ask))  # another field: both are kept
    with pytest.raises(Refusal) as no:
        edit(ben, Edit("set", title, "Ben's title", was=old_title))
    assert (no.value.code, no.value.facts["now"], no.value.facts["moved"]) == ("stale", "Ana's title", False)
    kind = loaded(draft.pk).type_named("FLOOD")
    assert (kind.title, kind.tree.nodes[0].ask) == ("Ana's title", "Ben's question?")
    assert {each.name for each in draft.authors.all()} == {"Ana Brook", "Ben Hale"}


def test_after_parts_moved_places_cannot_be_named_by_an_old_page(ana, noon):
    draft = begin(ana)
    question = path_to(draft, "FLOOD", "q_life")
    edit_draft(version_id=draft.pk, revision=1, edits=[Edit("move", question, 1)], by=ana, at=noon)
    for late in (Edit("set", (*question, "ask"), "Whose?", was=None), Edit("remove", question)):
        with pytest.raises(Refusal) as no:
            edit_draft(version_id=draft.pk, revision=1, edits=[late], by=ana, at=noon)
        assert no.value.code == "stale" and no.value.facts["moved"] is True


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Edit("set", ("id",), "another"), "cannot-edit"),
        (Edit("set", ("title",), "a\x07b"), "too-large"),
        (Edit("set", ("title",), "x" * 1_100_000), "too-large"),
        (Edit("add", ("advice_library", "GAS-OUT"), {}), "cannot-edit"),
        (Edit("set", ("incident_types", 99, "title"), "x"), "stale"),
        (Edit("set", (), {}), "cannot-edit"),
        (Edit("rename", ("advice_library", "GAS-OUT"), "GAS-AIR"), "cannot-edit"),
        (Edit("move", ("incident_types", 0), -1), "stale"),
    ],
)
def test_an_edit_that_does_not_fit_is_refused_and_nothing_is_written(ana, noon, edit, code):
    draft = begin(ana)
    with pytest.raises(Refusal) as no:
        edit_draft(version_id=draft.pk, revision=1, edits=[edit], by=ana, at=noon)
    assert no.value.code == code
    assert fresh(draft).revision == 1 and happened(draft) == ["started"]


def test_a_reviewed_text_never_changes_not_even_by_hand(ana, piers, noon):
    draft = begin(ana)
    reviewed(draft, author=ana, approver=piers)
    with pytest.raises(Refusal) as no:
        put(draft, ("title",), "Another", by=ana)
    assert no.value.code == "wrong-state"
    for change in ({"body": {}}, {"title": "Another"}, {"digest": "0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            ProcedurePack.objects.filter(pk=draft.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        draft.events.update(words="It was not so.")


def test_a_file_becomes_a_draft_with_its_findings(ana, noon):
    text = (PACKS / "council_utility_ooh.yaml").read_text().replace("go: q_where", "go: q_nowhere", 1)
    row, found = import_draft(text=text, name="mine.yaml", by=ana, at=noon)
    assert row and row.status == "draft" and happened(row) == ["imported"]
    line = 1 + next(place for place, each in enumerate(text.splitlines()) if "q_nowhere" in each)
    assert f"mine.yaml:{line}: V03" in " ".join(map(str, found.errors))


@pytest.mark.parametrize("text", ["a: &b 1\nc: *b", "x" * 1_000_001, "a: 1\na: 2", "\x00", "- 1", "id: x"])
def test_a_file_that_is_no_pack_makes_no_draft(ana, noon, text):
    row, found = import_draft(text=text, name="bad.yaml", by=ana, at=noon)
    assert row is None and found.errors and all(each.file == "bad.yaml" for each in found.errors)
    assert not ProcedurePack.objects.filter(status="draft").exists()


def test_a_new_pack_begins_with_one_type_whose_gaps_the_validator_names(ana, noon):
    row = new_draft(pack_id="drainage", title="Drainage", by=ana, at=noon)
    assert row.version == "1.0.0" and {each.rule for each in judged(row).errors} >= {"V07", "V12", "V15"}
    for id in ("drainage", "no blanks", ""):
        with pytest.raises(Refusal):
            new_draft(pack_id=id, title="Again", by=ana, at=noon)


def test_a_draft_is_thrown_away_with_a_reason(ana, noon):
    draft = begin(ana)
    with pytest.raises(Refusal):
        discard_draft(version_id=draft.pk, reason=" ", by=ana, at=noon)
    discard_draft(version_id=draft.pk, reason="Begun twice", by=ana, at=noon)
    assert fresh(draft).status == "retired" and happened(draft) == ["started", "discarded"]


def test_only_authors_of_the_centre_write(ana, sol, piers, charlie, wexmouth, noon):
    origin = in_use(wexmouth.pk)
    for person in (sol, piers):
        with pytest.raises(NotAllowed):
            start_draft(version_id=origin.pk, by=person, at=noon)
    stranger = make_person(charlie.centre, "eve", "Eve", "procedure_author")
    with pytest.raises(NotFound):
        start_draft(version_id=origin.pk, by=stranger, at=noon)
    with pytest.raises(NotFound):
        discard_draft(version_id=begin(ana).pk, reason="Mine", by=stranger, at=noon)
