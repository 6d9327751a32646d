"""The packs that the product ships, read once, and faults written into copies of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from incidents.rules.packs import IncidentType, Pack, PackSet, find_type_in, read_folder

FOLDER = Path(__file__).resolve().parents[3] / "incidents" / "packs"
FILES = ("council_utility_ooh.yaml", "first_contact_999.yaml", "lone_worker_security.yaml")
Documents = dict[str, Any]


@cache
def shipped() -> PackSet:
    return read_folder(FOLDER)


def all_types() -> list[IncidentType]:
    return [kind for pack in shipped().packs for kind in pack.incident_types]


def the_type(code: str) -> IncidentType:
    found = find_type_in(shipped().packs, code)
    assert found
    return found[1]


def the_pack(id: str) -> Pack:
    return next(pack for pack in shipped().packs if pack.id == id)


@cache
def _originals() -> Documents:
    return {name: yaml.safe_load((FOLDER / name).read_text()) for name in ("core.yaml", *FILES)}


def faulty(folder: Path, change: Callable[[Documents], object]) -> PackSet:
    """The shipped packs with a fault, written to a folder and read back."""
    documents = copy.deepcopy(_originals())
    change(documents)
    for name, document in documents.items():
        (folder / name).write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True))
    return read_folder(folder)


def raw_type(documents: Documents, code: str) -> dict[str, Any]:
    return next(kind for name in FILES for kind in documents[name]["incident_types"] if kind["code"] == code)


def raw_question(documents: Documents, code: str, id: str) -> dict[str, Any]:
    return next(node for node in raw_type(documents, code)["tree"]["nodes"] if node["id"] == id)


def raw_outcome(documents: Documents, code: str, id: str) -> dict[str, Any]:
    return next(outcome for outcome in raw_type(documents, code)["tree"]["outcomes"] if outcome["id"] == id)
