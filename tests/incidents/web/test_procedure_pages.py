"""The pages of versions, trees, paths and the editor: what each role sees there, in every state, and what is not there."""

import json
import re

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from incidents.commands.procedures_draft import edit_draft, import_draft
from incidents.commands.procedures_review import ask_consultee, put_to_review
from incidents.commands.procedures_use import acknowledge_procedure
from incidents.models import ProcedurePack
from incidents.queries.procedure_tree import every_path, paths_found
from incidents.rules.packs import Pack, TreeMap, load_yaml
from incidents.rules.packs.drawing import MOST_SHOWN, draw
from incidents.rules.packs.editing import Edit
from incidents.rules.packs.writer import write_yaml
from tests.factories import PACKS, fresh
from tests.incidents.procedures import begin, in_use, path_to, put, reviewed, taken_live
from tests.incidents.rules.foreign import foreign_pack, foreign_type, needs_tree
from tests.incidents.rules.shipped import all_types


def browser_of(person):
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


def text_of(answer):
    assert answer.status_code in (200, 422)
    return re.sub(r"\s+", " ", answer.content.decode())


def reworded(ana, piers):
    draft = begin(ana)
    return taken_live(put(draft, path_to(draft, "FLOOD", "q_life", "ask"), "Who is in the water?", by=ana), author=ana, approver=piers)


def test_the_handbook_says_what_waits_for_whom(ana, piers, amina):
    mine = begin(ana)
    row = reworded(ana, piers)
    assert "To read before you next use them" in text_of(browser_of(amina).get("/procedures"))
    assert "To read" not in text_of(browser_of(ana).get("/procedures"))
    assert "Your draft, revision 1" in text_of(browser_of(ana).get("/procedures"))
    put_to_review(version_id=put(mine, ("version",), "1.0.9", by=ana).pk, by=ana, at=row.loaded_at)
    assert "Read it, then approve it or send it back" in text_of(browser_of(piers).get("/procedures"))
    acknowledge_procedure(type_code="FLOOD", by=amina, at=row.loaded_at)
    assert "To read before" not in text_of(browser_of(amina).get("/procedures"))


def test_what_changed_is_shown_with_one_key_to_acknowledge_it(ana, piers, amina):
    reworded(ana, piers)
    page = text_of(browser_of(amina).get("/procedures/FLOOD/changes"))
    assert "Who is in the water?" in page and "I have read this" in page
    assert "I have read this" not in text_of(browser_of(ana).get("/procedures/FLOOD/changes"))
    assert "Nothing has changed" in text_of(browser_of(amina).get("/procedures/GAS-SMELL/changes"))
    assert browser_of(amina).get("/procedures/NOTHING/changes").status_code == 404


STEPS = (
    "Edit the text",
    "Put up for review",
    "Approve and sign",
    "Send back",
    "Put it to use",
    "New draft from this",
    "Take it out of use",
)


def steps(http, row):
    page = text_of(http.get(f"/procedures/versions/{row.pk}"))
    offered = page.split('aria-label="What to do with it"')[1].split("</section>")[0] if "What to do with it" in page else ""
    return {word for word in STEPS if word in offered}


def test_each_role_is_offered_its_own_steps_in_every_state(ana, piers, amina, noon):
    row = begin(ana)
    as_ana, as_piers, as_amina = browser_of(ana), browser_of(piers), browser_of(amina)
    assert (steps(as_ana, row), steps(as_piers, row), steps(as_amina, row)) == ({"Edit the text", "Put up for review"}, set(), set())
    put_to_review(version_id=row.pk, by=ana, at=noon)
    assert steps(as_piers, row) == {"Approve and sign", "Send back"} and "Nobody has been consulted yet." in text_of(
        as_piers.get(f"/procedures/versions/{row.pk}")
    )
    ask_consultee(version_id=row.pk, who="Police", by=ana, at=noon)
    assert "Not answered yet: Police." in text_of(as_piers.get(f"/procedures/versions/{row.pk}"))
    other = begin(ana)
    put(other, ("version",), "2.0.0", by=ana)
    reviewed(other, author=ana, approver=piers)
    assert steps(as_piers, other) == {"Put it to use", "Take it out of use"} and "New draft from this" in steps(as_ana, other)
    assert "Set these local values first" in text_of(as_piers.get(f"/procedures/versions/{other.pk}"))


