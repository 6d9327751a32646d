"""A folder of YAML files read as one set: the core file, the packs, what is wrong with them, and their digests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, TypeVar

from pydantic import ValidationError

from incidents.rules.packs.base import Frozen
from incidents.rules.packs.core_shape import Core
from incidents.rules.packs.finding import Finding
from incidents.rules.packs.loader import MAX_BYTES, Lines, PackRefused, load_yaml
from incidents.rules.packs.shape import Pack
from incidents.rules.packs.shape_findings import shape_findings, trap_findings
from incidents.rules.packs.validator import validate

CORE_FILE = "core.yaml"
MAX_FILES = 100
Shape = TypeVar("Shape", Core, Pack)


@dataclass(frozen=True)
class PackSet:
    """What a folder holds. ``packs`` has only those whose shape could be read; ``digests`` is by pack id."""

    core: Core | None
    packs: tuple[Pack, ...]
    findings: tuple[Finding, ...]
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.level == "error")

    @property
    def usable(self) -> bool:
        """True when there is a core file and no error."""
        return self.core is not None and not self.errors


def _plain(model: Frozen) -> Any:
    # Without defaults, a field added to the shape later does not change the digest of an old pack.
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def digest(core: Core, pack: Pack) -> str:
    """SHA-256, in hexadecimal, of the pack together with the core file that it was read with."""
    text = json.dumps({"core": _plain(core), "pack": _plain(pack)}, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass
class _Folder:
    """The reading of one folder in progress."""

    findings: list[Finding] = field(default_factory=list)
    lines: dict[str, Lines] = field(default_factory=dict)

    def read(self, file: FilePath, shape: type[Shape]) -> Shape | None:
        """The model in a file, or None with a finding."""
        try:
            plain, lines = load_yaml(_bytes_of(file), name=file.name)
        except PackRefused as refused:
            self.findings.append(Finding("V00", "error", refused.name, refused.line, "", refused.message))
            return None
        self.findings += trap_findings(lines)
        try:
            made = shape.model_validate(plain)
        except ValidationError as error:
            self.findings += shape_findings(error, lines)
            return None
        return self.keep(made, lines)

    def keep(self, made: Shape, lines: Lines) -> Shape | None:
        """The model, unless its id was read before from another file."""
        id = made.id
        if id in self.lines:
            message = f"The id '{id}' is already used by {self.lines[id].name}."
            self.findings.append(Finding("V01", "error", lines.name, lines.of(("id",)), "id", message))
            return None
        self.lines[id] = lines
        return made


def _bytes_of(file: FilePath) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError:
        raise PackRefused("The file cannot be read.", name=file.name) from None


def read_folder(path: FilePath | str) -> PackSet:
    """Read ``core.yaml`` and every other ``*.yaml`` or ``*.yml`` file of a folder. Never raises: faults are findings."""
    folder, reading = FilePath(path), _Folder()
    files = sorted(file for pattern in ("*.yaml", "*.yml") for file in folder.glob(pattern))
    if len(files) > MAX_FILES:
        return PackSet(None, (), (Finding("V00", "error", folder.name, 0, "", f"The folder has more than {MAX_FILES} files."),))
    core = reading.read(folder / CORE_FILE, Core) if folder / CORE_FILE in files else None
    if folder / CORE_FILE not in files:
        reading.findings.append(Finding("V00", "error", CORE_FILE, 0, "", "The folder has no core.yaml."))
    packs = [pack for file in files if file.name != CORE_FILE and (pack := reading.read(file, Pack))]
    if not packs and not reading.findings:
        reading.findings.append(Finding("V00", "error", folder.name, 0, "", "The folder has no procedure pack."))
    if core is None:
        return PackSet(None, tuple(packs), tuple(reading.findings))
    findings = (*reading.findings, *validate(core, packs, reading.lines))
    return PackSet(core, tuple(packs), findings, {pack.id: digest(core, pack) for pack in packs})
