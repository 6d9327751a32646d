"""Procedures over REST: written, brought in, reviewed, put to use, read; and what they answer when they say no."""

import json

import pytest

from incidents.models import ProcedurePack
from incidents.rules.packs import Pack, load_yaml
from tests.factories import PACKS, Rest, fresh
from tests.incidents.procedures import begin, in_use, path_to, put, taken_live


@pytest.fixture
def as_ana(ana):
    return Rest(ana)


@pytest.fixture
def as_piers(piers):
    return Rest(piers)


def at(row, *rest):
    return "/".join([f"procedures/versions/{row if isinstance(row, int) else row.pk}", *rest, ""])


def test_from_a_draft_to_live_and_read(as_ana, as_piers, as_amina, wexmouth):
    made = as_ana.post(at(in_use(wexmouth.pk), "drafts"), {}).json()
    assert (made["status"], made["version"], made["revision"]) == ("draft", "1.0.1", 1)
    where = list(path_to(ProcedurePack.objects.get(pk=made["id"]), "FLOOD", "q_life", "ask"))
    body = {"revision": 1, "edits": [{"op": "set", "path": where, "value": "Who is in the water?"}]}
    edited = as_ana.post(at(made["id"], "text"), body).json()
    assert edited["revision"] == 2 and edited["findings"] == []
    assert as_ana.post(at(made["id"], "review"), {"revision": 2}).status_code == 201
    asked = as_ana.post(at(made["id"], "consultations"), {"who": "Fire service"}).json()
    said = as_ana.post(at(made["id"], "consultations", str(asked["id"])), {"stance": "supports", "said": "Good"}).json()
    assert said["stance_words"] == "Supports it" and said["written_by"] == "Ana Brook"
    assert as_piers.post(at(made["id"], "approval"), {}).json()["status"] == "approved"
    for name in ("targets", "northern_ireland_numbers"):
        assert as_piers.post(at(made["id"], "local-values"), {"name": name, "value": "As agreed"}).status_code == 201
    assert as_piers.post(at(made["id"], "use"), {}).json()["changed_types"] == ["FLOOD"]
    [unread] = as_amina.get("procedures/readings/").json()["results"]
    assert (unread["type"], unread["version"]) == ("FLOOD", "1.0.1")
    marked = {each["code"]: each["unread"] for each in as_amina.get("procedures/", words="water").json()["results"]}
    assert [code for code, unread in marked.items() if unread] == ["FLOOD"]
    changes = as_amina.get("procedures/changes/FLOOD/").json()
    assert changes["must_read"] and [each["now"] for each in changes["changes"]] == ["Who is in the water?"]
    done = as_amina.post("procedures/readings/", {"type": "FLOOD", "digest": unread["digest"]})
    assert (done.status_code, done.json()["results"]) == (201, [])
    assert as_amina.get("procedures/changes/FLOOD/").json()["must_read"] is False


def test_a_version_is_shown_whole(as_amina, ana, piers):
    row = taken_live(begin(ana), author=ana, approver=piers)
    whole = as_amina.get(at(row)).json()
    assert whole["text"] == row.body and whole["findings"] == [] and whole["authors"] == ["Ana Brook"]
    assert [each["what"] for each in whole["history"]][-1] == "started" and whole["approved_by"] == "Piers Lund"
    listed = as_amina.get("procedures/versions/", status="live", pack=row.pack_id).json()["results"]
    assert [each["id"] for each in listed] == [row.pk]


def test_a_text_goes_out_as_yaml_and_comes_back_the_same(as_ana, wexmouth):
    for row in ProcedurePack.objects.of(wexmouth.pk).live():
        out = as_ana.get(at(row, "text")).json()
        assert Pack.model_validate(load_yaml(out["yaml"], name=out["file"])[0]) == Pack.model_validate(row.body)
        back = as_ana.post("procedures/versions/", {"file": out["file"], "yaml": out["yaml"]})
        assert back.status_code == 201 and back.json()["digest"] == row.digest and back.json()["findings"] == []


