"""Finding a place by what somebody types: plain words, what may be meant by each, and how well an entry fits.

Every typed word must occur in an entry, in any order, and may be half typed; a number must be there as it stands. Only when
nothing fits are near spellings tried, then the words without the house number, then without one of them.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_WORDS, LONGEST = 10, 60  # words, and characters of one
SHORTEST_TO_CORRECT = 3  # letters: a shorter word is near to everything
LONG_ENOUGH_TO_BEGIN = 5  # letters: a half-typed word with a slip in it
SAME_WORD = tuple(
    frozenset(line.split())
    for line in """
    rd road / st street saint / ave av avenue / ln lane / dr drive / cl close / ct court / cres crescent / gdns gardens / gdn garden
    gr grove / pl place / sq square / ter terrace / pk park / hse house / mt mount / hosp hospital / stn station / blvd boulevard
    ctr centre center / grn green / wy way / wk walk / ind industrial / est estate / n north / s south / e east / w west
    """.replace("\n    ", "/").split("/")
)
MEANS = {word: tuple(sorted(group)) for group in SAME_WORD for word in group}
# Said around a place, and in no gazetteer. A number after one of the first is not a house's.
PARTS_OF_A_HOUSE = {"flat", "apartment", "apt", "room", "floor", "unit", "suite"}
ASIDE = {
    "the",
    "at",
    "near",
    "by",
    "in",
    "on",
    "of",
    "off",
    "next",
    "to",
    "and",
    "with",
    "outside",
    "opposite",
    "behind",
    "corner",
    "junction",
}
EXACT, HALF, MEANT = 0, 1, 3  # what a word costs that is there, half there, or only meant
ORDER = {"marker": 0, "street": 1, "landmark": 2, "address": 3}


class Wanted(NamedTuple):
    """One typed word: what it may stand for, spellings it may be meant as, and whether it may be half typed."""

    word: str
    same: tuple[str, ...]
    meant: tuple[str, ...] = ()
    half: bool = True

    @property
    def has_digit(self) -> bool:
        """Whether it may be a house number or part of a postcode."""
        return any(character.isdigit() for character in self.word)


def plain(text: str) -> str:
    """Lower-case words without accents and signs, between single spaces: "St John’s Rd." is "st johns rd"."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"['’`´]", "", bare).replace("&", " and ")))


def wanted(text: str) -> list[Wanted]:
    """The words of what was typed; each may be half typed, but a number is meant as it stands."""
    words = [word[:LONGEST] for word in plain(text).split()[:MOST_WORDS]]
    return [Wanted(word, MEANS.get(word, (word,)), half=not word.isdigit()) for word in words]


def cost(words: Sequence[str], asked: Sequence[Wanted]) -> int | None:
    """How far an entry is from what was asked: 0 when every word is there; None when one is missing."""
    total = 0
    for each in asked:
        found = _cost_of(words, each)
        if found is None:
            return None
        total += found
    return total


def _cost_of(words: Sequence[str], each: Wanted) -> int | None:
    if any(word in each.same for word in words):
        return EXACT
    if each.half and any(word.startswith(each.word) for word in words):
        return HALF
    return MEANT if any(word in each.meant for word in words) else None


def apart(words: str, asked: Sequence[Wanted]) -> bool:
    """Whether the typed words do not stand together in the entry as they were typed: "station road" in "Station Garage, Mill Road"."""
    return f" {' '.join(each.word for each in asked if not each.has_digit)}" not in f" {words}"


def with_one_less(asked: Sequence[Wanted]) -> list[list[Wanted]]:
    """The words with one of them left out, each in its turn, the last first; nothing where too little would be left."""
    return [[*asked[:place], *asked[place + 1 :]] for place in reversed(range(len(asked)))] if len(asked) > 2 else []


def without_house(asked: Sequence[Wanted]) -> list[Wanted]:
    """The words without numbers, parts of a house and what is said around a place."""
    return [each for each in asked if not each.has_digit and each.word not in PARTS_OF_A_HOUSE | ASIDE]


def without_part_of_house(asked: Sequence[Wanted]) -> list[Wanted]:
    """Without "flat 2" and what is said around a place; the house number stays."""
    kept: list[Wanted] = []
    part = False
    for each in asked:
        if not (each.word in PARTS_OF_A_HOUSE | ASIDE or (part and len(each.word) <= 3)):
            kept.append(each)
        part = each.word in PARTS_OF_A_HOUSE
    return kept


def nearest_words(typed: str, known: Iterable[str], most: int = 6) -> tuple[str, ...]:
    """Known words that a typed one, or its beginning, may be meant as: one slip in a short word, two in a longer one."""
    most_slips = 1 if len(typed) <= 5 else 2
    near = []
    for word in set(known) - {typed}:
        found = slips_between(typed, word, most_slips)
        begun = slips_between(typed, word[: len(typed)], most_slips) if len(typed) >= LONG_ENOUGH_TO_BEGIN else most_slips + 1
        if min(found, begun) <= most_slips:
            near.append((min(found, begun), found > begun, word))
    return tuple(word for *_, word in sorted(near))[:most]


def slips_between(one: str, other: str, most: int) -> int:
    """Letters left out, put in, changed or swapped with their neighbour; more than ``most`` is ``most + 1``."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, previous, row = row, before, [i]
        for j, its in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                best = min(best, previous[j - 2] + 1)
            row.append(best)
    return min(row[-1], most + 1)


def natural(number: str) -> tuple[int, str]:
    """A house number's place in its street: 9 before 10 before 10a."""
    found = re.match(r"\d{1,9}", number)
    return (int(found[0]) if found else 0, number)


def postcode_shown(text: str) -> str:
    """A British postcode as it is written: "wx13aa" is "WX1 3AA". Other words only in capitals."""
    bare = re.sub(r"\s+", "", text.upper())
    return f"{bare[:-3]} {bare[-3:]}" if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", bare) else " ".join(text.upper().split())
