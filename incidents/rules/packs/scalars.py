"""What an unquoted YAML word means: the few forms that a pack uses, and the forms on which YAML readers disagree."""

from __future__ import annotations

import re

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}")
# YAML 1.1 reads these as booleans, base-60 numbers (1:30 is 90), octal, hexadecimal or grouped numbers.
_TRAP = re.compile(
    r"(?:yes|no|on|off|y|n)|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?0[0-9_]+|[-+]?0[xob][0-9a-f_]+"
    r"|[-+]?[0-9]+_[0-9_]*|\+[0-9]+|[-+]?[0-9.]+e[-+]?[0-9]+|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def is_trap(text: str) -> bool:
    """True when other YAML readers would not read this unquoted word as the text that it looks like."""
    return len(text) <= 40 and _TRAP.fullmatch(text) is not None


def value_of(text: str) -> str | int | float | bool | None:
    """The value of an unquoted word: true, false, null, a whole or decimal number, and otherwise the text itself."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text
