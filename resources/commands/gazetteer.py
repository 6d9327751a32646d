"""Bringing a gazetteer into a centre. The same list again changes nothing; nothing is ever deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median
from typing import NamedTuple

from django.db import connection, transaction

from dispatch.accounts.models import Centre
from resources.models import Place, PlaceWord
from resources.queries.places import middle_of
from resources.rules.distance import metres_between
from resources.rules.gazetteer import Entry, Finding, read_entries
from resources.rules.places import SHORTEST_TO_CORRECT, plain

BATCH = 2000
WORD = 60  # characters
FIELDS = Entry._fields[1:]
AGAIN = (
    "INSERT INTO resources_place_named(resources_place_named) VALUES ('delete-all')",
    "INSERT INTO resources_place_numbered(resources_place_numbered) VALUES ('delete-all')",
    "DELETE FROM resources_place_spelling",
    "INSERT INTO resources_place_named(rowid, words) SELECT id, words FROM resources_place WHERE in_use AND NOT numbered",
    "INSERT INTO resources_place_numbered(rowid, words) SELECT id, words FROM resources_place WHERE in_use AND numbered",
    "INSERT INTO resources_place_spelling(rowid, word) SELECT id, '^^' || word || '$' FROM resources_placeword",
)


class Imported(NamedTuple):
    """What became of a list: how many entries were new, changed, the same, or are no longer offered; and what was left out."""

    new: int
    changed: int
    same: int
    gone: int
    findings: list[Finding]


def import_gazetteer(*, centre: Centre, lines: Iterable[str], at: datetime, whole: bool = False) -> Imported:
    """Bring a list of places into a centre's gazetteer; rows that cannot be read are left out and named.

    Args:
        lines: CSV; the first row names the columns (``docs/places.md``).
        whole: the list is complete: what it does not name is no longer offered.
    """
    read = list(read_entries(lines))
    findings = [each for each in read if isinstance(each, Finding)]
    entries = [each for each in read if isinstance(each, Entry)]
    entries = _nearest_first(centre, [*entries, *_streets_of(entries)])
    words = _words_of(entries)
    with transaction.atomic():
        known = {row[0]: row for row in Place.objects.of(centre.pk).values_list("key", *FIELDS, "in_use", "pk")}
        fresh = [each for each in entries if each.key not in known]
        stale = [(known[each.key][-1], each) for each in entries if each.key in known and known[each.key][:-1] != (*each, True)]
        _write(centre, fresh, at)
        _rewrite(stale, at)
        gone = _let_go(centre, known.keys() - {each.key for each in entries}, at) if whole else 0
        if fresh or stale or gone:
            _learn_words(centre, words)
            index_places()
    return Imported(len(fresh), len(stale), len(entries) - len(fresh) - len(stale), gone, findings)


def _streets_of(entries: Sequence[Entry]) -> list[Entry]:
    """The streets that only addresses name, each in the middle of them and as uncertain as it is long."""
    listed = {plain(f"{each.street or each.name} {each.locality}") for each in entries if each.kind == "street"}
    along: dict[tuple[str, str], list[Entry]] = {}
    for each in entries:
        if each.street and each.kind in ("address", "landmark") and plain(f"{each.street} {each.locality}") not in listed:
            along.setdefault((each.street, each.locality), []).append(each)
    return [_street(*named, there) for named, there in along.items()]


def _street(street: str, locality: str, there: list[Entry]) -> Entry:
    lat, lon = median(each.lat for each in there), median(each.lon for each in there)
    reach = max(metres_between(lat, lon, each.lat, each.lon) for each in there)
    words = plain(f"{street} {locality}")
    return Entry(f"street:{words}"[:200], "street", "", "", street, locality, "", lat, lon, max(30, round(reach)), False, words)


def _nearest_first(centre: Centre, entries: list[Entry]) -> list[Entry]:
    """So that a search which finds too many has the nearest among the first."""
    if not entries:
        return []
    middle = middle_of(centre.pk) or (median(each.lat for each in entries), median(each.lon for each in entries))
    return sorted(entries, key=lambda each: metres_between(*middle, each.lat, each.lon))


def _write(centre: Centre, entries: list[Entry], at: datetime) -> None:
    """A batch at a time: between two statements a transaction may not stand still for long."""
    for first in range(0, len(entries), BATCH):
        some = entries[first : first + BATCH]
        Place.objects.bulk_create(Place(centre=centre, changed_at=at, **each._asdict()) for each in some)


def _rewrite(stale: list[tuple[int, Entry]], at: datetime) -> None:
    rows = [Place(pk=pk, in_use=True, changed_at=at, **each._asdict()) for pk, each in stale]
    Place.objects.bulk_update(rows, [*FIELDS, "in_use", "changed_at"], batch_size=200)


def _let_go(centre: Centre, keys: Iterable[str], at: datetime) -> int:
    listed = list(keys)
    gone = 0
    for first in range(0, len(listed), BATCH):
        found = Place.objects.of(centre.pk).filter(key__in=listed[first : first + BATCH], in_use=True)
        gone += found.update(in_use=False, changed_at=at)
    return gone


def _words_of(entries: Iterable[Entry]) -> set[str]:
    return {word[:WORD] for each in entries for word in each.words.split() if word.isalpha() and len(word) >= SHORTEST_TO_CORRECT}


def _learn_words(centre: Centre, words: set[str]) -> None:
    words = words - set(PlaceWord.objects.filter(centre=centre).values_list("word", flat=True))
    PlaceWord.objects.bulk_create((PlaceWord(centre=centre, word=word) for word in sorted(words)), batch_size=BATCH)


def index_places() -> None:
    """Build the search anew. PostgreSQL keeps its own indexes in step, and only wants to know how many rows there are now."""
    with connection.cursor() as cursor:
        for statement in ("ANALYZE resources_place", "ANALYZE resources_placeword") if connection.vendor == "postgresql" else AGAIN:
            cursor.execute(statement)
