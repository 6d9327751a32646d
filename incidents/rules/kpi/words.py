"""Figures in words: lengths of time, percentages, and text that a spreadsheet must not take for a formula."""

import math

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")


def span_words(seconds: float | None) -> str:
    """A length of time, short: "42 s", "3:05 min", "2:40 h", "3 d 4 h"; empty for None. Rounded to whole seconds first."""
    if seconds is None:
        return ""
    whole = math.floor(seconds + 0.5)
    if whole < 100:
        return f"{whole} s"
    if whole < 100 * 60:
        return f"{whole // 60}:{whole % 60:02} min"
    minutes = whole // 60
    if minutes < 48 * 60:
        return f"{minutes // 60}:{minutes % 60:02} h"
    return f"{minutes // 1440} d {minutes % 1440 // 60} h"


def share_words(share: float | None) -> str:
    """A percentage with one place; rounded down, so that 99.96 % is not called 100 %. Empty for None."""
    return "" if share is None else f"{math.floor(share * 10 + 1e-9) / 10:.1f} %"


def guarded(text: str) -> str:
    """Text for a cell of a spreadsheet. An apostrophe goes before what would start a formula; take one off to have the text back."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") else text
