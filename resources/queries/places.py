"""The gazetteer, searched as somebody types: one function for both databases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Avg

from resources.models import Place, Station
from resources.rules.distance import metres_between
from resources.rules.places import (
    ORDER,
    SHORTEST_TO_CORRECT,
    Wanted,
    apart,
    cost,
    natural,
    nearest_words,
    plain,
    wanted,
    with_one_less,
    without_house,
    without_part_of_house,
)

MOST = 10  # results
ENOUGH = 150  # candidates that are ranked
NEAR_SPELLINGS = 40
BAND_M = 1000  # places no further apart than this are equally near
COLUMNS = "id, kind, uprn, name, street, locality, postcode, lat, lon, accuracy_m, numbered, words"
# Whose gazetteer it is, as ``resources.models.place.gazetteer_of`` says.
WHOSE = "(SELECT COALESCE(drill_of_id, id) FROM accounts_centre WHERE id = %s)"
FTS5 = """
    SELECT {columns} FROM resources_place WHERE id IN
    (SELECT fts.rowid FROM resources_place_{group} AS fts JOIN resources_place AS place ON place.id = fts.rowid
     WHERE fts.words MATCH %s AND place.centre_id = {whose} ORDER BY fts.rowid LIMIT {enough})
"""
FULL_TEXT = """
    SELECT {columns} FROM resources_place WHERE in_use AND {group} AND centre_id = {whose}
    AND array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery ORDER BY id + 0 LIMIT {enough}
"""
NEAR_WORDS = "SELECT word FROM resources_placeword WHERE centre_id = {whose} ORDER BY word <-> %s LIMIT %s"
SPELT_WORDS = """
    SELECT known.word FROM resources_place_spelling AS fts JOIN resources_placeword AS known ON known.id = fts.rowid
    WHERE fts.word MATCH %s AND known.centre_id = {whose} ORDER BY fts.rank LIMIT %s
"""
Ranked = tuple[tuple[Any, ...], int, Place]
GROUPS = {"named": "NOT numbered", "numbered": "numbered"}


@dataclass(frozen=True)
class Found:
    """Places that fit, best first.

    ``how``: "exact", "meant" (another spelling), "street" (this number is not listed), "part" (one word fits nowhere).
    """

    places: tuple[Place, ...] = ()
    how: str = "exact"


def search_places(centre_id: int, text: str, *, most: int = MOST) -> Found:
    """Places for what was typed, in any order of words, with slips of spelling; the nearest to the centre's middle first."""
    asked = wanted(text)
    if not asked:
        return Found()
    middle = middle_of(centre_id)
    for how, readings in _readings(centre_id, asked):
        ranked = [each for words in readings for each in _ranked(centre_id, words, middle)]
        if ranked:
            places = dict.fromkeys(place for _, _, place in sorted(ranked, key=lambda each: each[:2]))
            return Found(tuple(places)[:most], how)
    return Found()


def _readings(centre_id: int, asked: list[Wanted]) -> Iterator[tuple[str, list[list[Wanted]]]]:
    """What may be meant, the plainest first; the vocabulary is only asked when the plain words have failed."""
    yield "exact", [asked]
    bare = without_part_of_house(asked)
    if bare != asked:
        yield "exact", [bare]
    meant = [_with_spellings(centre_id, each) for each in bare]
    if meant != bare:
        yield "meant", [meant]
    street = without_house(meant)
    if street != meant:
        yield "street", [street]
    yield "part", with_one_less(street)


def _with_spellings(centre_id: int, each: Wanted) -> Wanted:
    if each.has_digit or len(each.word) < SHORTEST_TO_CORRECT:
        return each
    return each._replace(meant=nearest_words(each.word, _words_like(centre_id, each.word)))


def _words_like(centre_id: int, word: str) -> list[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(NEAR_WORDS.format(whose=WHOSE), [centre_id, word, NEAR_SPELLINGS])
        else:
            padded = framed(word)
            grams = " OR ".join(f'"{padded[place : place + 3]}"' for place in range(len(padded) - 2))
            cursor.execute(SPELT_WORDS.format(whose=WHOSE), [grams, centre_id, NEAR_SPELLINGS])
        return [row[0] for row in cursor.fetchall()]


def framed(word: str) -> str:
    """A word with its ends marked, so that its first and last letters count in its trigrams."""
    return f"^^{word}$"


def _ranked(centre_id: int, asked: Sequence[Wanted], middle: tuple[float, float] | None) -> list[Ranked]:
    if not asked:
        return []
    found = _candidates(centre_id, asked, "named")
    if any(each.has_digit for each in asked):  # or else the street stands for its houses
        found += _candidates(centre_id, asked, "numbered")
    ranked = []
    for place in found:
        off = cost(place.words.split(), asked)
        if off is not None:
            ranked.append((_rank(place, (off, apart(place.words, asked)), middle), place.pk, place))
    return ranked


def _rank(place: Place, fit: tuple[int, bool], middle: tuple[float, float] | None) -> tuple[Any, ...]:
    away = metres_between(*middle, place.lat, place.lon) if middle else 0.0
    return (*fit, ORDER[place.kind], int(away // BAND_M), place.street, natural(place.name) if place.numbered else (0, ""), away)


def _candidates(centre_id: int, asked: Sequence[Wanted], group: str) -> list[Place]:
    if connection.vendor == "postgresql":
        sql = FULL_TEXT.format(columns=COLUMNS, whose=WHOSE, group=GROUPS[group], enough=ENOUGH)
        return list(Place.objects.raw(sql, [centre_id, " & ".join(_as_tsquery(each) for each in asked)]))
    sql = FTS5.format(columns=COLUMNS, whose=WHOSE, group=group, enough=ENOUGH)
    return list(Place.objects.raw(sql, [" AND ".join(_as_fts5(each) for each in asked), centre_id]))


def _as_fts5(each: Wanted) -> str:
    words = [f'"{each.word}"*'] * each.half + [f'"{word}"' for word in _whole(each)]
    return f"({' OR '.join(words)})"


def _as_tsquery(each: Wanted) -> str:
    words = [f"'{each.word}':*"] * each.half + [f"'{word}'" for word in _whole(each)]
    return f"({' | '.join(words)})"


def _whole(each: Wanted) -> list[str]:
    """The words that must be there in full; the typed one is found by its beginning already."""
    return [word for word in (*each.same, *each.meant) if not (each.half and word.startswith(each.word))]


def middle_of(centre_id: int) -> tuple[float, float] | None:
    """The middle of the centre's area: of its stations, or else of its gazetteer."""
    stations = Station.objects.filter(centre_id=centre_id, lat__isnull=False).aggregate(lat=Avg("lat"), lon=Avg("lon"))
    if stations["lat"] is not None:
        return stations["lat"], stations["lon"]
    # An import writes the places nearest to its own middle first.
    return Place.objects.known_to(centre_id).order_by("pk").values_list("lat", "lon").first()


def place_of(centre_id: int, key: int) -> Place | None:
    """The place of this key, if the centre has it."""
    return Place.objects.known_to(centre_id).filter(pk=key).first()


def marker_post(centre_id: int, text: str) -> Place | None:
    """The marker post that is called this ("M5 A 148.2"), if the gazetteer lists marker posts."""
    return Place.objects.known_to(centre_id).filter(key=f"marker:{plain(text)}", in_use=True).first()
