"""Bringing procedure packs into a centre."""

import shutil

import pytest

from dispatch.refusal import Refusal
from incidents.commands.procedures import load_packs
from incidents.models import ProcedurePack
from incidents.queries.procedures import type_in_use
from resources.models import Organisation
from tests.factories import PACKS, fresh, log_incident


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped packs, to change."""
    return shutil.copytree(PACKS, tmp_path / "packs")


def reword(folder, old: str, new: str) -> None:
    pack = folder / "council_utility_ooh.yaml"
    text = pack.read_text()
    assert old in text
    pack.write_text(text.replace(old, new, 1))


def test_loading_the_same_packs_again_changes_nothing(wexmouth, noon):
    before = list(ProcedurePack.objects.order_by("pk").values())
    assert [each.fresh for each in load_packs(centre=wexmouth, folder=PACKS, live=True, at=noon)] == [False, False, False]
    assert list(ProcedurePack.objects.order_by("pk").values()) == before


def test_a_new_version_retires_the_old_one_and_incidents_keep_theirs(wexmouth, amina, gas, folder, noon):
    reword(folder, "version: 1.0.0", "version: 1.0.1")
    [council] = [each for each in load_packs(centre=wexmouth, folder=folder, live=True, at=noon) if each.fresh]
    assert council.version == "1.0.1"
    assert fresh(gas.pack).status == "retired"
    assert log_incident(amina, "GAS-SMELL").pack.version == "1.0.1"
    assert fresh(gas).pack.version == "1.0.0"


def test_a_draft_is_not_used_for_new_incidents(wexmouth, folder, noon):
    reword(folder, "version: 1.0.0", "version: 1.0.1")
    load_packs(centre=wexmouth, folder=folder, live=False, at=noon)
    assert ProcedurePack.objects.get(version="1.0.1").status == "draft"
    assert type_in_use(wexmouth.pk, "GAS-SMELL")[0].pack.version == "1.0.0"


def test_a_broken_pack_is_refused_with_its_findings_and_none_is_loaded(wexmouth, folder, noon):
    reword(folder, "go: q_where", "go: q_nowhere")
    with pytest.raises(Refusal) as refusal:
        load_packs(centre=wexmouth, folder=folder, live=True, at=noon)
    assert refusal.value.code == "packs-invalid"
    assert any("council_utility_ooh.yaml" in each for each in refusal.value.facts["findings"])
    assert ProcedurePack.objects.count() == 3


def test_packs_go_live_only_when_every_organisation_can_be_reached(wexmouth, noon):
    Organisation.objects.filter(code="LANDLORD").update(telephone="", email="")
    with pytest.raises(Refusal) as refusal:
        load_packs(centre=wexmouth, folder=PACKS, live=True, at=noon)
    assert (refusal.value.code, refusal.value.facts) == ("contacts-missing", {"organisations": ["LANDLORD"]})
    assert load_packs(centre=wexmouth, folder=PACKS, live=False, at=noon)


def test_a_folder_without_a_core_file_is_refused(wexmouth, folder, noon):
    (folder / "core.yaml").unlink()
    with pytest.raises(Refusal) as refusal:
        load_packs(centre=wexmouth, folder=folder, live=True, at=noon)
    assert refusal.value.code == "packs-invalid"
