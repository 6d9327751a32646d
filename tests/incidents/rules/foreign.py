"""The tree of 358 nodes that another contact centre works by, where it is at hand: it is not ours to keep in the repository."""

from __future__ import annotations

import gzip
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from incidents.rules.packs import IncidentType, Pack, load_yaml
from incidents.rules.packs.document import Judged, judge
from incidents.rules.packs.foreign import About, pack_of
from tests.incidents.rules.shipped import shipped

ROOT = Path(__file__).resolve().parents[3]
TREE = Path(os.environ.get("FOREIGN_TREE", ROOT.parent / "shared" / "data" / "procedures" / "cla_operator_diagnosis.json.gz"))
needs_tree = pytest.mark.skipif(not TREE.exists(), reason="needs the foreign tree: set FOREIGN_TREE")


def about() -> About:
    path = ROOT / "docs" / "examples" / "legal_advice.yaml"
    return About.model_validate(load_yaml(path.read_bytes(), name=path.name)[0])


@cache
def graph() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(TREE.read_bytes()))
    return found


@cache
def document() -> dict[str, Any]:
    core = shipped().core
    assert core
    return pack_of(graph(), about(), core_version=core.version, on="2026-11-22", review_by="2027-11-22")


@cache
def judged() -> Judged:
    core = shipped().core
    assert core
    return judge(document(), core, shipped().packs)


def foreign_pack() -> Pack:
    pack = judged().pack
    assert pack
    return pack


def foreign_type() -> IncidentType:
    return foreign_pack().incident_types[0]
