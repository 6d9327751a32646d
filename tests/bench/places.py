"""Searching a gazetteer of 100,000 rows, one keystroke after the other, on both databases."""

import csv
import io
import random
from collections.abc import Iterator
from typing import Any

from tests.bench.stand import Row, on_each_database, row, spin_ms, table

AIM_MS = 50
FIRST = """
    Alder Ash Beech Birch Cedar Elm Hazel Holly Larch Maple Oak Pine Rowan Willow Mill Church Station High King Queen
    Victoria Albert Castle Bridge River Ferry Harbour Quay Market Chapel School Manor Priory Abbey Orchard Meadow Forge
    Smith Baker Tanner Weaver Nelson Wellington Clarence Stanley Arthur Alfred George Henry Edward Mary Anne Margaret
    Lansdowne Cavendish Granville Devonshire Exeter Taunton Yeovil Dorchester
""".split()  # noqa: SIM905  (easier to read and to add to)
SECOND = """
    Road Street Lane Avenue Close Drive Crescent Gardens Grove Place Terrace Way Walk Rise Court Hill Park
""".split()  # noqa: SIM905  (easier to read and to add to)
TOWNS = """
    Wexmouth Eastbury Northgate Saltway Hillcrest Marlow Fenwick Ashcombe Thornbury Kingsmere Oakhampton Redcliffe
    Stowbridge Winterbourne Longford Blackmoor Whitfield Copthorne Hartwell Sandford Millbrook Fairhaven Greenstead
    Westerham Pinhoe Charmwell Lydbrook Norwick Selham
""".split()  # noqa: SIM905  (easier to read and to add to)


def gazetteer(rows: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """So many invented addresses, along invented streets of invented towns."""
    dice = random.Random(seed)
    number = 0
    while number < rows:
        town = dice.choice(TOWNS)
        place = TOWNS.index(town)
        lat, lon = 50.57 + (place % 6) * 0.04, -2.98 + (place // 6) * 0.06
        street = (
            f"{dice.choice(FIRST)} {dice.choice(SECOND)}"
            if dice.random() < 0.7
            else f"{dice.choice(FIRST)} {dice.choice(FIRST)} {dice.choice(SECOND)}"
        )
        lat, lon = lat + dice.uniform(-0.02, 0.02), lon + dice.uniform(-0.03, 0.03)
        outward, inward = (
            f"WX{place + 1}",
            f"{dice.randint(1, 9)}{dice.choice('ABDEFGHJLNPQRSTUWXYZ')}{dice.choice('ABDEFGHJLNPQRSTUWXYZ')}",
        )
        for house in range(1, dice.randint(15, 70)):
            number += 1
            named = dice.random() < 0.02
            building = f"{dice.choice(FIRST)} {dice.choice(('House', 'Court', 'Cottage', 'Garage', 'Surgery'))}"
            yield {
                "uprn": f"{990000000000 + number}",
                "name": building if named else str(house),
                "street": street,
                "locality": town,
                "postcode": f"{outward} {inward}",
                "lat": f"{lat + house * 0.00008:.5f}",
                "lon": f"{lon:.5f}",
                "kind": "landmark" if named else "address",
            }
            if number == rows:
                return


def as_csv(rows: int) -> io.StringIO:
    """The same as a file."""
    written = io.StringIO()
    found = gazetteer(rows)
    first = next(found)
    writer = csv.DictWriter(written, first.keys())
    writer.writeheader()
    writer.writerows([first, *found])
    written.seek(0)
    return written


def typed(rows: int, count: int, seed: int = 11) -> list[str]:
    """What people type: addresses key by key, in either order, with postcodes, with slips, and places that are not there."""
    dice = random.Random(seed)
    texts = []
    some = list(gazetteer(rows))
    while len(texts) < count:
        each = dice.choice(some)
        whole = dice.choice(
            (
                f"{each['name']} {each['street']}",
                f"{each['street']} {each['locality']} {each['name']}",
                each["postcode"],
                f"{each['name']} {each['postcode']}",
                f"flat 2 {each['name']} {each['street']} {each['locality']}",
                _slip(f"{each['name']} {each['street']}", dice),
                "the old mill by the weir",
            )
        )
        texts += [whole[:end] for end in range(1, len(whole) + 1)]
    return [text.lower() for text in texts[:count]]


def _slip(text: str, dice: random.Random) -> str:
    place = dice.randrange(2, len(text) - 1)
    return text[:place] + dice.choice("aeiourstln") + text[place + 1 :] if dice.random() < 0.5 else text[:place] + text[place + 1 :]


def measure(*, rows: int, count: int, spins: list[float]) -> str:
    """Both databases, one after the other, each in a process of its own."""
    found: list[Row] = []
    said = []
    for vendor, printed in on_each_database("tests.bench.places_run", rows, count):
        spins.append(spin_ms())
        imported, *took = printed.split()
        half = len(took) // 2
        found.append(row(f"a keystroke, {vendor}", [float(each) for each in took[:half]], aim=AIM_MS))
        found.append(row(f"the same over REST, {vendor}", [float(each) for each in took[half:]], aim=AIM_MS))
        said.append(f"{vendor} {imported} s")
    return table(f"Places: {rows:,} in the gazetteer, {count:,} keystrokes", found) + f"\nImported in: {', '.join(said)}.\n"
