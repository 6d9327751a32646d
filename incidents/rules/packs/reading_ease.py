"""How easily English text is read: Flesch reading ease, where 60 and above is plain English and 100 is very easy."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")


def _syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    groups = len(re.findall(r"[aeiouy]+", letters))
    if letters.endswith("e") and groups > 1 and not letters.endswith("le"):
        groups -= 1
    return max(groups, 1) if letters else 0


def reading_ease(text: str) -> float:
    """Flesch reading ease; 100 for fewer than five words."""
    text = _PLACEHOLDER.sub("thing", text)
    sentences = max(1, len(re.findall(r"[.!?]+", text)))
    words = re.findall(r"[A-Za-z']+", text)
    if len(words) < 5:
        return 100.0
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * sum(map(_syllables, words)) / len(words)