def test_a_broken_file_is_refused_with_line_and_sentence(as_ana):
    text = (PACKS / "first_contact_999.yaml").read_text().replace("monitoring:", "monitorings:", 1)
    line = 1 + next(place for place, each in enumerate(text.splitlines()) if "monitorings:" in each)
    answer = as_ana.post("procedures/versions/", {"file": "mine.yaml", "yaml": text})
    assert (answer.status_code, answer.json()["code"]) == (409, "packs-invalid")
    found = {each["line"]: each["message"] for each in answer.json()["facts"]["findings"]}
    assert found[line].endswith("is not a name that a pack knows.")
    assert not ProcedurePack.objects.filter(status="draft").exists()


def test_the_second_author_is_told_what_stands_there_now(as_ana, ana):
    draft = begin(ana)
    was = draft.body["title"]
    put(draft, ("title",), "Ana's title", by=ana)
    late = {"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": "Another", "was": was}]}
    answer = as_ana.post(at(draft, "text"), late)
    assert (answer.status_code, answer.json()["code"]) == (409, "stale")
    assert answer.json()["facts"] == {"revision": 2, "moved": False, "now": "Ana's title"}


@pytest.mark.parametrize(
    "edit",
    [
        {"op": "set", "path": [], "value": 1},
        {"op": "set", "path": [1.5], "value": 1},
        {"op": "set", "path": [True], "value": 1},
        {"op": "set", "path": ["x" * 101], "value": 1},
        {"op": "set", "path": [-1], "value": 1},
        {"op": "paint", "path": ["title"], "value": 1},
        {"op": "set", "path": [["title"]], "value": 1},
        {"op": "set", "path": ["title"] * 21, "value": 1},
    ],
)
def test_an_edit_without_a_shape_is_a_400(as_ana, ana, edit):
    draft = begin(ana)
    assert as_ana.post(at(draft, "text"), {"revision": 1, "edits": [edit]}).status_code == 400
    assert fresh(draft).revision == 1


@pytest.mark.parametrize("value", ["\ud800", "\u0007", {"a": "b\u0000"}, "x" * 1_500_000, [[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]])
def test_a_hostile_value_is_refused_and_never_a_500(as_ana, ana, value):
    draft = begin(ana)
    body = json.dumps({"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": value}]})
    assert as_ana.raw(at(draft, "text"), body).status_code in (400, 409)
    assert fresh(draft).revision == 1


def test_any_value_anywhere_is_taken_or_refused(as_ana, ana):
    draft = begin(ana)
    kind = list(path_to(draft, "FLOOD"))
    odd = [None, "", 5, True, [], {}, [None], {"a": 1}, "x" * 500]
    for path in (
        ["title"],
        ["incident_types"],
        kind,
        [*kind, "tree"],
        [*kind, "tree", "nodes"],
        [*kind, "tree", "nodes", 0, "answers"],
        ["nope"],
    ):
        for value in odd:
            row = fresh(draft)
            body = {"revision": row.revision, "edits": [{"op": "set", "path": path, "value": value}]}
            answer = as_ana.post(at(draft, "text"), body)
            assert answer.status_code in (200, 409), (path, value)
            if answer.status_code == 200:
                ProcedurePack.objects.filter(pk=draft.pk).update(working=None, body=draft.body)


def test_every_step_says_why_not(as_ana, as_piers, ana):
    draft = begin(ana)
    for rest, path, body, code in (
        (as_piers, "approval", {}, "wrong-state"),
        (as_piers, "use", {}, "wrong-state"),
        (as_ana, "consultations", {"who": "Police"}, "wrong-state"),
        (as_ana, "review", {"revision": 9}, "stale"),
        (as_ana, "return", {"reason": "x"}, "wrong-state"),
        (as_ana, "disposal", {"reason": "  "}, "invalid"),
    ):
        assert rest.post(at(draft, path), body).json()["code"] == code, path