def test_a_lead_sees_who_has_read_it_and_an_agent_does_not(ana, piers, amina, tess, sol, noon):
    row = reworded(ana, piers)
    acknowledge_procedure(type_code="FLOOD", by=amina, at=noon)
    page = text_of(browser_of(tess).get(f"/procedures/versions/{row.pk}"))
    assert "1 read, 2 not yet" in page and "Sol Reyes, Tess Moran" in page
    assert "Who has read it" not in text_of(browser_of(amina).get(f"/procedures/versions/{row.pk}"))


def test_findings_lead_to_the_field_they_are_about(ana):
    draft = begin(ana)
    where = path_to(draft, "FLOOD", "q_life", "answers", 0, "go")
    put(draft, where, "nowhere", by=ana)
    http = browser_of(ana)
    href = f"/procedures/versions/{draft.pk}/text?type={where[1]}#at-incident_types-{where[1]}-tree-nodes-0-answers-0-go"
    assert href in text_of(http.get(f"/procedures/versions/{draft.pk}"))
    page = text_of(http.get(href))
    assert f'id="{href.split("#")[1]}"' in page
    found = json.loads(re.search(r'<script id="editor-findings"[^>]*>(.*?)</script>', page)[1])
    assert [each["rule"] for each in found] == ["V03", "V07"] and "nowhere" in found[0]["message"]


