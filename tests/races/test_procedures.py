"""Two people decide about one procedure at the same instant: one decision stands, and one version is in use."""

from functools import partial

import pytest

from incidents.commands.procedures_draft import start_shared_draft
from incidents.models import ProcedureEvent, ProcedurePack, ProcedureReading
from tests.factories import Rest, fresh, make_person
from tests.incidents.procedures import COUNCIL, begin, path_to, put, reviewed, taken_live
from tests.races.conftest import all_at_once, statuses, twin

pytestmark = [pytest.mark.needs_postgresql, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.fixture
def office(transactional_db, wexmouth):
    return {
        name: make_person(wexmouth, name, name.capitalize(), role)
        for name, role in (("ana", "procedure_author"), ("ben", "procedure_author"), ("piers", "procedure_approver"), ("amina", "agent"))
    }


def at(row, *rest):
    return "/".join(["procedures/versions", str(row.pk), *rest, ""])


def test_two_versions_put_to_use_at_once_leave_one_in_use(office):
    ana, piers = office["ana"], office["piers"]
    for round in range(ROUNDS):
        rows = [reviewed(put(begin(ana), ("version",), f"{round + 2}.0.{n}", by=ana), author=ana, approver=piers) for n in range(2)]
        ProcedurePack.objects.filter(pk__in=[row.pk for row in rows]).update(local_values={"targets": "x", "northern_ireland_numbers": "x"})
        rest = Rest(piers)
        answers = all_at_once([partial(twin(rest).post, at(row, "use"), {}) for row in rows])
        assert statuses(answers) == {201: 2}
        assert ProcedurePack.objects.live().filter(pack_id=COUNCIL).count() == 1
        assert sorted(fresh(row).status for row in rows) == ["live", "retired"]


def test_a_pack_and_what_packs_share_put_to_use_at_once_end_in_packs_with_one_library(office):
    """In either order; an edit and a new draft of the pack at the same instant go on with the new library too."""
    ana, piers = office["ana"], office["piers"]
    for round in range(2):
        pack = reviewed(put(begin(ana), ("version",), f"{round + 2}.0.0", by=ana), author=ana, approver=piers)
        ProcedurePack.objects.filter(pk=pack.pk).update(local_values={"targets": "x", "northern_ireland_numbers": "x"})
        written = begin(ana)
        said = f"If it gets worse, call 999. {round}"
        draft = start_shared_draft(by=ana, at=pack.loaded_at)
        shared = reviewed(put(draft, ("advice_library", "G-WORSE", "text"), said, by=ana), author=ana, approver=piers)
        author, approver = Rest(ana), Rest(piers)
        edit = {"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": "Council"}]}
        answers = all_at_once(
            [
                partial(twin(approver).post, at(shared, "use"), {}),
                partial(twin(approver).post, at(pack, "use"), {}),
                partial(twin(author).post, at(written, "text"), edit),
                partial(twin(author).post, at(written, "drafts"), {}),
            ]
        )
        assert [answers[0].status_code, answers[2].status_code, answers[3].status_code] == [201, 200, 201]
        assert answers[1].status_code == 201 or answers[1].json()["code"] == "shared-text-changed"
        rows = ProcedurePack.objects.filter(status__in=("live", "draft"))
        assert {row.core["advice_library"]["G-WORSE"]["text"] for row in rows} == {said}
        assert ProcedurePack.objects.live().filter(pack_id=COUNCIL).count() == 1


def test_twenty_approvals_and_a_return_at_once_end_in_one_decision(office):
    ana, piers = office["ana"], office["piers"]
    draft = begin(ana)
    author, approver = Rest(ana), Rest(piers)
    author.post(at(draft, "review"), {})
    asked = author.post(at(draft, "consultations"), {"who": "Police"}).json()["id"]
    author.post(at(draft, "consultations", str(asked)), {"stance": "supports", "said": "Yes"})
    acts = [partial(twin(approver).post, at(draft, "approval"), {}) for _ in range(20)]
    acts.append(partial(twin(approver).post, at(draft, "return"), {"reason": "Say who rings back"}))
    assert statuses(all_at_once(acts)) == {201: 1, 409: 20}
    assert ProcedureEvent.objects.filter(pack=draft, what__in=("approved", "returned")).count() == 1


def test_two_authors_in_one_field_at_once_leave_one_text_and_tell_the_other(office):
    draft = begin(office["ana"])
    where, was = list(path_to(draft, "FLOOD", "", "title")), "Flooding or water coming in"
    acts = [
        partial(
            Rest(office[name]).post, at(draft, "text"), {"revision": 1, "edits": [{"op": "set", "path": where, "value": name, "was": was}]}
        )
        for name in ("ana", "ben")
    ]
    answers = all_at_once(acts)
    assert statuses(answers) == {200: 1, 409: 1}
    [late] = [answer.json() for answer in answers if answer.status_code == 409]
    assert late["code"] == "stale" and late["facts"]["now"] in ("ana", "ben")
    assert list(draft.events.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_a_review_never_takes_a_text_that_changes_at_that_instant(office):
    ana, ben = Rest(office["ana"]), Rest(office["ben"])
    for _ in range(ROUNDS):
        draft = begin(office["ana"])
        edit = {"revision": 1, "edits": [{"op": "set", "path": ["title"], "value": "Changed at the last moment"}]}
        read, written = all_at_once([partial(ana.post, at(draft, "review"), {"revision": 1}), partial(ben.post, at(draft, "text"), edit)])
        assert {read.status_code, written.status_code} in ({201, 409}, {200, 409})
        assert (fresh(draft).status == "in_review") == (fresh(draft).title != "Changed at the last moment")
        ProcedurePack.objects.filter(pk=draft.pk).update(status="retired")


def test_twenty_clicks_acknowledge_once(office):
    ana, piers = office["ana"], office["piers"]
    row = begin(ana)
    taken_live(put(row, path_to(row, "FLOOD", "q_life", "ask"), "Who is in the water?", by=ana), author=ana, approver=piers)
    rest = Rest(office["amina"])
    answers = all_at_once([partial(twin(rest).post, "procedures/readings/", {"type": "FLOOD"}) for _ in range(20)])
    assert statuses(answers) == {201: 20}
    assert ProcedureReading.objects.count() == 1
