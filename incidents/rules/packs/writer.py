"""Writing a pack as YAML that reads back as the same pack: here, and with any other YAML reader."""

from __future__ import annotations

from typing import Any

import yaml

from incidents.rules.packs.base import Frozen
from incidents.rules.packs.scalars import is_trap, value_of

WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented, texts quoted wherever a reader might take them for something else."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _style_of(text: str) -> str | None:
    if "\n" in text and text == text.strip() and all(line == line.rstrip() and "\t" not in line for line in text.split("\n")):
        return "|"
    return '"' if is_trap(text) or not isinstance(value_of(text), str) or text != text.strip() else None


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style_of(text))


_Dumper.add_representer(str, _text)


def write_yaml(model: Frozen, *, heading: str = "") -> str:
    """The model as YAML, without what its shape fills in by itself. ``heading`` goes before it as a comment."""
    plain = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment + yaml.dump(plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=WIDTH)