def test_every_field_of_the_editor_writes_to_where_it_stands(ana, wexmouth):
    draft = begin(ana)
    http = browser_of(ana)
    pages = [http.get(f"/procedures/versions/{draft.pk}/text")]
    pages += [http.get(f"/procedures/versions/{draft.pk}/text?type={place}") for place in range(len(draft.body["incident_types"]))]
    boxes = [each for page in pages for each in re.findall(r'data-kind="(\w+)" data-path="([^"]+)" data-was="([^"]*)"', text_of(page))]
    assert len(boxes) > 500
    edits = []
    for kind, path, was in boxes:
        path, was = (json.loads(each.replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")) for each in (path, was))
        if kind != "name":
            edits.append(Edit("set", tuple(path), was, was=was))
    for start in range(0, len(edits), 200):
        edit_draft(version_id=draft.pk, revision=fresh(draft).revision, edits=edits[start : start + 200], by=ana, at=draft.loaded_at)
    assert fresh(draft).digest == draft.digest


def test_what_is_added_in_the_editor_has_a_shape(ana):
    draft = begin(ana)
    page = text_of(browser_of(ana).get(f"/procedures/versions/{draft.pk}/text?type=2"))
    buttons = [json.loads(each.replace("&quot;", '"').replace("&#x27;", "'")) for each in re.findall(r'data-edit="([^"]+)"', page)]
    added = [each for each in buttons if each["op"] == "add"]
    assert len(added) >= 10
    for each in added:
        row, found = edit_draft(
            version_id=draft.pk,
            revision=fresh(draft).revision,
            edits=[Edit("add", tuple(each["path"]), each["value"])],
            by=ana,
            at=draft.loaded_at,
        )
        assert found.pack, (each, [str(error) for error in found.errors[:3]])


def test_the_editor_is_for_authors_and_for_drafts(ana, piers, amina, wexmouth):
    draft = begin(ana)
    for person in (piers, amina):
        assert browser_of(person).get(f"/procedures/versions/{draft.pk}/text").status_code == 403
    live = in_use(wexmouth.pk)
    assert browser_of(ana).get(f"/procedures/versions/{live.pk}/text").url == f"/procedures/versions/{live.pk}"
    for query in ("type=99", "type=x", "type=-1", "type=0&from=z"):
        assert browser_of(ana).get(f"/procedures/versions/{draft.pk}/text?{query}").status_code == 404
    assert browser_of(ana).get(f"/procedures/versions/{draft.pk}/text?type=0&from=9999").status_code == 200


@pytest.mark.parametrize("value", [None, [], {}, "x", 5, [None], [{"id": None}], [{"answers": [None]}]])
def test_a_draft_of_any_shape_can_be_opened_and_mended(ana, value):
    draft = begin(ana)
    http = browser_of(ana)
    for path in (("incident_types",), ("incident_types", 0, "tree"), ("incident_types", 0, "tree", "nodes"), ("advice_library",)):
        put(draft, path, value, by=ana)
        assert http.get(f"/procedures/versions/{draft.pk}").status_code == 200
        assert http.get(f"/procedures/versions/{draft.pk}/text").status_code == 200
        assert http.get(f"/procedures/versions/{draft.pk}/text?type=0").status_code in (200, 404)
        put(draft, path, [] if path[-1] != "tree" else {}, by=ana)
        row = fresh(draft)
        ProcedurePack.objects.filter(pk=row.pk).update(working=None)


def test_a_version_is_downloaded_as_a_file_that_reads_back_the_same(amina, wexmouth):
    for row in ProcedurePack.objects.of(wexmouth.pk).live():
        answer = browser_of(amina).get(f"/procedures/versions/{row.pk}/file")
        assert answer["Content-Disposition"] == f'attachment; filename="{row.pack_id}-{row.version}.yaml"'
        assert Pack.model_validate(load_yaml(answer.content, name="x.yaml")[0]) == Pack.model_validate(row.body)


def test_a_file_is_brought_in_or_its_findings_are_said_by_line(ana, amina):
    http, good = browser_of(ana), (PACKS / "first_contact_999.yaml").read_bytes()
    sent = http.post("/procedures/file", {"file": SimpleUploadedFile("mine.yaml", good)})
    assert sent.status_code == 302 and ProcedurePack.objects.get(status="draft").pk == int(sent.url.rsplit("/", 1)[1])
    bad = good.replace(b"monitoring:", b"monitorings:", 1)
    line = 1 + bad[: bad.index(b"monitorings:")].count(b"\n")
    page = text_of(http.post("/procedures/file", {"file": SimpleUploadedFile("mine.yaml", bad)}))
    assert f"mine.yaml:{line}" in page and "is not a name that a pack knows" in page
    for raw in (b"", b"\x00", b"\xff\xfe", b"a: &b 1", b"x" * 1_100_000):
        assert http.post("/procedures/file", {"file": SimpleUploadedFile("m.yaml", raw)}).status_code == 422
    assert http.post("/procedures/file", {}).status_code == 422
    assert browser_of(amina).get("/procedures/file").status_code == 403


def test_another_centres_versions_are_not_there(charlie, wexmouth):
    row, http = in_use(wexmouth.pk), browser_of(charlie)
    for rest in ("", "/file", "/types/FLOOD/tree", "/types/FLOOD/paths"):
        assert http.get(f"/procedures/versions/{row.pk}{rest}").status_code == 404
    for path in ("/procedures/versions/999999999999999999999", "/procedures/versions/1/types/%00/tree"):
        assert http.get(path).status_code == 404


@pytest.mark.parametrize("kind", all_types(), ids=lambda kind: kind.code)
def test_every_shipped_tree_is_drawn_whole_and_nothing_lies_over_anything(kind):
    drawing = draw(kind)
    assert drawing.whole and {box.id for box in drawing.boxes} == TreeMap(kind.tree).reached
    assert len(drawing.edges) == sum(len(node.answers) for node in kind.tree.nodes)
    over = [
        (one.id, other.id)
        for place, one in enumerate(drawing.boxes)
        for other in drawing.boxes[place + 1 :]
        if one.x < other.right and other.x < one.right and one.y < other.y + other.height and other.y < one.y + one.height
    ]
    assert over == []
    assert all(box.x >= 0 and box.right <= drawing.width and box.y >= 0 and box.y + box.height <= drawing.height for box in drawing.boxes)


def test_the_tree_is_said_in_words_too_with_danger_and_where_answers_lead(amina, wexmouth):
    page = text_of(browser_of(amina).get(f"/procedures/versions/{in_use(wexmouth.pk).pk}/types/FLOOD/tree"))
    for node in next(kind for kind in all_types() if kind.code == "FLOOD").tree.nodes:
        assert f'data-box="{node.id}"' in page and f'id="words-{node.id}"' in page
    assert 'aria-label="Question 1: Is anyone' in page and "Yes, danger: P1 FLD-1-A" in page and "Not known, danger: P1 FLD-1-A" in page


def test_paths_are_listed_found_and_paged(amina, wexmouth):
    url, http = f"/procedures/versions/{in_use(wexmouth.pk).pk}/types/FLOOD/paths", browser_of(amina)
    assert "15 of 15 paths" in text_of(http.get(url))
    assert "1 of 15 paths" in text_of(http.get(f"{url}?words=stopped+FLD-3-G&known=1"))
    assert "No path is like that" in text_of(http.get(f"{url}?words=zebra"))
    p1 = text_of(http.get(f"{url}?priority=P1"))
    assert "FLD-1-A" in p1 and "FLD-3-G" not in p1
    for query, status in (("page=2", 200), ("page=x", 400), ("page=-1", 400), ("priority=P9", 200), ("words=" + "x" * 5000, 200)):
        assert http.get(f"{url}?{query}").status_code == status, query


@pytest.mark.parametrize("go", ["q_life", "nowhere"])
def test_a_broken_draft_is_drawn_and_listed_too(ana, go):
    draft = begin(ana)
    put(draft, path_to(draft, "FLOOD", "q_source", "answers", 0, "go"), go, by=ana)
    http = browser_of(ana)
    assert http.get(f"/procedures/versions/{draft.pk}/types/FLOOD/tree").status_code == 200
    page = text_of(http.get(f"/procedures/versions/{draft.pk}/types/FLOOD/paths"))
    assert ("turn in circles" if go == "q_life" else "Leads nowhere") in page


@needs_tree
def test_the_358_node_tree_is_drawn_in_parts_and_whole_and_its_paths_are_all_there(ana, noon):
    kind = foreign_type()
    part, whole = draw(kind), draw(kind, whole=True)
    assert 2 < len(part.boxes) <= MOST_SHOWN and len(whole.boxes) == 359
    assert sum(row.hidden > 0 for box in part.boxes for row in box.rows) > 20
    assert len(list(every_path(kind))) == TreeMap(kind.tree).path_count
    assert paths_found(kind, unknown=False)["matching"] == 2750
    row, _ = import_draft(text=write_yaml(foreign_pack()), name="legal.yaml", by=ana, at=noon)
    http, url = browser_of(ana), f"/procedures/versions/{row.pk}/types/LEGAL-ADVICE"
    assert "of 359 questions and outcomes" in text_of(http.get(f"{url}/tree"))
    assert "All 359 questions" in text_of(http.get(f"{url}/tree?all=1"))
    assert "The way here" in text_of(http.get(f"{url}/tree?at=n12"))
    assert "2750 of 6452 paths" in text_of(http.get(f"{url}/paths?known=1&page=55"))
    assert 'data-at="incident_types[0].tree.nodes[20]"' in text_of(http.get(f"/procedures/versions/{row.pk}/text?type=0&from=20"))


def test_pages_take_few_queries_however_many_versions_there_are(ana, piers, tess):
    row = reworded(ana, piers)
    http = browser_of(tess)
    paths = {"/procedures": 12, f"/procedures/versions/{row.pk}": 24, f"/procedures/versions/{row.pk}/types/FLOOD/tree": 6}
    for path, most in paths.items():
        http.get(path)
        with CaptureQueriesContext(connection) as asked:
            http.get(path)
        assert len(asked) <= most, (path, [each["sql"][:110] for each in asked])
    for _ in range(3):
        begin(ana)
    with CaptureQueriesContext(connection) as again:
        http.get("/procedures")
    assert len(again) <= 12


def test_what_packs_share_has_its_editor_and_a_page_that_says_what_it_changes(ana, piers, amina):
    assert "Write a draft" in text_of(browser_of(ana).get("/procedures"))
    assert "What packs share" in (page := text_of(browser_of(amina).get("/procedures"))) and "Write a draft" not in page
    begun = browser_of(ana).post(
        "/api/v1/procedures/shared/drafts/", {}, content_type="application/json", headers={"Idempotency-Key": "one"}
    )
    row = ProcedurePack.objects.get(pk=begun.json()["id"])
    editor = text_of(browser_of(ana).get(f"/procedures/versions/{row.pk}/text"))
    assert 'id="at-advice_library-G-WORSE-text"' in editor and 'id="at-organisations-EMS_999-contact"' in editor
    assert "Add an incident type" not in editor
    assert browser_of(ana).get(f"/procedures/versions/{row.pk}/text?type=0").status_code == 404
    put(row, ("advice_library", "G-WORSE", "text"), "If it gets worse, hang up and call 999.", by=ana)
    page = text_of(browser_of(ana).get(f"/procedures/versions/{row.pk}"))
    assert "Packs that it would change" in page and "Advice G-WORSE reads differently." in page and "Try it on recorded answers" in page
    live = taken_live(fresh(row), author=ana, approver=piers)
    page = text_of(browser_of(piers).get(f"/procedures/versions/{live.pk}"))
    assert "Packs that it changed" in page and "Take it out of use" in page and "its next version takes its place" in page
    assert "To read before you next use them" in text_of(browser_of(amina).get("/procedures"))
    assert "The whole text" in page and "Keep yourself safe first." in page and "Say instead:" in page
    file = browser_of(ana).get(f"/procedures/versions/{live.pk}/file").content.decode()
    assert "schema: dispatch.core/1" in file and browser_of(ana).get(f"/api/v1/procedures/versions/{live.pk}/").status_code == 200
