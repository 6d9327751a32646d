"""What somebody typed or said about where it is, read as a reading: its method, how exact it is, and degrees where it gives any.

Nothing is ever refused: what is none of the known kinds is words, and how exact they are is not known.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from openlocationcode import openlocationcode as plus

from resources.rules.distance import metres_between
from resources.rules.grid import square_of

METHODS: Final[dict[str, str]] = {
    "said": "Words",
    "address": "Address",
    "street": "Street",
    "landmark": "Named place",
    "grid": "Grid reference",
    "plus_code": "Plus Code",
    "coordinates": "Coordinates",
    "what3words": "Three words",
    "marker": "Marker post",
    "map": "Map",
    "seen": "What they can see",
    "device": "Caller's device",
}
EXACT_ENOUGH_M = 100  # worse than this asks for a second kind of reading
CARRIAGEWAYS = {
    "A": "carriageway A, usually away from London or clockwise",
    "B": "carriageway B, usually towards London or anticlockwise",
    "J": "slip road J, off carriageway A",
    "K": "slip road K, onto carriageway A",
    "L": "slip road L, off carriageway B",
    "M": "slip road M, onto carriageway B",
}
Point = tuple[float, float]


class Reading(NamedTuple):
    """One way to read it. Degrees WGS 84; ``accuracy_m`` None is not known; ``meaning`` is what it says, in words."""

    method: str
    text: str
    lat: float | None = None
    lon: float | None = None
    accuracy_m: int | None = None
    meaning: str = ""


def read_place(text: str, *, near: Callable[[], Point | None]) -> Reading:
    """Read what was typed.

    Args:
        near: a place that a short Plus Code is near to; asked only for one.
    """
    said = " ".join(text.split())
    for reader in (_coordinates, _degrees_minutes, _grid, _marker_post, _three_words):
        found = reader(said)
        if found is not None:
            return found
    return _plus_code(said, near) or Reading("said", said)


NUMBER = r"[-+−]?\d{1,3}(?:[.]\d+)?"
DECIMAL = re.compile(
    rf"(?:lat(?:itude)?[:=\s]*)?({NUMBER})\s*°?\s*([NS])?\s*[,;\s]\s*(?:lo?ng?(?:itude)?[:=\s]*)?({NUMBER})\s*°?\s*([EW])?", re.IGNORECASE
)


def _coordinates(text: str) -> Reading | None:
    found = DECIMAL.fullmatch(text)
    if found is None or not ("." in text or "°" in text or found[2] or found[4]):
        return None  # two whole numbers are more likely a house and a street's number
    lat, lon = _signed(found[1], found[2]), _signed(found[3], found[4])
    places = max(len(each.partition(".")[2]) for each in (found[1], found[3]))
    return _on_the_globe(text, lat, lon, max(1, round(111_320 / 10**places)))


def _signed(number: str, side: str | None) -> float:
    value = float(number.replace("−", "-"))
    return -abs(value) if side and side.upper() in "SW" else value


ANGLE = r"(\d{1,3})\s*[°d\s]\s*(\d{1,2}(?:\.\d+)?)\s*(?:['′’m\s]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:[\"″”s]|''|’’)?)?)?\s*"
SEXAGESIMAL = re.compile(rf"{ANGLE}([NS])\s*[,;]?\s*{ANGLE}([EW])", re.IGNORECASE)


def _degrees_minutes(text: str) -> Reading | None:
    found = SEXAGESIMAL.fullmatch(text)
    if found is None:
        return None
    lat, lon = _angle(*found.group(1, 2, 3, 4)), _angle(*found.group(5, 6, 7, 8))
    if lat is None or lon is None:
        return None
    finest = found[3] or found[2]
    step = 30.9 if found[3] else 1855  # metres in a second and in a minute of latitude
    return _on_the_globe(text, lat, lon, max(1, round(step / 10 ** len(finest.partition(".")[2]))))


def _angle(degrees: str, minutes: str, seconds: str | None, side: str) -> float | None:
    if float(minutes) >= 60 or float(seconds or 0) >= 60:
        return None
    value = int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    return -value if side.upper() in "SW" else value


def _on_the_globe(text: str, lat: float, lon: float, accuracy_m: int) -> Reading | None:
    if abs(lat) > 90 or abs(lon) > 180:
        return None
    return Reading("coordinates", text, round(lat, 6), round(lon, 6), accuracy_m)


def _grid(text: str) -> Reading | None:
    square = square_of(text)
    if square is None:
        return None
    return Reading("grid", text, square.lat, square.lon, square.side_m, f"A square of {_metres(square.side_m)}; its middle is shown")


def _metres(number: int) -> str:
    return f"{number // 1000} km" if number >= 1000 else f"{number} m"


WORD = r"[^\W\d_]{2,}"
THREE_WORDS = re.compile(rf"(/{{3}})?({WORD}[.。]{WORD}[.。]{WORD})")


def _three_words(text: str) -> Reading | None:
    found = THREE_WORDS.fullmatch(text.lower())
    if found is None:
        return None
    return Reading("what3words", f"///{found[2]}", meaning="Kept as said and not turned into a place here: ask for another kind too")


ROAD = r"(M\d{1,3}|A\d{1,4}\s?\(M\))"
KILOMETRES = r"(\d{1,3})\s*[./\s]\s*(\d)"
MARKER = re.compile(rf"{ROAD}\s*[,/\s]\s*(?:([ABJKLM])\s*[,/\s]?\s*{KILOMETRES}|{KILOMETRES}\s*[,/\s]?\s*([ABJKLM])?)", re.IGNORECASE)


def _marker_post(text: str) -> Reading | None:
    found = MARKER.fullmatch(text)
    if found is None:
        return None
    road = found[1].upper().replace(" ", "")
    side = (found[2] or found[7] or "").upper()
    at = f"{found[3] or found[5]}.{found[4] or found[6]}"
    words = f"{road}, {CARRIAGEWAYS[side] if side else 'carriageway not said'}, {at} km from its start; posts stand every 100 m"
    return Reading("marker", " ".join(part for part in (road, side, at) if part), meaning=words)


PLUS = re.compile(r"([23456789CFGHJMPQRVWX]{0,8}\+[23456789CFGHJMPQRVWX]{0,7})(?:[\s,]+(.*))?", re.IGNORECASE)


def _plus_code(text: str, near: Callable[[], Point | None]) -> Reading | None:
    found = PLUS.fullmatch(text)
    code = found[1].upper() if found else ""
    if not plus.isValid(code):
        return None
    if plus.isShort(code):
        point = near()
        if point is None:
            return Reading("plus_code", text, meaning="A short code: say which town it is near")
        code = plus.recoverNearest(code, *point)
    area = plus.decode(code)
    reach = metres_between(area.latitudeCenter, area.longitudeCenter, area.latitudeHi, area.longitudeHi)
    return Reading("plus_code", text, round(area.latitudeCenter, 6), round(area.longitudeCenter, 6), max(1, round(reach)), code)


def wants_another(readings: Sequence[tuple[str, int | None]]) -> bool:
    """Whether a second kind of reading should be asked for.

    Args:
        readings: method and accuracy of each; two rough ones of different kinds bear each other out.
    """
    if not readings or any(accuracy is not None and accuracy <= EXACT_ENOUGH_M for _, accuracy in readings):
        return False
    return len({method for method, _ in readings if method != "said"}) < 2


SEEN: Final = (
    "The nearest shop, pub or school, and its name",
    "A road sign, a road number or a junction",
    "A postcode or a house number on a door",
    "A bus stop's name, or the code on a lamp post or phone box",
    "On a motorway: the letter and the numbers on the nearest post",
    "Open country: which way is the sun, a mast, water, a railway?",
)
