"""What packs share is written, reviewed and approved like a pack, and then goes to every pack in use at once."""

import pytest

from dispatch.refusal import NotAllowed, Refusal
from incidents.commands.procedures import load_packs
from incidents.commands.procedures_draft import edit_draft, import_draft, new_draft, start_draft, start_shared_draft
from incidents.commands.procedures_review import approve_procedure, ask_consultee, put_to_review, record_consultation
from incidents.commands.procedures_use import put_live, retire_procedure
from incidents.models import ProcedurePack
from incidents.queries.procedure_findings import judged
from incidents.queries.procedures import live_packs, loaded, of_incident, whole_of
from incidents.queries.shared_text import shared_in_use, shared_page
from incidents.rules.packs.editing import Edit
from incidents.rules.packs.writer import write_yaml
from tests.factories import PACKS, fresh, log_incident
from tests.incidents.procedures import begin, happened, in_use, put, reviewed, taken_live

SAFE = ("advice_library", "G-WORSE", "text")
SAY = "If it gets worse, hang up and call 999. Then call us."


def shared_draft(ana, noon, path=SAFE, value=SAY):
    return put(start_shared_draft(by=ana, at=noon), path, value, by=ana)


def test_a_shared_line_goes_to_every_pack_in_use_and_incidents_under_way_keep_theirs(ana, piers, amina, wexmouth, noon):
    under_way, old = log_incident(amina, "FLOOD"), in_use(wexmouth.pk)
    half_written = begin(ana)
    before = {each.pack.id: each for each in live_packs(wexmouth.pk)}
    draft = shared_draft(ana, noon)
    assert (draft.pack_id, draft.version, draft.status, happened(draft)) == ("core", "1.0.1", "draft", ["started", "edited"])
    assert {each.pack.id: each.row_id for each in live_packs(wexmouth.pk)} == {id: each.row_id for id, each in before.items()}
    with pytest.raises(NotAllowed):
        reviewed(draft, author=ana, approver=ana)
    row = fresh(draft)
    approve_procedure(version_id=row.pk, by=piers, at=noon)
    put_live(version_id=row.pk, by=piers, at=noon)

    after = {each.pack.id: each for each in live_packs(wexmouth.pk)}
    assert after.keys() == before.keys() and "core" not in after
    for id, each in after.items():
        assert each.core.advice_library["G-WORSE"].text == SAY
        assert (
            each.pack == before[id].pack.model_copy(update={"version": each.pack.version}) and each.pack.version > before[id].pack.version
        )
    new = in_use(wexmouth.pk)
    assert (new.approved_by.name, [each.name for each in new.authors.all()], happened(new)) == (
        "Piers Lund",
        ["Ana Brook"],
        ["started", "live"],
    )
    assert new.changed_types and fresh(old).status == "retired"
    assert of_incident(fresh(under_way))[0].advice_text("G-WORSE") != SAY
    assert of_incident(log_incident(amina, "FLOOD"))[0].advice_text("G-WORSE") == SAY
    assert loaded(half_written.pk).core.advice_library["G-WORSE"].text == SAY
    assert happened(half_written) == ["started", "shared"]
    assert fresh(half_written).version > new.version and reviewed(fresh(half_written), author=ana, approver=piers).status == "approved"
    assert shared_in_use(wexmouth.pk) == row


def test_the_page_says_which_packs_and_types_it_changes(ana, piers, wexmouth, noon):
    draft = shared_draft(ana, noon)
    page = shared_page(draft)
    assert [(title, [each.text for each in said]) for title, said in page["said"]] == [("Advice", ["Advice G-WORSE reads differently."])]
    told = {each["title"]: {code for code, _, _ in each["reach"].types} for each in page["packs"]}
    uses = {
        each.pack.title: {kind.code for kind in each.pack.incident_types if any("G-WORSE" in end.advice for end in kind.tree.outcomes)}
        for each in live_packs(wexmouth.pk)
    }
    assert told == uses and any(told.values())
    live = taken_live(put(draft, ("lower_priority_rule",), "Ask a supervisor.", by=ana), author=ana, approver=piers)
    said_after = shared_page(live)
    assert [title for title, _ in said_after["said"]] == ["Advice", "Rule on lowering a priority"]
    assert all(each["reach"].everywhere == ("Rule on lowering a priority",) for each in said_after["packs"])


