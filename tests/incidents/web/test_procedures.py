"""The handbook: everybody signed in reads it, every type is whole, and an older version can still be read."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dispatch.accounts.models import Role
from incidents.models import ProcedurePack
from incidents.queries.handbook import chapter
from incidents.queries.procedures import live_packs, type_in_use
from tests.factories import make_person


def browser_of(person):
    http = Client()
    http.force_login(get_user_model().objects.get(pk=person.user_id), backend="django.contrib.auth.backends.ModelBackend")
    return http


@pytest.mark.parametrize("role", [role for role in Role.values if role != "system"])
def test_every_role_reads_the_handbook(wexmouth, role):
    http = browser_of(make_person(wexmouth, "reader", "Some Reader", role))
    assert http.get("/procedures").status_code == http.get("/procedures/GAS-SMELL").status_code == 200


def test_the_packs_are_shown_with_version_digest_and_status(amina, wexmouth):
    page = browser_of(amina).get("/procedures").content.decode()
    for pack in ProcedurePack.objects.of(wexmouth.pk).live():
        assert pack.title in page and pack.version in page and pack.digest in page
    assert "rotten eggs" in page


def test_everyday_words_find_a_type_and_nothing_is_said_when_none_does(amina):
    http = browser_of(amina)
    assert "Smell of gas" in http.get("/procedures?words=rotten").content.decode().split("Found for", 1)[1]
    assert "No procedure has these words" in http.get("/procedures?words=zzzz").content.decode()


def test_every_type_of_every_pack_is_shown_whole(amina, wexmouth):
    http = browser_of(amina)
    for held in live_packs(wexmouth.pk):
        for kind in held.pack.incident_types:
            page = http.get(f"/procedures/{kind.code}")
            assert page.status_code == 200
            text = page.content.decode()
            for id in [node.id for node in kind.tree.nodes] + [end.id for end in kind.tree.outcomes]:
                assert f'id="{id}"' in text


def test_a_type_says_why_what_next_what_to_read_out_and_what_not_to_say(wexmouth):
    found = chapter(wexmouth.pk, "GAS-SMELL")
    held, kind = type_in_use(wexmouth.pk, "GAS-SMELL")
    first = found["questions"][0]
    assert (first.ask, first.why) == (kind.tree.nodes[0].ask, kind.tree.nodes[0].why)
    assert [way.leads for way in first.ways][1] == "question 2"
    worst = next(end for end in found["ends"] if end.id == "o_999")
    assert worst.priority == "P1" and worst.units and "999" in worst.told[0].label
    assert [line.text for line, _ in worst.advice] == [held.advice_text(line.id) for line, _ in worst.advice]
    assert all(line.say_instead for line in found["forbidden"])
    assert found["close_requires"] and found["levels"]


def test_an_unknown_answer_that_takes_the_dangerous_branch_is_marked_as_danger(wexmouth):
    _, kind = type_in_use(wexmouth.pk, "LW-SOS")
    ways = {way.label: way.danger for way in chapter(wexmouth.pk, kind.code)["questions"][1].ways}
    assert ways["Not known"] is True


def test_a_version_that_is_no_longer_in_use_is_read_by_its_digest(amina, wexmouth):
    pack = type_in_use(wexmouth.pk, "GAS-SMELL")[0]
    ProcedurePack.objects.filter(pk=pack.row_id).update(status="retired")
    http = browser_of(amina)
    assert http.get("/procedures/GAS-SMELL").status_code == 404
    page = http.get(f"/procedures/GAS-SMELL?version={pack.digest}")
    assert page.status_code == 200 and "Not in use." in page.content.decode()


@pytest.mark.parametrize("path", ["NOTHING", "GAS-SMELL?version=deadbeef", "%00", "x" * 500])
def test_what_is_not_there_is_not_found(amina, path):
    assert browser_of(amina).get(f"/procedures/{path}").status_code == 404


def test_another_centres_handbook_is_its_own(charlie, amina, wexmouth):
    digest = type_in_use(wexmouth.pk, "GAS-SMELL")[0].digest
    theirs = ProcedurePack.objects.exclude(centre=wexmouth)
    theirs.update(status="draft")
    theirs.update(digest="another")
    assert browser_of(charlie).get(f"/procedures/GAS-SMELL?version={digest}").status_code == 404


@pytest.mark.parametrize(("path", "most"), [("/procedures", 8), ("/procedures/GAS-SMELL", 7)])
def test_the_handbook_is_cheap(amina, path, most):
    http = browser_of(amina)
    http.get(path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        http.get(path)
    assert len(asked) <= most, [each["sql"][:90] for each in asked]