def test_a_version_read_with_the_text_before_is_drafted_anew(ana, piers, noon):
    waiting = reviewed(begin(ana), author=ana, approver=piers)
    in_review = put_to_review(version_id=begin(ana).pk, by=ana, at=noon)
    shared = shared_draft(ana, noon)
    assert shared_page(shared)["behind"] == [waiting, in_review]
    taken_live(shared, author=ana, approver=piers)
    with pytest.raises(Refusal) as no:
        put_live(version_id=waiting.pk, by=piers, at=noon)
    assert no.value.code == "shared-text-changed"
    asked = ask_consultee(version_id=in_review.pk, who="The council", by=ana, at=noon)
    record_consultation(version_id=in_review.pk, consultation_id=asked.pk, stance="supports", said="Yes.", by=ana, at=noon)
    with pytest.raises(Refusal) as no:
        approve_procedure(version_id=in_review.pk, by=piers, at=noon)
    assert no.value.code == "shared-text-changed"
    anew = start_draft(version_id=waiting.pk, by=ana, at=noon)
    assert taken_live(anew, author=ana, approver=piers).core["advice_library"]["G-WORSE"]["text"] == SAY


def test_what_breaks_a_pack_is_found_before_a_review(ana, wexmouth, noon):
    draft = start_shared_draft(by=ana, at=noon)
    edit_draft(version_id=draft.pk, revision=1, edits=[Edit("remove", ("advice_library", "G-WORSE"))], by=ana, at=noon)
    errors = judged(fresh(draft)).errors
    assert errors and all(each.path == "" for each in errors)
    assert any(each.message.startswith("council-utility-ooh: ") and "G-WORSE" in each.message for each in errors)
    with pytest.raises(Refusal) as no:
        put_to_review(version_id=draft.pk, by=ana, at=noon)
    assert no.value.code == "findings"
    wordy = put(fresh(draft), SAFE[:1] + ("G-MEET", "text"), "Notwithstanding " * 20, by=ana)
    assert {each.path for each in judged(wordy).findings if each.rule == "V14"} == {"advice_library.G-MEET.text"}
    half = put(fresh(draft), ("priorities", "P1", "label"), "", by=ana)
    assert [each.path for each in judged(half).errors] == ["priorities.P1.label"] and half.core["priorities"]["P1"]["label"]


def test_what_packs_share_is_replaced_and_never_taken_out_of_use(ana, piers, wexmouth, noon):
    live = taken_live(shared_draft(ana, noon), author=ana, approver=piers)
    with pytest.raises(Refusal) as no:
        retire_procedure(version_id=live.pk, reason="Why not", by=piers, at=noon)
    assert no.value.code == "wrong-state"
    again = taken_live(shared_draft(ana, noon, value="Keep away from it."), author=ana, approver=piers)
    assert (again.version, fresh(live).status) == ("1.0.2", "retired")
    load_packs(centre=wexmouth, folder=PACKS, live=True, at=noon)
    assert shared_in_use(wexmouth.pk) is None
    assert all(each.core.advice_library["G-WORSE"].text not in (SAY, "Keep away from it.") for each in live_packs(wexmouth.pk))
    assert start_shared_draft(by=ana, at=noon).version == "1.0.3"


def test_its_file_reads_back_and_no_pack_takes_its_id(ana, noon):
    draft = shared_draft(ana, noon)
    back, found = import_draft(text=write_yaml(whole_of(draft)), name="core.yaml", by=ana, at=noon)
    assert back is not None and back.is_shared and not found.errors and back.core == draft.core
    with pytest.raises(Refusal) as no:
        new_draft(pack_id="core", title="Mine", by=ana, at=noon)
    assert no.value.code == "id-taken"
    assert ProcedurePack.objects.shared().count() == 2
